import { unreachable } from '../assert.js'
import { isLive } from './member.js'
import type { Claim, MemberEventType } from '../types.js'
import type { Row } from './member.js'

/** What an application is told of a change of a row, if anything. */
export function eventOf (before: Row | undefined, after: Row): MemberEventType | undefined {
  const wasLive = before !== undefined && isLive(before)

  switch (after.state) {
    case 'alive':
      if (!wasLive || before.generation !== after.generation) {
        return 'member:join'
      }
      return before.state === 'suspect' ? 'member:alive' : saysOther(before.claim, after.claim) ? 'member:update' : undefined
    case 'suspect':
      return before?.state === 'suspect' ? undefined : 'member:suspect'
    case 'dead':
      return wasLive ? 'member:dead' : undefined
    case 'left':
      return wasLive ? 'member:leave' : undefined
    default:
      return unreachable(after.state)
  }
}

/** Whether two claims differ in what an application can see. */
function saysOther (a: Claim, b: Claim): boolean {
  return textOf(a) !== textOf(b)
}

function textOf ({ addresses, metadata, probation, leaving, protocol, groups, zone }: Claim): string {
  return JSON.stringify([addresses, [...metadata], probation, leaving, protocol.min, protocol.max, zone, groups.map(({ name, partitions, replicas, maxMoves, weight }) => [name, partitions, replicas, maxMoves, weight])])
}
