import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { streamPair } from '@libp2p/utils'
import { Channel } from '../../src/libp2p/channel.js'
import { Counters } from '../../src/libp2p/counters.js'
import { readMessages } from '../../src/libp2p/member-protocol.js'
import { encodeMessage, FRAME_MAX } from '../../src/wire/index.js'
import { log, pingOf, until } from './support.js'
import type { ChannelOptions } from '../../src/libp2p/channel.js'
import type { OpenedStream } from '../../src/libp2p/connector.js'
import type { Connection, Stream } from '@libp2p/interface'

/** A channel whose stream opens when the test says so. */
function createChannel (changes: Partial<ChannelOptions> = {}): { channel: Channel, counters: Counters, opening: PromiseWithResolvers<OpenedStream>, ends: number[] } {
  const opening = Promise.withResolvers<OpenedStream>()
  const counters = new Counters()
  const ends: number[] = []
  const channel = new Channel({
    open: async () => await opening.promise,
    encode: async message => encodeMessage(message, () => new Uint8Array()),
    counters,
    log,
    onEnd: () => { ends.push(1) },
    ...changes
  })

  return { channel, counters, opening, ends }
}

async function openedPair (): Promise<{ opened: OpenedStream, stream: Stream, remote: Stream }> {
  const [stream, remote] = await streamPair({ delay: 0 })
  return { opened: { stream, connection: { id: '1' } as Connection }, stream, remote }
}

async function seqsOn (stream: Stream): Promise<number[]> {
  const seqs: number[] = []
  await readMessages(stream, FRAME_MAX, async message => { seqs.push((message as { seq: number }).seq) })

  return seqs
}

describe('Channel', () => {
  it('keeps what is pushed while the stream is being opened', async () => {
    const { channel, opening } = createChannel()
    const { opened, remote } = await openedPair()
    const reading = seqsOn(remote)

    channel.push(pingOf(1))
    channel.push(pingOf(2))
    assert.equal(channel.connection, undefined)
    opening.resolve(opened)
    await until(() => channel.connection !== undefined, 'it is open')
    await channel.close()

    assert.deepEqual(await reading, [1, 2])
  })

  it('ends when no stream can be had, and is not used again', async () => {
    const { channel, opening, ends, counters } = createChannel()
    channel.push(pingOf(1))
    opening.reject(new Error('nobody there'))
    await until(() => ends.length === 1, 'its end')

    assert.ok(channel.isEnding)
    assert.equal(counters.of('stream:failed'), 0)
  })

  it('ends with the stream; a stream that the remote resets has failed', async () => {
    const { channel, opening, ends, counters } = createChannel()
    const { opened, remote } = await openedPair()
    opening.resolve(opened)
    channel.push(pingOf(1))
    await until(() => remote.readBufferLength > 0, 'the ping is there')
    remote.abort(new Error('go away'))
    await until(() => ends.length === 1, 'its end')

    assert.ok(channel.isEnding)
    assert.equal(counters.of('stream:failed'), 1)
  })

  it('that we abort has not failed', async () => {
    const { channel, opening, ends, counters } = createChannel()
    const { opened, stream } = await openedPair()
    opening.resolve(opened)
    await until(() => channel.connection !== undefined, 'it is open')
    channel.abort()
    await until(() => ends.length === 1, 'its end')

    assert.equal(stream.status, 'aborted')
    assert.equal(counters.of('stream:failed'), 0)
  })

  it('aborted while it is being opened, it closes the stream that comes too late', async () => {
    const { channel, opening, ends } = createChannel()
    const { opened, stream } = await openedPair()
    channel.push(pingOf(1))
    channel.abort()
    opening.resolve(opened)
    await until(() => ends.length === 1, 'its end')

    assert.notEqual(stream.writeStatus, 'writable')
  })

  it('that is not used for a while is closed', async t => {
    const { channel, opening, ends } = createChannel({ idleAfter: 1_000 })
    const { opened, remote } = await openedPair()
    const reading = seqsOn(remote)
    opening.resolve(opened)
    await until(() => channel.connection !== undefined, 'it is open')

    t.mock.timers.enable({ apis: ['setTimeout'] })
    channel.push(pingOf(1))
    t.mock.timers.tick(999)
    assert.equal(channel.isEnding, false)
    channel.push(pingOf(2))
    t.mock.timers.tick(999)
    assert.equal(channel.isEnding, false)
    t.mock.timers.tick(1)
    assert.equal(channel.isEnding, true)
    t.mock.timers.reset()

    await until(() => ends.length === 1, 'its end')
    assert.deepEqual(await reading, [1, 2])
  })

  it('that a peer does not read is cut off when it closes', async t => {
    const { channel, opening } = createChannel()
    const { opened, stream } = await openedPair()
    opening.resolve(opened)
    await until(() => channel.connection !== undefined, 'it is open')
    // A stream whose last bytes nobody takes never gets closed in good order.
    stream.close = async () => { await new Promise(() => undefined) }

    t.mock.timers.enable({ apis: ['setTimeout'] })
    const closing = channel.close()
    t.mock.timers.tick(500)
    t.mock.timers.reset()
    await closing

    assert.equal(stream.status, 'aborted')
  })
})
