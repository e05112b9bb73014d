/**
 * Why a dial failed. `refused`: at every address somebody answered that nobody listens there. `timeout`: nobody answered
 * in time. `failed`: anything else, as no way there, or a failure after the connection was made.
 */
export type DialFailure = 'refused' | 'timeout' | 'failed'

/** Addresses of a kind that this machine cannot reach at all: they say nothing about whoever is behind them. */
const UNREACHABLE_KIND = new Set(['ENETUNREACH', 'EAFNOSUPPORT', 'EADDRNOTAVAIL'])

/** The memory transport has no code for it. */
const NO_MEMORY_LISTENER = /^No memory listener found/

const IP_ADDRESS = /^[\d.]+$|:/

/** Sorts the error of a libp2p dial, which is that of its address, or an `AggregateError` of several. */
export function dialFailureOf (error: unknown): DialFailure {
  const failures = causesOf(error).filter(cause => !UNREACHABLE_KIND.has(codeOf(cause) ?? ''))

  if (failures.length > 0 && failures.every(isRefusal)) {
    return 'refused'
  }

  return failures.length > 0 && failures.every(isTimeout) ? 'timeout' : 'failed'
}

/**
 * Who refused, of the hosts that were dialled. A refusal tells the IP address that it came from, so names are among them
 * only if no other kind of host was dialled, and nothing else happened than refusals.
 */
export function refusersOf (error: unknown, dialled: readonly string[]): string[] {
  const causes = causesOf(error)
  const told = causes.filter(isRefusal).map(addressOf).filter(address => address !== undefined)

  return causes.every(isRefusal) && !dialled.some(host => IP_ADDRESS.test(host)) ? [...told, ...dialled] : told
}

function causesOf (error: unknown): Error[] {
  if (error instanceof AggregateError) {
    return error.errors.flatMap(causesOf)
  }

  return [error instanceof Error ? error : new Error(String(error))]
}

function codeOf (error: Error): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : undefined
}

/** The IP address at which a socket failed. */
function addressOf (error: Error): string | undefined {
  const { address } = error as { address?: unknown }
  return typeof address === 'string' ? address : undefined
}

function isRefusal (error: Error): boolean {
  return codeOf(error) === 'ECONNREFUSED' || (error.name === 'ConnectionFailedError' && NO_MEMORY_LISTENER.test(error.message))
}

function isTimeout (error: Error): boolean {
  return error.name === 'TimeoutError' || codeOf(error) === 'ETIMEDOUT'
}
