import { unreachable } from '../assert.js'
import { INCARNATION_LEAD_MAX, ROWS_MAX } from '../limits.js'
import { compareStandings, isLive, standingOf } from './member.js'
import type { Context } from '../context.js'
import type { Accusation, Claim, MemberEventType, MemberId, Millis, Update } from '../types.js'
import type { Dissemination } from './dissemination.js'
import type { Row } from './member.js'
import type { Self } from './self.js'
import type { Suspicion } from './suspicion.js'

/** Merges news into the view: the one place where a row changes. */
export class Membership {
  readonly #context: Context
  readonly #self: Self
  readonly #dissemination: Dissemination
  readonly #suspicion: Suspicion
  #superseded = false

  constructor (context: Context, self: Self, dissemination: Dissemination, suspicion: Suspicion) {
    this.#context = context
    this.#self = self
    this.#dissemination = dissemination
    this.#suspicion = suspicion
  }

  /** Whether a later start of this member showed itself: two processes run under one PeerId. */
  get superseded (): boolean {
    return this.#superseded
  }

  /** Whether the claim would change anything here. */
  isNews (claim: Claim): boolean {
    const known = claim.id === this.#context.self ? standingOf(this.#self.claim) : this.#context.members.get(claim.id)
    return known === undefined || compareStandings(standingOf(claim), known) > 0
  }

  /**
   * Takes in one piece of news; true if it changed the view. Anybody may pass a claim on, since its subject signed it;
   * an accusation counts from a live member only, and from one believed dead if it is about us.
   */
  learn (now: Millis, update: Update, from: MemberId): boolean {
    if (update.type === 'claim') {
      return this.#learnClaim(now, update.claim)
    }

    const teller = this.#context.members.get(from)

    if (teller === undefined || (!isLive(teller) && update.accusation.id !== this.#context.self)) {
      this.#context.outbox.trace('accusation:stranger', from)
      return false
    }

    return this.#learnAccusation(now, update.accusation)
  }

  /** This member's own finding about another one. */
  accuse (now: Millis, row: Row, state: Accusation['state']): void {
    this.#replace(now, row, { ...row, state, accuser: this.#context.self })
    this.#dissemination.originate(row.id)
  }

  /** A suspect's time is over. Its accuser publishes the death; the others, whose time ends with it, pass it on. */
  expire (now: Millis, suspect: Row): void {
    if (suspect.accuser === this.#context.self) {
      this.accuse(now, suspect, 'dead')
    } else {
      this.#replace(now, suspect, { ...suspect, state: 'dead' })
      this.#dissemination.enqueue(suspect.id)
    }
  }

  #learnClaim (now: Millis, claim: Claim): boolean {
    const { outbox, members, self } = this.#context

    if (claim.cluster !== this.#context.cluster) {
      outbox.trace('claim:wrong-cluster', claim.id)
      return false
    }
    if (!this.isNews(claim)) {
      outbox.trace('claim:stale', claim.id)
      return false
    }
    if (claim.id === self) {
      this.#learnOfSelf(now, claim)
      return false
    }

    const before = members.get(claim.id)

    if (before === undefined && members.size >= ROWS_MAX && !members.forgetOldest()) {
      outbox.trace('claim:rows-full', claim.id)
      return false
    }
    this.#replace(now, before, { id: claim.id, ...standingOf(claim), claim })
    this.#dissemination.enqueue(claim.id)

    return true
  }

  /** A newer claim under our name: of another start, or one that we made and forgot. */
  #learnOfSelf (now: Millis, claim: Claim): void {
    if (!this.#self.announced) {
      this.#self.prepare({ generation: claim.generation + 1 })
    } else if (claim.generation > this.#self.claim.generation) {
      this.#context.outbox.trace('self:superseded')
      this.#superseded = true
    } else {
      this.#self.refute(now, claim.incarnation)
    }
  }

  #learnAccusation (now: Millis, accusation: Accusation): boolean {
    if (accusation.id === this.#context.self) {
      this.#answerAccusation(now, accusation)
      return false
    }

    const before = this.#context.members.get(accusation.id)
    const refusal = refusalOf(accusation, before?.claim)

    if (before === undefined || refusal !== undefined) {
      this.#context.outbox.trace(refusal ?? 'accusation:unknown-member', accusation.id)
      return false
    }

    const after = { ...before, ...accusation, state: this.#stateAfter(now, before, accusation) }

    if (compareStandings(after, before) <= 0) {
      this.#context.outbox.trace('accusation:stale', accusation.id)
      return false
    }
    this.#replace(now, before, after)
    this.#dissemination.enqueue(accusation.id)

    return true
  }

  /**
   * A death that comes before its suspicion has had a probe's time is a suspicion here: it may be an old one, of the
   * other side of a healed split, or a lie, and the accused must have time to refute.
   */
  #stateAfter (now: Millis, before: Row, { state }: Accusation): Accusation['state'] {
    const isExpected = before.state === 'suspect' && now - before.since >= this.#context.settings.probeInterval
    return isLive(before) && !isExpected ? 'suspect' : state
  }

  #answerAccusation (now: Millis, accusation: Accusation): void {
    const { claim } = this.#self
    const refusal = refusalOf(accusation, claim)

    if (refusal !== undefined) {
      this.#context.outbox.trace(refusal, accusation.id)
    } else if (accusation.incarnation >= claim.incarnation && this.#self.announced && !claim.left) {
      this.#self.refute(now, accusation.incarnation)
    } else {
      // The accuser has not heard the newer claim; it is worth saying again.
      this.#dissemination.enqueue(claim.id)
    }
  }

  #replace (now: Millis, before: Row | undefined, next: Omit<Row, 'since' | 'aliveSince'>): void {
    const wasLive = before !== undefined && isLive(before) && before.generation === next.generation
    const after: Row = {
      id: next.id,
      generation: next.generation,
      incarnation: next.incarnation,
      state: next.state,
      claim: next.claim,
      ...(next.accuser !== undefined ? { accuser: next.accuser } : {}),
      since: before?.state === next.state ? before.since : now,
      aliveSince: wasLive ? before.aliveSince : now
    }

    this.#context.members.set(after)
    this.#suspicion.follow(now, before, after)
    this.#tell(before, after)
  }

  #tell (before: Row | undefined, after: Row): void {
    const type = eventOf(before, after)

    if (type !== undefined) {
      this.#context.outbox.emit({ type, member: this.#context.members.snapshot(after) })
    }
  }
}

function eventOf (before: Row | undefined, after: Row): MemberEventType | undefined {
  const wasLive = before !== undefined && isLive(before)

  switch (after.state) {
    case 'alive':
      if (!wasLive || before.generation !== after.generation) {
        return 'member:join'
      }
      return before.state === 'suspect' ? 'member:alive' : saysOther(before.claim, after.claim) ? 'member:update' : undefined
    case 'suspect':
      return before?.state === 'suspect' ? undefined : 'member:suspect'
    case 'dead':
      return wasLive ? 'member:dead' : undefined
    case 'left':
      return wasLive ? 'member:leave' : undefined
    default:
      return unreachable(after.state)
  }
}

/** Whether two claims differ in what an application can see. */
function saysOther (a: Claim, b: Claim): boolean {
  return a.addresses.join() !== b.addresses.join() || a.metadata.join() !== b.metadata.join()
}

/** Why an accusation cannot be about what its subject signed. */
function refusalOf (accusation: Accusation, claim: Claim | undefined): 'accusation:unknown-member' | 'accusation:stale' | 'accusation:implausible' | undefined {
  if (claim === undefined || accusation.generation > claim.generation) {
    return 'accusation:unknown-member'
  }
  if (accusation.generation < claim.generation) {
    return 'accusation:stale'
  }

  return accusation.incarnation > claim.incarnation + INCARNATION_LEAD_MAX ? 'accusation:implausible' : undefined
}
