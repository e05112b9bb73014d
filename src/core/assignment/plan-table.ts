import { choose } from './choice.js'
import { isSameStart, ownerOf } from './table.js'
import { packToken } from './token.js'
import type { Applies } from '../rules.js'
import type { Epoch, GroupSpec, MemberId, Orders, RosterEntry, Table, Token } from '../types.js'

/** What a leader knows of a group beyond its table. */
export interface Standing {
  /** Whether that start of a member lives: it can hand over what it has. */
  readonly isLive: (entry: RosterEntry) => boolean
  /** Whether a member that is gone is expected back, and has its partitions kept. */
  readonly isAwaited: (entry: RosterEntry) => boolean
  /** Whether a later start of an owner goes on with what its former one had. */
  readonly rejoins: boolean
  /** Whether the owner under that token has stopped, or had long enough to. */
  readonly hasLetGo: (partition: number, token: Token) => boolean
  /** By partition, the largest token that a resource has seen. */
  readonly seen: ReadonlyMap<number, Token>
  /** By partition, who could not do its work a short time ago. */
  readonly spared: ReadonlyMap<number, ReadonlySet<MemberId>>
}

/** What a worker says of itself that a plan depends on. */
export interface Traits {
  readonly weight: number
  readonly zone?: string
}

/** The next table of a group, and whether it is to be followed by another one. */
export interface Planned {
  readonly table: Table
  readonly isWaiting: boolean
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
  /** What members have ordered, so far as it counts. */
  readonly orders: Orders | undefined
  /** What a worker is due, and what fails together with it. */
  readonly traitsOf: (id: MemberId) => Traits
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
export function planTable (request: PlanRequest): Planned {
  const { cluster, group, base, epoch } = request
  const workers = new Map(request.workers.map(entry => [entry.id, entry]))
  const { owners, standbys, reasons, isWaiting } = choose(request, workers)
  const places = owners.map((id, partition) => placeOf(request, partition, id, workers))
  const roster = rosterOf(request.workers, places)
  const indexes = new Map(roster.map(({ id }, index) => [id, index]))
  const indexOf = (entry: RosterEntry | undefined): number => entry === undefined ? -1 : indexes.get(entry.id) ?? -1

  const table = {
    cluster,
    group: group.name,
    partitions: group.partitions,
    epoch,
    ...(base === undefined ? {} : { parent: base.epoch }),
    roster,
    owners: places.map(({ owner }) => indexOf(owner)),
    tokens: places.map(({ token }) => token),
    successors: places.map(({ successor }) => indexOf(successor)),
    ...(standbys.some(list => list.length > 0) ? { standbys: standbys.map(list => list.map(id => indexOf(workers.get(id)))) } : {}),
    reasons: reasons.map((reason, partition) => places[partition]?.owner === undefined ? 'none' : reason),
    ...(request.orders === undefined ? {} : { orders: request.orders })
  }

  return { table, isWaiting }
}

/** Whether publishing the table would change anything for anybody. */
export function changesAnything (table: Table, base: Table | undefined): boolean {
  return base === undefined ||
    table.tokens.some((token, partition) => token !== base.tokens[partition]) ||
    table.owners.some((owner, partition) => owner !== base.owners[partition]) ||
    table.successors.some((successor, partition) => successor !== base.successors[partition]) ||
    JSON.stringify([table.standbys, table.orders]) !== JSON.stringify([base.standbys, base.orders]) ||
    table.roster.length !== base.roster.length ||
    table.roster.some((entry, index) => !isSameStart(entry, base.roster[index]))
}

function placeOf (request: PlanRequest, partition: number, id: MemberId | undefined, workers: ReadonlyMap<MemberId, RosterEntry>): Place {
  const { base, foreign, standing, applies } = request
  const next = workers.get(id ?? '')
  const before = base === undefined ? undefined : ownerOf(base, partition)
  const kept = base?.tokens[partition] ?? 0n
  const fresh = packToken(request.epoch)
  const isContested = applies('plan:restamp-contested') && foreign.some(table => contradicts(table, base, partition))
  const isFenced = (standing.seen.get(partition) ?? 0n) > kept
  const isHeld = before !== undefined && standing.isLive(before) && !standing.hasLetGo(partition, kept)

  if (before !== undefined && before.id === id && standing.isAwaited(before)) {
    return { owner: before, token: kept }
  }
  if (isHeld && (next === undefined || isSameStart(next, before))) {
    return { owner: before, token: isContested || isFenced || !applies('plan:token-kept') ? fresh : kept }
  }
  // Where a split has left two owners, the one that loses it hears so, and need not be waited for.
  if (isHeld && applies('plan:handoff') && !(isContested && isRunning(request, partition, next))) {
    return { owner: before, token: isContested ? fresh : kept, successor: next }
  }
  if (next === undefined) {
    return { owner: undefined, token: isContested ? fresh : applies('plan:token-remembered') ? kept : 0n }
  }

  return { owner: next, token: fresh }
}

/** Whether a member works on a partition by a table of another line, and has not heard of the base. */
function isRunning ({ base, foreign }: PlanRequest, partition: number, entry: RosterEntry | undefined): boolean {
  return entry !== undefined && base?.roster.some(({ id }) => id === entry.id) !== true && foreign.some(table => isSameStart(ownerOf(table, partition), entry))
}

/** The workers, and whoever still has something to hand over. */
function rosterOf (workers: readonly RosterEntry[], places: readonly Place[]): RosterEntry[] {
  const entries = new Map([...workers, ...places.flatMap(({ owner }) => owner === undefined ? [] : [owner])].map(entry => [entry.id, entry]))
  return [...entries.values()].map(({ id, generation }) => ({ id, generation })).sort((a, b) => a.id < b.id ? -1 : 1)
}

function contradicts (foreign: Table, base: Table | undefined, partition: number): boolean {
  return (foreign.tokens[partition] ?? 0n) !== (base?.tokens[partition] ?? 0n)
}
