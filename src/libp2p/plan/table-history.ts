import { isSameStart, ownerOf, successorOf } from '../../core/index.js'
import { peerIdOfMember, toEpochInfo } from '../public-view.js'
import type { RosterEntry, Table } from '../../core/index.js'
import type { PlannedMove, TableRecord } from '../../api.js'

/** Tables of a group that are remembered; the oldest are forgotten first. */
const RECORDS_MAX = 32

/** Moves of one table that are remembered. */
const MOVES_MAX = 1_024

/** What the tables that were applied here changed, by group. */
export class TableHistory {
  readonly #records = new Map<string, TableRecord[]>()
  readonly #newest = new Map<string, Table>()

  /** A table is applied at that time. */
  note (table: Table, at: number): void {
    const { group, epoch } = table
    const moved = movesIn(this.#newest.get(group), table)
    const record = { epoch: toEpochInfo(epoch), at, moved: moved.length, moves: moved.slice(0, MOVES_MAX).map(partition => moveOf(this.#newest.get(group), table, partition)) }

    this.#records.set(group, [...this.#records.get(group) ?? [], record].slice(-RECORDS_MAX))
    this.#newest.set(group, table)
  }

  of (group: string): TableRecord[] {
    return [...this.#records.get(group) ?? []]
  }

  clear (): void {
    this.#records.clear()
    this.#newest.clear()
  }
}

function movesIn (before: Table | undefined, table: Table): number[] {
  return [...table.owners.keys()].filter(partition => !isSameStart(heirIn(before, partition), heirIn(table, partition)))
}

function moveOf (before: Table | undefined, table: Table, partition: number): PlannedMove {
  const [from, to] = [heirIn(before, partition), heirIn(table, partition)]

  return {
    partition,
    from: from === undefined ? undefined : peerIdOfMember(from.id),
    to: to === undefined ? undefined : peerIdOfMember(to.id),
    reason: table.reasons?.[partition] ?? 'kept'
  }
}

/** Who is to have it in the end. */
function heirIn (table: Table | undefined, partition: number): RosterEntry | undefined {
  return table === undefined ? undefined : successorOf(table, partition) ?? ownerOf(table, partition)
}
