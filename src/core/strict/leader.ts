import { ballotOf, compareBallots, voterId, votersOf } from './ballot.js'
import { nextTable } from './handoff.js'
import { LettingGo } from './letting-go.js'
import { Proposal } from './proposal.js'
import { LINKS_MAX } from './quorum.js'
import { Transfer } from './transfer.js'
import { VotersChange } from './voter-change.js'
import type { Election } from './candidate.js'
import type { StrictContext } from './context.js'
import type { VoterRefusal } from './effects.js'
import type { LeaderLease } from './leader-lease.js'
import type { Accepted, Ask, Promised } from './messages.js'
import type { Ballot, CertifiedTable, StrictTable, VoterChange } from './types.js'
import { isSameStart } from '../assignment/table.js'
import type { Epoch, MemberId, Millis } from '../types.js'

/** How long a leader waits for seals before it asks for them again. */
const SEND_AGAIN: Millis = 300

/**
 * One leadership, of one term: commits the newest table of its predecessors again, and only then anything of its own;
 * grants leases to owners while it has its own.
 */
export class Leader {
  readonly #context: StrictContext
  readonly #lease: LeaderLease
  readonly #letGo: LettingGo
  readonly #transfer: Transfer
  readonly term: number
  #base: StrictTable
  #proposal: Proposal | undefined
  #committed: CertifiedTable | undefined
  #change: VotersChange | undefined
  /** The voters that the change under way has led to. */
  #changeId: Ballot | undefined
  #renewAt: Millis
  #sendAt: Millis = 0
  #now: Millis
  #isDirty = true
  #isOver = false

  constructor (context: StrictContext, now: Millis, { term, lease, base }: Election) {
    this.#context = context
    this.#lease = lease
    this.#letGo = new LettingGo(context, now)
    this.#transfer = new Transfer(context)
    this.term = term
    this.#base = base
    this.#now = now
    this.#renewAt = now + context.durations.leaderLease / 3
    this.#propose(now, { ...base, ...this.#nextEpoch() })
  }

  /** Whether it leads no more, and never will in this term. */
  get isOver (): boolean {
    return this.#isOver
  }

  /** Until when it leads, unless a majority says yes again. */
  get until (): Millis {
    return this.#isOver ? Number.NEGATIVE_INFINITY : this.#lease.until(this.#newest)
  }

  /** What it committed last. */
  get committed (): CertifiedTable | undefined {
    return this.#committed
  }

  promised (now: Millis, { voter, round, term, isTrial }: Promised): void {
    if (term === this.term && !isTrial) {
      this.#lease.granted(now, voter, round)
    }
  }

  /** Takes a seal; returns the table if that commits it. */
  accepted (now: Millis, from: MemberId, message: Accepted): CertifiedTable | undefined {
    this.#proposal?.accepted(from, message)

    if (this.#proposal === undefined || !this.#proposal.isCommitted) {
      return undefined
    }
    const { table, seals, statement } = this.#proposal
    this.#proposal = undefined
    this.#base = table
    this.#committed = { table, seals }
    this.#letGo.at(now).committed(table)
    this.#isDirty = true
    this.#context.outbox.trace('leader:committed')
    this.#context.outbox.add({ type: 'publish', message: { type: 'table', genesis: this.#context.genesis, certified: this.#committed } })
    if (table.previous !== undefined) {
      const links = [...table.links, { statement, seals }].slice(-LINKS_MAX)
      this.#propose(now, { ...table, ...this.#nextEpoch(), previous: undefined, links })
    } else {
      this.#finishChange(now, table)
    }

    return { table, seals }
  }

  /** An owner asks for its lease, and tells what it has let go. */
  ask (now: Millis, from: MemberId, { owner, round, known, releases }: Ask): void {
    const { applies, genesis, outbox } = this.#context
    const table = this.#committed?.table

    if (table === undefined || from !== owner.id) {
      outbox.trace('leader:refused-grant', from)
      return
    }
    for (const release of releases) {
      const isNews = this.#letGo.release(now, owner, table, release)
      this.#isDirty ||= isNews
      if (!isNews) {
        outbox.trace('leader:release-ignored', from)
      }
    }
    if (compareBallots(known, table) < 0 && this.#committed !== undefined) {
      outbox.send(from, { type: 'table', genesis, certified: this.#committed })
    }
    const isListed = table.roster.some(entry => isSameStart(entry, owner)) || !applies('leader:roster-only')
    const isLeading = this.until > now || !applies('leader:lease-to-grant')
    if (!isListed || !isLeading) {
      outbox.trace('leader:refused-grant', from)
      return
    }
    this.#letGo.granted(now, owner)
    outbox.send(from, { type: 'grant', genesis, owner, round, known: ballotOf(table) })
  }

  /** The view, or what the leader knows of owners, changed. */
  touch (): void {
    this.#isDirty = true
  }

  /** Begins a change of voters, unless it cannot be. */
  changeVoters (now: Millis, change: VoterChange): VoterRefusal | undefined {
    const table = this.#committed?.table
    const isBusy = this.#change !== undefined || table?.previous !== undefined

    if (table === undefined || (isBusy && this.#context.applies('change:one-at-a-time'))) {
      return 'busy'
    }
    const begun = VotersChange.begin(this.#context, now, change, table)
    if (typeof begun === 'string') {
      return begun
    }
    this.#change = begun
    this.#renewAt = now
    this.#isDirty = true

    return undefined
  }

  /** Gives the leadership back, to a member that should have it if there is one. */
  resign (to?: MemberId): void {
    const { genesis, outbox, self } = this.#context

    this.#isOver = true
    for (const voter of votersOf(this.#newest)) {
      outbox.send(voter.member, { type: 'resign', genesis, term: this.term, holder: self })
    }
    if (to !== undefined) {
      outbox.send(to, { type: 'transfer', genesis, term: this.term })
    }
    outbox.trace('leader:resigned')
  }

  /** Leads no more, and says nothing: others have gone on, or nothing that it measured counts. */
  stepDown (): void {
    this.#isOver = true
    this.#context.outbox.trace('leader:stepped-down')
  }

  nextTimeout (): Millis {
    const isFree = this.#proposal === undefined && this.until > this.#now
    const waits = isFree ? [this.#letGo.nextTimeout(), this.#change?.nextTimeout()] : [this.#proposal !== undefined ? this.#sendAt : undefined]

    return Math.min(this.#renewAt, ...waits.filter(at => at !== undefined))
  }

  /** Acts on what is due. */
  review (now: Millis): void {
    this.#now = now

    if (this.#isOver) {
      return
    }
    if (now >= this.#renewAt) {
      this.#renew(now)
    }
    if (this.#proposal !== undefined && now >= this.#sendAt) {
      this.#proposal.send()
      this.#sendAt = now + SEND_AGAIN
    }
    if (this.#proposal === undefined && this.#committed !== undefined && this.until > now) {
      this.#decide(now, this.#committed.table)
    }
  }

  get #newest (): StrictTable {
    return this.#proposal?.table ?? this.#base
  }

  #nextEpoch (): Epoch {
    const version = this.#base.term === this.term ? this.#base.version + 1 : 1
    return { term: this.term, leader: this.#context.self.id, version }
  }

  #propose (now: Millis, table: StrictTable): void {
    this.#proposal = new Proposal(this.#context, table)
    this.#proposal.send()
    this.#sendAt = now + SEND_AGAIN
  }

  /** Asks all voters to go on with it, and the one that is to be added. */
  #renew (now: Millis): void {
    const { genesis, outbox, self } = this.#context
    const { newcomer } = this.#change ?? {}
    const table = this.#newest
    const voters = votersOf(table)
    const asked = newcomer === undefined || voters.some(voter => voterId(voter) === voterId(newcomer)) ? voters : [...voters, newcomer]
    const round = this.#lease.send(now)

    for (const voter of asked) {
      outbox.send(voter.member, { type: 'prepare', genesis, to: voterId(voter), term: this.term, holder: self, config: table.config.id, known: ballotOf(table), round, isTrial: false })
    }
    this.#renewAt = now + this.#context.durations.leaderLease / 3
  }

  /** One thing at a time: a change of voters, the next table, or handing over to a better leader. */
  #decide (now: Millis, table: StrictTable): void {
    const verdict = this.#change?.judge(now, this.#lease)

    if (this.#change !== undefined && verdict === 'ready') {
      this.#changeId = ballotOf(this.#nextEpoch())
      this.#propose(now, this.#change.table(table, this.#nextEpoch()))
      return
    }
    if (this.#change !== undefined && verdict !== undefined && verdict !== 'ready') {
      this.#context.outbox.emit({ type: 'voters:refused', change: this.#change.change, reason: verdict })
      this.#change = undefined
    }
    if (this.#isDirty || now >= (this.#letGo.nextTimeout() ?? Number.POSITIVE_INFINITY)) {
      this.#isDirty = false
      const next = nextTable(table, this.#nextEpoch(), this.#context.view(), this.#letGo.at(now))
      if (next !== undefined) {
        this.#propose(now, next)
        return
      }
    }
    const better = this.#letGo.isIdle && this.#change === undefined ? this.#transfer.review(now, table, this.#lease) : undefined
    if (better !== undefined) {
      this.resign(better)
    }
  }

  #finishChange (now: Millis, table: StrictTable): void {
    const { applies, outbox, self, view } = this.#context
    const voters = new Set(table.config.voters.map(({ member }) => member))

    if (this.#change !== undefined && this.#changeId !== undefined && compareBallots(table.config.id, this.#changeId) === 0) {
      outbox.emit({ type: 'voters:changed', change: this.#change.change })
      this.#change = undefined
      this.#changeId = undefined
    }
    if (!voters.has(self.id) && applies('leader:resigns-when-removed') && this.until > now) {
      this.resign(view().find(({ id }) => voters.has(id))?.id)
    }
  }
}
