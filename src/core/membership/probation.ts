import type { Context } from '../context.js'
import type { Accusation, Millis } from '../types.js'
import type { Hearing } from './hearing.js'
import type { Self } from './self.js'

const TIMER = 'probation'

/**
 * How much each refutation adds to a member's record, where it goes on probation, and where it stops growing. One point
 * is forgotten in a third of the `probation` setting, so one death costs all of it. By our measurements a member that
 * loses 80 % of its messages refutes every 3 s or so, and one that has a single good neighbour 8 times in all.
 */
const SUSPICION_POINTS = 1
const DEATH_POINTS = 3
const LIMIT = 6
const MOST = 12

/** Members that were lost within this time of each other were lost together, in probe intervals. */
const TOGETHER_INTERVALS = 60

/**
 * Damping, by the one who flaps: a member that was given up by the others, or has to refute again and again, keeps out
 * of leading and working until it has been quiet for some time. It says so in its own claim; if everybody judged for
 * itself, the views would differ, and with them the leaders.
 */
export class Probation {
  readonly #context: Context
  readonly #self: Self
  readonly #hearing: Hearing
  #points = 0
  #countedAt: Millis = 0

  constructor (context: Context, self: Self, hearing: Hearing) {
    this.#context = context
    this.#self = self
    this.#hearing = hearing
  }

  /** Refutes an accusation, and counts it. */
  refute (now: Millis, accusation: Accusation): void {
    if (this.#context.applies('damping')) {
      this.#count(now, accusation)
    }
    const begins = this.#points >= LIMIT || (accusation.state === 'dead' && this.#points >= DEATH_POINTS)

    if (begins && !this.#self.claim.probation) {
      this.#context.outbox.trace('probation:began')
    }
    this.#self.refute(now, accusation.incarnation, begins || this.#self.claim.probation)
    this.#arm(now)
  }

  wake (now: Millis, timer: string): boolean {
    if (timer !== TIMER) {
      return false
    }
    this.#forget(now)

    if (this.#points > 0) {
      this.#arm(now)
    } else {
      this.#context.outbox.trace('probation:ended')
      this.#self.amend(now, { probation: false })
    }

    return true
  }

  #count (now: Millis, { state, accuser }: Accusation): void {
    this.#forget(now)

    if (state === 'suspect') {
      this.#points += SUSPICION_POINTS
    } else if (!this.#isOfTheLargerSide(now, accuser)) {
      this.#points += DEATH_POINTS
    }
    this.#points = Math.min(MOST, this.#points)
  }

  /**
   * After a split both sides have given the other one up. The larger one, or either of two halves, goes on as it was;
   * otherwise nobody would be left to lead.
   */
  #isOfTheLargerSide (now: Millis, accuser: Accusation['accuser']): boolean {
    const { members, settings } = this.#context
    const theirs = members.get(accuser)

    if (theirs?.state !== 'dead' || this.#hearing.isDeaf(now)) {
      return false
    }
    const from = theirs.since - TOGETHER_INTERVALS * settings.probeInterval
    const lost = [...members.ended()].filter(row => row.state === 'dead' && row.since >= from).length

    return members.liveCount >= lost
  }

  #forget (now: Millis): void {
    this.#points = Math.max(0, this.#points - (now - this.#countedAt) / this.#point)
    this.#countedAt = now
  }

  #arm (now: Millis): void {
    if (this.#self.claim.probation) {
      // A little more than needed, or the rest of a division would call for one more round.
      this.#context.timers.set(TIMER, now + this.#points * this.#point + 1)
    }
  }

  /** The time in which one point is forgotten. */
  get #point (): Millis {
    return this.#context.settings.probation / DEATH_POINTS
  }
}
