import { isInRoster, ownedBy } from './table.js'
import type { Context } from '../context.js'
import type { LossReason, RevokeReason, RosterEntry, Table, Token } from '../types.js'

/** What this member works on; it tells the application what comes and goes. */
export class Ownership {
  readonly #context: Context
  readonly #held = new Map<string, ReadonlyMap<number, Token>>()

  constructor (context: Context) {
    this.#context = context
  }

  held (group: string): ReadonlyMap<number, Token> {
    return this.#held.get(group) ?? new Map()
  }

  get isEmpty (): boolean {
    return [...this.#held.values()].every(partitions => partitions.size === 0)
  }

  /** Follows a newer table. What ends is told before what begins. */
  follow (table: Table, self: RosterEntry): void {
    const { group } = table
    const before = this.held(group)
    const start = this.#context.applies('ownership:own-start') ? self : table.roster.find(({ id }) => id === self.id) ?? self
    const after = ownedBy(table, start)
    const isMember = isInRoster(table, self)
    const isRenewed = (partition: number): boolean => before.get(partition) !== after.get(partition) &&
      (!before.has(partition) || this.#context.applies('ownership:renewal'))

    this.#held.set(group, after)

    for (const [partition, token] of before) {
      if (!after.has(partition) && isMember) {
        this.#revoke(group, partition, token, 'moved')
      } else if (!after.has(partition)) {
        this.#lose(group, partition, token, 'superseded')
      } else if (isRenewed(partition)) {
        this.#lose(group, partition, token, 'conflict')
      }
    }
    for (const [partition, token] of after) {
      if (isRenewed(partition)) {
        this.#context.outbox.emit({ type: 'partition:assign', group, partition, token })
      }
    }
  }

  /** Gives everything up on purpose. */
  release (): void {
    if (this.#context.applies('ownership:release-on-leave')) {
      this.#drop((group, partition, token) => { this.#revoke(group, partition, token, 'leave') })
    }
  }

  /** Loses everything at once: this start of the member is no longer one. */
  forfeit (): void {
    if (this.#context.applies('ownership:forfeit-at-end')) {
      this.#drop((group, partition, token) => { this.#lose(group, partition, token, 'superseded') })
    }
  }

  #drop (tell: (group: string, partition: number, token: Token) => void): void {
    const held = [...this.#held]
    this.#held.clear()

    for (const [group, partitions] of held) {
      for (const [partition, token] of partitions) {
        tell(group, partition, token)
      }
    }
  }

  #revoke (group: string, partition: number, token: Token, reason: RevokeReason): void {
    this.#context.outbox.emit({ type: 'partition:revoke', group, partition, token, reason })
  }

  #lose (group: string, partition: number, token: Token, reason: LossReason): void {
    this.#context.outbox.emit({ type: 'partition:lost', group, partition, token, reason })
  }
}
