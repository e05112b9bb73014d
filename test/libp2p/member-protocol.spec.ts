import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { streamPair } from '@libp2p/utils'
import * as lp from 'it-length-prefixed'
import { Outbox } from '../../src/libp2p/outbox.js'
import { readMessages, writeMessages } from '../../src/libp2p/member-protocol.js'
import { StreamLostError } from '../../src/libp2p/stream-source.js'
import { DecodeError, encodeMessage, FRAME_MAX } from '../../src/wire/index.js'
import { createIdentity, nextEvent, pingOf, until } from './support.js'
import type { Message } from '../../src/core/index.js'
import type { Stream } from '@libp2p/interface'

const { seals } = await createIdentity()
const encode = async (message: Message): Promise<Uint8Array> => encodeMessage(message, seals.of)

async function framed (...messages: Message[]): Promise<Uint8Array> {
  const frames = await Promise.all(messages.map(async message => lp.encode.single(await encode(message)).subarray()))
  return Uint8Array.from(frames.flatMap(frame => [...frame]))
}

/** Reads a stream to its end: what came, and how it ended. */
async function readAll (stream: Stream): Promise<{ seqs: number[], error: unknown }> {
  const seqs: number[] = []

  try {
    await readMessages(stream, FRAME_MAX, async message => { seqs.push((message as { seq: number }).seq) })
    return { seqs, error: undefined }
  } catch (error) {
    return { seqs, error }
  }
}

describe('reading a member stream', () => {
  it('two frames cut at any byte come out whole and in order', async () => {
    const bytes = await framed(pingOf(1), pingOf(300))

    for (let cut = 0; cut <= bytes.length; cut++) {
      const [ours, theirs] = await streamPair({ delay: 0 })
      const reading = readAll(theirs)

      ours.send(bytes.subarray(0, cut))
      ours.send(bytes.subarray(cut))
      await ours.close()

      assert.deepEqual(await reading, { seqs: [1, 300], error: undefined }, `cut at ${cut}`)
    }
  })

  it('a stream that is closed within a frame is junk, wherever the frame ends', async () => {
    const bytes = await framed(pingOf(300))

    for (let length = 1; length < bytes.length; length++) {
      const [ours, theirs] = await streamPair({ delay: 0 })
      const reading = readAll(theirs)

      ours.send(bytes.subarray(0, length))
      await ours.close()

      assert.ok((await reading).error instanceof DecodeError, `ends after ${length}`)
    }
  })

  it('a stream that is cut off within a frame is lost, not junk', async () => {
    const bytes = await framed(pingOf(7), pingOf(300))
    const [ours, theirs] = await streamPair({ delay: 0 })
    const reading = readAll(theirs)

    ours.send(bytes.subarray(0, -1))
    await until(() => theirs.readBufferLength === 0 && ours.writeBufferLength === 0, 'the bytes are under way')
    ours.abort(new Error('gone'))

    assert.ok((await reading).error instanceof StreamLostError)
  })

  it('a frame beyond the bound is refused by its length alone', async () => {
    const [ours, theirs] = await streamPair({ delay: 0 })
    const reading = readAll(theirs)

    // The stream stays open and not one byte of the frame follows.
    ours.send(lp.encode.single(new Uint8Array(FRAME_MAX + 1)).subarray(0, 3))

    assert.ok((await reading).error instanceof DecodeError)
  })

  it('a length without an end is refused', async () => {
    const [ours, theirs] = await streamPair({ delay: 0 })
    const reading = readAll(theirs)

    ours.send(new Uint8Array(64).fill(0xff))

    assert.ok((await reading).error instanceof DecodeError)
  })

  it('a frame that is no message ends the stream, after the messages before it', async () => {
    const [ours, theirs] = await streamPair({ delay: 0 })
    const reading = readAll(theirs)

    ours.send(await framed(pingOf(1)))
    ours.send(lp.encode.single(new TextEncoder().encode('GET / HTTP/1.1')))

    const { seqs, error } = await reading
    assert.deepEqual(seqs, [1])
    assert.ok(error instanceof DecodeError)
  })

  it('ends on a stream that was closed before reading began', async () => {
    const [ours, theirs] = await streamPair({ delay: 0 })
    ours.send(await framed(pingOf(1)))
    await ours.close()
    await until(() => theirs.remoteWriteStatus === 'closed', 'the stream is closed')

    assert.deepEqual(await readAll(theirs), { seqs: [1], error: undefined })
  })

  it('the next message is not read while one is being taken', async () => {
    const [ours, theirs] = await streamPair({ delay: 0 })
    const gate = Promise.withResolvers<void>()
    const taken: Message[] = []
    const reading = readMessages(theirs, FRAME_MAX, async message => {
      taken.push(message)
      await gate.promise
    })

    ours.send(await framed(pingOf(1)))
    await until(() => taken.length === 1, 'the first is being taken')
    ours.send(await framed(pingOf(2)))
    await until(() => theirs.readBufferLength > 0, 'the second waits in the stream')
    assert.equal(theirs.readStatus, 'paused')

    gate.resolve()
    await ours.close()
    await reading
    assert.equal(taken.length, 2)
  })
})

describe('writing a member stream', () => {
  it('what is in the outbox arrives in order, and the end of the outbox closes the stream', async () => {
    const [ours, theirs] = await streamPair({ delay: 0 })
    const reading = readAll(theirs)
    const outbox = new Outbox()

    for (let seq = 0; seq < 20; seq++) {
      outbox.push(pingOf(seq))
    }
    outbox.end()
    await writeMessages(ours, outbox, encode)

    assert.deepEqual((await reading).seqs, Array.from({ length: 20 }, (_, seq) => seq))
  })

  it('a message that cannot be encoded is left out', async () => {
    const [ours, theirs] = await streamPair({ delay: 0 })
    const reading = readAll(theirs)
    const outbox = new Outbox()

    outbox.push(pingOf(1))
    outbox.push(pingOf(2))
    outbox.end()
    await writeMessages(ours, outbox, async message => message.type === 'ping' && message.seq === 1 ? undefined : await encode(message))

    assert.deepEqual((await reading).seqs, [2])
  })

  it('whoever answers on a stream that is only written loses it', async () => {
    const [ours, theirs] = await streamPair({ delay: 0 })
    const outbox = new Outbox()
    const writing = writeMessages(ours, outbox, encode)
    const closed = nextEvent(ours, 'close')

    theirs.send(Uint8Array.of(1))
    await closed
    outbox.end()

    assert.equal(ours.status, 'aborted')
    await assert.rejects(writing, DecodeError)
  })
})
