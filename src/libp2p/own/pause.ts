import type { Millis } from '../../core/index.js'

const PAUSE_MIN = 100
const PAUSE_MAX = 5_000

/** A handler that has worked for so long before it threw has all its retries again, in milliseconds. */
export const STEADY_AFTER = 60_000

/**
 * How long a partition that was passed on has no handler here if it comes straight back, in milliseconds: nobody else could
 * take it, and passing it round and round would keep the whole cluster busy.
 */
export const REST = 5_000

/** How long to wait after a failed attempt, 1 for the first: twice as long each time; by chance up to half of that less, as many fail at once. */
export function pauseAfter (attempt: number, random: () => number): Millis {
  const full = Math.min(PAUSE_MAX, PAUSE_MIN * 2 ** (attempt - 1))
  return full * (1 - random() / 2)
}
