import { isInRoster } from '../assignment/table.js'
import { isLive } from './member.js'
import type { Context } from '../context.js'
import type { Accusation, MemberId, Millis, Table } from '../types.js'
import type { Health } from './health.js'
import type { Hearing } from './hearing.js'
import type { Self } from './self.js'

const TIMER = 'probation'

/**
 * What goes on a member's record when it refutes an accusation, and when it finds that it was replaced; where it goes on
 * probation, and where the record stops growing. One point is forgotten in a third of the `probation` setting, so that
 * one replacement costs all of it. By our measurements a member that loses 80 % of its messages refutes every 3 s or
 * so, for ever, and one that has a single good neighbour 6 times in all.
 */
const REFUTATION_POINTS = 1
const REPLACEMENT_POINTS = 3
const LIMIT = 10
const MOST = 12

/** Who doubts itself more than this is not well yet, however quiet the others are. */
const SCORE_MAX = 1

/** Accusers that are remembered at one time. */
const ACCUSERS_MAX = 64

/** What is heard within this time is one story, in probe intervals. */
const TOGETHER_INTERVALS = 60

/**
 * Damping, by the one who flaps: a member that the others replaced, or that has to refute again and again, keeps out
 * of leading and working until it has been quiet for some time. It says so in its own claim; if everybody judged for
 * itself, the views would differ, and with them the leaders.
 */
export class Probation {
  readonly #context: Context
  readonly #self: Self
  readonly #hearing: Hearing
  readonly #health: Health
  #points = 0
  /** When each accuser's word last counted, the oldest first. */
  readonly #accusedAt = new Map<MemberId, Millis>()
  /** By whose word the present probation began anew. */
  readonly #renewers = new Set<MemberId>()
  #countedAt: Millis = 0
  /** When it last heard that it was accused, and when it last found its work with others. */
  #givenUpAt: Millis = -Infinity
  #replacedAt: Millis = -Infinity

  constructor (context: Context, self: Self, hearing: Hearing, health: Health) {
    this.#context = context
    this.#self = self
    this.#hearing = hearing
    this.#health = health
  }

  /**
   * Refutes an accusation, and counts it. Who accuses may be the one who is ill, or a liar: only an accuser's own word
   * counts, and only once in the time in which a point is forgotten, so that it takes several; while on probation, only after
   * somebody else's has counted, or one could keep this member there for ever.
   */
  refute (now: Millis, { incarnation, accuser }: Accusation, from: MemberId): void {
    const counts = accuser === from && this.#isNextOf(now, accuser)
    const isTooMany = this.#count(now, counts ? REFUTATION_POINTS : 0) >= LIMIT

    this.#beginAnew(from)

    // Lifeguard IV-A; but one that accuses all the time must not slow this member down.
    this.#health.worsen(Number(counts))

    this.#self.refute(now, incarnation, this.#begin(isTooMany))
    this.#arm(now)
  }

  /**
   * Hears that it is believed dead, or was; a suspicion says as much, as who was replaced for it may never be told more:
   * its refutation overtakes the word of its death.
   */
  hearAccusation (now: Millis, { state }: Accusation): void {
    if (state === 'dead' || this.#context.applies('damping:suspected')) {
      this.#givenUpAt = now
      this.#keepOutIfReplaced(now)
    }
  }

  /**
   * Looks whether a table gave this member's work away. After a split that is so for the smaller side; the larger one goes
   * on as it was, whichever table stands above.
   */
  review (now: Millis, former: Table | undefined, table: Table): void {
    const { claim } = this.#self

    if (former === undefined || claim.left || claim.probation || !isInRoster(former, claim) || isInRoster(table, claim)) {
      return
    }
    const others = former.roster.filter(entry => !isInRoster(table, entry)).length
    this.#replacedAt = table.roster.length >= others ? now : this.#replacedAt

    this.#keepOutIfReplaced(now)
  }

  wake (now: Millis, timer: string): boolean {
    if (timer !== TIMER) {
      return false
    }
    this.#forget(now)

    if (this.#hearing.isDeaf(now) || this.#health.score > SCORE_MAX) {
      this.#context.timers.set(TIMER, now + this.#context.settings.probeInterval)
    } else if (this.#points > 0) {
      this.#arm(now)
    } else {
      this.#context.outbox.trace('probation:ended')
      this.#self.amend(now, { probation: false })
    }

    return true
  }

  /** Being quiet is no merit of a member that hears nothing, or does not run. */
  excuse (by: Millis): void {
    this.#countedAt += by
  }

  #count (now: Millis, points: number): number {
    this.#forget(now)

    if (this.#context.applies('damping')) {
      this.#points = Math.min(MOST, this.#points + points)
    }

    return this.#points
  }

  /** Both accused and replaced: two clusters that meet for the first time only replace each other's members. */
  #keepOutIfReplaced (now: Millis): void {
    const earliest = now - TOGETHER_INTERVALS * this.#context.settings.probeInterval
    const { left, probation } = this.#self.claim

    if (this.#givenUpAt < earliest || this.#replacedAt < earliest || left || probation) {
      return
    }
    this.#givenUpAt = -Infinity
    this.#replacedAt = -Infinity

    if (this.#count(now, REPLACEMENT_POINTS) >= REPLACEMENT_POINTS) {
      this.#self.amend(now, { probation: this.#begin(true) })
      this.#arm(now)
    }
  }

  #isNextOf (now: Millis, accuser: MemberId): boolean {
    const kept = this.#self.claim.probation ? 1 : 0

    for (const [other, at] of this.#accusedAt) {
      if (now - at < this.#point || this.#accusedAt.size <= kept) break
      this.#accusedAt.delete(other)
    }
    const isNext = !this.#accusedAt.has(accuser) && this.#accusedAt.size < ACCUSERS_MAX

    if (isNext) {
      this.#accusedAt.set(accuser, now)
    }

    return isNext
  }

  /**
   * Who is accused while on probation, when less is left than one replacement costs, begins it anew with that much, so that
   * it has been quiet for a whole one when it ends. By the word of each member once: one that lies must not keep another
   * one out for ever.
   */
  #beginAnew (teller: MemberId): void {
    const { applies, members } = this.#context
    const row = members.get(teller)
    const isOn = this.#self.claim.probation && this.#points < REPLACEMENT_POINTS
    const isWord = row !== undefined && isLive(row) && !this.#renewers.has(teller) && this.#renewers.size < ACCUSERS_MAX

    if (isOn && isWord && applies('damping:anew')) {
      this.#renewers.add(teller)
      this.#points = REPLACEMENT_POINTS
    }
  }

  #begin (isDue: boolean): boolean {
    if (isDue && !this.#self.claim.probation) {
      this.#renewers.clear()
      this.#context.outbox.trace('probation:began')
    }

    return isDue || this.#self.claim.probation
  }

  #forget (now: Millis): void {
    this.#points = Math.max(0, this.#points - Math.max(0, now - this.#countedAt) / this.#point)
    this.#countedAt = Math.max(now, this.#countedAt)
  }

  #arm (now: Millis): void {
    if (this.#self.claim.probation) {
      // A little more than needed, or the rest of a division would call for one more round.
      this.#context.timers.set(TIMER, now + this.#points * this.#point + 1)
    }
  }

  /** The time in which one point is forgotten. */
  get #point (): Millis {
    return this.#context.settings.probation / REPLACEMENT_POINTS
  }
}
