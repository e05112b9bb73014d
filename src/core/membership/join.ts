import { DELTA_UPDATES_MAX, PRIORITY_MAX, ROWS_MAX } from '../limits.js'
import type { Context } from '../context.js'
import type { Delta } from '../messages.js'
import type { GroupSpec, MemberId, Millis } from '../types.js'
import type { Sync } from './sync.js'

const RETRY = 'join:retry'
const DEADLINE = 'join:deadline'

/** Between two rounds over the bootstrap addresses, in milliseconds: a refused dial costs next to nothing. */
const RETRY_INTERVAL = 250

/** How often the time to join is given once more while somebody who was reached has not answered. */
const EXTENSIONS_MAX = 9

/** Answers that have more to come: twice as many as the largest view takes. */
const FURTHER_ANSWERS_MAX = 2 * ROWS_MAX / DELTA_UPDATES_MAX

/** What joining came to. */
export type JoinResult =
  | { readonly type: 'joined', readonly joinOrder: number, readonly through?: MemberId }
  | { readonly type: 'refused', readonly group: string, readonly ours: number, readonly theirs: number, readonly by: MemberId }

/**
 * The way into a cluster: find a member, get its view, take the next place in the join order. Members that only find
 * each other, as when all start at once with one list of addresses, let the one with the smallest id begin.
 */
export class Join {
  readonly #context: Context
  readonly #sync: Sync
  readonly #groups: readonly GroupSpec[]
  /** Whom we asked for their view: as many as there are addresses. */
  readonly #asked = new Set<MemberId>()
  /** Those of them that look for a cluster as well. */
  readonly #waiting = new Set<MemberId>()
  #extensions = 0
  #furtherAnswers = 0
  #result: JoinResult | undefined

  constructor (context: Context, sync: Sync, groups: readonly GroupSpec[]) {
    this.#context = context
    this.#sync = sync
    this.#groups = groups
  }

  /** How it ended, once it has. */
  get result (): JoinResult | undefined {
    return this.#result
  }

  /** Whether somebody was reached who has not answered: a member with a crowd at its door, more likely than not. */
  get #isAwaited (): boolean {
    return [...this.#asked].some(id => !this.#waiting.has(id))
  }

  /** Without anybody to look for, the member is the first of a cluster. */
  start (now: Millis, hasBootstrap: boolean): void {
    if (!hasBootstrap) {
      this.#form()
      return
    }
    this.#context.outbox.bootstrap()
    this.#context.timers.set(RETRY, now + RETRY_INTERVAL)
    this.#context.timers.set(DEADLINE, now + this.#context.settings.joinTimeout)
  }

  wake (now: Millis, timer: string): boolean {
    if (timer === RETRY) {
      this.#context.outbox.bootstrap()
      this.#context.timers.set(RETRY, now + RETRY_INTERVAL)
    } else if (timer === DEADLINE && this.#isAwaited && this.#extensions < EXTENSIONS_MAX) {
      this.#extensions++
      this.#context.timers.set(DEADLINE, now + this.#context.settings.joinTimeout)
    } else if (timer === DEADLINE) {
      this.#context.outbox.trace('join:alone')
      this.#form()
    } else {
      return false
    }

    return true
  }

  contact (now: Millis, member: MemberId): void {
    this.#asked.add(member)
    this.#sync.begin(now, member)
  }

  /** Takes in the view of a member, in as many answers as it has, or learns that the other one looks for a cluster too. */
  receive (now: Millis, from: MemberId, delta: Delta): void {
    if (!this.#asked.has(from)) {
      this.#context.outbox.trace('join:unasked', from)
      return
    }
    if (!delta.joined) {
      this.#meet(now, from)
      return
    }
    this.#sync.take(now, from, delta)
    // Also when it is no news: another one may have told the same, and neither has told all.
    if (delta.more === true && this.#furtherAnswers < FURTHER_ANSWERS_MAX) {
      this.#furtherAnswers++
      this.#sync.begin(now, from)
      return
    }
    if (this.#context.members.liveCount === 0) {
      return
    }
    this.#end(this.#mismatch() ?? { type: 'joined', joinOrder: this.#nextPriority(), through: from })
  }

  /** Half of the time is left for somebody who has a cluster already. */
  #meet (now: Millis, other: MemberId): void {
    this.#waiting.add(other)

    if ([...this.#waiting].every(id => this.#context.self < id)) {
      this.#context.timers.setEarliest(DEADLINE, now + this.#context.settings.joinTimeout / 2)
    }
  }

  /** The first of a cluster, or one of those that it heard of before everybody who could tell it more was gone. */
  #form (): void {
    this.#end(this.#mismatch() ?? { type: 'joined', joinOrder: this.#nextPriority() })
  }

  #end (result: JoinResult): void {
    this.#context.timers.cancel(RETRY)
    this.#context.timers.cancel(DEADLINE)
    this.#result = result
  }

  #nextPriority (): number {
    return Math.min(PRIORITY_MAX, 1 + Math.max(0, ...[...this.#context.members.rows()].map(row => row.claim.priority)))
  }

  /** What the best-ranked member says of a group counts: it leads, and a single mistaken member must not lock others out. */
  #mismatch (): JoinResult | undefined {
    for (const { name: group, partitions: ours, isStrict } of this.#groups) {
      const by = this.#context.members.ranked().find(row => row.claim.groups.some(({ name }) => name === group))
      const theirs = by?.claim.groups.find(({ name }) => name === group)

      if (by !== undefined && theirs !== undefined && (theirs.partitions !== ours || theirs.isStrict !== isStrict)) {
        this.#context.outbox.trace('join:group-mismatch', by.id)
        return { type: 'refused', group, ours, theirs: theirs.partitions, by: by.id }
      }
    }

    return undefined
  }
}
