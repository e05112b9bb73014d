import { DELTA_UPDATES_MAX } from '../limits.js'
import { AnswerBudget } from './answer-budget.js'
import { compareStandings, isLive, updatesOf } from './member.js'
import type { Context } from '../context.js'
import type { Delta, RowVersion, Sync as SyncMessage } from '../messages.js'
import type { MemberId, Millis, RosterEntry, Update } from '../types.js'
import type { Row } from './member.js'
import type { Membership } from './membership.js'
import type { Self } from './self.js'
import type { Records } from '../records.js'

/** Members that a joiner is told of when there is no time for all: enough to be in, and to learn the others from. */
const INTRODUCED = 30

/**
 * Anti-entropy: two views whose digests differ are compared row by row, and each side gets what the other has newer.
 * A gossip that everybody missed is found here, at the latest (membership of a healed split too).
 */
export class Sync {
  readonly #context: Context
  readonly #membership: Membership
  readonly #self: Self
  readonly #records: Records
  #nextAt = 0
  /** Since when no equal view was met. */
  #differsSince: Millis | undefined
  readonly #forMembers = new AnswerBudget()
  /** Joiners, and whoever else: they must not cost the members theirs. */
  readonly #forOthers = new AnswerBudget()

  constructor (context: Context, membership: Membership, self: Self, records: Records) {
    this.#context = context
    this.#membership = membership
    this.#self = self
    this.#records = records
  }

  /** Compares views with a peer whose digest was seen, unless one such comparison was just begun. */
  compare (now: Millis, peer: MemberId, digest: bigint): void {
    if (digest === this.#context.members.digest) {
      this.#differsSince = undefined
      return
    }
    this.#differsSince ??= now

    if (now >= this.#nextAt && now - this.#differsSince >= this.#patience() && this.#context.applies('sync:compare')) {
      this.#differsSince = undefined
      this.begin(now, peer)
    }
  }

  /** The same with a peer that named members in a table. It may be the only one who knows them, and may die. */
  meet (now: Millis, peer: MemberId, roster: readonly RosterEntry[]): void {
    if (now >= this.#nextAt && roster.some(({ id }) => this.#context.members.get(id) === undefined)) {
      this.begin(now, peer)
    }
  }

  begin (now: Millis, peer: MemberId): void {
    const versions = this.#context.members.ranked().map(versionOf)

    // Jittered, or members that noticed the same difference would all ask again in the same moment.
    this.#nextAt = now + this.#context.settings.probeInterval * (0.5 + this.#context.random.fraction() / 2)
    this.#context.outbox.trace('sync:started', peer)
    this.#context.outbox.send(peer, { type: 'sync', versions })
  }

  /** Answers with what is newer here, and asks for what is newer there, as far as there is time for it. */
  answer (now: Millis, from: MemberId, { versions }: SyncMessage): void {
    const isJoined = this.#context.members.get(this.#context.self) !== undefined
    const canIntroduce = isJoined && versions.length === 0 && this.#context.applies('sync:introduces')

    const budget = this.#isMember(from) || !this.#context.applies('sync:members-apart') ? this.#forMembers : this.#forOthers

    budget.renew(now, this.#context.settings.probeInterval)
    const answer = budget.allows(from, canIntroduce)

    if (answer === 'none') {
      this.#context.outbox.trace('sync:busy', from)
      return
    }
    const updates = answer === 'whole' ? this.#allNewsFor(from, versions) : this.#introductionFor(from)
    // A joiner waits for the whole view that it asked for; what it wanted here would come as part of one.
    const wanted = versions.filter(version => isJoined && isNewer(version, this.#context.members.get(version.id))).map(({ id }) => id)
    const delta: Delta = {
      type: 'delta',
      joined: isJoined,
      updates: updates.slice(0, DELTA_UPDATES_MAX),
      wanted: wanted.slice(0, DELTA_UPDATES_MAX),
      ...(updates.length > DELTA_UPDATES_MAX ? { more: true } : {}),
      ...this.#seenTerm()
    }

    budget.spend(from, answer, versions.length + delta.updates.length)
    this.#context.outbox.send(from, delta)
  }

  /**
   * Takes in an answer, sends what was asked for, and goes on at once when the answer was cut. What the answer says of
   * members that are dead here is corrected by the comparison the other way, which the same digests set off.
   */
  conclude (now: Millis, from: MemberId, delta: Delta): void {
    const learned = this.take(now, from, delta)
    const rows = delta.wanted.map(id => this.#context.members.get(id)).filter(row => row !== undefined)

    if (rows.length > 0 && this.#context.applies('sync:two-way')) {
      const updates = rows.flatMap(updatesOf).slice(0, DELTA_UPDATES_MAX)
      this.#context.outbox.send(from, { type: 'delta', joined: true, updates, wanted: [], ...this.#seenTerm() })
    }
    if (learned > 0 && delta.more === true) {
      this.begin(now, from)
    }
  }

  /** Takes in what an answer says; returns how much of it was news. */
  take (now: Millis, from: MemberId, { updates, term = 0 }: Delta): number {
    const learned = updates.filter(update => this.#membership.learn(now, update, from)).length

    if (this.#context.applies('sync:terms-stay')) {
      this.#self.hearOfTerm(from, term)
    }

    return learned
  }

  /** A leader that lost its disk and its clock hears of its last term here before it takes one, not only from reports. */
  #seenTerm (): Pick<Delta, 'term'> {
    const { term } = this.#records
    return term > 0 ? { term } : {}
  }

  /**
   * In a large cluster every piece of news makes views differ until it has come round, in about the logarithm of the
   * members; comparing thousands of rows each time would cost more than all probing.
   */
  #patience (): Millis {
    const { members, settings, applies } = this.#context
    return applies('sync:patience') ? Math.max(0, Math.log10(members.liveCount) - 1) * settings.probeInterval : 0
  }

  #isMember (id: MemberId): boolean {
    const row = this.#context.members.get(id)
    return row !== undefined && isLive(row)
  }

  #allNewsFor (asker: MemberId, versions: readonly RowVersion[]): Update[] {
    const theirs = new Map(versions.map(version => [version.id, version]))
    return [...this.#context.members.rows()].flatMap(row => newsFor(theirs.get(row.id), row, asker))
  }

  /**
   * A joiner that finds a crowd before it is let in with a few members: who may lead, or it would think that itself; the
   * last in rank, where its own place is; and some by chance. It learns the rest from these, instead of waiting at one door
   * or going off alone.
   */
  #introductionFor (joiner: MemberId): Update[] {
    const { members, outbox, random } = this.#context
    const { ranking } = members
    const places = [0, ranking.length - 1, ...Array.from({ length: INTRODUCED }, () => random.below(ranking.length))]
    const leader = members.view().find(({ claim }) => claim.eligible)
    const rows = new Set([leader, ...places.map(place => ranking.at(place)), members.get(joiner)])

    outbox.trace('sync:introduced', joiner)

    return [...rows].flatMap(row => row === undefined ? [] : updatesOf(row))
  }
}

function versionOf (row: Row): RowVersion {
  return { id: row.id, generation: row.generation, incarnation: row.incarnation, state: row.state === 'suspect' ? 'suspect' : 'alive' }
}

/** The dead are not news to somebody who does not know them; but who was here before must know as whom. */
function newsFor (theirs: RowVersion | undefined, row: Row, asker: MemberId): Update[] {
  const isNews = theirs === undefined ? isLive(row) || row.id === asker : compareStandings(row, theirs) > 0
  return isNews ? updatesOf(row) : []
}

function isNewer (theirs: RowVersion, row: Row | undefined): boolean {
  return row === undefined || compareStandings(theirs, row) > 0
}
