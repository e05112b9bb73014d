import { isInRoster } from '../assignment/table.js'
import type { Tables } from '../assignment/tables.js'
import type { Context } from '../context.js'
import type { Row } from '../membership/member.js'
import type { GroupSpec, Millis, RosterEntry, Table } from '../types.js'

/**
 * How long one that came back from the dead waits for work, as a share of the `probation` setting: by then it has seen
 * that it was replaced, and has gone on probation, or is really back.
 */
const RETURN_SHARE = 1 / 3

/** Whom the tables are planned for. */
export class Workers {
  readonly #context: Context
  readonly #tables: Tables

  constructor (context: Context, tables: Tables) {
    this.#context = context
    this.#tables = tables
  }

  /** A group is as big as its table says, or else as the first in rank to name it says. */
  groups (): GroupSpec[] {
    const groups = new Map<string, GroupSpec>()

    for (const { group, partitions } of this.#tables.all()) {
      groups.set(group, { name: group, partitions })
    }
    for (const group of this.#context.members.view().flatMap(row => row.claim.groups)) {
      groups.set(group.name, groups.get(group.name) ?? group)
    }

    return [...groups.values()]
  }

  /** Who works for a group. One that has just come back does only if it has work: here, or on the other side of a split. */
  of (now: Millis, { name, partitions }: GroupSpec, foreign: readonly Table[]): RosterEntry[] {
    return this.#present(now, foreign)
      .filter(row => row.claim.groups.some(group => group.name === name && group.partitions === partitions))
      .map(({ id, generation }) => ({ id, generation }))
  }

  /** All that a plan depends on, to see when it changes: a line for each worker. */
  key (now: Millis): string {
    return this.#present(now, [])
      .map(({ id, generation, claim }) => `${id} ${generation} ${claim.groups.map(({ name, partitions }) => `${name}:${partitions}`).join()}`)
      .join('\n')
  }

  /** When the next one that came back has waited long enough, if any waits. */
  nextReturn (now: Millis): Millis | undefined {
    const times = this.#context.members.view().filter(row => this.#isWaiting(now, row, [])).map(row => this.#endOf(row))
    return times.length === 0 ? undefined : Math.min(...times)
  }

  #present (now: Millis, foreign: readonly Table[]): Row[] {
    return this.#context.members.view().filter(row => !this.#isWaiting(now, row, foreign))
  }

  #isWaiting (now: Millis, row: Row, foreign: readonly Table[]): boolean {
    return row.returned && now < this.#endOf(row) && this.#context.applies('damping') &&
      ![...this.#tables.all(), ...foreign].some(table => isInRoster(table, row))
  }

  #endOf ({ aliveSince }: Row): Millis {
    return aliveSince + this.#context.settings.probation * RETURN_SHARE
  }
}
