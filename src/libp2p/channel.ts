import { writeMessages } from './member-protocol.js'
import { Outbox } from './outbox.js'
import type { OpenedStream } from './connector.js'
import type { Counters } from './counters.js'
import type { Message } from '../core/index.js'
import type { Connection, Logger, StreamCloseEvent } from '@libp2p/interface'

/** How long a peer may take to read what waits for it when a channel closes, in milliseconds. */
const CLOSE_TIMEOUT = 500

/** What a channel is made with. */
export interface ChannelOptions<M = Message> {
  readonly open: () => Promise<OpenedStream>
  /** The connection that it will be on; absent if one is still to be found or made. */
  readonly on?: Connection | undefined
  readonly encode: (message: M) => Promise<Uint8Array | undefined>
  readonly counters: Counters
  readonly log: Logger
  /** The stream is open. */
  readonly onOpen?: (connection: Connection) => void
  /** An open stream was closed; `isSpared` if on this side, because it is not needed. */
  readonly onClose?: (connection: Connection, isSpared: boolean) => void
  /** After how long without a message the stream is closed, in milliseconds; never if absent. */
  readonly idleAfter?: number
  /** The stream is gone, and so is what waited for it. */
  readonly onEnd: () => void
}

/** Our messages to one peer on one stream, which is being opened or open. Another one comes after it, not the same. */
export class Channel<M = Message> {
  readonly #options: ChannelOptions<M>
  readonly #outbox = new Outbox<M>()
  readonly #done: Promise<void>
  #opened: OpenedStream | undefined
  #idle: ReturnType<typeof setTimeout> | undefined
  #isEnding = false

  constructor (options: ChannelOptions<M>) {
    this.#options = options
    this.#done = this.#serve()
  }

  /** The connection that the stream is or will be on, once that is known. */
  get connection (): Connection | undefined {
    return this.#opened?.connection ?? this.#options.on
  }

  /** Whether it is too late to push anything. */
  get isEnding (): boolean {
    return this.#isEnding
  }

  push (message: M): void {
    if (!this.#outbox.push(message)) {
      this.#options.counters.count('outbox:dropped')
    }
    if (this.#options.idleAfter !== undefined) {
      clearTimeout(this.#idle)
      this.#idle = setTimeout(() => { void this.close() }, this.#options.idleAfter)
    }
  }

  /** Writes what waits, and closes the stream; cuts it off if the peer does not read it in time. */
  async close (): Promise<void> {
    const expired = Promise.withResolvers<void>()
    const timer = setTimeout(expired.resolve, CLOSE_TIMEOUT)
    this.#isEnding = true
    this.#outbox.end()

    await Promise.race([this.#done, expired.promise])
    clearTimeout(timer)
    this.abort()
  }

  /** Closes the stream at once. */
  abort (): void {
    this.#isEnding = true
    this.#outbox.abandon()
    this.#opened?.stream.abort(new ChannelAbortedError())
  }

  async #serve (): Promise<void> {
    try {
      this.#opened = await this.#options.open()
      const { stream, connection } = this.#opened
      stream.addEventListener('close', event => { this.#noteClose(event, connection) }, { once: true })
      this.#options.onOpen?.(connection)
      await writeMessages(stream, this.#outbox, this.#options.encode)
    } catch (error) {
      // What was to be said is lost, as on any network; the connector has counted why there was no stream.
      this.#options.log('stream was not opened, or has ended - %e', error)
      this.#opened?.stream.abort(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.#isEnding = true
      clearTimeout(this.#idle)
      this.#options.onEnd()
    }
  }

  #noteClose (event: StreamCloseEvent, connection: Connection): void {
    this.#options.onClose?.(connection, this.#isEnding)
    this.#isEnding = true
    this.#outbox.abandon()

    if (event.error !== undefined && !(event.error instanceof ChannelAbortedError)) {
      this.#options.counters.count('stream:failed')
    }
  }
}

/** This side gave the stream up. */
class ChannelAbortedError extends Error {
  static override name = 'ChannelAbortedError'

  constructor (message = 'The stream is not needed any more') {
    super(message)
    this.name = 'ChannelAbortedError'
  }
}
