import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FencedError } from '../../../src/index.js'
import { pauseAfter, REST, STEADY_AFTER } from '../../../src/libp2p/own/pause.js'
import { Bench, reasonOf } from './bench.js'
import type { OwnOptions } from '../../../src/index.js'

/** Until after the longest pause. */
const LONG = 5_000

/** One partition, of which the handler has been called. */
async function running (options?: OwnOptions): Promise<Bench> {
  const bench = new Bench()
  bench.work.own(bench.handler, options)
  bench.assign(1, 11n)
  await bench.pass()

  return bench
}

describe('a handler that throws', () => {
  it('is reported, called again after pauses that double, and then the partition is passed on', async () => {
    const bench = await running()
    const calledAt: number[] = []
    for (let call = 0; call < 6; call++) {
      calledAt.push(bench.now)
      bench.call(call).reject(new Error(`${call}`))
      for (let ms = 0; ms < LONG && bench.calls.length === call + 1; ms += 100) await bench.pass(100)
    }
    await bench.pass(100_000)

    assert.deepEqual(calledAt, [0, 100, 300, 700, 1_500, 3_100])
    assert.deepEqual(bench.failures.map(({ group, partition, token, error, attempt }) => [group, partition, token, (error as Error).message, attempt]),
      [1, 2, 3, 4, 5, 6].map(attempt => ['jobs', 1, 11n, `${attempt - 1}`, attempt]))
    assert.deepEqual(bench.said, ['failed jobs 1 11'])
    assert.equal(bench.calls.length, 6)
    assert.equal(bench.work.size, 0)
  })

  it('at once is as one that throws later', async () => {
    const bench = new Bench()
    bench.work.own(() => { throw new Error('at once') }, { retries: 0 })
    bench.assign(1, 11n)
    await bench.pass()

    assert.deepEqual(bench.failures.map(({ attempt }) => attempt), [1])
    assert.deepEqual(bench.said, ['failed jobs 1 11'])
  })

  it('has the signal of that call aborted, with what it threw, and a fresh one in the next', async () => {
    const bench = await running()
    const cause = new Error('it was this')
    bench.call(0).reject(cause)
    await bench.pass(100)

    assert.equal(reasonOf(bench.call(0)), 'HandlerFailedError')
    assert.equal((bench.call(0).signal.reason as Error).cause, cause)
    assert.equal(bench.call(1).signal.aborted, false)
  })

  it('after it has worked for a minute has all its retries again', async () => {
    const bench = await running({ retries: 1 })
    bench.call(0).reject(new Error('soon'))
    await bench.pass(100)
    await bench.pass(STEADY_AFTER)
    bench.call(1).reject(new Error('late'))
    await bench.pass(100)

    assert.deepEqual(bench.failures.map(({ attempt }) => attempt), [1, 1])
    assert.equal(bench.calls.length, 3)
  })

  it('is not called again once the partition has gone', async () => {
    for (const [go, said] of [['revoke', ['released jobs 1 11']], ['lose', []]] as const) {
      const bench = await running()
      bench.call(0).reject(new Error('once'))
      await bench.pass()
      bench[go](1, 11n)
      await bench.pass(100_000)

      assert.equal(bench.calls.length, 1)
      assert.deepEqual(bench.said, said)
      assert.equal(bench.timers, 0)
    }
  })

  it('is not called again under the same token if whoever is told of it ends the work, and does not rest then', async () => {
    const bench = await running({ retries: 0 })
    bench.onFailure = () => { bench.lose(1, 11n) }
    bench.call(0).reject(new Error('once'))
    await bench.pass()
    assert.equal(bench.timers, 0)
    bench.assign(1, 21n)
    await bench.pass()

    assert.deepEqual(bench.calls.map(({ token }) => token), [11n, 21n])
    assert.deepEqual(bench.said, [])
  })

  it('rests before it is called for the same partition again, if that comes straight back', async () => {
    const bench = await running({ retries: 0 })
    bench.call(0).reject(new Error('once'))
    await bench.pass()
    bench.assign(1, 21n)
    await bench.pass(REST - 1)
    assert.equal(bench.calls.length, 1)

    await bench.pass(1)

    assert.equal(bench.call(1).token, 21n)
  })

  it('with a larger token that was seen has that reported, and is called again', async () => {
    const bench = await running()
    bench.call(0).reject(new FencedError(99n))
    await bench.pass(100)

    assert.deepEqual(bench.said, ['fenced jobs 1 99'])
    assert.equal(bench.calls.length, 2)
  })

  it('with a token that is not larger has nothing reported', async () => {
    const bench = await running()
    bench.call(0).reject(new FencedError(11n))
    await bench.pass()

    assert.deepEqual(bench.said, [])
    assert.equal(bench.failures.length, 1)
  })
})

describe('the pause after a failed attempt', () => {
  it('doubles from 100 ms to 5 s, less up to half by chance', () => {
    assert.deepEqual([1, 2, 3, 6, 7, 50].map(attempt => pauseAfter(attempt, () => 0)), [100, 200, 400, 3_200, 5_000, 5_000])
    assert.equal(pauseAfter(1, () => 0.5), 75)
    assert.equal(pauseAfter(2_000, () => 1), 2_500)
  })
})
