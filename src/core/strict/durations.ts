import { assert } from '../assert.js'
import type { Durations } from './types.js'
import type { Millis } from '../types.js'

/** How long leases last unless said otherwise; `docs/strict.md` says why the leader's is the shorter one. */
export const DEFAULT_DURATIONS: Durations = { leaderLease: 1_500, ownerLease: 8_000, drift: 0.01 }

/**
 * How long one must wait so that a lease of `lease` has ended by any clock within the drift: the holder's may be the
 * slowest, the waiting one's the fastest.
 */
export function outlasting (lease: Millis, { drift }: Durations): Millis {
  return lease * (1 + drift) / (1 - drift)
}

/** Throws unless leases of such durations can work. */
export function checkDurations ({ leaderLease, ownerLease, drift }: Durations): void {
  assert(Number.isFinite(leaderLease) && leaderLease > 0, `leaderLease is ${leaderLease}: must be above 0`)
  assert(Number.isFinite(ownerLease) && ownerLease > 0, `ownerLease is ${ownerLease}: must be above 0`)
  assert(drift >= 0 && drift < 0.5, `drift is ${drift}: must be from 0 to below 0.5`)
}
