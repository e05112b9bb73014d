import { assert } from '../assert.js'
import { PARTITIONS_MAX, STANDBYS_MAX, WEIGHT_MAX } from '../limits.js'
import { createDraft, give, reasonsOf } from './draft.js'
import { limitMoves } from './move-limit.js'
import { planHolders } from './holders.js'
import { planStandbys } from './standbys.js'
import type { Draft } from './draft.js'
import type { Reason } from './reasons.js'

/** A member that may own partitions of the group. */
export interface Worker {
  /** Distinct among the workers; ordered by UTF-16 code units, which for ASCII is by bytes. */
  readonly id: string

  /**
   * Its part of the partitions, relative to the other workers: an integer from 0 to `WEIGHT_MAX`.
   * Twice the weight owns twice the partitions; 0 owns nothing.
   */
  readonly weight: number

  /**
   * What fails together with it: a rack, a building. As soon as one worker names a zone, all that name none count as
   * one zone, because nothing says that they are apart.
   */
  readonly zone?: string
}

/** What a plan is made from. The caller owes checked values: anything out of bounds is a bug. */
export interface PlanInput {
  /** How many partitions the group has: an integer from 1 to `PARTITIONS_MAX`. */
  readonly partitions: number

  /** In any order: the plan does not depend on it. */
  readonly workers: readonly Worker[]

  /**
   * Present owner by partition: with a handoff under way, the one that takes over. One that is no worker, or has no
   * weight, leaves an orphan behind.
   */
  readonly owners: ReadonlyArray<string | undefined>

  /** Turns the tie-breaks another way, so that small groups do not all land on the same workers. Default 0. */
  readonly seed?: number

  /** How many standbys each partition has, as far as there are workers: from 0 to `STANDBYS_MAX`. Default 0. */
  readonly replicas?: number

  /** Present standbys by partition, who takes over first comes first. Those that are still good stay. */
  readonly standbys?: ReadonlyArray<readonly string[] | undefined>

  /** Who is to own a partition. Counts where that is a worker that can; the plan says where it does not. */
  readonly pins?: ReadonlyMap<number, string>

  /** Nothing of a present worker moves; what has no owner is placed all the same. Default false. */
  readonly frozen?: boolean

  /** Workers that take nothing, and whose partitions move. Where there is nobody else, they keep what they have. */
  readonly draining?: ReadonlySet<string>

  /** By partition, the workers that could not do its work: it goes to them only where nobody else is left. */
  readonly avoid?: ReadonlyMap<number, readonly string[]>

  /** By partition, workers that run it already, on another side of a split: they come first when it has to move. */
  readonly prefer?: ReadonlyMap<number, readonly string[]>

  /**
   * Most partitions that this plan takes from a worker that could go on, and most standbys that it replaces, likewise.
   * Orphans do not count, and what a worker takes that runs it already does not. Default: no limit.
   */
  readonly maxMoves?: number

  /** By partition, why its present owner has it: carried on while that stays. */
  readonly reasons?: readonly Reason[]
}

/** What the planner decides. */
export interface Plan {
  /** Owner by partition; undefined only when no worker can own anything. */
  readonly owners: Array<string | undefined>
  /** By partition, who takes over, first to last; no entries at all without standbys. */
  readonly standbys: string[][]
  /** By partition, why its owner has it. */
  readonly reasons: Reason[]
  /** The pinned partitions that are not where their pin says, ascending. */
  readonly unmetPins: number[]
  /** Moves and changes of standbys that `maxMoves` put off: with more than none, plan again once these are done. */
  readonly waiting: number
}

/**
 * Decides who owns each partition and who stands by, moving as little as it can: sticky quota.
 *
 * 1. Pins hold; what is drained, or failed where it is, needs another place.
 * 2. Quotas: the whole part of partitions * weight / total weight, then one extra each by largest
 *    remainder; ties go to who already holds most above its whole part, then to who is prepared
 *    for most orphans, then by hash, then by id.
 * 3. What needs a place goes to a worker that is prepared, a standby or one that runs it already,
 *    as far as its quota allows.
 * 4. Whoever holds more than its quota gives up the partitions that score lowest for it.
 * 5. The rest goes, in order, to the best score among 16 workers with room, which stand in a row
 *    by id from a place that the partition's hash picks.
 * 6. Standbys, likewise: sticky, by quota, on distinct members in distinct zones.
 *
 * So a load is less than one away from its ideal (equal weights: loads differ by at most one), and
 * with equal weights no balanced plan moves fewer. Pins, a freeze, failures and `maxMoves` come
 * before balance. The scores only break ties and spread a cold start: two leaders without a table
 * compute the same one.
 */
export function plan (input: PlanInput): Plan {
  checkBounds(input)
  const draft = createDraft(input)
  planHolders(draft)
  settle(draft)
  const reasons = reasonsOf(draft)
  const waiting = limitMoves(draft, reasons)
  const standbys = planStandbys(draft)

  return {
    owners: draft.holders.map(share => share?.id),
    standbys: standbys.lists,
    reasons,
    unmetPins: [...input.pins ?? []].filter(([partition, id]) => draft.holders[partition]?.id !== id).map(([partition]) => partition).sort((a, b) => a - b),
    waiting: waiting + standbys.waiting
  }
}

/** Plans that follow from one another before one is given out. */
const SETTLE_MAX = 8

/**
 * What could not go to just anybody can push others aside, and these others again: to the end, so that the next plan
 * moves nothing.
 */
function settle (draft: Draft): void {
  const { input } = draft
  let isSettled = input.avoid === undefined || input.avoid.size === 0

  for (let pass = 0; pass < SETTLE_MAX && !isSettled; pass++) {
    const next = createDraft({ ...input, owners: draft.holders.map(share => share?.id) })
    planHolders(next)
    isSettled = true

    for (const [partition, share] of next.holders.entries()) {
      if (share?.id !== draft.holders[partition]?.id) {
        give(draft, partition, draft.byId.get(share?.id))
        isSettled = false
      }
    }
  }
}

/** The owners alone, where there is nothing but workers with weights. */
export function planOwners (input: PlanInput): Array<string | undefined> {
  return plan(input).owners
}

function checkBounds (input: PlanInput): void {
  const { partitions, workers, owners, replicas = 0, standbys = [], pins = new Map(), maxMoves = Infinity } = input
  assert(isWithin(partitions, 1, PARTITIONS_MAX), `partitions is ${partitions}: must be from 1 to ${PARTITIONS_MAX}`)
  assert(owners.length <= partitions, `owners has ${owners.length} entries: must not exceed partitions, ${partitions}`)
  assert(standbys.length <= partitions, `standbys has ${standbys.length} entries: must not exceed partitions, ${partitions}`)
  assert(isWithin(replicas, 0, STANDBYS_MAX), `replicas is ${replicas}: must be from 0 to ${STANDBYS_MAX}`)
  assert(maxMoves >= 0, `maxMoves is ${maxMoves}: must not be negative`)

  for (const partition of pins.keys()) {
    assert(isWithin(partition, 0, partitions - 1), `a pin is for partition ${partition}: must be from 0 to ${partitions - 1}`)
  }
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
