import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { packToken } from '../../../src/core/index.js'
import { CALL_ERROR_MAX, CALL_PAYLOAD_MAX } from '../../../src/wire/index.js'
import { CallDesk } from '../../../src/libp2p/calls/call-desk.js'
import { CallHandlers } from '../../../src/libp2p/calls/call-handlers.js'
import { Counters } from '../../../src/libp2p/counters.js'
import { partitionOf } from '../../../src/libp2p/group.js'
import { HandlerExistsError } from '../../../src/index.js'
import { createIdentity, log, tableOf } from '../support.js'
import { requestOf } from './call-station.js'
import type { Call } from '../../../src/index.js'
import type { DeskOptions } from '../../../src/libp2p/calls/call-desk.js'

const [alice, bob] = [await createIdentity(), await createIdentity()]
const TABLE = tableOf(alice.id, 3, { tokens: [5n, 7n, 5n, 5n] })
const EPOCH = packToken(TABLE.epoch)
const never = new AbortController().signal

/** A desk at alice's, who owns partition 1 under token 7. */
function deskOf (changes: Partial<DeskOptions> = {}): { desk: CallDesk, counters: Counters, handlers: CallHandlers, behind: string[], calls: Call[] } {
  const [counters, handlers, behind, calls] = [new Counters(), new CallHandlers(), [] as string[], [] as Call[]]
  const desk = new CallDesk({
    self: alice.id,
    handlers,
    table: group => group === 'jobs' ? TABLE : undefined,
    ownToken: (_group, partition) => partition === 1 ? 7n : undefined,
    onBehind: (group, from) => { behind.push(`${group} ${from}`) },
    counters,
    log,
    ...changes
  })

  handlers.add('jobs', call => {
    calls.push(call)
    return Uint8Array.of(9)
  })

  return { desk, counters, handlers, behind, calls }
}

describe('a call is run', () => {
  it('by the owner of the partition, which is told all of it', async () => {
    const { desk, calls } = deskOf()

    assert.deepEqual(await desk.answer(requestOf(), bob.peerId, never), { type: 'answer', epoch: EPOCH, payload: Uint8Array.of(9) })

    const [{ epoch, ...call } = {} as Call] = calls
    assert.deepEqual(call, { partition: 1, token: 7n, payload: Uint8Array.of(1), from: bob.peerId, role: 'owner', signal: never })
    assert.equal(epoch.version, 3)
    assert.ok(epoch.leader.equals(alice.peerId))
  })

  it('with its key, where the key has that partition', async () => {
    const { desk, calls } = deskOf()
    const key = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].find(text => partitionOf(text, 4) === 1) ?? ''

    await desk.answer(requestOf({ key }), bob.peerId, never)

    assert.equal(calls[0]?.key, key)
  })

  it('for a caller whose table is older, as long as the partition is held', async () => {
    const { desk, calls } = deskOf()

    assert.equal((await desk.answer(requestOf({ epoch: 1n, token: 2n }), bob.peerId, never)).type, 'answer')
    assert.equal(calls[0]?.token, 7n)
  })

  it('for a caller whose table is newer, if the token is the same there', async () => {
    const { desk, behind } = deskOf()

    assert.equal((await desk.answer(requestOf({ epoch: EPOCH + 1n }), bob.peerId, never)).type, 'answer')
    assert.deepEqual(behind, [])
  })

  it('by a standby, in that role and under the owner\'s token', async () => {
    const roster = [{ id: bob.id, generation: 1 }, { id: alice.id, generation: 1 }]
    const table = { ...TABLE, roster, standbys: [[], [], [1], []] }
    const { desk, calls } = deskOf({ table: () => table })

    await desk.answer(requestOf({ partition: 2, token: 5n, role: 'standby' }), bob.peerId, never)

    assert.deepEqual([calls[0]?.role, calls[0]?.token], ['standby', 5n])
  })
})

describe('a call is refused, and counted', () => {
  it('by who does not own the partition', async () => {
    const { desk, counters, calls } = deskOf()

    assert.deepEqual(await desk.answer(requestOf({ partition: 2 }), bob.peerId, never), { type: 'refusal', epoch: EPOCH, reason: 'not-owner' })
    assert.equal(counters.of('call:not-owner'), 1)
    assert.deepEqual(calls, [])
  })

  it('by an owner that stands by for nobody, where a standby is asked for', async () => {
    const { desk } = deskOf()

    assert.deepEqual(await desk.answer(requestOf({ role: 'standby' }), bob.peerId, never), { type: 'refusal', epoch: EPOCH, reason: 'not-owner' })
  })

  it('by who is behind, and has the caller\'s table pulled', async () => {
    for (const request of [requestOf({ partition: 2, epoch: EPOCH + 1n }), requestOf({ epoch: EPOCH + 1n, token: 8n }), requestOf({ group: 'mail', epoch: 1n })]) {
      const { desk, counters, behind, calls } = deskOf()

      const reply = await desk.answer(request, bob.peerId, never)

      assert.equal(reply.type === 'refusal' && reply.reason, 'behind')
      assert.equal(counters.of('call:behind'), 1)
      assert.deepEqual(behind, [`${request.group} ${bob.id}`])
      assert.deepEqual(calls, [])
    }
  })

  it('if the caller names a larger token than there is by its own epoch', async () => {
    const { desk, behind } = deskOf()

    assert.deepEqual(await desk.answer(requestOf({ epoch: EPOCH, token: 8n }), bob.peerId, never), { type: 'refusal', epoch: EPOCH, reason: 'not-owner' })
    assert.deepEqual(behind, [])
  })

  it('if there is no such partition, or the key is of another one', async () => {
    const { desk, counters } = deskOf()
    const key = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].find(text => partitionOf(text, 4) !== 1) ?? ''

    for (const request of [requestOf({ partition: 4 }), requestOf({ key })]) {
      assert.deepEqual(await desk.answer(request, bob.peerId, never), { type: 'refusal', epoch: EPOCH, reason: 'not-owner' })
    }
    assert.equal(counters.of('call:wrong-partition'), 2)
  })

  it('while there is no handler', async () => {
    const { desk, counters } = deskOf({ handlers: new CallHandlers() })

    assert.deepEqual(await desk.answer(requestOf(), bob.peerId, never), { type: 'refusal', epoch: EPOCH, reason: 'no-handler' })
    assert.equal(counters.of('call:no-handler'), 1)
  })

  it('once the desk is closed; what runs comes to its end', async () => {
    const { promise, resolve } = Promise.withResolvers<Uint8Array>()
    const handlers = new CallHandlers()
    handlers.add('jobs', async () => await promise)
    const { desk } = deskOf({ handlers })
    const running = desk.answer(requestOf(), bob.peerId, never)
    let isClosed = false
    const closing = desk.close().then(() => { isClosed = true })

    assert.equal((await desk.answer(requestOf(), bob.peerId, never)).type, 'refusal')
    assert.equal(isClosed, false)
    resolve(Uint8Array.of(9))

    assert.equal((await running).type, 'answer')
    await closing
  })
})

describe('a handler', () => {
  const outcomes: ReadonlyArray<readonly [string, () => unknown, string]> = [
    ['that throws', () => { throw new Error('no such row') }, 'no such row'],
    ['that rejects', async () => { throw new Error('no such row') }, 'no such row'],
    ['that throws something else', () => { throw 'a text' }, 'a text'],
    ['that returns no bytes', () => 'text', 'the handler returned string: must be a Uint8Array'],
    ['that says much', () => { throw new Error('x'.repeat(CALL_ERROR_MAX + 1)) }, 'x'.repeat(CALL_ERROR_MAX)]
  ]

  for (const [what, handler, error] of outcomes) {
    it(`${what} fails the call, and nothing else`, async () => {
      const handlers = new CallHandlers()
      handlers.add('jobs', handler as () => Uint8Array)
      const { desk, counters } = deskOf({ handlers })

      const { cause, ...reply } = await desk.answer(requestOf(), bob.peerId, never)

      assert.deepEqual(reply, { type: 'failure', epoch: EPOCH, error })
      assert.notEqual(cause, undefined)
      assert.equal(counters.of('call:failed'), 1)
    })
  }

  it('whose answer is too large fails the call', async () => {
    const handlers = new CallHandlers()
    handlers.add('jobs', () => new Uint8Array(CALL_PAYLOAD_MAX + 1))
    const { desk, counters } = deskOf({ handlers })

    assert.deepEqual(await desk.answer(requestOf(), bob.peerId, never), { type: 'too-large', epoch: EPOCH })
    assert.equal(counters.of('call:answer-too-large'), 1)
  })

  it('is one for each group, and can be taken away', () => {
    const handlers = new CallHandlers()
    const first = (): Uint8Array => Uint8Array.of(1)
    const second = (): Uint8Array => Uint8Array.of(2)
    const takeAway = handlers.add('jobs', first)

    assert.throws(() => handlers.add('jobs', second), HandlerExistsError)
    takeAway()
    handlers.add('jobs', second)
    takeAway()

    assert.equal(handlers.of('jobs'), second)
  })
})
