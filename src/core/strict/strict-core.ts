import { voterId } from './ballot.js'
import { Candidate } from './candidate.js'
import { StrictOutbox } from './context.js'
import { checkDurations } from './durations.js'
import { TableFollower } from './follower.js'
import { Leader } from './leader.js'
import { StrictOwner } from './owner.js'
import { genesisTable } from './quorum.js'
import { isPlausible } from './soundness.js'
import { StrictVoter, createVoterState, restoreVoterState } from './voter.js'
import type { Digest, StrictContext, Verify } from './context.js'
import type { StrictEffect, StrictInput } from './effects.js'
import type { StrictMessage } from './messages.js'
import type { StrictRule } from './rules.js'
import type { CertifiedTable, Genesis, StrictMember, StrictTable, VoterRecord } from './types.js'
import { assert, unreachable } from '../assert.js'
import { isSameStart } from '../assignment/table.js'
import type { MemberId, Millis, RosterEntry, Token } from '../types.js'

/** What a strict core is made from. */
export interface StrictOptions {
  /** This start of the member. */
  readonly self: RosterEntry
  readonly genesis: Genesis
  /** The store that this member votes with, and what it has kept; absent where there is none. */
  readonly store?: { readonly id: string, readonly record?: VoterRecord }
  readonly verify: Verify
  readonly digest: Digest
  /** Rules that are switched off, for tests. */
  readonly without?: readonly StrictRule[]
}

/**
 * One member's decisions in strict mode: a state machine without clock, chance or IO. A driver feeds it one input at a
 * time by a monotonic clock, carries out the effects in order, and wakes it at `nextTimeout()`.
 */
export class StrictCore {
  readonly #context: StrictContext
  readonly #follower: TableFollower
  readonly #owner: StrictOwner
  readonly #store: StrictOptions['store']
  #voter: StrictVoter | undefined
  #candidate: Candidate | undefined
  #leader: Leader | undefined
  #view: readonly StrictMember[] = []
  #now: Millis = Number.NEGATIVE_INFINITY

  constructor ({ self, genesis, store, verify, digest, without }: StrictOptions) {
    const off = new Set(without)
    const { durations, id } = genesis

    checkDurations(durations)
    this.#context = {
      self,
      genesis: id,
      first: genesisTable(genesis),
      durations,
      verify,
      digest,
      applies: rule => !off.has(rule),
      outbox: new StrictOutbox(),
      view: () => this.#view
    }
    this.#store = store
    this.#follower = new TableFollower(this.#context, 0)
    this.#owner = new StrictOwner(this.#context)
  }

  /** Takes one input and returns what is to be done about it, in order. `now` never goes back. */
  step (now: Millis, input: StrictInput): StrictEffect[] {
    assert(now >= this.#now, `now is ${now}: must not be below ${this.#now}, the last one`)
    this.#now = now
    this.#dispatch(now, input)
    this.#settle(now)

    return this.#context.outbox.take()
  }

  /** When to step next at the latest, if nothing comes in before. */
  nextTimeout (): Millis | undefined {
    const times = [this.#owner.nextTimeout(), this.#follower.nextTimeout(), this.#leader !== undefined ? this.#leader.nextTimeout() : this.#candidate?.nextTimeout()]
    const due = times.filter(at => at !== undefined)
    return due.length > 0 ? Math.min(...due) : undefined
  }

  /** Whether a partition is this member's at this instant of its monotonic clock. Ask at every use. */
  isOwner (group: string, partition: number, now: Millis): boolean {
    return now < this.#owner.ownedUntil(group, partition)
  }

  /** Until when a partition is this member's if nothing happens; the past if it is not. */
  ownedUntil (group: string, partition: number): Millis {
    return this.#owner.ownedUntil(group, partition)
  }

  /** What is this member's, as told to the application. */
  owned (): Array<{ readonly group: string, readonly partition: number, readonly token: Token }> {
    return this.#owner.held()
  }

  /** Until when this member leads if nothing happens; the past if it does not. */
  get leadsUntil (): Millis {
    return this.#leader?.until ?? Number.NEGATIVE_INFINITY
  }

  /** The term that it leads. */
  get leads (): number | undefined {
    return this.#leader?.term
  }

  /** The newest table that is known to be committed. */
  get table (): StrictTable {
    return this.#follower.table
  }

  #dispatch (now: Millis, input: StrictInput): void {
    switch (input.type) {
      case 'start': this.#start(now); break
      case 'wake': break
      case 'message': this.#receive(now, input.from, input.message); break
      case 'view': this.#see(input.members); break
      case 'persisted': this.#voter?.persisted(input.revision); break
      case 'released': this.#owner.release(now, input.group, input.partition, input.token, false); break
      case 'failed': this.#owner.release(now, input.group, input.partition, input.token, true); break
      case 'clock-trouble': this.#distrustClock(now); break
      case 'voters': this.#changeVoters(now, input); break
      case 'resign': this.#leader?.resign(this.#successor()); break
      default: unreachable(input)
    }
  }

  #start (now: Millis): void {
    this.#follower.heard(now)

    if (this.#store === undefined) {
      return
    }
    const { id, record } = this.#store
    const own = voterId({ member: this.#context.self.id, store: id })
    const isOwn = record === undefined || (record.genesis === this.#context.genesis && record.voter === own)

    // A store of another genesis, or of another member, keeps promises that are not ours to forget: it is left as it is.
    if (isOwn || !this.#context.applies('voter:own-record')) {
      this.#voter = new StrictVoter(this.#context, record !== undefined && isOwn ? restoreVoterState(this.#context, now, record) : createVoterState(this.#context, own))
      this.#candidate = new Candidate(this.#context, now)
    } else {
      this.#context.outbox.trace('voter:other-record')
    }
  }

  #see (members: readonly StrictMember[]): void {
    this.#view = members
    this.#leader?.touch()
  }

  #receive (now: Millis, from: MemberId, message: StrictMessage): void {
    const { applies, genesis, outbox } = this.#context

    if (message.genesis !== genesis && applies('genesis:apart')) {
      outbox.trace('strict:other-genesis', from)
    } else if (isPlausible(from, message)) {
      this.#read(now, from, message)
    } else {
      outbox.trace('strict:implausible', from)
    }
  }

  #read (now: Millis, from: MemberId, message: StrictMessage): void {
    switch (message.type) {
      case 'prepare': this.#voter?.prepare(now, from, message); break
      case 'promise': this.#promised(now, message); break
      case 'refusal': this.#refused(now, message); break
      case 'accept': this.#voter?.accept(now, from, message); break
      case 'accepted': this.#accepted(now, from, message); break
      case 'table': this.#apply(now, from, message.certified); break
      case 'pull': this.#follower.pull(from, message.known); break
      case 'ask': this.#leader?.ask(now, from, message); break
      case 'grant': this.#grant(now, from, message); break
      case 'resign': this.#voter?.resign(from, message); break
      case 'transfer': this.#called(now, from, message.term); break
      default: unreachable(message)
    }
  }

  #promised (now: Millis, message: Extract<StrictMessage, { type: 'promise' }>): void {
    this.#leader?.promised(now, message)
    this.#candidate?.promised(now, message)
  }

  #refused (now: Millis, message: Extract<StrictMessage, { type: 'refusal' }>): void {
    this.#candidate?.refused(now, message)

    if (this.#leader !== undefined && message.term > this.#leader.term) {
      this.#leader.stepDown()
    }
  }

  #accepted (now: Millis, from: MemberId, message: Extract<StrictMessage, { type: 'accepted' }>): void {
    const certified = this.#leader?.accepted(now, from, message)

    if (certified !== undefined) {
      this.#apply(now, this.#context.self.id, certified)
    }
  }

  #apply (now: Millis, from: MemberId, certified: CertifiedTable): void {
    const { table } = certified

    if (this.#follower.receive(from, certified)) {
      this.#follower.heard(now)
      this.#candidate?.noteTerm(table.term)
      this.#candidate?.learn(table)
      this.#owner.applied(now, table)
      if (this.#leader !== undefined && table.term > this.#leader.term) {
        this.#leader.stepDown()
      }
    }
  }

  #grant (now: Millis, from: MemberId, message: Extract<StrictMessage, { type: 'grant' }>): void {
    if (this.#owner.granted(now, from, message, this.#follower.table)) {
      this.#follower.heard(now)
    }
  }

  #called (now: Millis, from: MemberId, term: number): void {
    if (from === this.table.leader && term === this.table.term) {
      this.#candidate?.call(now)
    }
  }

  /** Nothing that was measured counts: neither what it owns, nor that it leads, nor how long it has held back. */
  #distrustClock (now: Millis): void {
    this.#context.outbox.trace('clock:distrusted')
    this.#owner.drop(now)
    this.#voter?.distrust(now)
    this.#candidate?.rest(now)
    if (this.#context.applies('leader:clock-trouble')) {
      this.#leader?.stepDown()
    }
  }

  #changeVoters (now: Millis, { change }: Extract<StrictInput, { type: 'voters' }>): void {
    const reason = this.#leader !== undefined && this.#leader.until > now ? this.#leader.changeVoters(now, change) : 'not-leader'

    if (reason !== undefined) {
      this.#context.outbox.emit({ type: 'voters:refused', change, reason })
    }
  }

  /** Who should lead once this member does not. */
  #successor (): MemberId | undefined {
    const voters = new Set(this.table.config.voters.map(({ member }) => member))
    return this.#view.find(({ id }) => id !== this.#context.self.id && voters.has(id))?.id
  }

  /** What every step ends with: whatever is due. */
  #settle (now: Millis): void {
    this.#leader?.review(now)
    if (this.#leader?.isOver === true) {
      this.#leader = undefined
      this.#candidate?.rest(now, this.#context.durations.leaderLease)
    }
    if (this.#leader === undefined) {
      this.#standIfDue(now)
    }
    this.#owner.review(now, this.#follower.table)
    this.#follower.review(now)
  }

  #standIfDue (now: Millis): void {
    if (this.#voter === undefined || this.#candidate === undefined) {
      return
    }
    const { record, lease } = this.#voter.state
    const isOthers = lease !== undefined && !isSameStart(lease.holder, this.#context.self)
    const election = this.#candidate.review(now, {
      id: record.voter,
      term: record.term,
      accepted: record.accepted,
      blockedUntil: isOthers ? this.#voter.leasedUntil(now) : undefined
    })

    if (election !== undefined) {
      this.#leader = new Leader(this.#context, now, election)
    }
  }
}
