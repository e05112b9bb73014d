import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FencedError, NotOwnerError } from '../../../src/index.js'
import { runFenced } from '../../../src/libp2p/own/fence.js'
import { Bench, reasonOf } from './bench.js'
import type { Fence } from '../../../src/index.js'

/** Calls a function fenced. */
async function fenced<T> (bench: Bench, partition: number, fn: (fence: Fence) => Promise<T> | T): Promise<T> {
  return await runFenced(bench.work.enter(partition), fn, cause => new NotOwnerError('not the owner', { cause }))
}

/** A fenced function that runs until the test says how it ends. */
function begun (bench: Bench, partition = 1): { readonly fence: Fence, readonly end: PromiseWithResolvers<string>, readonly result: Promise<string> } {
  let fence: Fence | undefined
  const end = Promise.withResolvers<string>()
  const result = fenced(bench, partition, given => {
    fence = given
    return end.promise
  })
  result.catch(() => undefined)
  assert.ok(fence)

  return { fence, end, result }
}

describe('a fenced function', () => {
  it('is called with the token, and its result told', async () => {
    const bench = new Bench()
    bench.own(1, 11n)

    assert.equal(await fenced(bench, 1, ({ token, signal }) => `${token} ${signal.aborted}`), '11 false')
    assert.equal(bench.work.size, 0)
  })

  it('has what it throws told', async () => {
    const bench = new Bench()
    bench.own(1, 11n)

    await assert.rejects(fenced(bench, 1, () => { throw new Error('mine') }), { message: 'mine' })
    assert.equal(bench.work.size, 0)
  })

  it('is not called for a partition that is not owned, nor when there is no life', async () => {
    const bench = new Bench()
    let calls = 0
    const count = (): void => { calls++ }

    await assert.rejects(fenced(bench, 1, count), { name: 'NotOwnerError' })
    bench.own(1, 11n)
    bench.end()
    await assert.rejects(fenced(bench, 1, count), { name: 'NotOwnerError' })
    assert.equal(calls, 0)
  })

  it('is refused in the end if the partition was lost meanwhile, and its signal says why', async () => {
    const bench = new Bench()
    bench.own(1, 11n)
    const { fence, end, result } = begun(bench)
    bench.lose(1, 11n, 'conflict')
    assert.equal(reasonOf(fence), 'PartitionLostError conflict')
    end.resolve('written')

    await assert.rejects(result, error => error instanceof NotOwnerError && error.cause === fence.signal.reason)
    assert.deepEqual(bench.said, [])
    assert.equal(bench.work.size, 0)
  })

  it('is refused in the end if the event of the loss is still on its way, or another token has come', async () => {
    for (const change of [(bench: Bench) => { bench.disown(1) }, (bench: Bench) => { bench.own(1, 21n) }]) {
      const bench = new Bench()
      bench.own(1, 11n)
      const { end, result } = begun(bench)
      change(bench)
      end.reject(new Error('mine'))

      await assert.rejects(result, error => error instanceof NotOwnerError && (error.cause as Error).message === 'mine')
    }
  })

  it('is refused in the end if that life of the member is over, though the next one has the partition too', async () => {
    const bench = new Bench()
    bench.own(1, 11n)
    const { end, result } = begun(bench)
    bench.end()
    bench.begin()
    bench.own(1, 11n)
    end.resolve('written')

    await assert.rejects(result, { name: 'NotOwnerError' })
  })

  it('keeps a revoked partition from being released, and lets no other one in', async () => {
    const bench = new Bench()
    bench.own(1, 11n)
    const { fence, end, result } = begun(bench)
    bench.revoke(1, 11n)
    assert.equal(reasonOf(fence), 'PartitionRevokedError moved')
    await assert.rejects(fenced(bench, 1, () => undefined), { name: 'NotOwnerError' })
    assert.deepEqual(bench.said, [])

    end.resolve('written')

    assert.equal(await result, 'written')
    assert.deepEqual(bench.said, ['released jobs 1 11'])
  })

  it('beside a handler: the partition is released when both have ended', async () => {
    const bench = new Bench()
    bench.work.own(bench.handler)
    bench.assign(1, 11n)
    await bench.pass()
    const { end } = begun(bench)
    bench.revoke(1, 11n)
    bench.call(0).resolve()
    await bench.pass()
    assert.deepEqual(bench.said, [])

    end.resolve('written')
    await bench.pass()

    assert.deepEqual(bench.said, ['released jobs 1 11'])
  })

  it('before the event that announces the partition does not keep the handler from being called, once', async () => {
    const bench = new Bench()
    bench.work.own(bench.handler)
    bench.own(1, 11n)
    const { end } = begun(bench)
    bench.assign(1, 11n)
    await bench.pass()
    end.resolve('written')
    await bench.pass()

    assert.equal(bench.calls.length, 1)
    assert.equal(bench.call(0).signal.aborted, false)
  })

  it('that runs does not keep a handler that is attached from being called', async () => {
    const bench = new Bench()
    bench.own(1, 11n)
    const { end } = begun(bench)
    bench.work.own(bench.handler)
    await bench.pass()
    end.resolve('written')

    assert.equal(bench.calls.length, 1)
  })

  it('under the next token ends what runs under the former one, whose end is still on its way', async () => {
    const bench = new Bench()
    bench.work.own(bench.handler)
    bench.assign(1, 11n)
    await bench.pass()
    bench.own(1, 21n)
    await fenced(bench, 1, () => undefined)

    assert.equal(reasonOf(bench.call(0)), 'PartitionLostError superseded')
  })

  it('that was refused by the resource has the larger token reported, and throws that on', async () => {
    const bench = new Bench()
    bench.own(1, 11n)

    await assert.rejects(fenced(bench, 1, () => { throw new FencedError(99n) }), { name: 'FencedError', seen: 99n })
    assert.deepEqual(bench.said, ['fenced jobs 1 99'])
  })
})

describe('a larger token that a resource has seen', () => {
  it('is passed on', () => {
    const bench = new Bench()
    bench.own(1, 11n)

    assert.equal(bench.work.reportFenced(1, 12n), true)
    assert.deepEqual(bench.said, ['fenced jobs 1 12'])
  })

  it('is none if it is not larger, or the partition is not owned', () => {
    const bench = new Bench()
    bench.own(1, 11n)

    assert.equal(bench.work.reportFenced(1, 11n), false)
    assert.equal(bench.work.reportFenced(2, 99n), false)
    assert.deepEqual(bench.said, [])
  })

  it('must be a token', () => {
    const bench = new Bench()
    bench.own(1, 11n)

    for (const seen of [12, '12', -1n, 1n << 128n, undefined]) {
      assert.throws(() => bench.work.reportFenced(1, seen as bigint), { name: 'InvalidSettingError', message: /must be a token/ })
    }
  })
})
