import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { CALL_FRAME_MAX, CALL_PAYLOAD_MAX, decodeCallReply, encodeCallRequest } from '../../../src/wire/index.js'
import { readFrame, writeFrame } from '../../../src/libp2p/calls/call-frame.js'
import { until } from '../support.js'
import { plainNode, requestOf, station, stopNodes, streamTo } from './call-station.js'
import type { CallReply, CallRequest } from '../../../src/wire/index.js'
import type { PlainNode } from '../nodes.js'
import type { Station } from './call-station.js'
import type { Stream } from '@libp2p/interface'

const TEST = { timeout: 20_000 }

afterEach(stopNodes)

/** Asks by hand, and reads the reply. */
async function ask (from: PlainNode, { node }: Station, changes: Partial<CallRequest> = {}): Promise<CallReply> {
  const stream = await streamTo(from, node)
  await writeFrame(stream, encodeCallRequest(requestOf(changes)))

  return decodeCallReply(await readFrame(stream))
}

/** A call that waits until it is let go on. */
function gate (): { readonly handler: () => Promise<Uint8Array>, readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { handler: async () => { await promise; return Uint8Array.of(9) }, open: resolve }
}

async function isReset (stream: Stream): Promise<void> {
  await until(() => stream.status === 'reset' || stream.status === 'aborted' || stream.status === 'closed', 'the stream is over')
}

for (const muxer of ['yamux', 'mplex'] as const) {
  describe(`the server of calls, over ${muxer}`, () => {
    const start = async (handler: () => Promise<Uint8Array> | Uint8Array, bounds: { perPeer?: number, all?: number } = {}): Promise<[Station, PlainNode]> =>
      [await station(handler, { init: { muxer }, ...bounds }), await plainNode({ muxer })]

    it('answers, and leaves no stream and no timer behind', TEST, async () => {
      const [b, a] = await start(() => Uint8Array.of(9))

      assert.deepEqual(await ask(a, b), { type: 'answer', epoch: (await ask(a, b)).epoch, payload: Uint8Array.of(9) })

      await until(() => [a, b.node].every(node => node.getConnections().flatMap(({ streams }) => streams).every(({ protocol }) => !protocol.includes('/call/'))), 'no stream is left')
      assert.equal(b.timers.size, 0)
    })

    it('carries the largest payload and the largest answer', TEST, async () => {
      const [b, a] = await start(() => new Uint8Array(CALL_PAYLOAD_MAX).fill(3))
      const payload = new Uint8Array(CALL_PAYLOAD_MAX).fill(2)

      const reply = await ask(a, b, { payload })

      assert.deepEqual(b.calls[0]?.payload, payload)
      assert.equal(reply.type === 'answer' && reply.payload.length, CALL_PAYLOAD_MAX)
    })

    it('refuses who is no live member by name before it reads anything, and without its epoch', TEST, async () => {
      const [b, a] = await start(() => Uint8Array.of(9))
      b.strangers.add(a.peerId.toString())
      const stream = await streamTo(a, b.node)

      assert.deepEqual(decodeCallReply(await readFrame(stream)), { type: 'refusal', reason: 'not-member', epoch: 0n })
      assert.equal(b.counters.of('call:stranger'), 1)
      assert.equal(b.calls.length, 0)
    })

    if (muxer === 'yamux') {
      it('holds a refused caller back that goes on sending', TEST, async () => {
        const [b, a] = await start(() => Uint8Array.of(9))
        b.strangers.add(a.peerId.toString())
        const stream = await streamTo(a, b.node)
        writeFrame(stream, new Uint8Array(4 * CALL_PAYLOAD_MAX)).catch(() => undefined)
        await readFrame(stream)
        await until(() => stream.writeBufferLength > 0 && serverSide()?.readStatus === 'paused', 'it is held back')

        assert.ok((serverSide()?.readBufferLength ?? Infinity) <= 256 * 1024)

        function serverSide (): Stream | undefined {
          return b.node.getConnections().flatMap(({ streams }) => streams).find(({ protocol }) => protocol.includes('/call/'))
        }
      })
    }

    it('lets go of a refused caller that does not close its side', TEST, async () => {
      const [b, a] = await start(() => Uint8Array.of(9))
      b.strangers.add(a.peerId.toString())
      const stream = await streamTo(a, b.node)
      await readFrame(stream)

      assert.equal(b.timers.next(), true)

      await isReset(stream)
      assert.equal(b.counters.of('call:slow'), 0)
    })

    it('refuses what one peer asks for beyond its share, and counts it', TEST, async () => {
      const { handler, open } = gate()
      const [b, a] = await start(handler, { perPeer: 2 })
      const other = await plainNode({ muxer })
      const asked = [ask(a, b), ask(a, b)]
      await until(() => b.calls.length === 2, 'two run')

      assert.deepEqual(await ask(a, b), { type: 'refusal', reason: 'busy', epoch: 0n })
      assert.equal(b.counters.of('call:busy'), 1)
      asked.push(ask(other, b))
      await until(() => b.calls.length === 3, 'another peer has its own share')

      open()
      assert.deepEqual((await Promise.all(asked)).map(({ type }) => type), ['answer', 'answer', 'answer'])
      assert.equal((await ask(a, b)).type, 'answer')
    })

    it('refuses what all peers ask for beyond what it takes on', TEST, async () => {
      const { handler, open } = gate()
      const [b, a] = await start(handler, { all: 1 })
      const other = await plainNode({ muxer })
      const asked = ask(a, b)
      await until(() => b.calls.length === 1, 'one runs')

      assert.deepEqual(await ask(other, b), { type: 'refusal', reason: 'busy', epoch: 0n })

      open()
      assert.equal((await asked).type, 'answer')
    })

    it('cuts off a request that does not arrive whole in time, and its share is free again', TEST, async () => {
      const [b, a] = await start(() => Uint8Array.of(9), { perPeer: 1 })
      const stream = await streamTo(a, b.node)
      stream.send(Uint8Array.of(100, 1, 2))
      await until(() => b.timers.size === 1, 'it is being read')

      b.timers.next()

      await isReset(stream)
      assert.equal(b.counters.of('call:slow'), 1)
      await until(() => b.timers.size === 0, 'nothing is left of it')
      assert.equal((await ask(a, b)).type, 'answer')
    })

    it('refuses a frame above the bound by its length', TEST, async () => {
      const [b, a] = await start(() => Uint8Array.of(9))
      const stream = await streamTo(a, b.node)

      await writeFrame(stream, new Uint8Array(CALL_FRAME_MAX + 1)).catch(() => undefined)

      await isReset(stream)
      assert.equal(b.counters.of('call:too-large'), 1)
    })

    it('cuts off junk and half a frame, and counts it', TEST, async () => {
      const [b, a] = await start(() => Uint8Array.of(9))
      const junk = await streamTo(a, b.node)
      await writeFrame(junk, Uint8Array.of(255, 255))
      await isReset(junk)
      const half = await streamTo(a, b.node)
      half.send(Uint8Array.of(9, 1))
      await half.close()
      await isReset(half)

      assert.equal(b.counters.of('decode:error'), 2)
      assert.equal(b.calls.length, 0)
    })

    it('tells the handler when its caller goes away', TEST, async () => {
      const { handler, open } = gate()
      const [b, a] = await start(handler)
      const stream = await streamTo(a, b.node)
      await writeFrame(stream, encodeCallRequest(requestOf()))
      await until(() => b.calls.length === 1, 'it runs')

      stream.abort(new Error('not needed'))

      await until(() => b.calls[0]?.signal.aborted === true, 'it is told')
      open()
    })

    it('tells the handler when the caller\'s time is over, and keeps its share until the handler has ended', TEST, async () => {
      const { handler, open } = gate()
      const [b, a] = await start(handler, { perPeer: 1 })
      const stream = await streamTo(a, b.node)
      await writeFrame(stream, encodeCallRequest(requestOf({ patience: 1_000 })))
      await until(() => b.calls.length === 1, 'it runs')

      b.timers.next()

      assert.equal(b.timers.now(), 1_000)
      assert.equal(b.calls[0]?.signal.aborted, true)
      assert.equal(b.counters.of('call:overdue'), 1)
      await isReset(stream)
      assert.equal((await ask(a, b)).type, 'refusal')
      open()
      await b.desk.close()
    })

    it('cuts off a caller that does not take its answer', TEST, async () => {
      const [b, a] = await start(() => new Uint8Array(CALL_PAYLOAD_MAX))
      const stream = await streamTo(a, b.node)
      stream.addEventListener('message', () => undefined)
      stream.pause()
      stream.send(Uint8Array.from([encodeCallRequest(requestOf()).length, ...encodeCallRequest(requestOf())]))
      await until(() => b.calls.length === 1, 'it runs')
      await until(() => b.timers.size === 1, 'the answer is being written')

      while (b.timers.next()) await new Promise(resolve => { setImmediate(resolve) })

      await isReset(stream)
      assert.equal(b.calls[0]?.signal.aborted, true)
      assert.equal(b.timers.now(), 5_000)
    })

    it('when it stops, takes no more and ends what goes on', TEST, async () => {
      const { handler, open } = gate()
      const [b, a] = await start(handler)
      const stream = await streamTo(a, b.node)
      await writeFrame(stream, encodeCallRequest(requestOf()))
      await until(() => b.calls.length === 1, 'it runs')

      await b.server.close()
      await assert.rejects(streamTo(a, b.node), { name: 'UnsupportedProtocolError' })
      assert.equal(b.calls[0]?.signal.aborted, false)
      b.server.abort()

      assert.equal(b.calls[0]?.signal.aborted, true)
      assert.equal(b.timers.size, 0)
      open()
    })
  })
}
