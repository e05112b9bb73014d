import { formatToken, packToken } from '../../core/index.js'
import type { RosterEntry, Table } from '../../core/index.js'

/** What is uneven, or not owned though there is somebody to own it. */
export function unbalanced (table: Table): string[] {
  const loads = loadsOf(table)
  const isUnowned = table.roster.length > 0 && table.owners.includes(-1)
  const spread = Math.max(...loads) - Math.min(...loads)

  return isUnowned || (loads.length > 0 && spread > 1) ? [`${table.group} has the loads ${loads.join()}, ${table.owners.filter(index => index === -1).length} unowned`] : []
}

function loadsOf ({ roster, owners }: Table): number[] {
  return roster.map((_, index) => owners.filter(owner => owner === index).length)
}

/** The least that must move is: orphans, and what anybody has above its share, where as many as can keep one more. */
export function needlessMoves (former: Table, table: Table): string[] {
  const keepers = former.owners.map((_, partition) => table.roster.findIndex(entry => isOwner(former, partition, entry)))
  const held = table.roster.map((_, index) => keepers.filter(keeper => keeper === index).length)
  const base = Math.floor(table.partitions / Math.max(1, table.roster.length))
  const extras = table.partitions - base * table.roster.length
  const above = held.filter(count => count > base)
  const orphans = keepers.filter(keeper => keeper === -1).length
  const bound = table.roster.length === 0 ? 0 : orphans + above.reduce((sum, count) => sum + count - base, 0) - Math.min(extras, above.length)
  const moves = table.owners.filter((owner, partition) => owner !== -1 && owner !== keepers[partition]).length

  return moves > bound ? [`${moves} partitions of ${table.group} move, and ${bound} would do`] : []
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
 */
export function needlessTokens (former: Table, table: Table, besides: readonly Table[]): string[] {
  const changed = table.tokens.flatMap((token, partition) => {
    const owner = table.roster[table.owners[partition] ?? -1]
    const before = former.tokens[partition] ?? 0n
    const isKept = owner !== undefined && isOwner(former, partition, owner)
    const isContested = besides.some(({ tokens }) => (tokens[partition] ?? 0n) !== before)

    return isKept && token !== before && !isContested ? [partition] : []
  })
  const isSame = former.epoch.term === table.epoch.term && former.epoch.leader === table.epoch.leader &&
    former.tokens.every((token, partition) => token === table.tokens[partition]) &&
    former.roster.map(({ id, generation }) => `${id}.${generation}`).join() === table.roster.map(({ id, generation }) => `${id}.${generation}`).join()

  return [
    ...(changed.length > 0 ? [`${changed.length} partitions of ${table.group} keep their owners and get new tokens under ${formatToken(packToken(table.epoch))}`] : []),
    ...(isSame ? [`the table ${formatToken(packToken(table.epoch))} of ${table.group} changes nothing`] : [])
  ]
}

function isOwner (table: Table, partition: number, { id, generation }: RosterEntry): boolean {
  const owner = table.roster[table.owners[partition] ?? -1]
  return owner?.id === id && owner.generation === generation
}
