import type { MemberId } from '../types.js'

/** What decides a member's place in the order of leadership. */
export interface Rank {
  readonly priority: number
  readonly id: MemberId
}

/** Orders by priority, then by PeerId: a total order. Negative if `a` comes before `b`. */
export function compareRanks (a: Rank, b: Rank): number {
  return a.priority - b.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
