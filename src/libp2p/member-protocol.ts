import { messageStreamToDuplex } from '@libp2p/utils'
import * as lp from 'it-length-prefixed'
import { pipe } from 'it-pipe'
import { decodeMessage, DecodeError } from '../wire/index.js'
import { readStream, StreamLostError } from './stream-source.js'
import type { Message } from '../core/index.js'
import type { Stream } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'

/**
 * Writes messages to a stream of ours, each as one length-prefixed frame, as fast as the remote reads, until the
 * source ends; then closes the stream. The stream is only written: one who answers on it breaks the protocol.
 *
 * ```
 * A ==stream opened by A==> B     A writes, B reads
 * A <==stream opened by B== B     B writes, A reads
 * ```
 */
export async function writeMessages<M> (stream: Stream, source: AsyncIterable<M>, encode: (message: M) => Promise<Uint8Array | undefined>): Promise<void> {
  const refuse = (): void => { stream.abort(new DecodeError('bytes on a stream that is only written')) }
  stream.addEventListener('message', refuse, { once: true })

  try {
    await pipe(
      source,
      messages => encodeFrames(messages, encode),
      messageStreamToDuplex(stream).sink
    )
  } finally {
    stream.removeEventListener('message', refuse)
  }
}

/**
 * Reads messages from a remote's stream, one at a time and in order, until it ends. Each frame's size is known to be
 * within its bound before its bytes are kept.
 *
 * @throws {DecodeError} for bytes that are no frame or no message, and for half a frame at the end
 */
export async function readMessages (stream: Stream, frameMax: number, take: (message: Message) => Promise<void>): Promise<void> {
  await readFrames(stream, frameMax, async frame => { await take(decodeMessage(frame)) })
}

/**
 * The same for whatever the frames hold.
 *
 * @throws {DecodeError} for bytes that are no frame, and for half a frame at the end
 */
export async function readFrames (stream: Stream, frameMax: number, take: (frame: Uint8Array) => Promise<void>): Promise<void> {
  await pipe(
    readStream(stream),
    source => decodeFrames(source, frameMax),
    async frames => {
      for await (const frame of frames) {
        await take(frame.subarray())
      }
    }
  )
}

async function * encodeFrames<M> (messages: AsyncIterable<M>, encode: (message: M) => Promise<Uint8Array | undefined>): AsyncGenerator<Uint8ArrayList> {
  for await (const message of messages) {
    const bytes = await encode(message)

    if (bytes !== undefined) {
      // Prefix and body in one write: apart, they are two packets.
      yield lp.encode.single(bytes)
    }
  }
}

async function * decodeFrames (source: AsyncIterable<Uint8Array | Uint8ArrayList>, frameMax: number): AsyncGenerator<Uint8ArrayList> {
  // it-length-prefixed takes a length with nothing behind it for the end.
  let isWithinFrame = false
  const options = { maxDataLength: frameMax, onLength: () => { isWithinFrame = true }, onData: () => { isWithinFrame = false } }

  try {
    yield * lp.decode(source, options)
  } catch (error) {
    // A stream that was cut off says nothing about who wrote it.
    if (error instanceof StreamLostError) {
      throw error
    }
    throw new DecodeError('the stream is not made of frames within their bound', { cause: error })
  }
  if (isWithinFrame) {
    throw new DecodeError('the stream ends within a frame')
  }
}
