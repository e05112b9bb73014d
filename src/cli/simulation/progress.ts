/** What progress is shown on: standard error. */
export interface ProgressStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write (text: string): unknown
}

/** What finishes within this shows no progress. */
const PATIENCE_MS = 1_000

/** How often a terminal's line changes, and how often a line is added to what is no terminal. */
const REDRAW_MS = 200
const LINE_MS = 10_000

const ERASE = '\r\x1b[K'

/**
 * How far a long command has come: one line that changes in place on a terminal, a line now and then elsewhere. It blocks
 * nothing and needs no timer, because it is asked between steps.
 */
export class Progress {
  readonly #stream: ProgressStream
  readonly #now: () => number
  #next: number
  #isShown = false

  constructor (stream: ProgressStream, now: () => number = () => performance.now()) {
    this.#stream = stream
    this.#now = now
    this.#next = now() + (stream.isTTY === true ? PATIENCE_MS : LINE_MS)
  }

  /** Shows where things are, if it is time to. */
  show (text: () => string): void {
    const now = this.#now()

    if (now < this.#next) {
      return
    }
    if (this.#stream.isTTY === true) {
      // A terminal that does not know its size says 0. A line that is broken in two could not be erased.
      this.#stream.write(`${ERASE}${text().slice(0, (this.#stream.columns || 80) - 1)}`)
      this.#isShown = true
      this.#next = now + REDRAW_MS
    } else {
      this.#stream.write(`shoal: ${text()}\n`)
      this.#next = now + LINE_MS
    }
  }

  /** Says something at once, which stays. */
  say (line: string): void {
    this.clear()
    this.#stream.write(`shoal: ${line}\n`)
  }

  /** Makes room: to be called before anything else goes to the same terminal. */
  clear (): void {
    if (this.#isShown) {
      this.#stream.write(ERASE)
      this.#isShown = false
    }
  }
}
