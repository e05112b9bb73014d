import { PROTOCOL_VERSION, ROWS_MAX } from '../limits.js'
import { eventOf } from './member-event.js'
import { compareStandings, isLive, isMissing, refusalOf, standingOf } from './member.js'
import type { Context } from '../context.js'
import type { SeenTerms } from '../election/seen-terms.js'
import type { Accusation, Claim, MemberId, Millis, Update } from '../types.js'
import type { Defence } from './defence.js'
import type { Dissemination } from './dissemination.js'
import type { Evidence } from './evidence.js'
import type { Row } from './member.js'
import type { Self } from './self.js'
import type { Suspicion } from './suspicion.js'

/** How many members tell another what is said of it, by chance and on average, where there are more. */
const TELLERS = 4

/** The parts of the core that a merge can concern. */
export interface MembershipParts {
  readonly self: Self
  readonly dissemination: Dissemination
  readonly suspicion: Suspicion
  readonly defence: Defence
  readonly seenTerms: SeenTerms
  readonly evidence: Evidence
}

/** Merges news into the view: the one place where a row changes. */
export class Membership {
  readonly #context: Context
  readonly #self: Self
  readonly #dissemination: Dissemination
  readonly #suspicion: Suspicion
  readonly #defence: Defence
  readonly #seenTerms: SeenTerms
  readonly #evidence: Evidence

  constructor (context: Context, parts: MembershipParts) {
    this.#context = context
    this.#self = parts.self
    this.#dissemination = parts.dissemination
    this.#suspicion = parts.suspicion
    this.#defence = parts.defence
    this.#seenTerms = parts.seenTerms
    this.#evidence = parts.evidence
  }

  /** Whether the claim would change anything here. */
  isNews (claim: Claim): boolean {
    const isOwn = claim.id === this.#context.self
    const known = isOwn ? standingOf(this.#self.claim) : this.#context.members.get(claim.id)

    if (known === undefined || !this.#context.applies('claim:order')) {
      return true
    }

    return (isOwn ? this.#self.hasForgotten(claim) : this.#namesNewTerm(claim)) || compareStandings(standingOf(claim), known) > 0 || isMissing(this.#context.members.get(claim.id), claim)
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

    if (this.#context.applies('accusation:members-only') && (teller === undefined || (!isLive(teller) && update.accusation.id !== this.#context.self))) {
      this.#context.outbox.trace('accusation:stranger', from)
      return false
    }

    return this.#learnAccusation(now, update.accusation, from)
  }

  /** This member's own finding about another one: a new suspicion, or its own word for one that others have. */
  accuse (now: Millis, row: Row, state: Accusation['state'], refused = false): void {
    const accuser = this.#context.self
    const isNew = row.state === 'alive' || state === 'dead'

    if (isNew) {
      this.#replace(now, row, { ...row, state, accuser })
    }
    if (this.#suspicion.confirm(row.id, { accuser, refused }) || isNew) {
      const { id, generation, incarnation, claim } = row
      const update: Update = { type: 'accusation', accusation: { id, generation, incarnation, state, accuser, refused } }

      this.#dissemination.enqueue(id)
      // What becomes of a member that neither leads nor works is in no hurry, and happens often: it is told, nobody else.
      if (!claim.probation || refused) {
        this.#dissemination.publish(id, update)
      }
      // The topic alone can lose it, and of two members nobody else would tell.
      if (!refused && (claim.probation || this.#context.applies('accusation:told'))) {
        this.#context.outbox.send(id, { type: 'gossip', updates: [update] })
      }
    }
    this.#concludeGone(now)
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

  /** An old claim can name a term that its subject led under, and that its newer one does not name any more. */
  #namesNewTerm ({ term }: Claim): boolean {
    return this.#seenTerms.isNews(term) && this.#context.applies('claim:terms-stay')
  }

  #learnClaim (now: Millis, claim: Claim): boolean {
    const { outbox, members, self } = this.#context

    if (claim.cluster !== this.#context.cluster && this.#context.applies('claim:cluster')) {
      outbox.trace('claim:wrong-cluster', claim.id)
      return false
    }
    if (claim.protocol.min > PROTOCOL_VERSION || claim.protocol.max < PROTOCOL_VERSION) {
      outbox.trace('claim:wrong-protocol', claim.id)
      return false
    }
    if (this.#namesNewTerm(claim) && claim.id !== self) {
      this.#seenTerms.note(claim.term)
    }
    if (!this.isNews(claim)) {
      outbox.trace('claim:stale', claim.id)
      return false
    }
    if (claim.id === self) {
      this.#defence.learn(now, claim)
      return false
    }

    const before = members.get(claim.id)

    if (before === undefined && members.size >= ROWS_MAX && !members.forgetOldest()) {
      outbox.trace('claim:rows-full', claim.id)
      return false
    }
    if (before !== undefined && isMissing(before, claim)) {
      this.#replace(now, before, { ...before, claim })
    } else {
      this.#replace(now, before, { id: claim.id, ...standingOf(claim), claim })
    }
    this.#dissemination.enqueue(claim.id)

    return true
  }

  #learnAccusation (now: Millis, accusation: Accusation, from: MemberId): boolean {
    if (accusation.id === this.#context.self) {
      this.#defence.answer(now, accusation, from)
      return false
    }

    const refusal = refusalOf(this.#context.applies, accusation, this.#context.members.get(accusation.id)?.claim)

    if (refusal !== undefined) {
      this.#context.outbox.trace(refusal, accusation.id)
      return false
    }

    const isConfirmed = this.#confirm(now, accusation, from)
    const before = this.#context.members.get(accusation.id) as Row
    const after = { ...before, ...accusation, state: this.#stateAfter(before, accusation) }
    const isNews = compareStandings(after, before) > 0 || !this.#context.applies('accusation:order')

    if (isNews) {
      this.#replace(now, before, after)
      this.#dissemination.enqueue(accusation.id)
      if (before.state === 'alive' && accusation.state === 'dead') {
        this.#suspicion.noteHearsay(accusation.id)
      }
      this.#confirm(now, accusation, from)
      this.#tellAccused(before, accusation)
    } else if (!isConfirmed) {
      this.#context.outbox.trace('accusation:stale', accusation.id)
    }

    return isNews
  }

  /**
   * Counts an accusation as evidence. Only its accuser's own word counts as that of one more, as nobody signs the words
   * that a third party passes on: otherwise one liar could name as many accusers as it takes.
   */
  #confirm (now: Millis, accusation: Accusation, from: MemberId): boolean {
    const row = this.#context.members.get(accusation.id)

    if (row?.state !== 'suspect' || accusation.incarnation < row.claim.incarnation) {
      return false
    }
    const isFirstHand = accusation.accuser === from || !this.#context.applies('confirmation:first-hand')
    // Who tells of a death says at least that it does not see the member live, unless all that tell of it have it from one.
    const accuser = accusation.state === 'dead' && !this.#suspicion.isHearsay(row.id) ? from : accusation.accuser
    const isConfirmed = (isFirstHand || accuser === from || row.accuser === accuser) &&
      this.#suspicion.confirm(row.id, { accuser, refused: accusation.refused && isFirstHand })

    if (this.#evidence.has(now, row)) {
      this.accuse(now, row, 'suspect')
    }
    this.#concludeGone(now)

    return isConfirmed
  }

  /** Processes that independent members found gone are dead without more waiting. */
  #concludeGone (now: Millis): void {
    for (const id of this.#suspicion.gone()) {
      const row = this.#context.members.get(id)

      if (row?.state === 'suspect') {
        this.#context.outbox.trace('crash:confirmed', id)
        this.expire(now, row)
      }
    }
  }

  /**
   * The accused must not hear of it only when somebody's next ping to it comes round: its accusers may have no way to it,
   * and after a split many tell of a death at once, each one more voice. A few tell it.
   */
  #tellAccused ({ id, state }: Row, accusation: Accusation): void {
    const { applies, members, random } = this.#context

    if (state === 'alive' && applies('accusation:told') && random.below(members.liveCount) < TELLERS) {
      this.#context.outbox.send(id, { type: 'gossip', updates: [{ type: 'accusation', accusation }] })
    }
  }

  /**
   * A death that is told is a suspicion here, and one more voice for it: it may be an old one, of the other side of a healed
   * split, or a lie. What ends a suspicion is its time, in which the accused can refute. Only the subject itself comes back.
   */
  #stateAfter (before: Row, { state }: Accusation): Accusation['state'] {
    if (!isLive(before)) {
      return 'dead'
    }

    return this.#context.applies('death:needs-suspicion') ? 'suspect' : state
  }

  #replace (now: Millis, before: Row | undefined, next: Omit<Row, 'since' | 'aliveSince' | 'returned'>): void {
    const isSame = before !== undefined && before.generation === next.generation
    const wasLive = isSame && isLive(before)
    const after: Row = {
      id: next.id,
      generation: next.generation,
      incarnation: next.incarnation,
      state: next.state,
      claim: next.claim,
      ...(next.accuser !== undefined ? { accuser: next.accuser } : {}),
      since: before?.state === next.state ? before.since : now,
      aliveSince: wasLive ? before.aliveSince : now,
      returned: wasLive ? before.returned : isSame && before.state === 'dead'
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
