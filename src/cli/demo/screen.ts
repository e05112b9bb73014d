import type { WriteStream } from 'node:tty'

const ESCAPE = '\x1b['

/** A full screen of lines on a terminal, redrawn in place. The terminal is as before when it is closed. */
export class Screen {
  readonly #terminal: WriteStream
  #open = false

  constructor (terminal: WriteStream) {
    this.#terminal = terminal
  }

  /** Goes to a screen of its own, without a cursor. */
  open (): void {
    this.#open = true
    this.#terminal.write(`${ESCAPE}?1049h${ESCAPE}?25l`)
  }

  /** Shows these lines, cut at the edges. */
  draw (lines: readonly string[]): void {
    if (!this.#open) {
      return
    }

    // A terminal that does not know its size says 0.
    const { rows = 0, columns = 0 } = this.#terminal
    const shown = lines.slice(0, rows || 24).map(line => `${line.slice(0, columns || 80)}${ESCAPE}K`)
    this.#terminal.write(`${ESCAPE}H${shown.join('\r\n')}${ESCAPE}J`)
  }

  /** Goes back. Safe to call more than once. */
  close (): void {
    if (this.#open) {
      this.#open = false
      this.#terminal.write(`${ESCAPE}?25h${ESCAPE}?1049l`)
    }
  }
}
