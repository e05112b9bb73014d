import { isLive } from '../membership/member.js'
import { packToken } from './token.js'
import { isInRoster } from './table.js'
import type { Context } from '../context.js'
import type { Self } from '../membership/self.js'
import type { Epoch, Millis, Table } from '../types.js'
import type { Tables } from './tables.js'

/** How long a member waits for a table that has both sides of a split in it, in times to settle. */
const SETTLES = 4

/** How often it begins to wait anew: a leader asks four times at most, and two of them can lead. */
const GIVEN_MAX = 8

/**
 * When a split heals, the other side's table is often heard of before the one that is made of both. A member that it
 * leaves out goes on by its own for a while: to drop everything and get it back would start every handler anew.
 */
export class MergeWait {
  readonly #context: Context
  readonly #self: Self
  readonly #tables: Tables
  /** By group, since when it waits. */
  readonly #since = new Map<string, Millis>()
  /** By group, how often its table was given to a leader that collects. */
  readonly #given = new Map<string, number>()

  constructor (context: Context, self: Self, tables: Tables) {
    this.#context = context
    this.#self = self
    this.#tables = tables
  }

  /** Whether a newer table is not to be applied yet. */
  isOn (now: Millis, table: Table): boolean {
    const own = this.#tables.get(table.group)

    if (own === undefined || !this.#isLeftOut(own, table) || !this.#context.applies('applier:waits-for-merge')) {
      return false
    }
    const since = this.#since.get(table.group) ?? now
    this.#since.set(table.group, since)

    return now < since + SETTLES * this.#context.settings.settle
  }

  /**
   * A leader that collects was given the own table, and will plan from it: until then this member must go by it. Whoever asks
   * again and again cannot make it wait for ever.
   */
  give (now: Millis, group: string): void {
    const given = this.#given.get(group) ?? 0

    if (this.#since.has(group) && given < GIVEN_MAX && this.#context.applies('applier:waits-for-collector')) {
      this.#given.set(group, given + 1)
      this.#since.set(group, now)
    }
  }

  /** A table of the group was applied. */
  end (group: string): void {
    this.#since.delete(group)
    this.#given.delete(group)
  }

  /** Whether another line of tables has no place for this member, whose own leader lives. */
  #isLeftOut (own: Table, table: Table): boolean {
    const { claim } = this.#self
    const leader = this.#context.members.get(own.epoch.leader)

    return !claim.left && isInRoster(own, claim) && !isInRoster(table, claim) && leader !== undefined && isLive(leader) &&
      [table.epoch, table.parent].every(epoch => epoch === undefined || this.#isOffLine(own, table.group, epoch))
  }

  /** What the leader of the own table made since is of its line, seen or not. */
  #isOffLine (own: Table, group: string, epoch: Epoch): boolean {
    const isSameOffice = epoch.term === own.epoch.term && epoch.leader === own.epoch.leader
    return !isSameOffice && this.#tables.isForeign({ group, epoch: packToken(epoch) })
  }
}
