import { outlasting } from './durations.js'
import { keyOf } from './handoff.js'
import type { StrictContext } from './context.js'
import type { LetGo } from './handoff.js'
import type { StrictRelease, StrictTable } from './types.js'
import { isSameStart } from '../assignment/table.js'
import type { MemberId, Millis, RosterEntry, Token } from '../types.js'

/** How long somebody who could not do the work of a partition is not asked again, if another can be. */
export const REST: Millis = 10_000

/** All that a leader knows of owners that are to let go, as plain data. */
export interface LettingGoState {
  readonly electedAt: Millis
  readonly grants: ReadonlyArray<readonly [string, Millis]>
  readonly drains: ReadonlyArray<readonly [string, Millis]>
  readonly released: ReadonlyArray<readonly [string, Token]>
  readonly rests: ReadonlyArray<readonly [string, Millis]>
}

/**
 * What the leader of one term knows about owners that are to let go: their releases, and how long the leases last that
 * they may have. It is gone with the term; the next leader waits from its own election.
 */
export class LettingGo implements LetGo {
  readonly #context: StrictContext
  readonly #electedAt: Millis
  /** By start, when it was last granted a lease in this term. */
  readonly #grants: Map<string, Millis>
  /** By partition that is being handed over, when a lease for it can have been granted last. */
  readonly #drains: Map<string, Millis>
  readonly #released: Map<string, Token>
  readonly #rests: Map<string, Millis>
  #now: Millis

  constructor (context: StrictContext, now: Millis, state: LettingGoState = { electedAt: now, grants: [], drains: [], released: [], rests: [] }) {
    this.#context = context
    this.#electedAt = state.electedAt
    this.#grants = new Map(state.grants)
    this.#drains = new Map(state.drains)
    this.#released = new Map(state.released)
    this.#rests = new Map(state.rests)
    this.#now = now
  }

  get state (): LettingGoState {
    return { electedAt: this.#electedAt, grants: [...this.#grants], drains: [...this.#drains], released: [...this.#released], rests: [...this.#rests] }
  }

  /** What is asked of it is asked as of then. */
  at (now: Millis): this {
    this.#now = now

    for (const [key, until] of this.#rests) {
      if (until <= now) {
        this.#rests.delete(key)
      }
    }

    return this
  }

  granted (now: Millis, owner: RosterEntry): void {
    this.#grants.set(keyOf(owner), now)
  }

  /** Takes a release; returns whether it changes anything. */
  release (now: Millis, from: RosterEntry, table: StrictTable, { group, partition, token, failed }: StrictRelease): boolean {
    const { applies } = this.#context
    const present = table.groups.find(({ name }) => name === group)
    const owner = table.roster[present?.owners[partition] ?? -1]
    const isOwners = isSameStart(owner, from) || !applies('handoff:released-only-by-owner')
    const isPresent = present?.tokens[partition] === token || !applies('handoff:token')
    const key = placeOf(group, partition)

    if (owner === undefined || !isOwners || !isPresent) {
      return false
    }
    if (failed && applies('handoff:rest')) {
      this.#rests.set(`${key}@${from.id}`, now + REST)
    }
    const isNews = this.#released.get(key) !== present?.tokens[partition]
    this.#released.set(key, present?.tokens[partition] ?? 0n)

    return isNews
  }

  /**
   * A table is committed: from here on nobody gets a lease for what it hands over, so the last one that counts has been
   * granted by now.
   */
  committed (table: StrictTable): void {
    const handed = new Set<string>()

    for (const { name, owners, successors, tokens } of table.groups) {
      for (const [partition, successor] of successors.entries()) {
        if (successor === -1 && this.#released.size === 0) continue
        const key = placeOf(name, partition)
        const owner = table.roster[owners[partition] ?? -1]

        if (this.#released.has(key) && this.#released.get(key) !== tokens[partition]) {
          this.#released.delete(key)
        }
        if (successor !== -1 && owner !== undefined) {
          handed.add(key)
          if (!this.#drains.has(key)) {
            this.#drains.set(key, this.#lastGrant(owner))
          }
        }
      }
    }
    for (const key of this.#drains.keys()) {
      if (!handed.has(key)) {
        this.#drains.delete(key)
      }
    }
    this.#forgetGrants()
  }

  /** When something changes by itself. */
  nextTimeout (): Millis | undefined {
    const wait = this.#wait()
    let next = Number.POSITIVE_INFINITY

    for (const since of this.#drains.values()) {
      next = since + wait > this.#now ? Math.min(next, since + wait) : next
    }
    for (const until of this.#rests.values()) {
      next = Math.min(next, until)
    }

    return next < Number.POSITIVE_INFINITY ? next : undefined
  }

  isReleased (group: string, partition: number, token: Token): boolean {
    return this.#released.size > 0 && this.#released.get(placeOf(group, partition)) === token
  }

  isDrained (group: string, partition: number): boolean {
    const since = this.#drains.get(placeOf(group, partition))
    return since !== undefined && this.#now >= since + this.#wait()
  }

  isResting (member: MemberId, group: string, partition: number): boolean {
    return this.#rests.has(`${placeOf(group, partition)}@${member}`)
  }

  get hasResting (): boolean {
    return this.#rests.size > 0
  }

  /** Whether anything is being waited for. */
  get isIdle (): boolean {
    return this.#drains.size === 0
  }

  #lastGrant (owner: RosterEntry): Millis {
    const own = this.#grants.get(keyOf(owner)) ?? Number.NEGATIVE_INFINITY
    return this.#context.applies('handoff:waits-after-election') ? Math.max(own, this.#electedAt) : own
  }

  #wait (): Millis {
    const { applies, durations } = this.#context

    if (!applies('handoff:waits-for-lease')) {
      return 0
    }
    return applies('handoff:drift') ? outlasting(durations.ownerLease, durations) : durations.ownerLease
  }

  // By time, not by roster: a start that comes back to it can still have the lease that it was granted before.
  #forgetGrants (): void {
    for (const [key, at] of this.#grants) {
      if (at + outlasting(this.#context.durations.ownerLease, this.#context.durations) < this.#now) {
        this.#grants.delete(key)
      }
    }
  }
}

function placeOf (group: string, partition: number): string {
  return `${group}/${partition}`
}
