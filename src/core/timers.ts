import type { Millis } from './types.js'

/**
 * The core's deadlines, by name. A driver needs one timer only, armed for `next()`.
 */
export class Timers {
  readonly #deadlines = new Map<string, Millis>()
  /** The earliest deadline, as long as it is known. */
  #earliest: Millis | undefined
  #isKnown = true

  /** Sets or moves a deadline. */
  set (name: string, at: Millis): void {
    const standing = this.#deadlines.get(name)
    this.#deadlines.set(name, at)

    if (standing !== undefined && standing === this.#earliest) {
      this.#isKnown = false
    } else if (this.#isKnown && (this.#earliest === undefined || at < this.#earliest)) {
      this.#earliest = at
    }
  }

  /** Sets a deadline unless an earlier one of that name stands. */
  setEarliest (name: string, at: Millis): void {
    const standing = this.#deadlines.get(name)

    if (standing === undefined || at < standing) {
      this.set(name, at)
    }
  }

  cancel (name: string): void {
    this.#isKnown &&= this.#deadlines.get(name) !== this.#earliest
    this.#deadlines.delete(name)
  }

  has (name: string): boolean {
    return this.#deadlines.has(name)
  }

  /** The earliest deadline. */
  next (): Millis | undefined {
    if (!this.#isKnown) {
      this.#isKnown = true
      this.#earliest = this.#search()
    }

    return this.#earliest
  }

  /** Removes and returns the name of the earliest deadline that has come; the first set goes first among equals. */
  takeDue (now: Millis): string | undefined {
    const earliest = this.next()

    if (earliest === undefined || earliest > now) {
      return undefined
    }
    for (const [name, at] of this.#deadlines) {
      if (at === earliest) {
        this.cancel(name)
        return name
      }
    }

    return undefined
  }

  /** Moves every deadline: time in which the process did not run does not count. */
  postpone (by: Millis): void {
    for (const [name, at] of this.#deadlines) {
      this.#deadlines.set(name, at + by)
    }
    this.#isKnown = false
  }

  clear (): void {
    this.#deadlines.clear()
    this.#isKnown = false
  }

  #search (): Millis | undefined {
    let earliest: Millis | undefined

    for (const at of this.#deadlines.values()) {
      if (earliest === undefined || at < earliest) {
        earliest = at
      }
    }

    return earliest
  }
}
