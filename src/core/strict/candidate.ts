import { ballotOf, compareBallots, voterId, votersOf } from './ballot.js'
import { LeaderLease } from './leader-lease.js'
import { isQuorum } from './quorum.js'
import type { StrictContext } from './context.js'
import type { Promised, StrictMessage } from './messages.js'
import type { StrictTable, VoterId } from './types.js'
import type { Millis } from '../types.js'

/** How long everybody waits before standing, and how much longer for each better rank. */
const STAND_AFTER: Millis = 100
const STAGGER: Millis = 300

/** How long after the end of another's lease one tries again. */
const RETRY: Millis = 10

/** How long somebody whom the leader has called tries before its time. */
const CALLED_FOR: Millis = 1_000

/** How long one waits for answers before asking again, and after how many times one gives up. */
const ASK_AGAIN: Millis = 250
const ATTEMPTS_MAX = 4

/** What a won candidacy hands to the leader. */
export interface Election {
  readonly term: number
  readonly lease: LeaderLease
  /** The newest table that a majority has accepted any of: it must be committed before anything else. */
  readonly base: StrictTable
}

/** What the candidate has to know of its own voter. */
export interface OwnVoter {
  readonly id: VoterId
  readonly term: number
  readonly accepted: StrictTable
  /** Until when it holds back for another leader. */
  readonly blockedUntil: Millis | undefined
}

interface Running {
  readonly term: number
  readonly isTrial: boolean
  readonly table: StrictTable
  readonly lease: LeaderLease
  readonly yes: Set<VoterId>
  attempts: number
  newest: StrictTable
}

/** Becoming leader: idle -> trial (would they say yes?) -> preparing (do they?) -> elected, or back to idle. */
export class Candidate {
  readonly #context: StrictContext
  #running: Running | undefined
  #next: Millis | undefined
  /** Nobody stood in the way from then on. */
  #freeSince: Millis
  #notBefore: Millis = Number.NEGATIVE_INFINITY
  /** Until then it stands because the leader wants it to: there is no need to wait for anybody. */
  #calledUntil: Millis = Number.NEGATIVE_INFINITY
  #highestTerm = 0
  #learned: StrictTable

  constructor (context: StrictContext, now: Millis) {
    this.#context = context
    this.#freeSince = now
    this.#learned = context.first
  }

  /** A term that others know of. */
  noteTerm (term: number): void {
    this.#highestTerm = Math.max(this.#highestTerm, term)
  }

  /** The leader wants this member to lead. */
  call (now: Millis): void {
    this.#calledUntil = now + CALLED_FOR
    this.#freeSince = now
    this.#notBefore = Number.NEGATIVE_INFINITY
  }

  /** Ends whatever is under way. */
  rest (now: Millis, pause: Millis = 0): void {
    this.#running = undefined
    this.#next = undefined
    this.#calledUntil = Number.NEGATIVE_INFINITY
    this.#notBefore = now + pause
  }

  nextTimeout (): Millis | undefined {
    return this.#next
  }

  /** Acts on what is due. Returns what it won, if it did. */
  review (now: Millis, voter: OwnVoter): Election | undefined {
    this.learn(voter.accepted)

    if (voter.blockedUntil !== undefined && now >= this.#calledUntil) {
      this.#freeSince = voter.blockedUntil
      this.#running = undefined
    }
    if (this.#running !== undefined && this.#isWon(now, this.#running)) {
      return this.#advance(now, voter, this.#running)
    }
    if (this.#running !== undefined && (this.#next === undefined || now >= this.#next)) {
      this.#repeat(now, this.#running)
    }
    if (this.#running === undefined) {
      this.#waitOrStand(now, voter)
    }

    return undefined
  }

  /** A table that some voter has accepted: whose word counts may have changed. */
  learn (table: StrictTable): void {
    if ((compareBallots(table.config.id, this.#learned.config.id) || compareBallots(table, this.#learned)) > 0) {
      this.#learned = table
    }
  }

  promised (now: Millis, { voter, round, term, isTrial, newer }: Promised): void {
    const running = this.#running

    if (running === undefined || running.term !== term || running.isTrial !== isTrial) {
      return
    }
    running.lease.granted(now, voter, round)
    running.yes.add(voter)
    if (newer !== undefined && compareBallots(newer, running.newest) > 0 && this.#context.applies('candidate:recovers')) {
      running.newest = newer
    }
  }

  refused (now: Millis, { asked, reason, term, wait, newer }: Extract<StrictMessage, { type: 'refusal' }>): void {
    const running = this.#running

    this.noteTerm(term)
    if (newer !== undefined) {
      this.learn(newer)
    }
    if (running?.term !== asked) {
      return
    }
    if (reason === 'term' || reason === 'config') {
      this.#giveUp(now, ASK_AGAIN)
    } else if (reason === 'lease' && running.isTrial) {
      this.#giveUp(now, (now < this.#calledUntil ? 0 : Math.min(wait, 2 * this.#context.durations.leaderLease)) + RETRY, 0)
    }
  }

  /** By rank among the voters that are alive: whoever is better goes first, and nobody waits for the dead. */
  #delay (now: Millis): Millis {
    const { applies, self, view } = this.#context
    const voters = new Set(this.#learned.config.voters.map(({ member }) => member))
    const ahead = view().findIndex(({ id }) => id === self.id)
    const better = view().slice(0, Math.max(ahead, 0)).filter(({ id }) => voters.has(id)).length

    return now < this.#calledUntil ? 0 : STAND_AFTER + (applies('candidate:stagger') ? better * STAGGER : 0)
  }

  #waitOrStand (now: Millis, voter: OwnVoter): void {
    const { view } = this.#context

    // Without a view nobody knows its rank, and everybody would stand at once.
    if (view().length === 0 || !this.#learned.config.voters.some(other => voterId(other) === voter.id)) {
      this.#next = undefined
      return
    }
    this.#next = Math.max(this.#freeSince + this.#delay(now), this.#notBefore)
    if (now >= this.#next) {
      this.#stand(now, voter, this.#context.applies('candidate:trial'))
    }
  }

  #stand (now: Millis, voter: OwnVoter, isTrial: boolean): void {
    const term = Math.max(voter.term, this.#highestTerm) + 1

    // A promise of one candidacy that comes late must not count in the next, whose questions were sent later.
    if (!isTrial && this.#context.applies('candidate:term-once')) {
      this.noteTerm(term)
    }

    this.#running = { term, isTrial, table: this.#learned, lease: new LeaderLease(this.#context), yes: new Set(), attempts: 0, newest: voter.accepted }
    this.#context.outbox.trace(isTrial ? 'candidate:trial' : 'candidate:prepared')
    this.#repeat(now, this.#running)
  }

  #repeat (now: Millis, running: Running): void {
    const { genesis, outbox, self } = this.#context
    const { term, isTrial, table, yes } = running

    if (running.attempts === ATTEMPTS_MAX) {
      this.#giveUp(now, STAND_AFTER)
      return
    }
    const round = running.lease.send(now)
    const known = ballotOf(running.newest)
    for (const voter of votersOf(table).filter(other => !yes.has(voterId(other)) || !isTrial)) {
      outbox.send(voter.member, { type: 'prepare', genesis, to: voterId(voter), term, holder: self, config: table.config.id, known, round, isTrial })
    }
    running.attempts += 1
    this.#next = now + ASK_AGAIN
  }

  #isWon (now: Millis, { isTrial, yes, lease, table }: Running): boolean {
    return isQuorum(this.#context, table, voter => yes.has(voter)) && (isTrial || lease.until(table) > now)
  }

  #advance (now: Millis, voter: OwnVoter, running: Running): Election | undefined {
    if (running.isTrial) {
      this.#stand(now, voter, false)
      return undefined
    }
    this.rest(now)
    this.#context.outbox.trace('leader:elected')

    return { term: running.term, lease: running.lease, base: running.newest }
  }

  #giveUp (now: Millis, pause: Millis, stagger = STAGGER): void {
    const { self } = this.#context
    const place = this.#context.view().findIndex(({ id }) => id === self.id)

    this.#running = undefined
    this.#next = undefined
    this.#notBefore = now + pause + Math.max(place, 0) * stagger
    this.#context.outbox.trace('candidate:gave-up')
  }
}
