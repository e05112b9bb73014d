/**
 * Why a partition is where it is. The place in this list is the byte on the wire, so the order is fixed.
 *
 * - `none`: nobody owns it
 * - `kept`: its owner had it before anybody wrote down why
 * - `cold`: nobody had it before
 * - `orphan`: its owner went
 * - `promoted`: its owner went, and this standby took over
 * - `balance`: its owner had more than its part
 * - `drain`: its owner is drained, or has no weight
 * - `pin`: somebody said that it belongs here
 * - `failed`: the one that had it could not do the work
 * - `heal`: its owner ran it on the other side of a split
 * - `limited`: it is to move, and waits for its turn (`maxMoves`)
 */
export const REASONS = ['none', 'kept', 'cold', 'orphan', 'promoted', 'balance', 'drain', 'pin', 'failed', 'heal', 'limited'] as const

/** One of the reasons. */
export type Reason = typeof REASONS[number]
