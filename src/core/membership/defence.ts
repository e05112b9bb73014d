import { compareStandings, refusalOf, standingOf } from './member.js'
import type { Context } from '../context.js'
import type { Accusation, Claim, MemberId, Millis } from '../types.js'
import type { Dissemination } from './dissemination.js'
import type { Probation } from './probation.js'
import type { Self } from './self.js'
import type { Records } from '../records.js'

/** What this member does about what others say of it. */
export class Defence {
  readonly #context: Context
  readonly #self: Self
  readonly #dissemination: Dissemination
  readonly #probation: Probation
  readonly #records: Records
  #superseded = false

  constructor (context: Context, self: Self, dissemination: Dissemination, probation: Probation, records: Records) {
    this.#context = context
    this.#self = self
    this.#dissemination = dissemination
    this.#probation = probation
    this.#records = records
  }

  /** Whether a later start of this member showed itself: two processes run under one PeerId. */
  get superseded (): boolean {
    return this.#superseded
  }

  /** A claim under our name that we did not know: of another start, or one that we made and forgot. */
  learn (now: Millis, claim: Claim): void {
    this.#self.recall(claim)

    if (!this.#self.announced) {
      this.#beginAbove(claim)
    } else if (compareStandings(standingOf(claim), standingOf(this.#self.claim)) <= 0) {
      return
    } else if (claim.generation > this.#self.claim.generation && this.#context.applies('self:superseded')) {
      this.#context.outbox.trace('self:superseded')
      this.#superseded = true
    } else if (claim.left && this.#context.applies('self:renews')) {
      // It left under this very number once, and forgot both. Nothing that it says under it can be newer than that.
      this.#self.renew(now)
      this.#records.save()
    } else {
      this.#self.refute(now, claim.incarnation)
    }
  }

  /** A start that has said nothing yet takes a number that no former one had, not even the very one it would have begun under. */
  #beginAbove ({ generation }: Claim): void {
    if (generation >= this.#self.claim.generation && this.#context.applies('self:generation-above-heard')) {
      this.#self.prepare({ generation: generation + 1 })
    }
  }

  /** Refutes an accusation that nothing that was said since has refuted. */
  answer (now: Millis, accusation: Accusation, from: MemberId): void {
    const { claim } = this.#self
    const refusal = refusalOf(this.#context.applies, accusation, claim)

    if (refusal !== undefined) {
      this.#context.outbox.trace(refusal, accusation.id)
    } else if (accusation.incarnation >= claim.incarnation && this.#self.announced && !claim.left) {
      this.#refute(now, accusation, from)
    } else {
      // The accuser has not heard the newer claim; it is worth saying again.
      this.#dissemination.enqueue(claim.id)
      this.#answer(claim.probation ? [from, accusation.accuser] : [])
    }
    if (refusal === undefined && this.#self.announced) {
      this.#probation.hearAccusation(now, accusation)
    }
  }

  #refute (now: Millis, accusation: Accusation, from: MemberId): void {
    if (!this.#context.applies('self:refutes')) {
      return
    }
    this.#probation.refute(now, accusation, from)
    // What a member on probation says is not published, and its accuser waits for just that.
    this.#answer(this.#self.claim.probation ? [from, accusation.accuser] : [from])
  }

  /** Whoever told of it has a way to here, and may be the only one. */
  #answer (listeners: readonly MemberId[]): void {
    for (const id of this.#context.applies('self:answers-accuser') ? new Set(listeners) : []) {
      if (id === listeners[0] || this.#context.members.get(id) !== undefined) {
        this.#self.introduce(id)
      }
    }
  }
}
