import { createRandom, shuffled } from '../core/index.js'
import { hashText } from './running-hash.js'
import type { Random } from '../core/index.js'
import type { Range } from './options.js'

/** Numbers at the beginning that are thrown away, besides the generator's own. */
const WARM_UP = 3

/** A seeded source of all that is left to chance; the same seed and label give the same sequence on every machine. */
export class Chance implements Random {
  readonly #random: Random

  /** Streams of different labels are independent: a draw more in one of them does not disturb the others. */
  constructor (seed: number, label = '') {
    this.#random = createRandom(seed, hashText(label))

    for (let draw = 0; draw < WARM_UP; draw++) {
      this.#random.fraction()
    }
  }

  /** A whole number from 0 to `bound` - 1. */
  below (bound: number): number {
    return this.#random.below(bound)
  }

  /** A number from 0 up to, not including, 1. */
  fraction (): number {
    return this.#random.fraction()
  }

  /** True with that probability. */
  happens (probability: number): boolean {
    return probability > 0 && this.fraction() < probability
  }

  /** A time within the range, in whole microseconds. */
  within ({ min, max }: Range): number {
    return max === min ? min : wholeMicros(min + this.fraction() * (max - min))
  }

  /** One of the items; the list must not be empty. */
  pick<T> (items: readonly T[]): T {
    return items[this.below(items.length)] as T
  }

  /** The items in a random order; the argument is left as it is. */
  shuffled<T> (items: readonly T[]): T[] {
    return shuffled(items, this)
  }
}

/**
 * Milliseconds with at most three digits after the point: sums and products of times end in bits that say nothing, and
 * two instants that are one must be equal.
 */
export function wholeMicros (time: number): number {
  return Math.round(time * 1_000) / 1_000
}
