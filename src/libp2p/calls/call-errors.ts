import type { PeerId } from '@libp2p/interface'

/** The time of a request was over before it was answered; the message says what it waited for. */
export class RequestTimeoutError extends Error {
  static override name = 'RequestTimeoutError'
  /** Whether the handler may have run, or run still. */
  readonly mayHaveRun: boolean

  constructor (message = 'The request was not answered in time', { mayHaveRun = true, ...options }: ErrorOptions & { mayHaveRun?: boolean } = {}) {
    super(message, options)
    this.name = 'RequestTimeoutError'
    this.mayHaveRun = mayHaveRun
  }
}

/** The owner was lost after it had the request: whether its handler ran is not known, so it is not tried again. */
export class RequestOutcomeUnknownError extends Error {
  static override name = 'RequestOutcomeUnknownError'
  /** Always: the same field as that of a timeout. */
  readonly mayHaveRun = true

  constructor (message = 'It is not known whether the request was run', options?: ErrorOptions) {
    super(message, options)
    this.name = 'RequestOutcomeUnknownError'
  }
}

/** The handler that ran the request threw. */
export class RequestFailedError extends Error {
  static override name = 'RequestFailedError'
  /** What the handler said, at most 1,024 characters of it. */
  readonly remoteMessage: string

  constructor (message = 'The handler of the request failed', { remoteMessage = '', ...options }: ErrorOptions & { remoteMessage?: string } = {}) {
    super(message, options)
    this.name = 'RequestFailedError'
    this.remoteMessage = remoteMessage
  }
}

/** The owner of the partition has no handler for the group. */
export class NoHandlerError extends Error {
  static override name = 'NoHandlerError'

  constructor (message = 'The owner has no handler for the group') {
    super(message)
    this.name = 'NoHandlerError'
  }
}

/** The owner runs as many calls as it takes on. */
export class OwnerBusyError extends Error {
  static override name = 'OwnerBusyError'

  constructor (message = 'The owner runs as many calls as it takes on') {
    super(message)
    this.name = 'OwnerBusyError'
  }
}

/** A key, a payload or an answer is above its bound. */
export class RequestTooLargeError extends Error {
  static override name = 'RequestTooLargeError'

  constructor (message = 'The request or its answer is too large') {
    super(message)
    this.name = 'RequestTooLargeError'
  }
}

/** Fewer of owner and standbys answered than the request asked for. */
export class QuorumNotReachedError extends Error {
  static override name = 'QuorumNotReachedError'
  /** Who answered; if that is anybody, the owner is the first. */
  readonly answered: readonly PeerId[]
  /** Who did not. */
  readonly missing: readonly PeerId[]

  constructor (message = 'Too few of owner and standbys answered', { answered = [], missing = [] }: { answered?: readonly PeerId[], missing?: readonly PeerId[] } = {}) {
    super(message)
    this.name = 'QuorumNotReachedError'
    this.answered = answered
    this.missing = missing
  }
}
