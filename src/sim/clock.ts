import { wholeMicros } from './chance.js'
import type { Millis } from '../core/index.js'

/** How a member's clocks differ from the simulation's. */
export interface ClockOptions {
  /** How fast the monotonic clock runs; 1 is right. */
  readonly rate?: number
  /** How far the wall clock is off, in milliseconds, for processes that start from now on. */
  readonly step?: Millis
}

/** A machine's monotonic clock, and how far its wall clock is off. It outlives the processes on the machine. */
export class Clock {
  #rate = 1
  #step: Millis = 0
  /** The local and the true time at which the rate was set. */
  #local: Millis = 0
  #true: Millis = 0

  get rate (): number {
    return this.#rate
  }

  get step (): Millis {
    return this.#step
  }

  set (now: Millis, { rate = this.#rate, step = this.#step }: ClockOptions): void {
    this.#local = this.localAt(now)
    this.#true = now
    this.#rate = rate
    this.#step = step
  }

  /** What the clock shows. */
  localAt (now: Millis): Millis {
    return this.#rate === 1 ? wholeMicros(this.#local + (now - this.#true)) : wholeMicros(this.#local + (now - this.#true) * this.#rate)
  }

  /** The first instant at which the clock shows that much, or more. */
  trueAt (local: Millis): Millis {
    let at = Math.ceil((this.#true + (local - this.#local) / this.#rate) * 1_000) / 1_000

    // Rounding can leave it a microsecond short, and a deadline must have come when its timer fires.
    while (this.localAt(at) < local) {
      at = wholeMicros(at + 0.001)
    }

    return at
  }
}
