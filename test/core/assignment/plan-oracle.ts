import type { PlanInput, Worker } from '../../../src/core/assignment/planner.js'

/** Owner by partition. */
export type Table = ReadonlyArray<string | undefined>

/** The lower bound of moves for equal weights, by its formula (docs/protocol.md, section 6). */
export function leastMoves (input: PlanInput): number {
  const { partitions, workers, owners } = input
  const loads = loadsIn(input, owners)
  const orphans = partitions - loads.reduce((sum, load) => sum + load, 0)
  const base = Math.floor(partitions / workers.length)
  const above = loads.filter(load => load > base)
  const surplus = above.reduce((sum, load) => sum + load - base, 0)
  return orphans + surplus - Math.min(partitions % workers.length, above.length)
}

/** The lower bound of moves by trying every table that is allowed. */
export function fewestMoves (owners: Table, allowed: readonly Table[]): number {
  return Math.min(...allowed.map(table => table.filter((id, partition) => id !== owners[partition]).length))
}

/** Partitions that the plan takes from their present owner, or that had none. */
export function movesIn ({ owners }: PlanInput, plan: Table): number {
  return plan.filter((id, partition) => id !== owners[partition]).length
}

/** Every table whose loads differ by at most one. */
export function balancedTables (partitions: number, workers: readonly Worker[]): Table[] {
  const ids = workers.map(({ id }) => id)
  return tables(partitions, ids).filter(table => spread(loadsIn({ workers }, table)) <= 1)
}

/** Every table of these owners: there are ids.length ** partitions. */
export function tables<Id> (partitions: number, ids: readonly Id[]): Id[][] {
  let all: Id[][] = [[]]
  for (let partition = 0; partition < partitions; partition++) {
    all = all.flatMap(table => ids.map(id => [...table, id]))
  }
  return all
}

/** How many partitions each worker owns, in the order of the workers; owners that are no workers are left out. */
export function loadsIn ({ workers }: Pick<PlanInput, 'workers'>, table: Table): number[] {
  const loads = new Map(workers.map(({ id }) => [id, 0]))
  for (const id of table) {
    const load = id === undefined ? undefined : loads.get(id)
    if (id !== undefined && load !== undefined) loads.set(id, load + 1)
  }
  return [...loads.values()]
}

/** The largest load less the smallest. */
export function spread (loads: readonly number[]): number {
  return Math.max(...loads) - Math.min(...loads)
}

/** Whether every load is less than one partition away from partitions * weight / total weight. */
export function isNearIdeal (input: PlanInput, table: Table): boolean {
  const total = totalWeight(input)
  const loads = loadsIn(input, table)
  return input.workers.every(({ weight }, n) => Math.abs((loads[n] ?? 0) * total - input.partitions * weight) < total)
}

/** Sum of the remainders of those that got an extra: largest remainder is the rule that makes it largest. */
export function remaindersServed (input: PlanInput, table: Table): number {
  const total = totalWeight(input)
  const loads = loadsIn(input, table)
  const over = input.workers.filter(({ weight }, n) => (loads[n] ?? 0) * total > input.partitions * weight)
  return over.reduce((sum, { weight }) => sum + (input.partitions * weight) % total, 0)
}

/** Sum of the weights of all workers. */
export function totalWeight ({ workers }: PlanInput): number {
  return workers.reduce((sum, { weight }) => sum + weight, 0)
}

/** How many of these, each with the workers that could take it, find room at once: tried one after the other. */
export function mostServed (orphans: ReadonlyArray<readonly string[]>, room: ReadonlyMap<string, number>): number {
  const slots = [...room].flatMap(([id, places]) => Array.from({ length: places }, (_, n) => `${id} ${n}`))
  const takenBy = new Map<string, number>()
  const augment = (orphan: number, tried: Set<string>): boolean => slots.some(slot => {
    if (tried.has(slot) || orphans[orphan]?.includes(slot.split(' ')[0] ?? '') !== true) return false
    tried.add(slot)
    const rival = takenBy.get(slot)
    if (rival !== undefined && !augment(rival, tried)) return false
    takenBy.set(slot, orphan)
    return true
  })

  return orphans.filter((_, orphan) => augment(orphan, new Set())).length
}
