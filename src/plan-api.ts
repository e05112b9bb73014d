import type { Reason } from './core/index.js'
import type { EpochInfo, Ownership } from './api.js'
import type { AbortOptions, PeerId } from '@libp2p/interface'

/** Why a partition is where it is. */
export type PlanReason = Reason

/** Where a partition is, and why. */
export interface Explanation {
  readonly partition: number
  readonly owner: PeerId | undefined
  /** The token of the present ownership, or of the last one. */
  readonly token: Ownership['token']
  /** The term and the version of the table in which that began; undefined if it never did. */
  readonly since: Pick<EpochInfo, 'term' | 'version'> | undefined
  /** Why its owner has it, or, in a handoff, why the one that takes it over is to have it. */
  readonly reason: PlanReason
  /** Where somebody pinned it, whether or not it can be there. */
  readonly pinnedTo: PeerId | undefined
  /** Whether its group is frozen. */
  readonly frozen: boolean
  /** Whether its owner is drained. */
  readonly draining: boolean
  /** Who takes over, first to last. */
  readonly standbys: readonly PeerId[]
  /** Who takes it over as soon as its owner has stopped. */
  readonly successor: PeerId | undefined
  /** All of that in a sentence or two. */
  readonly text: string
}

/** A partition that a table gave to somebody else. */
export interface PlannedMove {
  readonly partition: number
  readonly from: PeerId | undefined
  readonly to: PeerId | undefined
  readonly reason: PlanReason
}

/** One table that was applied here. */
export interface TableRecord {
  readonly epoch: EpochInfo
  /** When it was applied here, in Unix milliseconds. */
  readonly at: number
  /** How many partitions it gave to somebody else than the table before. */
  readonly moved: number
  /** The first 1,024 of them. */
  readonly moves: readonly PlannedMove[]
}

/**
 * What the plan of a group can be asked, and told. What is told is an order to whoever leads: each promise resolves when a
 * table that shows it is applied here, and the order holds until it is taken back, whoever leads. It rejects with
 *
 * - `OrderRefusedError`: what is ordered cannot be, as there is no such partition or member, or no room for it
 * - `OrderTimeoutError`: no table showed it within 10 s; it may still come
 * - the reason of `signal`, which ends the waiting only
 */
export interface GroupPlanning {
  /** Who stands by for a partition, who takes over first comes first. */
  standbysOf (partition: number): PeerId[]
  /**
   * Why a partition is where it is; undefined without a table, or without that partition.
   */
  explain (partition: number): Explanation | undefined
  /** The last 32 tables that were applied here since the start, oldest first. */
  history (): TableRecord[]
  /** Keeps every partition of a live member where it is; orphans are placed all the same. */
  freeze (options?: AbortOptions): Promise<void>
  /** Ends a freeze. */
  thaw (options?: AbortOptions): Promise<void>
  /** Moves a partition to a member, in order, and keeps it there as long as that one is there and has weight. */
  pin (partition: number, peer: PeerId, options?: AbortOptions): Promise<void>
  /** Ends a pin; the partition stays where it is until balance moves it. */
  unpin (partition: number, options?: AbortOptions): Promise<void>
}

/** What the plans of all groups can be told of one member; see {@link GroupPlanning}. */
export interface Draining {
  /** Moves all partitions away from a member, in order, and gives it no others, as long as there are other members. */
  drain (peer: PeerId, options?: AbortOptions): Promise<void>
  /** Ends a drain. One that starts anew is not drained any more either. */
  undrain (peer: PeerId, options?: AbortOptions): Promise<void>
}
