import { wholeMicros } from './chance.js'
import { insert } from './revocable.js'
import type { MemberId, Millis } from '../core/index.js'
import type { Chance } from './chance.js'
import type { Order, Range, ResolvedNetwork } from './options.js'

/** Says for which ordered pairs of members something holds. */
export type Between = (from: MemberId, to: MemberId) => boolean

/** What is added to a link that has gone bad. */
export interface Degradation {
  readonly loss?: number
  readonly latency?: Range | number
}

/** In the nasty order this share of the messages is late by up to so many times the slowest ordinary one. */
const NASTY_SHARE = 0.125
const NASTY_SCALE = 4

/** What lies between two machines: whether anything gets through, and when. */
export class Paths {
  options: ResolvedNetwork
  readonly #chance: Chance
  readonly #order: Order
  readonly #cuts: Between[] = []
  readonly #bad: Array<{ readonly between: Between, readonly loss: number, readonly latency: Range }> = []

  constructor (options: ResolvedNetwork, order: Order, chance: Chance) {
    this.options = options
    this.#order = order
    this.#chance = chance
  }

  /** The returned function heals it, and says whether it lasted. */
  cut (between: Between): () => boolean {
    return insert(this.#cuts, between)
  }

  /** The returned function ends it. */
  degrade (between: Between, { loss = 0, latency = 0 }: Degradation): () => boolean {
    return insert(this.#bad, { between, loss, latency: typeof latency === 'number' ? { min: latency, max: latency } : latency })
  }

  /** Mends every cut and every bad link; false if there was none. */
  heal (): boolean {
    const count = this.#cuts.length + this.#bad.length

    this.#cuts.length = 0
    this.#bad.length = 0

    return count > 0
  }

  isOpen (from: MemberId, to: MemberId): boolean {
    return !this.#cuts.some(between => between(from, to))
  }

  isLost (from: MemberId, to: MemberId): boolean {
    return this.#chance.happens(this.options.loss) || this.#bad.some(({ between, loss }) => loss > 0 && between(from, to) && this.#chance.happens(loss))
  }

  isDuplicated (): boolean {
    return this.#chance.happens(this.options.duplication)
  }

  /** Whether the nasty order holds a message back until the next one has passed it. */
  isHeldBack (): boolean {
    return this.#order === 'nasty' && this.options.reordering && this.#chance.happens(NASTY_SHARE)
  }

  /** How long a message takes, one way. */
  delay (from: MemberId, to: MemberId, range: Range = this.options.latency): Millis {
    const { tail } = this.options
    let delay = this.#chance.within(range)

    if (this.#chance.happens(tail.share)) {
      // A Pareto distribution with index 1, as its inverse needs a division only.
      delay = Math.max(delay, Math.min(tail.scale, range.max / (1 - this.#chance.fraction())))
    }
    if (this.#order === 'nasty' && this.#chance.happens(NASTY_SHARE)) {
      delay += this.#chance.fraction() * NASTY_SCALE * range.max
    }
    for (const { between, latency } of this.#bad) {
      if (between(from, to)) delay += this.#chance.within(latency)
    }

    return wholeMicros(delay)
  }
}
