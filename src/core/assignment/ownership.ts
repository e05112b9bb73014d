import { isInRoster, ownedBy } from './table.js'
import type { Context } from '../context.js'
import type { Claim, LossReason, RevokeReason, Table, Token } from '../types.js'
import type { LettingGo } from './letting-go.js'

/**
 * What this member works on; it tells the application what comes and goes.
 *
 * none -> running -> stopping (told to stop; still this member's) -> released (the leader is told) -> none, or -> lost at
 * any time. What was released begins again under another token only.
 */
export class Ownership {
  readonly #context: Context
  readonly #lettingGo: LettingGo
  /** What runs, and what stops. */
  readonly #held = new Map<string, Map<number, Token>>()

  constructor (context: Context, lettingGo: LettingGo) {
    this.#context = context
    this.#lettingGo = lettingGo
  }

  held (group: string): ReadonlyMap<number, Token> {
    return this.#held.get(group) ?? new Map()
  }

  get isEmpty (): boolean {
    return [...this.#held.values()].every(partitions => partitions.size === 0)
  }

  /** Follows a newer table. What ends is told before what begins. */
  follow (table: Table, self: Claim): void {
    const { group } = table
    const before = this.held(group)
    const start = this.#context.applies('ownership:own-start') ? self : table.roster.find(({ id }) => id === self.id) ?? self
    const owned = ownedBy(table, start)
    const after = new Map<number, Token>()
    const isGoing = (partition: number): boolean => self.leaving || (table.successors[partition] ?? -1) >= 0

    this.#held.set(group, after)

    for (const [partition, token] of before) {
      const kept = owned.get(partition)

      if (kept === token || (kept !== undefined && !this.#context.applies('ownership:renewal'))) {
        after.set(partition, kept)
        this.#stopIf((table.successors[partition] ?? -1) >= 0, group, partition, kept, self.leaving ? 'leave' : 'moved')
      } else {
        this.#lose(group, partition, token, this.#reasonOf(group, partition, token, kept !== undefined || isInRoster(table, self)))
      }
    }
    this.#lettingGo.follow(group, owned)

    for (const [partition, token] of owned) {
      if (after.has(partition) || this.#lettingGo.isOver(group, partition, token)) {
        continue
      }
      if (isGoing(partition)) {
        this.#lettingGo.finish(group, partition, token, false)
      } else {
        after.set(partition, token)
        this.#context.outbox.emit({ type: 'partition:assign', group, partition, token })
      }
    }
  }

  /** The application has stopped, asked or not, or cannot work; false if it does not hold the partition under that token. */
  letGo (group: string, partition: number, token: Token, failed: boolean): boolean {
    if (this.held(group).get(partition) !== token) {
      return false
    }
    const isAsked = this.#lettingGo.isBegun(group, partition, token)

    this.#held.get(group)?.delete(partition)
    this.#lettingGo.finish(group, partition, token, failed || !isAsked)

    return true
  }

  /** Asks the application to stop with all of a group: nobody else is there to hand it to. */
  stop (group: string, reason: RevokeReason): void {
    for (const [partition, token] of this.held(group)) {
      this.#stopIf(true, group, partition, token, reason)
    }
  }

  /** Loses everything at once: this start of the member is no longer one, or takes no more part. */
  forfeit (): void {
    if (this.#context.applies('ownership:forfeit-at-end')) {
      const held = [...this.#held]
      this.#held.clear()
      this.#lettingGo.clear()

      for (const [group, partitions] of held) {
        for (const [partition, token] of partitions) {
          this.#lose(group, partition, token, 'superseded')
        }
      }
    }
  }

  #stopIf (isAsked: boolean, group: string, partition: number, token: Token, reason: RevokeReason): void {
    if (isAsked && !this.#lettingGo.isBegun(group, partition, token)) {
      this.#lettingGo.begin(group, partition, token)
      this.#context.outbox.emit({ type: 'partition:revoke', group, partition, token, reason })
    }
  }

  /** Whoever was asked to stop and did not, or is no part of the table, is gone over; anybody else hears of another line. */
  #reasonOf (group: string, partition: number, token: Token, isMember: boolean): LossReason {
    if (this.#lettingGo.isFenced(group, partition, token)) {
      return 'fenced'
    }

    return isMember && !this.#lettingGo.isBegun(group, partition, token) ? 'conflict' : 'superseded'
  }

  #lose (group: string, partition: number, token: Token, reason: LossReason): void {
    this.#context.outbox.emit({ type: 'partition:lost', group, partition, token, reason })
  }
}
