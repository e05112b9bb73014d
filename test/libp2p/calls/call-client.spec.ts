import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { CALL_FRAME_MAX, CALL_PAYLOAD_MAX, encodeCallReply } from '../../../src/wire/index.js'
import { CallClient } from '../../../src/libp2p/calls/call-client.js'
import { readFrame, writeFrame } from '../../../src/libp2p/calls/call-frame.js'
import { Counters } from '../../../src/libp2p/counters.js'
import { callProtocol } from '../../../src/libp2p/protocols.js'
import { until } from '../support.js'
import { plainNode, requestOf, stopNodes, streamTo } from './call-station.js'
import { FakeTimers } from './rig.js'
import type { CallReply } from '../../../src/wire/index.js'
import type { Outcome } from '../../../src/libp2p/calls/call-client.js'
import type { PlainNode } from '../nodes.js'
import type { Stream } from '@libp2p/interface'

const TEST = { timeout: 20_000 }
const LARGE = { payload: new Uint8Array(CALL_PAYLOAD_MAX) }
const ANSWER: CallReply = { type: 'answer', epoch: 4n, payload: Uint8Array.of(9) }

afterEach(stopNodes)

interface Caller {
  readonly client: CallClient
  readonly counters: Counters
  readonly timers: FakeTimers
  readonly ask: (changes?: { payload?: Uint8Array }, signal?: AbortSignal) => Promise<Outcome>
  readonly streams: () => Stream[]
}

/** A caller, and somebody who does with its streams as given. */
async function callerOf (muxer: 'yamux' | 'mplex', serve: (stream: Stream) => Promise<void>): Promise<[Caller, PlainNode]> {
  const [a, b] = [await plainNode({ muxer }), await plainNode({ muxer })]
  const [counters, timers] = [new Counters(), new FakeTimers()]
  const client = new CallClient({ open: async () => await streamTo(a, b), perPeer: 2, timers, counters })
  await b.handle(callProtocol('test'), stream => { serve(stream).catch(error => { stream.abort(error) }) })

  return [{
    client,
    counters,
    timers,
    ask: async (changes = {}, signal = new AbortController().signal) => await client.ask('B', requestOf(changes), signal),
    streams: () => a.getConnections().flatMap(({ streams }) => streams).filter(({ protocol }) => protocol === callProtocol('test'))
  }, b]
}

async function reply (stream: Stream, message: CallReply = ANSWER): Promise<void> {
  await writeFrame(stream, encodeCallReply(message))
}

function outcomeOf (outcome: Outcome): unknown {
  return outcome.type === 'reply' ? outcome.reply : `lost, ${outcome.mayHaveRun ? 'may have run' : 'not run'}`
}

for (const muxer of ['yamux', 'mplex'] as const) {
  describe(`the client of calls, over ${muxer}`, () => {
    it('gets the reply, and leaves no stream and no timer behind', TEST, async () => {
      const [caller] = await callerOf(muxer, async stream => {
        await readFrame(stream)
        await reply(stream)
      })

      assert.deepEqual(outcomeOf(await caller.ask()), ANSWER)
      assert.deepEqual(outcomeOf(await caller.ask(LARGE)), ANSWER)
      await until(() => caller.streams().length === 0, 'no stream is left')
      assert.equal(caller.timers.size, 0)
    })

    it('gets a refusal that comes before the request is read, however large that is', TEST, async () => {
      const busy = { type: 'refusal', epoch: 0n, reason: 'busy' } as const
      const [caller] = await callerOf(muxer, async stream => { await reply(stream, busy) })

      assert.deepEqual(outcomeOf(await caller.ask()), busy)
      assert.deepEqual(outcomeOf(await caller.ask(LARGE)), busy)
      await until(() => { while (caller.timers.next()); return caller.streams().length === 0 }, 'no stream is left')
    })

    it('does not know whether a request was run if the stream ended after it was whole', TEST, async () => {
      const [caller] = await callerOf(muxer, async stream => {
        await readFrame(stream)
        stream.abort(new Error('enough'))
      })

      assert.equal(outcomeOf(await caller.ask()), 'lost, may have run')
    })

    it('does not know it either if the other side closes the stream without a word', TEST, async () => {
      const [caller] = await callerOf(muxer, async stream => {
        await readFrame(stream)
        await stream.close()
      })

      assert.equal(outcomeOf(await caller.ask()), 'lost, may have run')
    })

    it('knows that nobody ran it if no stream could be opened', TEST, async () => {
      const [caller, b] = await callerOf(muxer, async () => undefined)
      await b.unhandle(callProtocol('test'))

      assert.equal(outcomeOf(await caller.ask()), 'lost, not run')
    })

    it('takes no reply that is junk or too large, and counts the junk', TEST, async () => {
      const replies = [Uint8Array.of(255, 255), new Uint8Array(CALL_FRAME_MAX + 1)]
      const [caller] = await callerOf(muxer, async stream => {
        await readFrame(stream)
        await writeFrame(stream, replies.shift() ?? new Uint8Array())
      })

      assert.equal(outcomeOf(await caller.ask()), 'lost, may have run')
      assert.equal(caller.counters.of('decode:error'), 1)
      assert.equal(outcomeOf(await caller.ask()), 'lost, may have run')
      assert.equal(caller.counters.of('decode:error'), 1)
    })

    it('lets go of a stream that the other side does not close', TEST, async () => {
      const [caller] = await callerOf(muxer, async stream => {
        await readFrame(stream)
        const frame = encodeCallReply(ANSWER)
        stream.send(Uint8Array.of(frame.length, ...frame))
      })
      assert.deepEqual(outcomeOf(await caller.ask()), ANSWER)
      await until(() => caller.timers.size === 1, 'it waits for the end')

      caller.timers.next()

      await until(() => caller.streams().length === 0, 'no stream is left')
    })

    it('ends when its signal says so, and so does the stream on the other side', TEST, async () => {
      const gone = Promise.withResolvers<void>()
      const [caller] = await callerOf(muxer, async stream => {
        stream.addEventListener('close', () => { gone.resolve() })
        await readFrame(stream)
        stop.abort(new Error('enough'))
      })
      const stop = new AbortController()

      const outcome = await caller.ask({}, stop.signal)

      assert.equal(outcome.type === 'lost' && (outcome.error as Error).message, 'enough')
      await gone.promise
    })

    it('waits no longer for a member that is given up, and still for others', TEST, async () => {
      let arrived = 0
      const [caller] = await callerOf(muxer, async stream => {
        await readFrame(stream)
        arrived++
      })
      const asked = caller.ask()
      await until(() => arrived === 1, 'it has the request')

      caller.client.giveUp('C')
      await new Promise(resolve => { setImmediate(resolve) })
      assert.equal(caller.streams().length, 1)
      caller.client.giveUp('B')

      assert.equal(outcomeOf(await asked), 'lost, may have run')
    })
  })
}

describe('the client of calls', () => {
  it('asks one member for so much at a time, and the rest in turn', TEST, async () => {
    const gates: Array<() => void> = []
    let most = 0
    const [caller] = await callerOf('yamux', async stream => {
      await readFrame(stream)
      most = Math.max(most, caller.streams().length)
      await new Promise<void>(resolve => { gates.push(resolve) })
      await reply(stream)
    })
    const stop = new AbortController()
    const asked = [caller.ask(), caller.ask(), caller.ask({}, stop.signal), caller.ask(), caller.ask()]
    await until(() => gates.length === 2, 'two are asked')

    stop.abort(new Error('enough'))
    assert.equal(outcomeOf(await (asked[2] ?? assert.fail())), 'lost, not run')
    gates.shift()?.()
    await until(() => gates.length === 2, 'who gave up leaves its turn to the next one')
    for (let answered = 2; answered <= 4; answered++) {
      await until(() => gates.length > 0, 'one is asked')
      gates.shift()?.()
    }

    assert.deepEqual((await Promise.all(asked)).map(({ type }) => type), ['reply', 'reply', 'lost', 'reply', 'reply'])
    assert.ok(most <= 3, `${most} at a time, one of which is being closed`)
  })

  it('knows that a request was run by nobody if the stream ended before it was whole', TEST, async () => {
    const [caller] = await callerOf('yamux', async stream => {
      stream.pause()
      await until(() => stream.readBufferLength > 200_000, 'as much has arrived as a paused stream takes')
      stream.abort(new Error('enough'))
    })

    assert.equal(outcomeOf(await caller.ask(LARGE)), 'lost, not run')
  })

  it('closes a stream that is opened too late', TEST, async () => {
    const [a, b] = [await plainNode(), await plainNode()]
    await b.handle(callProtocol('test'), () => undefined)
    const opened = Promise.withResolvers<Stream>()
    const client = new CallClient({ open: async () => await opened.promise, perPeer: 2, timers: new FakeTimers(), counters: new Counters() })
    const stop = new AbortController()
    const asked = client.ask('B', requestOf(), stop.signal)

    stop.abort(new Error('enough'))
    assert.equal(outcomeOf(await asked), 'lost, not run')
    const stream = await streamTo(a, b)
    opened.resolve(stream)

    await until(() => stream.status === 'aborted', 'it is closed')
  })
})
