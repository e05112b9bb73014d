import * as lp from 'it-length-prefixed'
import { pipe } from 'it-pipe'
import { CALL_FRAME_MAX, DecodeError } from '../../wire/index.js'
import { readStream, StreamLostError } from '../stream-source.js'
import type { Stream } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'

/** Bytes that are handed to a stream at once. */
const CHUNK = 64 * 1024

/** A frame's length is above the bound; nothing of it was kept. */
export class FrameTooLargeError extends Error {
  static override name = 'FrameTooLargeError'

  constructor (message = 'The frame is too large', options?: ErrorOptions) {
    super(message, options)
    this.name = 'FrameTooLargeError'
  }
}

/**
 * Writes the one frame that this side has to say, and closes it, as fast as the remote reads. `onLast` is called before
 * the last bytes are handed over: until then, the remote cannot have the frame.
 */
export async function writeFrame (stream: Stream, bytes: Uint8Array, onLast?: () => void): Promise<void> {
  const frame = lp.encode.single(bytes)

  for (let begin = 0; begin < frame.byteLength; begin += CHUNK) {
    const end = Math.min(begin + CHUNK, frame.byteLength)

    if (stream.writeStatus !== 'writable') {
      throw new StreamLostError('The stream was cut off before the frame was written')
    }
    if (end === frame.byteLength) {
      onLast?.()
    }
    if (!stream.send(frame.sublist(begin, end))) {
      await stream.onDrain()
    }
  }

  await stream.close()
}

/**
 * Reads the one frame that the remote has to say. Its size is known to be within the bound before its bytes are kept.
 *
 * @throws {FrameTooLargeError}
 * @throws {DecodeError} for bytes that are no frame, and for an end before it
 * @throws {StreamLostError} if the stream is cut off before it
 */
export async function readFrame (stream: Stream): Promise<Uint8Array> {
  return await pipe(
    readStream(stream),
    source => lp.decode(source, { maxDataLength: CALL_FRAME_MAX }),
    firstOf
  )
}

async function firstOf (frames: AsyncIterable<Uint8ArrayList>): Promise<Uint8Array> {
  try {
    for await (const frame of frames) {
      return frame.subarray()
    }
  } catch (cause) {
    if (cause instanceof StreamLostError) {
      throw cause
    }
    if (cause instanceof Error && cause.name === 'InvalidDataLengthError') {
      throw new FrameTooLargeError(undefined, { cause })
    }
    throw new DecodeError('the stream does not begin with a frame', { cause })
  }

  throw new DecodeError('the stream ends before its frame')
}
