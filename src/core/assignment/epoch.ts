import { leaderTag } from './token.js'
import type { Epoch } from '../types.js'

/** Versions of one leadership: the field of a token that holds them has 32 bits. */
export const VERSION_MAX = 0xffff_ffff

/**
 * Orders epochs: by term, then by leader (two leaders share a term only across a split), then by version. Term before
 * version, so that a paused old leader cannot overtake its successor by publishing often. Negative if `a` is older.
 */
export function compareEpochs (a: Epoch, b: Epoch): number {
  return a.term - b.term ||
    leaderTag(a.leader) - leaderTag(b.leader) ||
    compareText(a.leader, b.leader) ||
    a.version - b.version
}

function compareText (a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
