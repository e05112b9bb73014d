import { hashText } from './running-hash.js'
import type { Range } from './options.js'

/** A seeded source of all that is left to chance; the same seed and label give the same sequence on every machine. */
export class Chance {
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** Streams of different labels are independent: a draw more in one of them does not disturb the others. */
  constructor (seed: number, label = '') {
    this.#a = hashText(label)
    this.#b = seed | 0
    this.#c = Math.floor(seed / 0x1_0000_0000) | 0

    for (let round = 0; round < 15; round++) {
      this.#next()
    }
  }

  /** A whole number from 0 to `bound` - 1. */
  below (bound: number): number {
    return Math.floor(this.#next() / 0x1_0000_0000 * bound)
  }

  /** A number from 0 up to, not including, 1. */
  fraction (): number {
    return this.#next() / 0x1_0000_0000
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
    const result = [...items]

    for (let last = result.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      const item = result[last] as T
      result[last] = result[other] as T
      result[other] = item
    }

    return result
  }

  /** The generator sfc32 of PractRand. */
  #next (): number {
    const sum = (this.#a + this.#b + this.#counter) | 0

    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0

    return sum >>> 0
  }
}

/**
 * Milliseconds with at most three digits after the point: sums and products of times end in bits that say nothing, and
 * two instants that are one must be equal.
 */
export function wholeMicros (time: number): number {
  return Math.round(time * 1_000) / 1_000
}
