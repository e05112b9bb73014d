import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Bench, reasonOf } from './bench.js'
import type { OwnRegistration } from '../../../src/index.js'

/** Three partitions: of the first the handler runs, of the second it has resolved, of the third it pauses. */
async function working (): Promise<{ bench: Bench, registration: OwnRegistration }> {
  const bench = new Bench()
  const registration = bench.work.own(bench.handler)
  for (const partition of [1, 2, 3]) bench.assign(partition, 11n)
  await bench.pass()
  bench.call(1).resolve()
  bench.call(2).reject(new Error('once'))
  await bench.pass()

  return { bench, registration }
}

describe('taking a handler away', () => {
  it('aborts all, waits for what runs, and passes the partitions on', async () => {
    const { bench, registration } = await working()
    let isStopped = false
    const stopped = registration.stop().then(() => { isStopped = true })
    await bench.pass(100_000)

    assert.deepEqual([0, 1].map(index => reasonOf(bench.call(index))), ['PartitionRevokedError stopped', 'PartitionRevokedError stopped'])
    assert.deepEqual(bench.said, ['failed jobs 2 11', 'failed jobs 3 11'])
    assert.equal(isStopped, false)
    bench.call(0).resolve()
    await stopped

    assert.deepEqual(bench.said.slice(2), ['failed jobs 1 11'])
    assert.equal(bench.calls.length, 3)
    assert.equal(bench.timers, 0)
    assert.equal(bench.work.size, 0)
  })

  it('releases what is revoked anyway', async () => {
    const { bench, registration } = await working()
    bench.revoke(1, 11n)
    const stopped = registration.stop()
    await bench.pass()
    bench.revoke(2, 11n)
    bench.call(0).resolve()
    await stopped

    assert.deepEqual(bench.said.filter(said => !said.startsWith('failed')), ['released jobs 2 11', 'released jobs 1 11'])
    assert.ok(!bench.said.includes('failed jobs 1 11'))
  })

  it('releases what is revoked while its handler stops', async () => {
    const { bench, registration } = await working()
    const stopped = registration.stop()
    await bench.pass()
    bench.revoke(1, 11n)
    bench.call(0).resolve()
    await stopped

    assert.deepEqual(bench.said.slice(2), ['released jobs 1 11'])
  })

  it('takes nothing of what comes straight back', async () => {
    const { bench, registration } = await working()
    bench.onHandBack = partition => { bench.assign(partition, 21n) }
    const stopped = registration.stop()
    await bench.pass()
    bench.call(0).resolve()
    await stopped

    assert.equal(bench.said.length, 3)
    assert.equal(bench.work.size, 0)
  })

  it('leaves the group without one: what comes then is nobody\'s, until another is attached', async () => {
    const { bench, registration } = await working()
    const stopped = registration.stop()
    bench.assign(4, 11n)
    assert.throws(() => bench.work.own(bench.handler), { name: 'HandlerExistsError' })
    await bench.pass()
    bench.call(0).resolve()
    await stopped
    bench.assign(5, 11n)
    await bench.pass()
    assert.equal(bench.calls.length, 3)

    bench.work.own(bench.handler)
    await bench.pass()

    assert.ok(bench.calls.slice(3).some(({ partition }) => partition === 4))
    assert.ok(bench.calls.slice(3).some(({ partition }) => partition === 5))
  })

  it('happens once, and ends for all who wait', async () => {
    const { bench, registration } = await working()
    const both = [registration.stop(), registration.stop()]
    await bench.pass()
    bench.call(0).resolve()
    await Promise.all(both)
    await registration.stop()

    assert.equal(bench.said.length, 3)
  })

  it('stops waiting when a signal fires, and happens all the same', async () => {
    const { bench, registration } = await working()
    const enough = new AbortController()
    const waiting = registration.stop({ signal: enough.signal })
    enough.abort(new Error('enough'))
    await assert.rejects(waiting, { message: 'enough' })
    bench.call(0).resolve()
    await registration.stop()

    assert.equal(bench.work.handler, undefined)
    assert.equal(bench.said.length, 3)
  })

  it('under a signal that has fired does not begin', async () => {
    const { bench, registration } = await working()

    await assert.rejects(registration.stop({ signal: AbortSignal.abort(new Error('enough')) }), { message: 'enough' })
    assert.ok(bench.work.handler)
  })

  it('by the handler itself, while it is being called, waits for that call', async () => {
    const bench = new Bench()
    let stopped: Promise<void> | undefined
    const end = Promise.withResolvers<void>()
    const registration = bench.work.own(() => {
      stopped = registration.stop()
      return end.promise
    })
    bench.assign(1, 11n)
    await bench.pass()
    assert.deepEqual(bench.said, [])
    end.resolve()
    await stopped

    assert.deepEqual(bench.said, ['failed jobs 1 11'])
  })

  it('between two lives has nothing to pass on', async () => {
    const { bench, registration } = await working()
    bench.end()
    bench.call(0).resolve()
    await registration.stop()

    assert.deepEqual(bench.said, [])
    assert.equal(bench.work.handler, undefined)
  })
})
