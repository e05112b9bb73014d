import type { EpochInfo, Ownership } from './api.js'
import type { AbortOptions } from '@libp2p/interface'

/** What a handler is called with. */
export interface OwnedPartition {
  readonly partition: number
  /** Hand it to the resource with every write; a resource that refuses smaller ones is safe from former owners. */
  readonly token: bigint
  /**
   * Aborts when the work must end: with a `PartitionRevokedError`, in order, or a `PartitionLostError`, at once. It also
   * aborts with a `HandlerFailedError` when the handler has thrown.
   */
  readonly signal: AbortSignal
  /** The epoch of the table by which this member came to own the partition. */
  readonly epoch: EpochInfo
}

/**
 * Works on one partition until its signal aborts. While it runs, nobody else begins, unless the member is lost to the
 * others or takes too long to stop. If it resolves before, the partition stays this member's, and nothing more is done
 * about it here: so a handler that only sets something up may resolve. If it throws, it is called again, a little later.
 */
export type PartitionHandler = (owned: OwnedPartition) => Promise<void> | void

/** How a group's handler is treated. */
export interface OwnOptions {
  /**
   * How often a handler that throws is called again before the partition is passed on. The pauses grow from 100 ms to 5 s.
   * A handler that has worked for a minute has all of them again. Raise it where a short outage is more likely than a bad
   * machine; 0 passes on at once.
   *
   * @default 5
   */
  retries?: number
  /**
   * How long after its assignment a handler must have been called, in ms; else the partition is passed on. It cannot be
   * called while the handler of an earlier ownership of that partition still runs.
   *
   * @default 10000
   */
  startTimeout?: number
}

/** A handler that is attached to a group. */
export interface OwnRegistration {
  /**
   * Takes the handler away: aborts all signals (`PartitionRevokedError`, reason `stopped`) and waits for the handlers.
   * Each partition whose handler has ended is passed on to another member; one that was being revoked anyway is released.
   * Partitions that come meanwhile, or that nobody else can take, are this member's without anybody working on them. Once
   * it resolves, another handler can be attached. A signal ends the waiting only.
   */
  stop (options?: AbortOptions): Promise<void>
}

/** What a fenced function is called with. */
export interface Fence {
  readonly token: bigint
  /** Aborts as that of a handler does. */
  readonly signal: AbortSignal
}

/** A handler threw while its partition was this member's. */
export interface PartitionFailure extends Ownership {
  readonly error: unknown
  /** 1 for the first call under that token. */
  readonly attempt: number
}

/** What a group offers to those who work on its partitions. */
export interface OwnedGroup {
  /**
   * Calls the handler once for each partition that this member owns: those that it has already, and those that come. A
   * partition's handlers never overlap in this process. Attached before the start, or between a stop and the next start,
   * it works from then on.
   *
   * @throws {HandlerExistsError} if there is one
   * @throws {InvalidSettingError}
   * @throws {UnknownGroupError} if this member does not work for the group
   */
  own (handler: PartitionHandler, options?: OwnOptions): OwnRegistration
  /**
   * Whether this member owns the partition: by the newest table that it has applied, and in a strict group by its lease
   * too, as of this very call. Ask again before every act.
   */
  isOwner (partition: number): boolean
  /** The token of a partition that this member owns. */
  token (partition: number): bigint | undefined
  /**
   * The token of a partition that this member owns.
   *
   * @throws {NotOwnerError} that names the owner, if one is known
   */
  assertOwner (partition: number): bigint
  /**
   * Calls a function while this member owns the partition, and tells what came of it. A partition that is revoked
   * meanwhile is released only after the function has settled. If it throws a `FencedError`, that is reported.
   *
   * @throws {NotOwnerError} if this member does not own it, or did not to the end; what the function did may have happened
   */
  withFence<T> (partition: number, fn: (fence: Fence) => Promise<T> | T): Promise<T>
  /**
   * Says that a resource refused this member's token, as it has seen a larger one: the partition gets a token above that.
   * Ignored if this member does not own the partition, or its token is not below: then the resource was right, or has
   * forgotten.
   *
   * @returns whether it was passed on
   * @throws {InvalidSettingError} if it is no token
   */
  reportFenced (partition: number, seen: bigint): boolean
}
