export { InvalidSettingError } from './core/index.js'
export { DecodeError } from './wire/index.js'
export * from './own-errors.js'
export {
  NoHandlerError, OwnerBusyError, QuorumNotReachedError, RequestFailedError, RequestOutcomeUnknownError, RequestTimeoutError, RequestTooLargeError
} from './libp2p/calls/call-errors.js'
export * from './strict-errors.js'

/** A group is configured with another number of partitions here than in the cluster. */
export class GroupMismatchError extends Error {
  static override name = 'GroupMismatchError'

  constructor (message = 'A group is configured differently here and in the cluster') {
    super(message)
    this.name = 'GroupMismatchError'
  }
}

/** Another process runs under this member's PeerId and started later. */
export class SupersededError extends Error {
  static override name = 'SupersededError'

  constructor (message = 'Another process runs under this PeerId') {
    super(message)
    this.name = 'SupersededError'
  }
}

/** What was ordered of the plan cannot be. */
export class OrderRefusedError extends Error {
  static override name = 'OrderRefusedError'

  constructor (message = 'What was ordered cannot be') {
    super(message)
    this.name = 'OrderRefusedError'
  }
}

/** No table shows what was ordered in time. */
export class OrderTimeoutError extends Error {
  static override name = 'OrderTimeoutError'

  constructor (message = 'No table shows what was ordered') {
    super(message)
    this.name = 'OrderTimeoutError'
  }
}

/** There is no group of that name. */
export class UnknownGroupError extends Error {
  static override name = 'UnknownGroupError'

  constructor (message = 'There is no group of that name') {
    super(message)
    this.name = 'UnknownGroupError'
  }
}

/** This member does not own the partition, or not any more. */
export class NotOwnerError extends Error {
  static override name = 'NotOwnerError'
  readonly group: string | undefined
  readonly partition: number | undefined
  /** Who owns it, as text, as far as this member knows. */
  readonly owner: string | undefined

  constructor (message = 'This member does not own the partition', { group, partition, owner, ...options }: NotOwnerOptions = {}) {
    super(message, options)
    this.name = 'NotOwnerError'
    this.group = group
    this.partition = partition
    this.owner = owner
  }
}

/** What a `NotOwnerError` can name. */
export interface NotOwnerOptions extends ErrorOptions {
  group?: string
  partition?: number
  owner?: string
}

/** Nobody owns the partition, and nobody came to own it in time. */
export class NoOwnerError extends Error {
  static override name = 'NoOwnerError'

  constructor (message = 'Nobody owns the partition') {
    super(message)
    this.name = 'NoOwnerError'
  }
}
