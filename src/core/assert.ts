/**
 * A rule that the code itself must keep is broken: a bug here, never bad input or a bad network.
 */
export class InvariantError extends Error {
  static override name = 'InvariantError'

  constructor (message = 'An invariant is broken') {
    super(message)
    this.name = 'InvariantError'
  }
}

/**
 * Throws an `InvariantError` unless the condition holds. Kept on in production: to stop is safer
 * than to go on from a state that cannot be.
 */
export function assert (condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message)
}

/** Ends a switch over a closed union: a new case that nobody thought about does not compile. */
export function unreachable (value: never): never {
  throw new InvariantError(`no such case: ${String(value)}`)
}
