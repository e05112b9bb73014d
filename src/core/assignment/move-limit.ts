import { give } from './draft.js'
import type { Draft } from './draft.js'
import type { Reason } from './reasons.js'

/** Moves that can wait, in the order in which they may not: a drained member is waited for by somebody. */
const DEFERRABLE: readonly Reason[] = ['drain', 'pin', 'balance']

/**
 * Takes back the moves beyond `maxMoves`, and says so in the reasons. Each step is on the shortest way to the same
 * balance, so to go on from there moves nothing twice.
 *
 * @returns how many it took back
 */
export function limitMoves (draft: Draft, reasons: Reason[]): number {
  const { input: { maxMoves = Infinity }, former, holders } = draft

  if (maxMoves === Infinity) {
    return 0
  }
  const moves = reasons
    .map((reason, partition) => ({ partition, urgency: DEFERRABLE.indexOf(reason) }))
    .filter(({ partition, urgency }) => urgency >= 0 && former[partition] !== undefined && former[partition] !== holders[partition])
    .sort((a, b) => a.urgency - b.urgency || a.partition - b.partition)
    .slice(maxMoves)

  for (const { partition } of moves) {
    give(draft, partition, former[partition])
    reasons[partition] = 'limited'
  }

  return moves.length
}
