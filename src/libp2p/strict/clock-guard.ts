import type { Millis } from '../../core/index.js'

/** How far apart two readings of a pair may be, so that they are of one instant, in milliseconds, and how often to try. */
const APART_MAX = 1
const READINGS_MAX = 5

/** The two clocks of a machine. */
export interface Clocks {
  /** Only goes on, but stands still while a machine is suspended. */
  readonly monotonic: () => Millis
  /** Goes on in a suspended machine, and is set now and then. */
  readonly wall: () => Millis
}

/** Those of the process. */
export const CLOCKS: Clocks = { monotonic: () => performance.now(), wall: Date.now }

/**
 * Watches whether the monotonic clock can be trusted to measure leases. It stands still while the machine sleeps, and a
 * lease that it measured then lasts too long. The wall clock does not stand still, so the two run apart. Which of them is
 * wrong does not matter: nothing counts then.
 */
export class ClockGuard {
  readonly #clocks: Clocks
  readonly #window: Millis
  readonly #bound: Millis
  /** Distances of the clocks that were measured at the start of this window and of the former one. */
  #distances: number[] = []
  #windowEnd: Millis = 0

  /** @param window how long leases last; @param bound how far the clocks may run apart in that time */
  constructor (window: Millis, bound: Millis, clocks: Clocks = CLOCKS) {
    this.#clocks = clocks
    this.#window = window
    this.#bound = bound
  }

  /** Whether the clocks have run apart since they were last compared, or within a lease. They are forgiven it. */
  hasTrouble (): boolean {
    const { now, distance, isOneInstant } = this.#read()

    if (!isOneInstant) {
      // The process was interrupted each time between two readings: whoever asks again gets a better answer.
      return false
    }
    if (this.#distances.some(former => Math.abs(distance - former) > this.#bound)) {
      this.#distances = [distance]
      this.#windowEnd = now + this.#window
      return true
    }
    if (now >= this.#windowEnd) {
      this.#distances = [distance, ...this.#distances.slice(0, 1)]
      this.#windowEnd = now + this.#window
    }

    return false
  }

  #read (): { readonly now: Millis, readonly distance: number, readonly isOneInstant: boolean } {
    for (let reading = 0; ; reading++) {
      const before = this.#clocks.monotonic()
      const wall = this.#clocks.wall()
      const now = this.#clocks.monotonic()
      const isOneInstant = now - before <= APART_MAX

      if (isOneInstant || reading === READINGS_MAX) {
        return { now, distance: wall - now, isOneInstant }
      }
    }
  }
}
