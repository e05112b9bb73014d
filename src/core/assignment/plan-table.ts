import { hash32 } from '../hash.js'
import { isSameStart, ownerOf } from './table.js'
import { packToken } from './token.js'
import { planOwners } from './planner.js'
import type { Applies } from '../rules.js'
import type { Epoch, GroupSpec, MemberId, RosterEntry, Table, Token } from '../types.js'

/** What the next table of a group is made from. */
export interface PlanRequest {
  readonly cluster: string
  readonly group: GroupSpec
  /** The workers as they are now, in any order. */
  readonly workers: readonly RosterEntry[]
  readonly base: Table | undefined
  /** Tables of other lines that ran beside the base: what they contradict gets a new token. */
  readonly foreign: readonly Table[]
  readonly epoch: Epoch
  readonly applies: Applies
}

/** The next table of a group: sticky to the base, a new token wherever the owner is new or was contested. */
export function planTable ({ cluster, group, workers, base, foreign, epoch, applies }: PlanRequest): Table {
  const roster = [...workers].sort((a, b) => a.id < b.id ? -1 : 1)
  const present = new Map(roster.map((entry, index) => [entry.id, { entry, index }]))
  const owners = planOwners({
    partitions: group.partitions,
    workers: roster.map(({ id }, index) => ({ id, weight: index > 0 || applies('planner:equal') ? 1 : 2 })),
    owners: base === undefined || !applies('planner:sticky') ? [] : runningOwners(base, present),
    seed: hash32(group.name)
  }).map(id => id === undefined ? -1 : present.get(id)?.index ?? -1)

  const fresh = packToken(epoch)
  const tokens = owners.map((index, partition) => {
    const kept = base === undefined ? undefined : keptToken(base, partition, roster[index])
    const isContested = applies('plan:restamp-contested') && foreign.some(table => contradicts(table, base, partition))

    if (index < 0) {
      return isContested ? fresh : applies('plan:token-remembered') ? base?.tokens[partition] ?? 0n : 0n
    }

    return kept !== undefined && !isContested && applies('plan:token-kept') ? kept : fresh
  })

  return {
    cluster, group: group.name, partitions: group.partitions, epoch, ...(base === undefined ? {} : { parent: base.epoch }), roster, owners, tokens
  }
}

/** Whether publishing the table would change anything for anybody. */
export function changesAnything (table: Table, base: Table | undefined): boolean {
  return base === undefined ||
    table.tokens.some((token, partition) => token !== base.tokens[partition]) ||
    table.roster.length !== base.roster.length ||
    table.roster.some((entry, index) => !isSameStart(entry, base.roster[index]))
}

/** By partition, the owner that is still the same start of a member. */
function runningOwners (base: Table, present: ReadonlyMap<MemberId, { readonly entry: RosterEntry }>): Array<MemberId | undefined> {
  return base.owners.map((_, partition) => {
    const owner = ownerOf(base, partition)
    return owner !== undefined && isSameStart(present.get(owner.id)?.entry, owner) ? owner.id : undefined
  })
}

function keptToken (base: Table, partition: number, owner: RosterEntry | undefined): Token | undefined {
  return owner !== undefined && isSameStart(ownerOf(base, partition), owner) ? base.tokens[partition] : undefined
}

function contradicts (foreign: Table, base: Table | undefined, partition: number): boolean {
  return (foreign.tokens[partition] ?? 0n) !== (base?.tokens[partition] ?? 0n)
}
