import type { LossReason, RevokeReason } from './core/index.js'

/**
 * Why a handler's signal aborts in order: `moved`, the plan gives the partition to another member; `leave`, this member
 * goes; `failed`, its handler could not do the work; `stopped`, the application took the handler away.
 */
export type StopReason = RevokeReason | 'stopped'

/** A partition is to be somebody else's: stop in order. Nobody else begins before the handler has settled, or time is up. */
export class PartitionRevokedError extends Error {
  static override name = 'PartitionRevokedError'
  readonly reason: StopReason
  /** About when the cluster stops waiting for the handler, in Unix milliseconds by this machine's clock, where that is known. */
  readonly deadline: number | undefined

  constructor (message = 'The partition is to be somebody else\'s', reason: StopReason = 'moved', deadline?: number) {
    super(message)
    this.name = 'PartitionRevokedError'
    this.reason = reason
    this.deadline = deadline
  }
}

/** A partition is not this member's any more, and may be somebody else's already: stop at once, write nothing. */
export class PartitionLostError extends Error {
  static override name = 'PartitionLostError'
  readonly reason: LossReason

  constructor (message = 'The partition is not this member\'s any more', reason: LossReason = 'superseded') {
    super(message)
    this.name = 'PartitionLostError'
    this.reason = reason
  }
}

/** A handler threw, which is the `cause`: what else it began under that signal must end, as it is called again. */
export class HandlerFailedError extends Error {
  static override name = 'HandlerFailedError'

  constructor (message = 'The handler threw', options?: ErrorOptions) {
    super(message, options)
    this.name = 'HandlerFailedError'
  }
}

/** The group has a handler already. */
export class HandlerExistsError extends Error {
  static override name = 'HandlerExistsError'

  constructor (message = 'The group has a handler already') {
    super(message)
    this.name = 'HandlerExistsError'
  }
}

/** For applications to throw when a resource refuses their token, with the larger one that it has seen. */
export class FencedError extends Error {
  static override name = 'FencedError'
  readonly seen: bigint

  constructor (seen: bigint, message = 'The resource has seen a larger token', options?: ErrorOptions) {
    super(message, options)
    this.name = 'FencedError'
    this.seen = seen
  }
}
