import { assert } from '../assert.js'
import { hash32, mix32 } from '../hash.js'
import { PARTITIONS_MAX } from '../limits.js'

/**
 * Largest weight of a worker. Keeps the planner's integers exact: partitions * weight stays below 2^33, and the sum
 * of the weights of any array of workers below 2^48.
 */
export const WEIGHT_MAX = 2 ** 16 - 1

/** A member that may own partitions of the group. */
export interface Worker {
  /** Distinct among the workers; ordered by UTF-16 code units, which for ASCII is by bytes. */
  readonly id: string

  /**
   * Its part of the partitions, relative to the other workers: an integer from 0 to `WEIGHT_MAX`.
   * Twice the weight owns twice the partitions; 0 owns nothing.
   */
  readonly weight: number
}

/** What a plan is made from. The caller owes checked values: anything out of bounds is a bug. */
export interface PlanInput {
  /** How many partitions the group has: an integer from 1 to `PARTITIONS_MAX`. */
  readonly partitions: number

  /** In any order: the plan does not depend on it. */
  readonly workers: readonly Worker[]

  /** Present owner by partition. One that is no worker, or has no weight, leaves an orphan behind. */
  readonly owners: ReadonlyArray<string | undefined>

  /** Turns the tie-breaks another way, so that small groups do not all land on the same workers. Default 0. */
  readonly seed?: number
}

/**
 * Decides who owns each partition, moving as few as it can: sticky quota.
 *
 * 1. Quotas: the whole part of partitions * weight / total weight, then one extra each by largest
 *    remainder; ties go to who already holds most above its whole part, then by hash, then by id.
 * 2. Whoever holds more than its quota gives up the partitions that score lowest for it.
 * 3. Orphans and partitions given up go, in order, to the best score among 16 workers with room,
 *    which stand in a row by id from a place that the partition's hash picks.
 *
 * So a load is less than one away from its ideal (equal weights: loads differ by at most one), and
 * with equal weights no balanced plan moves fewer. The scores only break ties and spread a cold
 * start: two leaders without a table compute the same one.
 *
 * @returns owner by partition; undefined only when no worker has weight
 */
export function planOwners (input: PlanInput): Array<string | undefined> {
  checkBounds(input)
  const shares = createShares(input)
  const holders = keepOwners(input, shares)
  grantExtras(shares, input.partitions)
  evictSurplus(holders, shares)
  placeHomeless(holders, shares, input.seed ?? 0)
  return holders.map(share => share?.id)
}

function checkBounds ({ partitions, workers, owners }: PlanInput): void {
  assert(isWithin(partitions, 1, PARTITIONS_MAX), `partitions is ${partitions}: must be from 1 to ${PARTITIONS_MAX}`)
  assert(owners.length <= partitions, `owners has ${owners.length} entries: must not exceed partitions, ${partitions}`)

  const seen = new Set<string>()
  for (const { id, weight } of workers) {
    assert(isWithin(weight, 0, WEIGHT_MAX), `weight of ${id} is ${weight}: must be from 0 to ${WEIGHT_MAX}`)
    assert(!seen.has(id), `worker ${id} is listed twice: ids must be distinct`)
    seen.add(id)
  }
}

/** Whether it is an integer from min to max. */
function isWithin (n: number, min: number, max: number): boolean {
  return Number.isInteger(n) && n >= min && n <= max
}

/** What one worker with weight is due, and what it holds while the plan is made. */
interface Share {
  readonly id: string
  readonly hash: number
  readonly base: number
  readonly remainder: number
  quota: number
  load: number
}

function createShares ({ partitions, workers, seed }: PlanInput): Share[] {
  const totalWeight = workers.reduce((sum, { weight }) => sum + weight, 0)
  return workers.filter(({ weight }) => weight > 0).sort(compareIds).map(({ id, weight }) => {
    const remainder = (partitions * weight) % totalWeight
    const base = (partitions * weight - remainder) / totalWeight
    return { id, hash: hash32(id, seed), base, remainder, quota: base, load: 0 }
  })
}

function compareIds (a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}

function keepOwners ({ partitions, owners }: PlanInput, shares: readonly Share[]): Array<Share | undefined> {
  const byId = new Map<string | undefined, Share>(shares.map(share => [share.id, share]))
  const holders: Array<Share | undefined> = []
  for (let partition = 0; partition < partitions; partition++) {
    const share = byId.get(owners[partition])
    if (share !== undefined) share.load += 1
    holders.push(share)
  }
  return holders
}

function grantExtras (shares: readonly Share[], partitions: number): void {
  const granted = shares.reduce((sum, { base }) => sum + base, 0)
  for (const share of shares.toSorted(compareClaims).slice(0, partitions - granted)) share.quota += 1
}

// What counts is the load above the base, not the load: a heavy worker would else take the extra
// from a light one with the same remainder, and a plan with no change of workers would move.
function compareClaims (a: Share, b: Share): number {
  return b.remainder - a.remainder ||
    (b.load - b.base) - (a.load - a.base) ||
    b.hash - a.hash ||
    compareIds(a, b)
}

function evictSurplus (holders: Array<Share | undefined>, shares: readonly Share[]): void {
  const held = new Map(shares.filter(({ load, quota }) => load > quota).map(share => [share, [] as number[]]))
  for (const [partition, share] of holders.entries()) {
    if (share !== undefined) held.get(share)?.push(partition)
  }
  for (const [share, partitions] of held) {
    partitions.sort((a, b) => score(a, share) - score(b, share))
    for (const partition of partitions.slice(0, share.load - share.quota)) holders[partition] = undefined
    share.load = share.quota
  }
}

/** Rendezvous score. For one worker no two partitions tie, because `mix32` is a bijection. */
function score (partition: number, { hash }: Share): number {
  return mix32(hash ^ mix32(partition))
}

function placeHomeless (holders: Array<Share | undefined>, shares: readonly Share[], seed: number): void {
  const open = shares.filter(({ load, quota }) => load < quota)
  for (const [partition, holder] of holders.entries()) {
    if (holder !== undefined) continue
    const share = chooseHolder(partition, open, seed)
    if (share === undefined) return
    holders[partition] = share
    share.load += 1
    if (share.load === share.quota) open.splice(open.indexOf(share), 1)
  }
}

/** Workers scored for one partition. All of them would cost partitions * workers, for no better balance. */
const CANDIDATES_MAX = 16

function chooseHolder (partition: number, open: readonly Share[], seed: number): Share | undefined {
  const start = mix32(partition ^ seed) % open.length
  let best = open[start]
  for (let step = 1; step < Math.min(CANDIDATES_MAX, open.length); step++) {
    const share = open[(start + step) % open.length]
    if (share !== undefined && best !== undefined && outbids(share, best, partition)) best = share
  }
  return best
}

function outbids (a: Share, b: Share, partition: number): boolean {
  const lead = score(partition, a) - score(partition, b)
  return lead > 0 || (lead === 0 && a.id < b.id)
}
