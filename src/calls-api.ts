import type { EpochInfo } from './api.js'
import type { AbortOptions, PeerId } from '@libp2p/interface'

/** One call that came in. */
export interface Call {
  /** The key, as the caller gave it; absent if the caller named the partition. */
  readonly key?: string | Uint8Array
  readonly partition: number
  /** The token under which this member, or the owner that it stands by for, holds the partition. */
  readonly token: bigint
  readonly payload: Uint8Array
  /** The table by which this member answers. */
  readonly epoch: EpochInfo
  readonly from: PeerId
  /** Whether this member owns the partition, or stands by: then the owner has answered already. */
  readonly role: 'owner' | 'standby'
  /** Aborts when the caller has gone, its time is over, or this member stops: nobody waits for the answer any more. */
  readonly signal: AbortSignal
}

/** Answers calls with at most 1 MiB. What it throws fails the call; the first 1,024 characters of its message are told. */
export type CallHandler = (call: Call) => Promise<Uint8Array> | Uint8Array

/**
 * How a request is made. The handler runs at most once: the request is tried again only when it is certain that it did
 * not run, because it was refused by name, nobody was reached, or not all of it was sent.
 *
 * It rejects with
 * - `RequestFailedError`: the handler threw
 * - `RequestOutcomeUnknownError`: the owner was lost after it had the request
 * - `RequestTimeoutError`: no answer in time; its `mayHaveRun` says whether the owner had the request
 * - `NoOwnerError`, `NotOwnerError`, `NoHandlerError`, `OwnerBusyError`: so it was until the time was over
 * - `QuorumNotReachedError`: the owner answered, and too few standbys did; or there are too few of them
 * - `RequestTooLargeError`: the key, the payload or the answer is
 * - `InvalidSettingError`, and libp2p's `NotStartedError`
 * - the reason of `signal`
 */
export interface RequestOptions extends AbortOptions {
  /**
   * Who has to answer: the owner, or more than half or all of the owner and its standbys. Standbys are asked once the
   * owner has answered, and its answer is the result.
   *
   * @default 'one'
   */
  replicas?: 'one' | 'quorum' | 'all'
  /**
   * For all attempts together, in milliseconds, 1 to 10,000,000. Longer outlasts slower failovers.
   *
   * @default 5000
   */
  timeout?: number
  /**
   * The handler does no harm when it runs twice for one request: then it is tried again also when it is unknown whether
   * it ran.
   *
   * @default false
   */
  idempotent?: boolean
}
