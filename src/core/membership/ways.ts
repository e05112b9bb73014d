import type { MemberId } from '../types.js'

/** Members of whom something is remembered here. */
const WAYS_MAX = 256

/** Relays that are asked at most, however often it failed. */
const WIDTH_MAX = 16

interface Way {
  /** Through whom the member answered last. */
  readonly through?: MemberId
  /** How many relays to ask the next time. */
  readonly width: number
}

/**
 * The ways to members that do not answer directly: who relayed the last answer is asked first the next time, and after
 * an accusation twice as many are asked. So a member that only one other reaches is accused once or twice, not for ever.
 */
export class Ways {
  readonly #ways = new Map<MemberId, Way>()

  to (target: MemberId): MemberId | undefined {
    return this.#ways.get(target)?.through
  }

  /** How many relays to ask, of whom it takes so many at first. */
  width (target: MemberId, least: number): number {
    return Math.max(least, this.#ways.get(target)?.width ?? 0)
  }

  find (target: MemberId, through: MemberId): void {
    this.#set(target, { through, width: 0 })
  }

  /** None of so many relays reached it. */
  miss (target: MemberId, asked: number): void {
    this.#set(target, { width: Math.min(WIDTH_MAX, 2 * asked) })
  }

  forget (target: MemberId): void {
    this.#ways.delete(target)
  }

  #set (target: MemberId, way: Way): void {
    this.#ways.delete(target)
    this.#ways.set(target, way)
    const [oldest] = this.#ways.keys()

    if (this.#ways.size > WAYS_MAX && oldest !== undefined) {
      this.#ways.delete(oldest)
    }
  }
}
