import type { Context } from '../context.js'
import type { Millis } from '../types.js'

/** A member that hears nobody for so many probe intervals is deaf: in company, one is probed about once in each. */
const DEAF_INTERVALS = 2

/**
 * A deaf member believes in its own deafness for so many probe intervals times max(1, log10 of the members), which is
 * Lifeguard's longest suspicion (alpha 5, beta 6). Then everybody else is as good as dead.
 */
const DISBELIEF_INTERVALS = 30

/**
 * Whether this member hears anybody at all. Silence of everybody at once says something about the listener, and a
 * verdict in that time would be about itself: its own cable, its own stalled input. Of two members neither can tell.
 */
export class Hearing {
  readonly #context: Context
  #heardAt: Millis = 0

  constructor (context: Context) {
    this.#context = context
  }

  /** Begins to listen. */
  start (now: Millis): void {
    this.#heardAt = now
  }

  /** Takes a sign of life of any member; returns for how long there was none, if that counts as deafness. */
  hear (now: Millis): Millis {
    const deafness = this.isDeaf(now) ? now - this.#heardAt : 0
    this.#heardAt = now

    return deafness
  }

  /** Time in which this process did not run is no silence of the others. */
  postpone (by: Millis): void {
    this.#heardAt += by
  }

  isDeaf (now: Millis): boolean {
    const silence = now - this.#heardAt
    return this.#isInCompany && silence > DEAF_INTERVALS * this.#context.settings.probeInterval && now < this.disbeliefEnds
  }

  /** Whether a probe that began then and failed says nothing, because nobody was heard in all that time. */
  saysNothing (now: Millis, probedAt: Millis): boolean {
    return this.#isInCompany && this.#heardAt <= probedAt && now < this.disbeliefEnds
  }

  /** Whether the silence has lasted so long that the others must be gone. */
  isForsaken (now: Millis): boolean {
    return now >= this.disbeliefEnds
  }

  get disbeliefEnds (): Millis {
    const { members, settings } = this.#context
    return this.#heardAt + DISBELIEF_INTERVALS * Math.max(1, Math.log10(members.liveCount)) * settings.probeInterval
  }

  get #isInCompany (): boolean {
    return this.#context.applies('deaf') && this.#context.members.liveCount > 2
  }
}
