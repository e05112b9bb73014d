import { InvalidSettingError } from '../../core/index.js'

const TOKEN_BITS = 128n

/** The token that a `FencedError` tells of; by its name, as there can be more than one copy of this package. */
export function seenBy (error: unknown): bigint | undefined {
  const { name, seen } = (typeof error === 'object' && error !== null ? error : {}) as { readonly name?: unknown, readonly seen?: unknown }
  return name === 'FencedError' && isToken(seen) ? seen : undefined
}

/**
 * Checks what an application says that a resource has seen.
 *
 * @throws {InvalidSettingError} if it is no token
 */
export function checkSeen (seen: unknown): asserts seen is bigint {
  if (!isToken(seen)) {
    throw new InvalidSettingError(`seen is ${String(seen)} (${typeof seen}): must be a token, a bigint of 0 to 2^128 - 1`)
  }
}

function isToken (value: unknown): value is bigint {
  return typeof value === 'bigint' && value >= 0n && value < 1n << TOKEN_BITS
}
