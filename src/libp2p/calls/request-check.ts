import { InvalidSettingError, PATIENCE_MAX } from '../../core/index.js'
import { CALL_KEY_MAX, CALL_PAYLOAD_MAX } from '../../wire/index.js'
import { RequestTooLargeError } from './call-errors.js'
import type { RequestOptions } from '../../api.js'
import type { Request } from './requester.js'

/** How long all attempts of a request may take together, unless it says so itself, in milliseconds. */
const TIMEOUT = 5_000

/** A group, as far as a request needs it. */
export interface RequestedGroup {
  readonly name: string
  readonly partitions: number
  partitionOf (key: string | Uint8Array): number
}

/**
 * What an application asks for, checked.
 *
 * @throws {InvalidSettingError}
 * @throws {RequestTooLargeError}
 */
export function checkRequest (group: RequestedGroup, target: string | Uint8Array | number, payload: Uint8Array, options: RequestOptions): Request {
  const { replicas = 'one', timeout = TIMEOUT, signal, idempotent = false } = options

  if (!['one', 'quorum', 'all'].includes(replicas)) {
    throw new InvalidSettingError(`replicas is ${String(replicas)}: must be one, quorum or all`)
  }
  if (typeof timeout !== 'number' || !(timeout >= 1 && timeout <= PATIENCE_MAX)) {
    throw new InvalidSettingError(`timeout is ${String(timeout)}: must be between 1 and ${PATIENCE_MAX} ms`)
  }
  if (!(payload instanceof Uint8Array)) {
    throw new InvalidSettingError(`payload is ${payload === null ? 'null' : typeof payload}: must be a Uint8Array`)
  }
  if (payload.length > CALL_PAYLOAD_MAX) {
    throw new RequestTooLargeError(`payload has ${payload.length} bytes: must have at most ${CALL_PAYLOAD_MAX}`)
  }

  return { group: group.name, ...checkTarget(target, group), payload, replicas, timeout, signal, idempotent }
}

function checkTarget (target: string | Uint8Array | number, group: RequestedGroup): Pick<Request, 'partition' | 'key'> {
  if (typeof target === 'number') {
    if (!Number.isInteger(target) || target < 0 || target >= group.partitions) {
      throw new InvalidSettingError(`partition is ${target}: must be a whole number between 0 and ${group.partitions - 1}`)
    }
    return { partition: target }
  }
  if (typeof target !== 'string' && !(target instanceof Uint8Array)) {
    throw new InvalidSettingError(`key is ${target === null ? 'null' : typeof target}: must be a string, a Uint8Array, or the number of a partition`)
  }

  const length = typeof target === 'string' ? new TextEncoder().encode(target).length : target.length

  if (length > CALL_KEY_MAX) {
    throw new RequestTooLargeError(`key has ${length} bytes: must have at most ${CALL_KEY_MAX}; one that is longer can be hashed with partitionOf()`)
  }

  return { partition: group.partitionOf(target), key: target }
}
