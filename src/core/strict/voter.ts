import { ballotOf, compareBallots, namesVoter } from './ballot.js'
import { statementOf } from './certificates.js'
import { outlasting } from './durations.js'
import type { StrictContext } from './context.js'
import type { Prepare, RefusalReason, StrictMessage } from './messages.js'
import type { Statement, VoterId, VoterRecord } from './types.js'
import { isSameStart } from '../assignment/table.js'
import type { MemberId, Millis, RosterEntry } from '../types.js'

/** An answer that must not be given before what it says is durable. */
interface HeldAnswer {
  readonly revision: number
  readonly to: MemberId
  readonly message: StrictMessage
  readonly statement?: Statement
}

/** All that a voter is: the record survives, the rest does not. */
export interface VoterState {
  readonly record: VoterRecord
  /** The highest revision that is durable. */
  readonly durable: number
  /** Whose leadership it must not undermine, and until when by its own clock. */
  readonly lease?: { readonly holder: RosterEntry, readonly until: Millis }
  readonly held: readonly HeldAnswer[]
}

/** A voter with an empty store. */
export function createVoterState (context: StrictContext, voter: VoterId): VoterState {
  return {
    record: { genesis: context.genesis, voter, revision: 0, term: context.first.term, accepted: context.first },
    durable: 0,
    held: []
  }
}

/**
 * A voter that starts with what its store has kept. The lease that it may have given a moment before it stopped is not
 * in there, so it takes it that there was one.
 */
export function restoreVoterState (context: StrictContext, now: Millis, record: VoterRecord): VoterState {
  const { holder } = record
  const isLeased = holder !== undefined && context.applies('voter:lease-after-restart')

  return { record, durable: record.revision, held: [], ...isLeased && { lease: { holder, until: now + stretched(context) } } }
}

/** One voter: promises, leases and what it accepted. Its state is plain data, replaced as a whole. */
export class StrictVoter {
  readonly #context: StrictContext
  #state: VoterState

  constructor (context: StrictContext, state: VoterState) {
    this.#context = context
    this.#state = state
  }

  get state (): VoterState {
    return this.#state
  }

  /** Until when it holds back its promise for a leader; undefined if for none. */
  leasedUntil (now: Millis): Millis | undefined {
    const { lease } = this.#state
    return lease !== undefined && lease.until > now ? lease.until : undefined
  }

  prepare (now: Millis, from: MemberId, message: Prepare): void {
    const reason = this.#objection(now, message)

    if (!this.#isMeant(from, message.to)) {
      return
    }
    if (reason !== undefined) {
      this.#refuse(now, from, message.term, reason)
      return
    }
    if (!message.isTrial || !this.#context.applies('voter:trial-changes-nothing')) {
      this.#promise(now, message)
    }
    this.#grant(from, message)
  }

  accept (now: Millis, from: MemberId, { to, holder, table }: Extract<StrictMessage, { type: 'accept' }>): void {
    const { record } = this.#state
    const order = compareBallots(table, record.accepted)

    if (!this.#isMeant(from, to)) {
      return
    }
    if (this.#context.applies('voter:named-only') && !namesVoter(table, to)) {
      this.#context.outbox.trace('voter:not-named', from)
      return
    }
    if (table.term < record.term && this.#context.applies('voter:accept-promise')) {
      this.#refuse(now, from, table.term, 'term')
      return
    }
    if (order < 0 && this.#context.applies('voter:accept-order')) {
      this.#refuse(now, from, table.term, 'order')
      return
    }
    if (order !== 0) {
      this.#save({ term: Math.max(table.term, record.term), holder: table.term >= record.term ? holder : record.holder, accepted: table })
    }
    const statement = statementOf(this.#context, table)
    this.#answer({ to: from, statement, message: { type: 'accepted', genesis: this.#context.genesis, voter: to, ...ballotOf(table), digest: statement.digest } })
  }

  /** A leader gives its lease back: nobody has to wait for its end. */
  resign (from: MemberId, { term, holder }: Extract<StrictMessage, { type: 'resign' }>): void {
    const { lease, record } = this.#state
    const isOwn = from === holder.id && term === record.term && isSameStart(lease?.holder, holder)

    if (lease !== undefined && (isOwn || !this.#context.applies('voter:resign-own'))) {
      this.#state = { ...this.#state, lease: undefined }
    }
  }

  /** A record is durable: what waited for it is said. */
  persisted (revision: number): void {
    const durable = Math.max(this.#state.durable, revision)
    const { held } = this.#state

    this.#state = { ...this.#state, durable, held: held.filter(answer => answer.revision > durable) }
    for (const answer of held) {
      if (answer.revision <= durable) {
        this.#say(answer)
      }
    }
  }

  /** The clock cannot be trusted: a lease that it measured counts anew, from its whole length. */
  distrust (now: Millis): void {
    const { lease } = this.#state

    if (lease !== undefined && this.#context.applies('voter:distrust')) {
      this.#state = { ...this.#state, lease: { ...lease, until: now + stretched(this.#context) } }
    }
  }

  #isMeant (from: MemberId, to: VoterId): boolean {
    const { voter } = this.#state.record
    const isOwn = this.#context.applies('voter:own-store') ? to === voter : to.startsWith(`${this.#context.self.id}/`)

    if (!isOwn) {
      this.#context.outbox.trace('voter:other-store', from)
    }

    return isOwn
  }

  #objection (now: Millis, { term, holder, config }: Prepare): RefusalReason | undefined {
    const { record, lease } = this.#state
    const isRenewal = term === record.term && isSameStart(record.holder, holder)

    if (term <= record.term && !isRenewal && this.#context.applies('voter:term-order')) {
      return 'term'
    }
    if (compareBallots(config, record.accepted.config.id) < 0 && this.#context.applies('voter:config-order')) {
      return 'config'
    }
    if (lease !== undefined && now < lease.until && !isSameStart(lease.holder, holder) && this.#context.applies('voter:lease-blocks')) {
      return 'lease'
    }

    return undefined
  }

  #promise (now: Millis, { term, holder }: Prepare): void {
    const { record } = this.#state

    if (term !== record.term || !isSameStart(record.holder, holder)) {
      this.#save({ term, holder, accepted: record.accepted })
      this.#context.outbox.trace('voter:granted', holder.id)
    }
    this.#state = { ...this.#state, lease: { holder, until: now + stretched(this.#context) } }
  }

  #grant (from: MemberId, { to, term, round, known, isTrial }: Prepare): void {
    const { accepted } = this.#state.record
    const newer = compareBallots(accepted, known) > 0 ? { newer: accepted } : {}

    this.#answer({ to: from, message: { type: 'promise', genesis: this.#context.genesis, voter: to, term, round, isTrial, ...newer } })
  }

  #refuse (now: Millis, to: MemberId, asked: number, reason: RefusalReason): void {
    const { record, lease } = this.#state
    const wait = reason === 'lease' && lease !== undefined ? lease.until - now : 0
    const newer = reason === 'config' || reason === 'order' ? { newer: record.accepted } : {}

    this.#context.outbox.trace(`voter:refused-${reason}`, to)
    this.#answer({ to, message: { type: 'refusal', genesis: this.#context.genesis, voter: record.voter, asked, reason, term: record.term, wait, ...newer } })
  }

  #save (changes: Pick<VoterRecord, 'term' | 'holder' | 'accepted'>): void {
    const { record } = this.#state
    const next = { ...record, ...changes, revision: record.revision + 1 }

    this.#state = { ...this.#state, record: next }
    this.#context.outbox.add({ type: 'persist', record: next })
  }

  #answer (answer: Omit<HeldAnswer, 'revision'>): void {
    const { record: { revision }, durable, held } = this.#state

    if (durable >= revision || !this.#context.applies('voter:durable-first')) {
      this.#say({ ...answer, revision })
    } else if (held.length < HELD_MAX) {
      this.#state = { ...this.#state, held: [...held, { ...answer, revision }] }
    }
  }

  #say ({ to, message, statement }: HeldAnswer): void {
    this.#context.outbox.add({ type: 'send', to, message, ...statement !== undefined && { statement } })
  }
}

/** Answers that wait for a slow disk; whoever asked asks again. */
const HELD_MAX = 256

function stretched ({ applies, durations }: StrictContext): Millis {
  return applies('voter:drift') ? outlasting(durations.leaderLease, durations) : durations.leaderLease
}
