import { STANDBYS_MAX } from '../limits.js'
import { compareEpochs } from './epoch.js'
import { areSound } from './orders.js'
import { packToken } from './token.js'
import type { MemberId, RosterEntry, Table, Token } from '../types.js'

/** The owner of a partition, as the start of a member that it is. */
export function ownerOf (table: Table, partition: number): RosterEntry | undefined {
  const index = table.owners[partition]
  return index === undefined || index < 0 ? undefined : table.roster[index]
}

/** Who stands by for a partition, who takes over first comes first: its owner does not, though it will when it has handed over. */
export function standbysOf (table: Table, partition: number): RosterEntry[] {
  return (table.standbys?.[partition] ?? []).filter(index => index !== table.owners[partition]).flatMap(index => table.roster[index] ?? [])
}

/** Who takes a partition over once its owner has let go of it. */
export function successorOf (table: Table, partition: number): RosterEntry | undefined {
  const index = table.successors[partition]
  return index === undefined || index < 0 ? undefined : table.roster[index]
}

/** Whether two entries are one start of one member. */
export function isSameStart (a: RosterEntry | undefined, b: RosterEntry | undefined): boolean {
  return a?.id === b?.id && a?.generation === b?.generation
}

/**
 * Whether a table can be right by itself: every partition owned by exactly one member of the roster or explicitly by
 * none, handed over by an owner to another member only, every ownership begun no later than the table. Without an owner, the token is the last owner's.
 */
export function isSound (table: Table): boolean {
  const { owners, tokens, successors, roster, partitions } = table
  const newest = packToken(table.epoch)
  const isAscending = roster.every(({ id }, index) => index === 0 || (roster[index - 1] as RosterEntry).id < id)

  return owners.length === partitions && tokens.length === partitions && successors.length === partitions && isAscending &&
    owners.every(index => Number.isInteger(index) && index >= -1 && index < roster.length) &&
    successors.every((index, partition) => index === -1 || (Number.isInteger(index) && index >= 0 && index < roster.length && owners[partition] !== -1 && owners[partition] !== index)) &&
    tokens.every((token, partition) => token <= newest && (token > 0n || owners[partition] === -1)) &&
    (table.standbys === undefined || areStandbysSound(table, table.standbys)) &&
    (table.reasons === undefined || table.reasons.length === partitions) &&
    (table.orders === undefined || areSound(table.orders, table))
}

/** Whether all that stand by are distinct members of the roster, and not the one that they stand by for. */
function areStandbysSound ({ owners, successors, roster, partitions }: Table, standbys: ReadonlyArray<readonly number[]>): boolean {
  return standbys.length === partitions && standbys.every((list, partition) => {
    const successor = successors[partition] ?? -1
    const heir = successor >= 0 ? successor : owners[partition]

    return list.length <= STANDBYS_MAX && new Set(list).size === list.length && list.every(index => Number.isInteger(index) && index >= 0 && index < roster.length && index !== heir)
  })
}

/**
 * Whether a token would go back: an unchanged owner keeps its token or gets a larger one, a new owner gets a larger
 * one, and nobody's partition keeps the last one. Otherwise a resource that saw the old token would refuse the new
 * owner, for ever.
 */
export function tokensRegress (older: Table, newer: Table): boolean {
  return newer.tokens.some((token, partition) => {
    const former = older.tokens[partition] ?? 0n
    const owner = ownerOf(newer, partition)
    const isKept = owner === undefined || isSameStart(ownerOf(older, partition), owner)

    return isKept ? token < former : token <= former
  })
}

/** Whether `newer` came after `older` in one line of planning, as far as their epochs tell. */
export function isNewerTable (newer: Table, older: Table | undefined): boolean {
  return older === undefined || compareEpochs(newer.epoch, older.epoch) > 0
}

/** The partitions of one start of a member, with their tokens. */
export function ownedBy (table: Table, member: RosterEntry): Map<number, Token> {
  const owned = new Map<number, Token>()
  const index = table.roster.findIndex(entry => isSameStart(entry, member))

  if (index >= 0) {
    for (const [partition, owner] of table.owners.entries()) {
      if (owner === index) {
        owned.set(partition, table.tokens[partition] ?? 0n)
      }
    }
  }

  return owned
}

/** Whether a member has a place in the roster at all. */
export function isInRoster (table: Table, member: { readonly id: MemberId, readonly generation: number }): boolean {
  return table.roster.some(entry => isSameStart(entry, member))
}
