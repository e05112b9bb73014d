import { Ranking } from './ranking.js'
import type { Random } from '../random.js'
import type { MemberId } from '../types.js'

/**
 * One round of probes: who was live when it began, and whoever has come since, each once and in a random order. The order
 * is drawn as the round goes on (Fisher and Yates), so that a large round costs no list of its own.
 */
export class Round {
  readonly #ranking: Ranking
  readonly #newcomers: MemberId[] = []
  /** What stands at a place that is still to come, if it is not what stood there at first. */
  readonly #swapped = new Map<number, number>()
  #drawn = 0

  constructor (ranking = new Ranking()) {
    this.#ranking = ranking
  }

  /** How many are still to come. */
  get left (): number {
    return this.#ranking.length + this.#newcomers.length - this.#drawn
  }

  /** Takes in members that may be new. Every place is as likely: at the end, the first probe would always come last (SWIM 4.3). */
  include (ids: ReadonlySet<MemberId>): void {
    const missing = new Set(ids)

    if (missing.size > 0) {
      for (const { id } of this.#ranking.rows()) missing.delete(id)
      for (const id of this.#newcomers) missing.delete(id)
      this.#newcomers.push(...missing)
    }
  }

  /** The next one. It may have ended since it was taken in. */
  draw (random: Random): MemberId | undefined {
    if (this.left === 0) {
      return undefined
    }
    const place = this.#drawn + random.below(this.left)
    const drawn = this.#swapped.get(place) ?? place

    this.#swapped.set(place, this.#swapped.get(this.#drawn) ?? this.#drawn)
    this.#swapped.delete(this.#drawn)
    this.#drawn++

    return drawn < this.#ranking.length ? this.#ranking.at(drawn)?.id : this.#newcomers[drawn - this.#ranking.length]
  }
}
