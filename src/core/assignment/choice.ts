import { hash32, mix32 } from '../hash.js'
import { packToken } from './token.js'
import { plan } from './planner.js'
import { keepOneOfEach } from './sides.js'
import { isSameStart, ownerOf, successorOf } from './table.js'
import type { MemberId, RosterEntry, Table } from '../types.js'
import type { PlanRequest } from './plan-table.js'
import type { Reason } from './reasons.js'

type Workers = ReadonlyMap<MemberId, RosterEntry>

/** What is planned of a group, by partition. */
export interface Choice {
  readonly owners: ReadonlyArray<MemberId | undefined>
  /** Who takes over, first to last. */
  readonly standbys: ReadonlyArray<readonly MemberId[]>
  readonly reasons: readonly Reason[]
  /** Whether moves or changes of standbys wait for their turn. */
  readonly isWaiting: boolean
}

/**
 * Who is to work on each partition, as soon as whoever does has stopped. The absent, whose partitions are kept for them,
 * count as workers, but nothing more is given to them.
 */
export function choose (request: PlanRequest, workers: Workers): Choice {
  const { group, base, orders, applies, standing, traitsOf } = request
  const { running, prefer } = runningOwners(request, workers)
  const absent = absentIn(request)
  const ids = [...workers.keys(), ...absent].sort()
  const pretended = running.map((id, partition) => standing.spared.has(partition) ? sparedOf(request, partition) ?? id : id)
  const planned = plan({
    partitions: group.partitions,
    workers: ids.map((id, index) => ({ id, ...traitsOf(id), ...(index > 0 || applies('planner:equal') ? {} : { weight: 2 }) })),
    // Nobody has no name, so what had an owner is an orphan then, and not new.
    owners: applies('planner:sticky') ? pretended.map((id, partition) => id ?? (base === undefined || ownerOf(base, partition) === undefined ? undefined : '')) : [],
    seed: hash32(group.name),
    replicas: group.replicas ?? 0,
    ...(base?.standbys === undefined ? {} : { standbys: base.standbys.map(list => list.flatMap(index => presentIn(workers, base.roster[index]))) }),
    ...(prefer.size > 0 ? { prefer } : {}),
    ...(orders === undefined ? {} : {
      frozen: orders.frozen,
      pins: new Map(orders.pins.map(({ partition, member }) => [partition, member])),
      draining: new Set(orders.draining.map(({ id }) => id))
    }),
    ...(base?.reasons === undefined ? {} : { reasons: base.reasons }),
    ...(group.maxMoves === undefined ? {} : { maxMoves: Math.max(0, group.maxMoves - (base?.successors.filter(index => index >= 0).length ?? 0)) })
  })
  const owners = elsewhere(request, workers, { planned: planned.owners, running, absent })

  return {
    owners,
    standbys: planned.standbys.map((list, partition) => list.filter(id => id !== owners[partition] && workers.has(id) && standing.spared.get(partition)?.has(id) !== true)),
    reasons: planned.reasons.map((reason, partition) => reasonFor(request, workers, partition, owners[partition], reason)),
    isWaiting: planned.waiting > 0
  }
}

/** What the planner says, but for what it was not told: what failed, and what the other side of a split worked on. */
function reasonFor (request: PlanRequest, workers: Workers, partition: number, owner: MemberId | undefined, reason: Reason): Reason {
  const { base, standing } = request
  const heir = base === undefined ? undefined : heirOf(base, partition, request, workers)

  if (owner === undefined || owner === heir || base === undefined) {
    return owner === undefined ? 'none' : reason
  }
  if (standing.spared.has(partition)) {
    return 'failed'
  }
  const isOrphan = reason === 'kept' || reason === 'none'

  return isOrphan ? heir === undefined ? 'orphan' : 'heal' : reason
}

function presentIn (workers: Workers, entry: RosterEntry | undefined): MemberId[] {
  return entry !== undefined && isSameStart(workers.get(entry.id), entry) ? [entry.id] : []
}

/** Whether a worker has the work of that owner as its own: it is the same start, or a later one that was waited for. */
export function isHeir (worker: RosterEntry | undefined, owner: RosterEntry, rejoins: boolean): boolean {
  return worker !== undefined && worker.id === owner.id && (worker.generation === owner.generation || rejoins)
}

/** By partition, who works on it, or is about to: of the two owners that a split has left, one, and the others besides. */
function runningOwners (request: PlanRequest, workers: Workers): { readonly running: Array<MemberId | undefined>, readonly prefer: Map<number, MemberId[]> } {
  const { group, base, foreign, applies } = request
  const partitions = Array.from({ length: group.partitions }, (_, partition) => partition)
  const heirs = partitions.map(partition => base === undefined ? undefined : heirOf(base, partition, request, workers))

  if (base === undefined || foreign.length === 0 || !applies('plan:release-only')) {
    return { running: heirs, prefer: new Map() }
  }
  const others = newestOfEach(foreign)
  // Whoever is in the base goes by it, or will at once: what an older table of another line gave it is over.
  const known = new Set(base.roster.map(({ id }) => id))

  const runners = partitions.map(partition => {
    const strangers = others.flatMap(table => table.tokens[partition] === base.tokens[partition] ? [] : runnerOf(table, partition, workers) ?? []).filter(id => !known.has(id))
    return [...new Set([...heirs[partition] === undefined ? [] : [heirs[partition]], ...strangers])]
  })

  return { running: keepOneOfEach(runners), prefer: new Map([...runners.entries()].filter(([, ids]) => ids.length > 1)) }
}

/** Whom a table gives a partition to in the end: the successor, or the owner if there is none, as long as it works. */
function heirOf (table: Table, partition: number, { standing }: PlanRequest, workers: Workers): MemberId | undefined {
  const owner = ownerOf(table, partition)
  const successor = successorOf(table, partition)

  if (successor !== undefined && isSameStart(workers.get(successor.id), successor)) {
    return successor.id
  }

  return owner !== undefined && (isHeir(workers.get(owner.id), owner, standing.rejoins) || standing.isAwaited(owner)) ? owner.id : undefined
}

/** Who works on a partition by a table of another line; a successor has not begun. */
function runnerOf (table: Table, partition: number, workers: Workers): MemberId | undefined {
  const owner = ownerOf(table, partition)
  return owner !== undefined && isSameStart(workers.get(owner.id), owner) ? owner.id : undefined
}

function newestOfEach (foreign: readonly Table[]): Table[] {
  const newest = new Map<string, Table>()

  for (const table of foreign) {
    const key = `${table.epoch.term} ${table.epoch.leader}`
    const known = newest.get(key)
    if (known === undefined || packToken(table.epoch) > packToken(known.epoch)) newest.set(key, table)
  }

  return [...newest.values()]
}

/** Members that are gone, and whose partitions are kept for them. */
function absentIn ({ base, standing }: PlanRequest): Set<MemberId> {
  return new Set((base?.roster ?? []).filter((entry, index) => standing.isAwaited(entry) && base?.owners.includes(index) === true).map(({ id }) => id))
}

/** The one that counts as if it had a partition, as it would but for its failure; otherwise another one would have to go to it. */
function sparedOf ({ standing }: PlanRequest, partition: number): MemberId | undefined {
  return [...standing.spared.get(partition) ?? []].at(-1)
}

/** Whom anything may be given; where all are drained or have no weight, anybody: late work is better than none. */
function takersIn ({ orders, traitsOf }: PlanRequest, workers: Workers): MemberId[] {
  const drained = new Set(orders?.draining.map(({ id }) => id))
  const takers = [...workers.keys()].filter(id => traitsOf(id).weight > 0 && !drained.has(id))

  return takers.length > 0 ? takers : [...workers.keys()]
}

/** What is planned, but nothing for who is spared it or is not there: that goes to whoever has it, or has least. */
function elsewhere (request: PlanRequest, workers: Workers, plan: { readonly planned: ReadonlyArray<MemberId | undefined>, readonly running: ReadonlyArray<MemberId | undefined>, readonly absent: ReadonlySet<MemberId> }): Array<MemberId | undefined> {
  const { planned, running, absent } = plan
  const { spared } = request.standing
  const owners = [...planned]
  const loads = new Map(takersIn(request, workers).sort().map(id => [id, 0]))

  for (const id of planned) {
    if (id !== undefined && loads.has(id)) loads.set(id, (loads.get(id) ?? 0) + 1)
  }
  for (const [partition, id] of planned.entries()) {
    const before = running[partition]
    const isSpared = spared.has(partition)
    const isBarred = isSpared && id !== undefined && spared.get(partition)?.has(id) === true
    const isAbsent = id !== undefined && absent.has(id) && before !== id

    if (isSpared && before !== undefined && spared.get(partition)?.has(before) !== true) {
      owners[partition] = before
    } else if (isBarred || isAbsent) {
      const other = leastLoaded(partition, [...loads].filter(([one]) => spared.get(partition)?.has(one) !== true))
      // Whoever leaves must not wait until somebody's rest is over.
      owners[partition] = other ?? (isBarred && isStillHeld(request, partition) ? id : undefined)
      if (other !== undefined) loads.set(other, (loads.get(other) ?? 0) + 1)
    }
  }

  return owners
}

function isStillHeld ({ base, standing }: PlanRequest, partition: number): boolean {
  const owner = base === undefined ? undefined : ownerOf(base, partition)
  return owner !== undefined && standing.isLive(owner) && !standing.hasLetGo(partition, base?.tokens[partition] ?? 0n)
}

function leastLoaded (partition: number, loads: ReadonlyArray<readonly [MemberId, number]>): MemberId | undefined {
  const rank = (id: MemberId): number => mix32(hash32(id) ^ mix32(partition))
  const [best] = loads.toSorted(([a, loadA], [b, loadB]) => loadA - loadB || rank(b) - rank(a))

  return best?.[0]
}
