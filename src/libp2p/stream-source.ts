import type { Stream } from '@libp2p/interface'
import type { Uint8ArrayList } from 'uint8arraylist'

/** A stream was cut off: what came on it so far may lack its end. */
export class StreamLostError extends Error {
  static override name = 'StreamLostError'

  constructor (message = 'The stream was cut off', options?: ErrorOptions) {
    super(message, options)
    this.name = 'StreamLostError'
  }
}

/**
 * What a remote peer sends on a stream, at the reader's pace: between two reads the stream is paused, so that a sender
 * that is faster than we verify is held back by the muxer, or cut off at the stream's own bound where the muxer cannot
 * (mplex). It also ends when the remote had closed the stream before reading began.
 *
 * @throws {StreamLostError} if it ends in another way than by the remote's closing it
 */
export async function * readStream (stream: Stream): AsyncGenerator<Uint8Array | Uint8ArrayList> {
  const reader = new StreamReader(stream)

  try {
    for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) {
      yield chunk
    }
  } finally {
    reader.detach()
  }
}

class StreamReader {
  readonly #stream: Stream
  readonly #detached = new AbortController()
  readonly #chunks: Array<Uint8Array | Uint8ArrayList> = []
  #failure: Error | undefined
  #isFinished: boolean
  #isClosed: boolean
  #wake: (() => void) | undefined

  constructor (stream: Stream) {
    const { signal } = this.#detached

    this.#stream = stream
    this.#isFinished = stream.remoteWriteStatus === 'closed'
    this.#isClosed = stream.status !== 'open' && stream.status !== 'closing'
    stream.addEventListener('remoteCloseWrite', () => { this.#isFinished = true }, { signal })
    stream.addEventListener('end', () => { this.#wake?.() }, { signal })
    stream.addEventListener('close', ({ error }) => { this.#close(error) }, { signal })
    stream.addEventListener('message', ({ data }) => { this.#take(data) }, { signal })
  }

  /** The next bytes, or nothing at the end. */
  async next (): Promise<Uint8Array | Uint8ArrayList | undefined> {
    while (true) {
      const chunk = this.#chunks.shift() ?? this.#resume()

      if (chunk !== undefined) {
        return chunk
      }
      if (this.#failure !== undefined || this.#isAtEnd()) {
        return this.#end()
      }
      await new Promise<void>(resolve => { this.#wake = resolve })
    }
  }

  detach (): void {
    this.#detached.abort()
  }

  /** Lets bytes in again; those that wait in the stream come at once. */
  #resume (): Uint8Array | Uint8ArrayList | undefined {
    try {
      if (this.#stream.readStatus === 'paused') {
        this.#stream.resume()
      }
    } catch (error) {
      // The sender cannot be told any more that it may go on: the connection is closed. What it had sent is here.
      this.#failure ??= error instanceof Error ? error : new Error(String(error))
    }

    return this.#chunks.shift()
  }

  #take (data: Uint8Array | Uint8ArrayList): void {
    this.#chunks.push(data)

    if (this.#stream.readStatus === 'readable') {
      this.#stream.pause()
    }
    this.#wake?.()
  }

  #close (error: Error | undefined): void {
    this.#isClosed = true
    this.#failure ??= error
    this.#wake?.()
  }

  /**
   * What came along with the answer to the negotiation of the protocol is put back into the stream after its end was told:
   * so an end is one only if nothing is left.
   */
  #isAtEnd (): boolean {
    return (this.#stream.readableEnded || this.#isClosed) && this.#stream.readBufferLength === 0
  }

  #end (): undefined {
    if (!this.#isFinished) {
      throw new StreamLostError(undefined, { cause: this.#failure })
    }
  }
}
