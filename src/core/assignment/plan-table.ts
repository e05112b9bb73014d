import { hash32 } from '../hash.js'
import { isSameStart, ownerOf, successorOf } from './table.js'
import { packToken } from './token.js'
import { planOwners } from './planner.js'
import type { Applies } from '../rules.js'
import type { Epoch, GroupSpec, MemberId, RosterEntry, Table, Token } from '../types.js'

/** What a leader knows of a group beyond its table. */
export interface Standing {
  /** Whether that start of a member lives: it can hand over what it has. */
  readonly isLive: (entry: RosterEntry) => boolean
  /** Whether the owner under that token has stopped, or had long enough to. */
  readonly hasLetGo: (partition: number, token: Token) => boolean
  /** By partition, the largest token that a resource has seen. */
  readonly seen: ReadonlyMap<number, Token>
  /** By partition, who could not do its work a short time ago. */
  readonly spared: ReadonlyMap<number, ReadonlySet<MemberId>>
}

/** What the next table of a group is made from. */
export interface PlanRequest {
  readonly cluster: string
  readonly group: GroupSpec
  /** The workers as they are now, in any order. */
  readonly workers: readonly RosterEntry[]
  readonly base: Table | undefined
  /** Tables of other lines that ran beside the base: what they contradict gets a new token. */
  readonly foreign: readonly Table[]
  readonly standing: Standing
  readonly epoch: Epoch
  readonly applies: Applies
}

/** Where one partition stands in the next table. */
interface Place {
  readonly owner: RosterEntry | undefined
  readonly token: Token
  /** Who takes it over once the owner has let go. */
  readonly successor?: RosterEntry | undefined
}

/**
 * The next table of a group: sticky to the base, a new token wherever the owner is new or was contested. What a living
 * owner has stays with it until it has let go; the table names who comes next.
 */
export function planTable (request: PlanRequest): Table {
  const { cluster, group, base, epoch } = request
  const workers = new Map(request.workers.map(entry => [entry.id, entry]))
  const owners = chooseOwners(request, workers)
  const places = owners.map((id, partition) => placeOf(request, partition, id === undefined ? undefined : workers.get(id)))
  const roster = rosterOf(request.workers, places)
  const indexes = new Map(roster.map(({ id }, index) => [id, index]))
  const indexOf = (entry: RosterEntry | undefined): number => entry === undefined ? -1 : indexes.get(entry.id) ?? -1

  return {
    cluster,
    group: group.name,
    partitions: group.partitions,
    epoch,
    ...(base === undefined ? {} : { parent: base.epoch }),
    roster,
    owners: places.map(({ owner }) => indexOf(owner)),
    tokens: places.map(({ token }) => token),
    successors: places.map(({ successor }) => indexOf(successor))
  }
}

/** Whether publishing the table would change anything for anybody. */
export function changesAnything (table: Table, base: Table | undefined): boolean {
  return base === undefined ||
    table.tokens.some((token, partition) => token !== base.tokens[partition]) ||
    table.successors.some((successor, partition) => successor !== base.successors[partition]) ||
    table.roster.length !== base.roster.length ||
    table.roster.some((entry, index) => !isSameStart(entry, base.roster[index]))
}

/** Who is to work on each partition, as soon as whoever does has stopped. */
function chooseOwners ({ group, base, applies }: PlanRequest, workers: ReadonlyMap<MemberId, RosterEntry>): Array<MemberId | undefined> {
  const ids = [...workers.keys()].sort()

  return planOwners({
    partitions: group.partitions,
    workers: ids.map((id, index) => ({ id, weight: index > 0 || applies('planner:equal') ? 1 : 2 })),
    owners: base === undefined || !applies('planner:sticky') ? [] : base.owners.map((_, partition) => heirOf(base, partition, workers)),
    seed: hash32(group.name)
  })
}

/** Whom the base gives a partition to in the end: the successor, or the owner if there is none, as long as it works. */
function heirOf (base: Table, partition: number, workers: ReadonlyMap<MemberId, RosterEntry>): MemberId | undefined {
  return [successorOf(base, partition), ownerOf(base, partition)].find(entry => entry !== undefined && isSameStart(workers.get(entry.id), entry))?.id
}

function placeOf (request: PlanRequest, partition: number, next: RosterEntry | undefined): Place {
  const { base, foreign, standing, applies } = request
  const before = base === undefined ? undefined : ownerOf(base, partition)
  const kept = base?.tokens[partition] ?? 0n
  const fresh = packToken(request.epoch)
  const isContested = applies('plan:restamp-contested') && foreign.some(table => contradicts(table, base, partition))
  const isFenced = (standing.seen.get(partition) ?? 0n) > kept
  const isHeld = before !== undefined && standing.isLive(before) && !standing.hasLetGo(partition, kept)

  if (isHeld && (next === undefined || isSameStart(next, before))) {
    return { owner: before, token: isContested || isFenced || !applies('plan:token-kept') ? fresh : kept }
  }
  // Where a split has left two owners, the one that loses it hears so, and need not be waited for.
  if (isHeld && !isContested && applies('plan:handoff')) {
    return { owner: before, token: kept, successor: next }
  }
  if (next === undefined) {
    return { owner: undefined, token: isContested ? fresh : applies('plan:token-remembered') ? kept : 0n }
  }

  return { owner: next, token: fresh }
}

/** The workers, and whoever still has something to hand over. */
function rosterOf (workers: readonly RosterEntry[], places: readonly Place[]): RosterEntry[] {
  const entries = new Map([...workers, ...places.flatMap(({ owner }) => owner === undefined ? [] : [owner])].map(entry => [entry.id, entry]))
  return [...entries.values()].sort((a, b) => a.id < b.id ? -1 : 1)
}

function contradicts (foreign: Table, base: Table | undefined, partition: number): boolean {
  return (foreign.tokens[partition] ?? 0n) !== (base?.tokens[partition] ?? 0n)
}
