import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SLICE } from '../../../src/libp2p/own/start-queue.js'
import { Bench } from './bench.js'
import type { OwnOptions, PartitionHandler } from '../../../src/index.js'

describe('a handler', () => {
  it('is called once for each partition, for those that are owned already too', async () => {
    const bench = new Bench()
    bench.own(1, 11n)
    bench.work.own(bench.handler)
    bench.assign(2, 12n)
    await bench.pass()

    assert.deepEqual(bench.calls.map(({ partition, token }) => [partition, token]), [[1, 11n], [2, 12n]])
    assert.ok(bench.calls.every(({ signal, epoch }) => !signal.aborted && epoch.version === 3))
  })

  it('is called once for a partition of which it is told twice', async () => {
    const bench = new Bench()
    bench.own(1, 11n)
    bench.work.own(bench.handler)
    bench.assign(1, 11n)
    await bench.pass()
    bench.assign(1, 11n)
    await bench.pass()

    assert.equal(bench.calls.length, 1)
  })

  it('is not called while the event is told', () => {
    const bench = new Bench()
    bench.work.own(bench.handler)
    bench.assign(1, 11n)

    assert.equal(bench.calls.length, 0)
  })

  it('of 10,000 partitions at once lets the event loop come round in between', async () => {
    const bench = new Bench()
    bench.callTakes = 1
    bench.work.own(bench.handler)
    for (let partition = 0; partition < 10_000; partition++) bench.assign(partition, 1n)
    await bench.pass()

    assert.equal(bench.calls.length, 10_000)
    assert.equal(Math.max(...bench.rounds), SLICE)
  })

  it('that resolves is not called again, and the partition stays', async () => {
    const bench = new Bench()
    bench.work.own(() => { bench.calls.length++ })
    bench.assign(1, 11n)
    await bench.pass(100_000)

    assert.equal(bench.calls.length, 1)
    assert.deepEqual(bench.said, [])
    assert.equal(bench.timers, 0)
  })

  it('is not called for a partition that went before its turn came', async () => {
    const bench = new Bench()
    bench.work.own(bench.handler)
    bench.assign(1, 11n)
    bench.assign(2, 12n)
    bench.lose(1, 11n)
    bench.revoke(2, 12n)
    await bench.pass(100_000)

    assert.equal(bench.calls.length, 0)
    assert.deepEqual(bench.said, ['released jobs 2 12'])
    assert.equal(bench.work.size, 0)
  })

  it('of a second ownership waits for that of the first', async () => {
    const bench = new Bench()
    bench.work.own(bench.handler)
    bench.assign(1, 11n)
    await bench.pass()
    bench.lose(1, 11n, 'conflict')
    bench.assign(1, 21n)
    await bench.pass(5_000)
    assert.equal(bench.calls.length, 1)

    bench.call(0).resolve()
    await bench.pass()

    assert.equal(bench.call(1).token, 21n)
    assert.equal(bench.timers, 0)
  })

  it('is attached once', () => {
    const bench = new Bench()
    bench.work.own(bench.handler)

    assert.throws(() => bench.work.own(bench.handler), { name: 'HandlerExistsError', message: /group jobs has a handler already/ })
  })

  it('must be a function, with options that make sense', () => {
    const { work, handler } = new Bench()
    const given: Array<[unknown, OwnOptions, RegExp]> = [
      ['work', {}, /handler is of type string: must be a function/],
      [handler, { retries: -1 }, /retries is -1: must be a whole number between 0 and 1000000/],
      [handler, { retries: 1.5 }, /retries is 1.5/],
      [handler, { startTimeout: 0 }, /startTimeout is 0: must be a whole number between 1 and 3600000/]
    ]

    for (const [wrong, options, message] of given) {
      assert.throws(() => work.own(wrong as PartitionHandler, options), { name: 'InvalidSettingError', message })
    }
    assert.equal(work.handler, undefined)
  })

  it('of a group that the member does not work for is refused', () => {
    const bench = new Bench()

    assert.throws(() => bench.elsewhere.own(bench.handler), { name: 'UnknownGroupError', message: /does not work for group mail/ })
  })
})

describe('an owner whose handler cannot be called in time', () => {
  it('passes the partition on while the former handler still runs', async () => {
    const bench = new Bench()
    bench.work.own(bench.handler, { startTimeout: 1_000 })
    bench.assign(1, 11n)
    await bench.pass()
    bench.lose(1, 11n)
    bench.assign(1, 21n)
    await bench.pass(999)
    assert.deepEqual(bench.said, [])

    await bench.pass(1)
    assert.deepEqual(bench.said, ['failed jobs 1 21'])
    bench.call(0).resolve()
    await bench.pass(100_000)

    assert.equal(bench.calls.length, 1)
    assert.equal(bench.work.size, 0)
  })

  it('passes the partition on when the queue was too long', async () => {
    const bench = new Bench()
    bench.callTakes = 600
    bench.work.own(bench.handler, { startTimeout: 1_000 })
    for (const partition of [1, 2, 3]) bench.assign(partition, 11n)
    await bench.pass()

    assert.deepEqual(bench.calls.map(({ partition }) => partition), [1, 2])
    assert.deepEqual(bench.said, ['failed jobs 3 11'])
  })
})
