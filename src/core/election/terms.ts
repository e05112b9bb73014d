import { TERM_LEAD_MAX } from '../limits.js'
import type { Context } from '../context.js'
import type { Records } from '../records.js'
import type { Leadership } from './leadership.js'
import type { SeenTerms } from './seen-terms.js'

/** The parts of the core that know of terms. */
export interface TermParts {
  readonly seenTerms: SeenTerms
  readonly leadership: Leadership
  readonly records: Records
}

/** The term that this member leads under, and those that stand against it. */
export class Terms {
  readonly #context: Context
  readonly #seenTerms: SeenTerms
  readonly #leadership: Leadership
  readonly #records: Records
  #own = 0

  constructor (context: Context, { seenTerms, leadership, records }: TermParts) {
    this.#context = context
    this.#seenTerms = seenTerms
    this.#leadership = leadership
    this.#records = records
  }

  get own (): number {
    return this.#own
  }

  /** The highest term of anybody else that is or was: a former start of this member counts as such. */
  get other (): number {
    return Math.max(this.#leadership.highestTermBesides(this.#own), this.#seenTerms.highest)
  }

  /** Whether somebody else published, or may publish, above our own term. */
  get isDisputed (): boolean {
    return this.other >= this.#own && this.#context.applies('office:retake')
  }

  /**
   * Unix seconds keep tokens growing through a restart of the whole cluster without any disk; the stored term does so
   * when the clock went back or the restart took less than a second. A stored term that nobody would accept is none.
   */
  raise (highest: number): number {
    const { applies } = this.#context
    const seconds = this.#context.unixSeconds()
    const stored = this.#records.term <= seconds + TERM_LEAD_MAX || !applies('office:plausible-stored') ? this.#records.term : 0
    const known = [
      applies('office:term-above-seen') ? highest + 1 : 1,
      applies('office:term-stored') ? Math.max(this.#own, stored) + 1 : 1,
      applies('office:term-clock') ? seconds : 1
    ]
    this.#own = Math.max(...known)
    this.#records.noteTerm(this.#own)

    return this.#own
  }
}
