import type { EventLine } from '../json-lines.js'

/** Followers at one time; one more is refused. */
export const CLIENTS_MAX = 64

/**
 * Events that may wait for one follower. A follower that reads must survive the burst of a member that gets every
 * partition of the largest group; the bytes are shared by all who wait for them.
 */
export const WAITING_MAX = 262_144

/** Server-sent events: each line of a member to everybody who follows, in bounded memory. */
export class EventStream {
  readonly #waitingMax: number
  readonly #clients = new Map<ReadableStreamDefaultController<Uint8Array>, () => void>()
  readonly #encoder = new TextEncoder()
  #dropped = 0

  constructor (waitingMax = WAITING_MAX) {
    this.#waitingMax = waitingMax
  }

  get clients (): number {
    return this.#clients.size
  }

  /** How many followers were cut off because they did not read. */
  get dropped (): number {
    return this.#dropped
  }

  /**
   * The events from now on, as the body of an answer; undefined when too many follow already.
   *
   * @param disconnect ends the connection of a follower that does not read
   */
  follow (disconnect: () => void): ReadableStream<Uint8Array> | undefined {
    if (this.#clients.size >= CLIENTS_MAX) {
      return undefined
    }

    let client: ReadableStreamDefaultController<Uint8Array>

    return new ReadableStream<Uint8Array>({
      start: controller => {
        client = controller
        this.#clients.set(client, disconnect)
      },
      cancel: () => { this.#clients.delete(client) }
    }, { highWaterMark: this.#waitingMax })
  }

  /** Sends a line to all who follow. */
  send (line: EventLine): void {
    if (this.#clients.size === 0) {
      return
    }

    const bytes = this.#encoder.encode(`event: ${line.event}\ndata: ${JSON.stringify(line)}\n\n`)

    for (const [client, disconnect] of this.#clients) {
      if ((client.desiredSize ?? 0) > 0) {
        client.enqueue(bytes)
      } else {
        this.#clients.delete(client)
        this.#dropped++
        disconnect()
      }
    }
  }

  /** Ends every follower's stream after what was sent. */
  end (): void {
    for (const client of this.#clients.keys()) {
      client.close()
    }
    this.#clients.clear()
  }
}
