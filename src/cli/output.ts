import type { Writable } from 'node:stream'

/** Bytes that wait for a reader of standard output. A reader that is this far behind has stopped. */
const UNREAD_MAX = 64 * 1024 * 1024

/** Standard output, one line at a time, in bounded memory. */
export class LineOutput {
  readonly #stream: Writable
  readonly #warn: (text: string) => void
  #dropped = 0

  /** @param warn is told once when lines begin to be dropped */
  constructor (stream: Writable, warn: (text: string) => void) {
    this.#stream = stream
    this.#warn = warn
  }

  /** How many lines nobody read in time. */
  get dropped (): number {
    return this.#dropped
  }

  /** Writes a line, or drops it when the reader has stopped. */
  write (line: string): void {
    if (this.#stream.writableLength <= UNREAD_MAX) {
      this.#stream.write(`${line}\n`)
    } else if (this.#dropped++ === 0) {
      this.#warn('standard output is not read: lines are dropped')
    }
  }
}
