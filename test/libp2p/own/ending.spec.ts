import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Bench, HANDOFF_TIMEOUT, reasonOf, UNIX_OFFSET } from './bench.js'
import type { PartitionRevokedError } from '../../../src/index.js'

/** One partition, of which the handler runs. */
async function running (): Promise<Bench> {
  const bench = new Bench()
  bench.work.own(bench.handler)
  bench.assign(1, 11n)
  await bench.pass()

  return bench
}

describe('a partition that is revoked', () => {
  for (const reason of ['moved', 'leave', 'failed'] as const) {
    it(`is released once its handler has ended: ${reason}`, async () => {
      const bench = await running()
      bench.revoke(1, 11n, reason)
      await bench.pass(100_000)
      assert.equal(reasonOf(bench.call(0)), `PartitionRevokedError ${reason}`)
      assert.deepEqual(bench.said, [])

      bench.call(0).resolve()
      await bench.pass()

      assert.deepEqual(bench.said, ['released jobs 1 11'])
      assert.equal(bench.work.size, 0)
    })
  }

  it('says how long the cluster waits', async () => {
    const bench = await running()
    await bench.pass(5)
    bench.revoke(1, 11n)

    assert.equal((bench.call(0).signal.reason as PartitionRevokedError).deadline, UNIX_OFFSET + 5 + HANDOFF_TIMEOUT)
  })

  it('is released too if the handler rejects then, which is no error', async () => {
    const bench = await running()
    bench.revoke(1, 11n)
    bench.call(0).reject(new Error('aborted'))
    await bench.pass(100_000)

    assert.deepEqual(bench.said, ['released jobs 1 11'])
    assert.deepEqual(bench.failures, [])
  })

  it('is released at once if its handler has resolved before', async () => {
    const bench = await running()
    bench.call(0).resolve()
    await bench.pass()
    bench.revoke(1, 11n)

    assert.deepEqual(bench.said, ['released jobs 1 11'])
    assert.equal(reasonOf(bench.call(0)), 'PartitionRevokedError moved')
  })

  it('is released at once if there is no handler', () => {
    const bench = new Bench()
    bench.assign(1, 11n)
    assert.equal(bench.work.size, 0)
    bench.revoke(1, 11n)

    assert.deepEqual(bench.said, ['released jobs 1 11'])
    assert.equal(bench.work.size, 0)
  })

  it('under a token of which nobody works is released without end to the work under another', async () => {
    const bench = await running()
    bench.revoke(1, 9n)
    await bench.pass()

    assert.deepEqual(bench.said, ['released jobs 1 9'])
    assert.equal(bench.call(0).signal.aborted, false)
  })

  it('and lost before its handler has ended, is not released', async () => {
    const bench = await running()
    bench.revoke(1, 11n)
    bench.lose(1, 11n)
    bench.call(0).resolve()
    await bench.pass()

    assert.deepEqual(bench.said, [])
    assert.equal(reasonOf(bench.call(0)), 'PartitionRevokedError moved')
  })
})

describe('a partition that is lost', () => {
  for (const reason of ['superseded', 'conflict', 'fenced', 'isolated', 'lease'] as const) {
    it(`aborts its handler at once, and says nothing: ${reason}`, async () => {
      const bench = await running()
      bench.lose(1, 11n, reason)
      assert.equal(reasonOf(bench.call(0)), `PartitionLostError ${reason}`)

      bench.call(0).reject(new Error('aborted'))
      await bench.pass(100_000)

      assert.deepEqual(bench.said, [])
      assert.deepEqual(bench.failures, [])
      assert.equal(bench.work.size, 0)
    })
  }

  it('under an older token changes nothing', async () => {
    const bench = await running()
    bench.lose(1, 9n)

    assert.equal(bench.call(0).signal.aborted, false)
  })
})

describe('the end of a life', () => {
  it('aborts all, says nothing and leaves nothing', async () => {
    const bench = await running()
    bench.assign(2, 12n)
    bench.end()
    bench.call(0).resolve()
    await bench.pass(100_000)

    assert.equal(reasonOf(bench.call(0)), 'PartitionLostError superseded')
    assert.equal(bench.calls.length, 1)
    assert.deepEqual(bench.said, [])
    assert.equal(bench.timers, 0)
    assert.equal(bench.work.size, 0)
  })

  it('told late, after the next one has begun, is nothing to that, nor is what it says then', async () => {
    const bench = await running()
    const former = bench.life
    bench.call(0).resolve()
    bench.begin()
    bench.assign(1, 21n)
    await bench.pass()
    bench.handlers.end(former)
    bench.handlers.take(former, { type: 'partition:lost', group: 'jobs', partition: 1, token: 21n, reason: 'superseded' })

    assert.equal(bench.call(1).signal.aborted, false)
  })

  it('ends the pause before another attempt, and the rest after the last', async () => {
    const bench = new Bench()
    bench.work.own(bench.handler, { retries: 1 })
    bench.assign(1, 11n)
    bench.assign(2, 12n)
    await bench.pass()
    bench.call(0).reject(new Error('once'))
    await bench.pass(100)
    bench.call(2).reject(new Error('twice'))
    bench.call(1).reject(new Error('once'))
    await bench.pass()
    assert.equal(bench.timers, 2)

    bench.end()

    assert.equal(bench.timers, 0)
    assert.equal(bench.work.size, 0)
  })

  it('leaves the handler attached for the next one, and begins nothing in between', async () => {
    const bench = await running()
    bench.end()
    bench.call(0).resolve()
    await bench.pass(100_000)
    bench.begin()
    bench.assign(1, 21n)
    await bench.pass()

    assert.deepEqual(bench.calls.map(({ token }) => token), [11n, 21n])
  })

  it('keeps a handler that goes on from meeting another of its partition in the next one, and from speaking there', async () => {
    const bench = await running()
    bench.revoke(1, 11n)
    bench.end()
    bench.begin()
    bench.assign(1, 21n)
    await bench.pass()
    assert.equal(bench.calls.length, 1)

    bench.call(0).resolve()
    await bench.pass()

    assert.equal(bench.call(1).token, 21n)
    assert.deepEqual(bench.said, [])
  })
})
