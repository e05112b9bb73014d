import type { MemberId, Millis } from '../types.js'

/** Rows that are looked through or sent for answers in one interval: a crowd that comes together gets its turn. */
const ROWS_MAX = 32_768

/** Every answer costs so many rows at least. */
const ROWS_OF_ANSWER_MIN = 16

/** Rows of introductions in one interval, besides: a thousand joiners. */
const ROWS_INTRODUCED_MAX = 32_768

/** Answers to one asker in one interval: enough for a joiner to learn the largest view. */
const ANSWERS_MAX = 33

/** How somebody who compares views is answered. */
export type Answer = 'whole' | 'introduction' | 'none'

/** What a member spends on answers in one interval, and on whom. */
export class AnswerBudget {
  #since = 0
  #rows = 0
  #introduced = 0
  /** By asker; no more than the rows allow. */
  readonly #answers = new Map<MemberId, number>()

  /** Begins anew if an interval has passed since it did so last. */
  renew (now: Millis, interval: Millis): void {
    if (now >= this.#since + interval) {
      this.#since = now
      this.#rows = 0
      this.#introduced = 0
      this.#answers.clear()
    }
  }

  /** How an asker may be answered now. */
  allows (asker: MemberId, isJoiner: boolean): Answer {
    if ((this.#answers.get(asker) ?? 0) >= ANSWERS_MAX) {
      return 'none'
    }
    if (this.#rows < ROWS_MAX) {
      return 'whole'
    }

    return isJoiner && this.#introduced < ROWS_INTRODUCED_MAX ? 'introduction' : 'none'
  }

  /** Notes an answer that was given. */
  spend (asker: MemberId, answer: Answer, rows: number): void {
    const cost = Math.max(ROWS_OF_ANSWER_MIN, rows)

    this.#answers.set(asker, (this.#answers.get(asker) ?? 0) + 1)

    if (answer === 'introduction') {
      this.#introduced += cost
    } else {
      this.#rows += cost
    }
  }
}
