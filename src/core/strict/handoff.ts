import { compareStarts } from './soundness.js'
import { planOwners } from '../assignment/planner.js'
import { isSameStart } from '../assignment/table.js'
import { packToken } from '../assignment/token.js'
import { hash32 } from '../hash.js'
import { GROUPS_MAX } from '../limits.js'
import type { StrictGroup, StrictMember, StrictTable, StrictWork } from './types.js'
import type { Epoch, MemberId, RosterEntry, Token } from '../types.js'

/** What a leader knows about those that are to let go. */
export interface LetGo {
  /** Whether the owner has said that it stopped working under this token. */
  isReleased (group: string, partition: number, token: Token): boolean
  /** Whether no lease of the owner can last any more. */
  isDrained (group: string, partition: number): boolean
  /** Whether anybody rests at all. */
  readonly hasResting: boolean
  /** Whether a member could not do the work of a partition, a moment ago. */
  isResting (member: MemberId, group: string, partition: number): boolean
}

/** A group's part with starts in the place of indexes. */
interface Draft {
  readonly name: string
  readonly partitions: number
  readonly owners: Array<RosterEntry | undefined>
  readonly successors: Array<RosterEntry | undefined>
  readonly tokens: Token[]
}

/**
 * The table that should follow, under `epoch`; undefined if nothing is to change. A partition changes hands only when
 * its owner has let go or cannot have a lease any more. Until then the table names who comes next, and the owner gets
 * no further lease for it.
 */
export function nextTable (table: StrictTable, epoch: Epoch, members: readonly StrictMember[], letGo: LetGo): StrictTable | undefined {
  const drafts = worksOf(table, members).map(work => draftOf(table, work, epoch, members, letGo))
  const workers = members.filter(({ work }) => work.some(({ weight }) => weight > 0)).map(({ id, generation }) => ({ id, generation }))
  const roster = rosterOf([...workers, ...drafts.flatMap(({ owners, successors }) => [...owners, ...successors])])
  const next = { ...table, ...epoch, roster, groups: drafts.map(draft => groupOf(draft, roster)) }

  return isSamePlan(table, next) ? undefined : next
}

/** The groups of the table, and those that somebody works for and it does not have. The first one to say so fixes the size. */
function worksOf (table: StrictTable, members: readonly StrictMember[]): Array<Omit<StrictWork, 'weight'>> {
  const works = new Map<string, Omit<StrictWork, 'weight'>>(table.groups.map(({ name, partitions }) => [name, { name, partitions }]))

  for (const { work } of members) {
    for (const { name, partitions } of work) {
      if (!works.has(name) && works.size < GROUPS_MAX) {
        works.set(name, { name, partitions })
      }
    }
  }

  return [...works.values()]
}

function draftOf (table: StrictTable, { name, partitions }: Omit<StrictWork, 'weight'>, epoch: Epoch, members: readonly StrictMember[], letGo: LetGo): Draft {
  const group = table.groups.find(other => other.name === name)
  const draft: Draft = {
    name,
    partitions,
    owners: Array.from({ length: partitions }, (_, partition) => table.roster[group?.owners[partition] ?? -1]),
    successors: Array.from({ length: partitions }),
    tokens: Array.from({ length: partitions }, (_, partition) => group?.tokens[partition] ?? 0n)
  }
  const planned = planFor(draft, members, letGo)
  const token = packToken(epoch)

  for (const [partition, target] of planned.entries()) {
    settle(draft, partition, target, token, letGo)
  }

  return draft
}

function settle (draft: Draft, partition: number, target: RosterEntry | undefined, token: Token, letGo: LetGo): void {
  const owner = draft.owners[partition]
  const isReleased = owner !== undefined && letGo.isReleased(draft.name, partition, draft.tokens[partition] ?? 0n)

  if (owner !== undefined && !isReleased && (target === undefined || isSameStart(owner, target))) {
    return
  }
  if (owner === undefined || isReleased || letGo.isDrained(draft.name, partition)) {
    draft.owners[partition] = target
    draft.tokens[partition] = target !== undefined ? token : draft.tokens[partition] ?? 0n
  } else {
    draft.successors[partition] = target
  }
}

/** Who should own each partition, as starts. A start that is over keeps its place for the next one of the same member. */
function planFor (draft: Draft, members: readonly StrictMember[], letGo: LetGo): Array<RosterEntry | undefined> {
  const workers = members.flatMap(({ id, generation, work }) => work
    .filter(({ name, partitions, weight }) => name === draft.name && partitions === draft.partitions && weight > 0)
    .slice(0, 1)
    .map(({ weight }) => ({ id, generation, weight })))
  const starts = new Map(workers.map(({ id, generation }) => [id, { id, generation }]))
  const planned = planOwners({ partitions: draft.partitions, workers, owners: draft.owners.map(owner => owner?.id), seed: hash32(draft.name) })

  return passOverResting(draft.name, planned, [...starts.keys()], letGo).map(id => id === undefined ? undefined : starts.get(id))
}

/** Whoever could not do it is not asked again at once: the one with the fewest does it; nobody, if there is nobody else. */
function passOverResting (group: string, planned: ReadonlyArray<MemberId | undefined>, ids: readonly MemberId[], letGo: LetGo): Array<MemberId | undefined> {
  if (!letGo.hasResting) {
    return [...planned]
  }
  const loads = new Map<MemberId | undefined, number>()

  for (const id of planned) {
    loads.set(id, (loads.get(id) ?? 0) + 1)
  }

  return planned.map((id, partition) => {
    if (id === undefined || !letGo.isResting(id, group, partition)) {
      return id
    }
    const [other] = ids.filter(candidate => !letGo.isResting(candidate, group, partition))
      .sort((a, b) => (loads.get(a) ?? 0) - (loads.get(b) ?? 0) || (a < b ? -1 : 1))
    loads.set(id, (loads.get(id) ?? 0) - 1)
    loads.set(other, (loads.get(other) ?? 0) + 1)

    return other
  })
}

function rosterOf (starts: ReadonlyArray<RosterEntry | undefined>): RosterEntry[] {
  const sorted = [...new Set(starts)].filter(start => start !== undefined).sort(compareStarts)
  return sorted.filter((start, index) => index === 0 || !isSameStart(start, sorted[index - 1]))
}

function groupOf ({ name, partitions, owners, successors, tokens }: Draft, roster: readonly RosterEntry[]): StrictGroup {
  const indexes = new Map(roster.map((start, index) => [keyOf(start), index]))
  const indexOf = (start: RosterEntry | undefined): number => start === undefined ? -1 : indexes.get(keyOf(start)) ?? -1

  return { name, partitions, owners: owners.map(indexOf), successors: successors.map(indexOf), tokens }
}

/** A start as a key of maps. */
export function keyOf ({ id, generation }: RosterEntry): string {
  return `${id}#${generation}`
}

function isSamePlan (a: StrictTable, b: StrictTable): boolean {
  return a.roster.length === b.roster.length && a.roster.every((start, index) => isSameStart(start, b.roster[index])) &&
    a.groups.length === b.groups.length && a.groups.every((group, index) => isSameGroup(group, b.groups[index] as StrictGroup))
}

function isSameGroup (a: StrictGroup, b: StrictGroup): boolean {
  return a.name === b.name && a.owners.every((owner, partition) =>
    owner === b.owners[partition] && a.successors[partition] === b.successors[partition] && a.tokens[partition] === b.tokens[partition])
}
