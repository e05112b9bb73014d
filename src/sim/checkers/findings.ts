import type { MemberId, Millis } from '../../core/index.js'

/** A promise that a run broke. */
export interface Violation {
  /** The invariant's number and name, such as `I2 one epoch, one table`. */
  readonly invariant: string
  readonly at: Millis
  readonly member?: MemberId
  readonly what: string
}

/** Violations that are kept of one run: whoever reads them needs the first ones, and a broken run makes one a step. */
const VIOLATIONS_MAX = 32

/** What the checkers of one run found, in order. */
export class Findings {
  readonly #violations: Violation[] = []
  readonly #except: ReadonlySet<string>
  #count = 0

  constructor (except: readonly string[] = []) {
    this.#except = new Set(except)
  }

  get violations (): readonly Violation[] {
    return this.#violations
  }

  /** How many there were, with those that were not kept. */
  get count (): number {
    return this.#count
  }

  /** Keeps a violation, as long as there is room. */
  add (violation: Violation): void {
    if (this.#except.has(violation.invariant)) {
      return
    }
    this.#count++

    if (this.#violations.length < VIOLATIONS_MAX) {
      this.#violations.push(violation)
    }
  }
}

/** One line about a violation. */
export function formatViolation ({ invariant, at, member, what }: Violation): string {
  return `${invariant}: at ${at} ms${member === undefined ? '' : `, ${member}`}: ${what}`
}
