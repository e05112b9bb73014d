import type { Millis } from '../../core/index.js'

/** A node's monotonic clock: straight pieces, each with a rate of its own. */
export class DriftingClock {
  #real: Millis = 0
  #local: Millis
  #rate: number

  constructor (offset: Millis, rate: number) {
    this.#local = offset
    this.#rate = rate
  }

  /** What it shows at an instant of real time, of the present piece or later. */
  local (real: Millis): Millis {
    return this.#local + (real - this.#real) * this.#rate
  }

  /** When it shows a time, unless its rate changes before. */
  real (local: Millis): Millis {
    return this.#rate === 0 ? Number.POSITIVE_INFINITY : this.#real + (local - this.#local) / this.#rate
  }

  get rate (): number {
    return this.#rate
  }

  /** Goes on at another rate; 0 while the machine is suspended. */
  turn (real: Millis, rate: number): void {
    this.#local = this.local(real)
    this.#real = real
    this.#rate = rate
  }
}
