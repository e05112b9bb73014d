import type { Context } from '../context.js'
import type { MemberId, Millis } from '../types.js'
import type { Row } from './member.js'

const TIMER = 'suspicion:'

/**
 * How long each suspect has left. The time grows with the logarithm of the cluster, as its refutation takes that long
 * to come round (SWIM 4.2; the multiplier and log10 are memberlist's). Shortening it by independent confirmations
 * (Lifeguard IV-B) belongs here.
 */
export class Suspicion {
  readonly #context: Context

  constructor (context: Context) {
    this.#context = context
  }

  /** Follows a member's row: a suspect gets its time, anybody else none. */
  follow (now: Millis, before: Row | undefined, after: Row): void {
    if (after.state !== 'suspect') {
      this.#context.timers.cancel(TIMER + after.id)
    } else if (before?.state !== 'suspect') {
      this.#context.outbox.trace('suspicion:started', after.id)
      this.#context.timers.set(TIMER + after.id, now + this.#timeout())
    }
  }

  /** The suspect whose time a timer of that name ends, if it is one of ours. */
  suspectOf (timer: string): MemberId | undefined {
    return timer.startsWith(TIMER) ? timer.slice(TIMER.length) : undefined
  }

  #timeout (): Millis {
    const { suspicionMultiplier, probeInterval } = this.#context.settings
    return suspicionMultiplier * Math.max(1, Math.log10(this.#context.members.liveCount)) * probeInterval
  }
}
