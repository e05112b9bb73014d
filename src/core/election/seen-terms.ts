import { HEARD_TERM_LEAD_MAX } from '../limits.js'
import type { Context } from '../context.js'

/**
 * The highest term that a claim or a report named, of anybody but the present start of this member. Rows come and go, a
 * member that starts again names no term, and a report is soon forgotten; but a term that was led under once must not be
 * led under by another. A term too far ahead of the clock is none.
 */
export class SeenTerms {
  readonly #context: Context
  #highest = 0

  constructor (context: Context) {
    this.#context = context
  }

  get highest (): number {
    return this.#highest
  }

  /** Whether it is higher than any before, and one that a leader could go above. */
  isNews (term: number): boolean {
    return term > this.#highest && this.isPlausible(term)
  }

  /** Whether a leader could go above it, and be believed. */
  isPlausible (term: number): boolean {
    return term <= this.#context.unixSeconds() + HEARD_TERM_LEAD_MAX
  }

  note (term: number): void {
    if (this.isNews(term)) {
      this.#highest = term
    }
  }
}
