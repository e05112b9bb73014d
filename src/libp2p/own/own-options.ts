import { InvalidSettingError } from '../../core/index.js'
import type { OwnOptions, PartitionHandler } from '../../api.js'

const RETRIES_DEFAULT = 5
const RETRIES_MAX = 1_000_000
const START_TIMEOUT_DEFAULT = 10_000
const START_TIMEOUT_MAX = 3_600_000

/** A handler with its options, checked and with their defaults. */
export interface HandlerInit {
  readonly handler: PartitionHandler
  readonly retries: number
  readonly startTimeout: number
}

/**
 * Checks what `own()` was given.
 *
 * @throws {InvalidSettingError} that names what is wrong, and what it may be
 */
export function checkHandler (handler: PartitionHandler, { retries = RETRIES_DEFAULT, startTimeout = START_TIMEOUT_DEFAULT }: OwnOptions): HandlerInit {
  if (typeof handler !== 'function') {
    throw new InvalidSettingError(`handler is of type ${typeof handler}: must be a function`)
  }
  checkNumber('retries', retries, 0, RETRIES_MAX)
  checkNumber('startTimeout', startTimeout, 1, START_TIMEOUT_MAX)

  return { handler, retries, startTimeout }
}

function checkNumber (option: string, value: unknown, min: number, max: number): void {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw new InvalidSettingError(`${option} is ${String(value)}: must be a whole number between ${min} and ${max}`)
  }
}
