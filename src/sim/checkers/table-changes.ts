import { formatToken, packToken } from '../../core/index.js'
import type { RosterEntry, Table } from '../../core/index.js'

/**
 * What is uneven, or not owned though there is somebody to own it; whoever takes over counts as if it had.
 *
 * @param spared partitions that somebody is not given although it would be its turn
 */
export function unbalanced (table: Table, spared = 0): string[] {
  const loads = loadsOf(table)
  const unowned = loads.length === 0 ? 0 : table.owners.filter(index => index === -1).length
  const spread = Math.max(...loads) - Math.min(...loads)

  return unowned > spared || (loads.length > 0 && spread > 1 + 2 * spared) ? [`${table.group} has the loads ${loads.join()}, ${unowned} unowned`] : []
}

function loadsOf (table: Table): number[] {
  return workingIn(table).map(index => table.owners.filter((_, partition) => heirIn(table, partition) === index).length)
}

/** The roster indexes of those that do not only hand over what they have. */
function workingIn (table: Table): number[] {
  return table.roster.map((_, index) => index).filter(index => {
    const owned = table.owners.flatMap((owner, partition) => owner === index ? [partition] : [])
    const isOnlyHandingOver = owned.length > 0 && owned.every(partition => (table.successors[partition] ?? -1) >= 0)
    return !isOnlyHandingOver || table.successors.includes(index)
  })
}

/** Whose the partition is, or will be. */
function heirIn ({ owners, successors }: Table, partition: number): number {
  const successor = successors[partition] ?? -1
  return successor >= 0 ? successor : owners[partition] ?? -1
}

/**
 * The least that must move is: orphans, and what anybody has above its share, where as many as can keep one more. What goes
 * to somebody who works on it by a table of another line does not move.
 */
export function needlessMoves (former: Table, table: Table, besides: readonly Table[] = [], spared = 0): string[] {
  const working = workingIn(table)
  const keepers = former.owners.map((owner, partition) => besides.some(other => isOwner(other, partition, table.roster[heirIn(table, partition)]))
    ? heirIn(table, partition)
    : [heirIn(former, partition), owner]
    .map(index => former.roster[index] === undefined ? -1 : working.find(place => isSame(former.roster[index], table.roster[place])) ?? -1).find(place => place >= 0) ?? -1)
  const held = working.map(index => keepers.filter(keeper => keeper === index).length)
  const base = Math.floor(table.partitions / Math.max(1, working.length))
  const extras = table.partitions - base * working.length
  const above = held.filter(count => count > base)
  const orphans = keepers.filter(keeper => keeper === -1).length
  const bound = working.length === 0 ? 0 : orphans + above.reduce((sum, count) => sum + count - base, 0) - Math.min(extras, above.length)
  const moves = table.owners.filter((_, partition) => heirIn(table, partition) !== -1 && heirIn(table, partition) !== keepers[partition]).length

  return moves > bound + 2 * spared ? [`${moves} partitions of ${table.group} move, and ${bound} would do`] : []
}

/** A new owner has a larger token than the former one, and nobody has a smaller one. */
export function tokensBack (former: Table, table: Table): string[] {
  return table.tokens.flatMap((token, partition) => {
    const before = former.tokens[partition] ?? 0n
    const owner = table.roster[table.owners[partition] ?? -1]
    const isKept = owner === undefined || isOwner(former, partition, owner)

    return token < before || (token === before && !isKept) ? [`partition ${partition} of ${table.group} has the token ${formatToken(token)} after ${formatToken(before)}`] : []
  })
}

/**
 * Whoever keeps a partition keeps its token, unless another line of tables contradicts it; and a table that changes
 * nothing is not made, but by a leader that takes office.
 *
 * @param besides tables of other lines
 * @param hasStopped whether the owner had let go of a partition, or a resource had refused its token
 */
export function needlessTokens (former: Table, table: Table, besides: readonly Table[], hasStopped: (partition: number) => boolean): string[] {
  const changed = table.tokens.flatMap((token, partition) => {
    const owner = table.roster[table.owners[partition] ?? -1]
    const before = former.tokens[partition] ?? 0n
    const isKept = owner !== undefined && isOwner(former, partition, owner)
    const isContested = besides.some(({ tokens }) => (tokens[partition] ?? 0n) !== before)

    return isKept && token !== before && !isContested && !hasStopped(partition) ? [partition] : []
  })
  const isUnchanged = former.epoch.term === table.epoch.term && former.epoch.leader === table.epoch.leader &&
    former.tokens.every((token, partition) => token === table.tokens[partition]) &&
    former.owners.every((owner, partition) => isSame(former.roster[owner], table.roster[table.owners[partition] ?? -1])) &&
    former.successors.every((_, partition) => isSame(former.roster[former.successors[partition] ?? -1], table.roster[table.successors[partition] ?? -1])) &&
    former.roster.map(({ id, generation }) => `${id}.${generation}`).join() === table.roster.map(({ id, generation }) => `${id}.${generation}`).join()

  return [
    ...(changed.length > 0 ? [`${changed.length} partitions of ${table.group} keep their owners and get new tokens under ${formatToken(packToken(table.epoch))}`] : []),
    ...(isUnchanged ? [`the table ${formatToken(packToken(table.epoch))} of ${table.group} changes nothing`] : [])
  ]
}

function isOwner (table: Table, partition: number, entry: RosterEntry | undefined): boolean {
  return entry !== undefined && isSame(table.roster[table.owners[partition] ?? -1], entry)
}

function isSame (a: RosterEntry | undefined, b: RosterEntry | undefined): boolean {
  return a?.id === b?.id && a?.generation === b?.generation
}
