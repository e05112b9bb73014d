import { compareRanks } from '../../core/index.js'
import type { GroupSpec, MemberId, MemberSnapshot, RosterEntry } from '../../core/index.js'

/** What decides whether somebody leads or works; a row's claim and a snapshot both have it. */
type Candidate = Pick<MemberSnapshot, 'id' | 'priority' | 'eligible' | 'probation' | 'leaving'>

/** Who comes first among these: the eligible one with the lowest rank, of those that stay, or are not on probation, if there is one. */
export function firstOf (live: readonly Candidate[]): MemberId | undefined {
  const eligible = (candidates: readonly Candidate[]): Candidate | undefined => candidates.filter(candidate => candidate.eligible).toSorted(compareRanks)[0]
  const steady = steadyOf(live)
  return (eligible(steady.filter(({ leaving }) => !leaving)) ?? eligible(steady) ?? eligible(live))?.id
}

/** Who works for a group among these, as its roster lists them, by id: nobody that is about to go, and nobody on probation unless all are. */
export function workersOf (live: readonly MemberSnapshot[], { name, partitions }: GroupSpec): RosterEntry[] {
  const isWorker = ({ groups, leaving }: MemberSnapshot): boolean => !leaving && groups.some(group => group.name === name && group.partitions === partitions)
  const steady = steadyOf(live).filter(isWorker)

  return (steady.length > 0 ? steady : live.filter(isWorker))
    .map(({ id, generation }) => ({ id, generation }))
    .toSorted((a, b) => a.id < b.id ? -1 : 1)
}

/** The members that a view counts. */
export function liveIn (members: readonly MemberSnapshot[]): MemberSnapshot[] {
  return members.filter(({ state }) => state === 'alive' || state === 'suspect')
}

function steadyOf<T extends Pick<Candidate, 'probation'>> (live: readonly T[]): readonly T[] {
  const steady = live.filter(({ probation }) => !probation)
  return steady.length > 0 ? steady : live
}
