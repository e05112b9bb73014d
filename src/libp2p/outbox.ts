import type { Message } from '../core/index.js'

/** Messages that wait for one stream. A peer that does not read them must not fill our memory. */
export const OUTBOX_MAX = 64

/**
 * What waits to be written to one stream, oldest first. When it is full, the oldest goes: in this protocol, what was
 * said later is worth more.
 */
export class Outbox<M = Message> implements AsyncIterable<M> {
  #waiting: M[] = []
  #ended = false
  #wake: (() => void) | undefined

  /** Adds a message; false if another had to go for it. */
  push (message: M): boolean {
    const isFull = this.#waiting.length >= OUTBOX_MAX

    if (isFull) {
      this.#waiting.shift()
    }
    this.#waiting.push(message)
    this.#wake?.()

    return !isFull
  }

  get size (): number {
    return this.#waiting.length
  }

  /** What waits is still handed out, and then it is over. */
  end (): void {
    this.#ended = true
    this.#wake?.()
  }

  /** It is over at once. */
  abandon (): void {
    this.#waiting = []
    this.end()
  }

  async * [Symbol.asyncIterator] (): AsyncGenerator<M> {
    while (true) {
      const message = this.#waiting.shift()

      if (message !== undefined) {
        yield message
      } else if (this.#ended) {
        return
      } else {
        await new Promise<void>(resolve => { this.#wake = resolve })
      }
    }
  }
}
