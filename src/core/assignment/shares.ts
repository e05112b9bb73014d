import { hash32, mix32 } from '../hash.js'
import type { Worker } from './planner.js'

/** What one worker is due, and what it holds while the plan is made. */
export interface Share {
  readonly id: string
  readonly hash: number
  readonly weight: number
  readonly zone: string | undefined
  /** Whether it takes anything: it has weight, and is not drained while others could take its place. */
  readonly isTaker: boolean
  /** Least and most that it can be due, whatever its weight says. */
  min: number
  max: number
  /** How many of those without a holder it is prepared for. */
  warm: number
  base: number
  remainder: number
  quota: number
  load: number
}

/** All workers, in the order of their ids. */
export function createShares (workers: readonly Worker[], takers: ReadonlySet<Worker>, seed: number): Share[] {
  return [...workers].sort(compareIds).map(worker => ({
    id: worker.id,
    hash: hash32(worker.id, seed),
    weight: worker.weight,
    zone: worker.zone,
    isTaker: takers.has(worker),
    min: 0,
    max: Infinity,
    warm: 0,
    base: 0,
    remainder: 0,
    quota: 0,
    load: 0
  }))
}

/**
 * Sets the quotas, by weight and largest remainder. One whose part lies beyond its own bounds gets its bound, and the
 * others share what is left; no caller sets both bounds at once. Who is bound does not depend on who has what, or a plan
 * would upset the one before.
 */
export function setQuotas (shares: readonly Share[], total: number): void {
  let open = shares
  let left = total

  while (open.length > 0) {
    setBases(open, left)
    const bound = open.filter(isBound)

    if (bound.length === 0) {
      grantExtras(open, left)
      return
    }
    open = open.filter(share => !isBound(share))

    for (const share of bound) {
      share.quota = share.base < share.min ? share.min : share.max
      left -= share.quota
    }
  }
}

function isBound ({ base, remainder, min, max }: Share): boolean {
  return base < min || base + (remainder > 0 ? 1 : 0) > max
}

function setBases (shares: readonly Share[], total: number): void {
  const totalWeight = shares.reduce((sum, { weight }) => sum + weight, 0)

  for (const share of shares) {
    share.remainder = (total * share.weight) % totalWeight
    share.base = (total * share.weight - share.remainder) / totalWeight
  }
}

function grantExtras (shares: readonly Share[], total: number): void {
  const granted = shares.reduce((sum, { base }) => sum + base, 0)
  for (const share of shares) share.quota = share.base
  for (const share of shares.toSorted(compareClaims).slice(0, total - granted)) share.quota += 1
}

// What counts is the load above the base, not the load: a heavy worker would else take the extra
// from a light one with the same remainder, and a plan with no change of workers would move.
function compareClaims (a: Share, b: Share): number {
  return b.remainder - a.remainder ||
    (b.load - b.base) - (a.load - a.base) ||
    b.warm - a.warm ||
    b.hash - a.hash ||
    compareIds(a, b)
}

function compareIds (a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1
}

/** Rendezvous score. For one worker no two partitions tie, because `mix32` is a bijection. */
export function score (partition: number, { hash }: Share): number {
  return mix32(hash ^ mix32(partition))
}

/** Candidates scored for one partition. All of them would cost partitions * workers, for no better balance. */
const CANDIDATES_MAX = 16

/**
 * The best score among the first candidates that will do, in a row by id from a place that the partition's hash picks.
 */
export function chooseShare (partition: number, open: readonly Share[], seed: number, willDo?: (share: Share) => boolean): Share | undefined {
  const start = mix32(partition ^ seed) % open.length
  let best: Share | undefined
  let seen = 0

  for (let step = 0; step < open.length && seen < CANDIDATES_MAX; step++) {
    const share = open[(start + step) % open.length]

    if (share !== undefined && (willDo === undefined || willDo(share))) {
      seen++
      best = best === undefined || outbids(share, best, partition) ? share : best
    }
  }

  return best
}

function outbids (a: Share, b: Share, partition: number): boolean {
  const lead = score(partition, a) - score(partition, b)
  return lead > 0 || (lead === 0 && a.id < b.id)
}
