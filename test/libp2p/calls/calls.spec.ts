import assert from 'node:assert/strict'
import { NotStartedError } from '@libp2p/interface'
import { afterEach, describe, it } from 'node:test'
import {
  HandlerExistsError, InvalidSettingError, RequestFailedError, RequestTimeoutError, RequestTooLargeError
} from '../../../src/index.js'
import { CALL_PAYLOAD_MAX, decodeCallReply } from '../../../src/wire/index.js'
import { readFrame } from '../../../src/libp2p/calls/call-frame.js'
import { callProtocol } from '../../../src/libp2p/protocols.js'
import { startPlainNode } from '../nodes.js'
import { member, prepareMember, stopMembers } from '../members.js'
import { until } from '../support.js'
import { bytes, count, echo, jobs, keyOf, owners, partitionAt, streamsOf, text } from './calling.js'
import type { Call, RequestOptions } from '../../../src/index.js'
import type { Connection } from '@libp2p/interface'

const TEST = { timeout: 30_000 }

afterEach(stopMembers)

describe('a request', () => {
  it('ring-election #45: goes to the owner, and brings back its answer', TEST, async () => {
    const [a, b] = await owners()
    const calls = echo(a, b)
    const partition = partitionAt(b)

    const answer = await jobs(a).request(partition, bytes('hello'))

    assert.equal(text(answer), `${b.peerId} owner hello`)
    assert.equal(calls[0]?.token, jobs(b).token(partition))
    assert.ok(calls[0]?.from.equals(a.peerId))
    assert.equal(calls[0]?.key, undefined)
    assert.deepEqual(calls[0]?.epoch, jobs(b).table?.epoch)
    await until(() => streamsOf(a, b).length === 0, 'no stream is left')
  })

  it('by a key goes to the owner of its partition, with the key as it was given', TEST, async () => {
    const [a, b] = await owners()
    const calls = echo(a, b)
    const key = keyOf(b)

    await jobs(a).request(key, bytes(''))
    await jobs(a).request(bytes(key), bytes(''))

    assert.deepEqual(calls.map(({ key }) => key), [key, bytes(key)])
    assert.deepEqual(calls.map(({ partition }) => partition), [0, 0].map(() => jobs(a).partitionOf(key)))
  })

  it('of the owner itself is answered without a stream, and as any other', TEST, async () => {
    const a = await member()
    await until(() => jobs(a).owned().length === 16, 'it owns all')
    const calls = echo(a)

    assert.equal(text(await jobs(a).request(3, bytes('hello'), { replicas: 'all' })), `${a.peerId} owner hello`)
    assert.ok(calls[0]?.from.equals(a.peerId))
    assert.equal(calls[0]?.token, jobs(a).token(3))
  })

  it('brings the largest payload there and back', TEST, async () => {
    const [a, b] = await owners()
    jobs(b).handle(({ payload }) => payload)
    const payload = new Uint8Array(CALL_PAYLOAD_MAX).map((_, index) => index)

    assert.deepEqual(await jobs(a).request(partitionAt(b), payload), payload)
  })

  it('of which there are many at a time are all answered', TEST, async () => {
    const [a, b] = await owners()
    echo(b)
    const partition = partitionAt(b)

    const answers = await Promise.all(Array.from({ length: 300 }, async (_, index) => text(await jobs(a).request(partition, bytes(`${index}`)))))

    assert.deepEqual(answers, Array.from({ length: 300 }, (_, index) => `${b.peerId} owner ${index}`))
    assert.equal(count(a, 'call:retried'), 0)
  })

  it('is answered over a limited connection', TEST, async () => {
    const [a, b] = await owners()
    echo(b)
    for (const connection of [...a.getConnections(), ...b.getConnections()]) {
      (connection as { limits?: Connection['limits'] }).limits = { bytes: 1_000_000n }
    }

    assert.equal(text(await jobs(a).request(partitionAt(b), bytes('hello'))), `${b.peerId} owner hello`)
  })

  it('fails with what the handler said, here and elsewhere', TEST, async () => {
    const [a, b] = await owners()
    const failure = new Error('no such row')
    for (const node of [a, b]) jobs(node).handle(() => { throw failure })

    const isFailure = (error: unknown): boolean => error instanceof RequestFailedError && error.remoteMessage === 'no such row'
    await assert.rejects(jobs(a).request(partitionAt(b), bytes('')), isFailure)
    await assert.rejects(jobs(a).request(partitionAt(a), bytes('')), (error: unknown) => isFailure(error) && (error as Error).cause === failure)
    assert.equal(count(b, 'call:failed'), 1)
  })

  it('fails when the answer is too large', TEST, async () => {
    const [a, b] = await owners()
    jobs(b).handle(() => new Uint8Array(CALL_PAYLOAD_MAX + 1))

    await assert.rejects(jobs(a).request(partitionAt(b), bytes('')), RequestTooLargeError)
  })

  it('waits for a handler that comes late', TEST, async () => {
    const [a, b] = await owners()

    const answer = jobs(a).request(partitionAt(b), bytes('hello'))
    await until(() => count(b, 'call:no-handler') > 0, 'it was refused')
    echo(b)

    assert.equal(text(await answer), `${b.peerId} owner hello`)
  })

  it('that is not answered in time says so, and that it may have run; the handler is told', TEST, async () => {
    const [a, b] = await owners()
    const calls: Call[] = []
    for (const node of [a, b]) jobs(node).handle(async call => await never(calls, call))

    for (const node of [a, b]) {
      await assert.rejects(jobs(a).request(partitionAt(node), bytes(''), { timeout: 1_500 }), (error: unknown) => error instanceof RequestTimeoutError && error.mayHaveRun)
    }

    await until(() => calls.length === 2 && calls.every(({ signal }) => signal.aborted), 'the handlers are told')
  })

  it('whose signal fires ends with its reason; the handler is told, and no stream is left', TEST, async () => {
    const [a, b] = await owners()
    const calls: Call[] = []
    jobs(b).handle(async call => await never(calls, call))
    const stop = new AbortController()
    const answer = jobs(a).request(partitionAt(b), bytes(''), { signal: stop.signal })
    await until(() => calls.length === 1, 'it runs')

    stop.abort(new Error('enough'))

    await assert.rejects(answer, { message: 'enough' })
    await until(() => calls[0]?.signal.aborted === true, 'the handler is told')
    await until(() => streamsOf(a, b).length === 0, 'no stream is left')
    await assert.rejects(jobs(a).request(0, bytes(''), { signal: stop.signal }), { message: 'enough' })
  })

  it('of a peer that is no member is refused', TEST, async () => {
    const [a] = await owners()
    const calls = echo(a)
    const stranger = await startPlainNode()

    try {
      const stream = await stranger.dialProtocol(a.getMultiaddrs(), callProtocol('test'))
      assert.deepEqual(decodeCallReply(await readFrame(stream)), { type: 'refusal', reason: 'not-member', epoch: 0n })
      assert.equal(count(a, 'call:stranger'), 1)
      assert.deepEqual(calls, [])
    } finally {
      await stranger.stop()
    }
  })
})

describe('a request is refused before anything is sent', () => {
  const wrong: ReadonlyArray<readonly [string, unknown, unknown, unknown, typeof InvalidSettingError | typeof RequestTooLargeError]> = [
    ['a partition that there is not', 16, bytes(''), {}, InvalidSettingError],
    ['a partition below 0', -1, bytes(''), {}, InvalidSettingError],
    ['half a partition', 0.5, bytes(''), {}, InvalidSettingError],
    ['no key', null, bytes(''), {}, InvalidSettingError],
    ['a key that is too long', 'ö'.repeat(513), bytes(''), {}, RequestTooLargeError],
    ['a payload that is a text', 'key', 'text', {}, InvalidSettingError],
    ['a payload that is too large', 'key', new Uint8Array(CALL_PAYLOAD_MAX + 1), {}, RequestTooLargeError],
    ['a timeout of 0', 'key', bytes(''), { timeout: 0 }, InvalidSettingError],
    ['a timeout that is no number', 'key', bytes(''), { timeout: Number.NaN }, InvalidSettingError],
    ['a timeout that is too long', 'key', bytes(''), { timeout: 10_000_001 }, InvalidSettingError],
    ['unknown replicas', 'key', bytes(''), { replicas: 'most' }, InvalidSettingError]
  ]

  it('that asks for what cannot be', TEST, async () => {
    const a = await prepareMember()

    for (const [what, target, payload, options, type] of wrong) {
      await assert.rejects(jobs(a).request(target as string, payload as Uint8Array, options as RequestOptions), type, what)
    }
    assert.throws(() => jobs(a).handle('text' as never), InvalidSettingError)
  })

  it('while the member has not started, and once it has left', TEST, async () => {
    const a = await prepareMember()
    await assert.rejects(jobs(a).request(0, bytes('')), NotStartedError)
    await a.start()
    await until(() => jobs(a).owned().length === 16, 'it owns all')

    await a.services.shoal.leave()

    await assert.rejects(jobs(a).request(0, bytes('')), NotStartedError)
  })

  it('and a second handler is, until the first one is taken away', TEST, async () => {
    const a = await prepareMember()
    const takeAway = jobs(a).handle(() => bytes(''))

    assert.throws(() => jobs(a).handle(() => bytes('')), HandlerExistsError)
    takeAway()

    jobs(a).handle(() => bytes(''))
  })
})

/** Runs until nobody waits for it any more. */
async function never (calls: Call[], call: Call): Promise<Uint8Array> {
  calls.push(call)
  return await new Promise(resolve => { call.signal.addEventListener('abort', () => { resolve(bytes('')) }) })
}
