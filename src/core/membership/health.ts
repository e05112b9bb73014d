import type { Context } from '../context.js'
import type { Millis } from '../types.js'

/** Timers that run late by this share of the probe timeout make a member doubt itself. */
const LAG_SHARE = 0.5

/** How much of the relays' time a probe gets that has to dial first. */
const DIAL_SHARE = 0.2

/**
 * How far this member trusts its own probing: Lifeguard's local health multiplier (IV-A). Failed probes without a word
 * from the relays, refutations and a lagging event loop raise the score, successful probes lower it. It stretches the
 * probe interval and the probe timeout by up to 1 + S; memberlist stretches the interval only.
 */
export class Health {
  readonly #context: Context
  #score = 0

  constructor (context: Context) {
    this.#context = context
  }

  /** 0 (healthy) to S. */
  get score (): number {
    return this.#score
  }

  worsen (by: number): void {
    this.#score = Math.min(this.#context.settings.healthMax, this.#score + by)
  }

  /** Nobody is there to doubt any more. */
  reset (): void {
    this.#score = 0
  }

  improve (): void {
    this.#score = Math.max(0, this.#score - 1)
  }

  /** The event loop's lag is the starved processor that Lifeguard has to infer: a timer says it directly. */
  noteLateness (late: Millis): void {
    if (this.#context.applies('health:lag') && late > this.#context.settings.probeTimeout * LAG_SHARE) {
      this.worsen(1)
    }
  }

  get interval (): Millis {
    return this.#context.settings.probeInterval * this.factor
  }

  /** How much of the interval a direct probe may take; one that has to dial first gets more, at the relays' expense. */
  timeout (isWarm: boolean): Millis {
    const { probeInterval, probeTimeout } = this.#context.settings
    const timeout = isWarm || !this.#context.applies('probe:cold') ? probeTimeout : probeTimeout + DIAL_SHARE * (probeInterval - probeTimeout)

    return timeout * (this.#context.applies('health:timeout') ? this.factor : 1)
  }

  /** 1 (healthy) to 1 + S. */
  get factor (): number {
    return this.#context.applies('health') ? 1 + this.#score : 1
  }
}
