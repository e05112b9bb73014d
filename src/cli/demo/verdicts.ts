import type { Verdict } from './process-group.js'
import type { EpochJson } from '../json-lines.js'
import type { GroupJson, MemberJson, StatusJson, TableJson } from '../admin/snapshot.js'

/** Whether an epoch of one leadership is above another. */
export function isNewer (epoch: EpochJson, before: EpochJson): boolean {
  return epoch.term > before.term || (epoch.term === before.term && epoch.version > before.version)
}

/** Whether `count` members are one cluster: one view, one leader, one epoch, every partition owned, loads level. */
export function isFormed (statuses: readonly StatusJson[], count: number): Verdict {
  const [first] = statuses

  if (first === undefined || statuses.length !== count) {
    return `${statuses.length} of ${count} members answer`
  }

  const selves = statuses.map(({ self }) => self).sort().join()
  const outside = statuses.find(status => liveIds(status).sort().join() !== selves)

  if (outside !== undefined) {
    return `${outside.self} sees ${liveIds(outside).length} of ${count} members`
  }
  if (first.leader === null || statuses.some(({ leader }) => leader !== first.leader)) {
    return `leaders: ${statuses.map(({ leader }) => leader ?? 'none').join(', ')}`
  }

  return agreeOnTables(statuses)
}

/** Whether every one of `statuses` has every partition owned by a live one of them, under an epoch above `before`. */
export function isRecovered (statuses: readonly StatusJson[], count: number, before: EpochJson): Verdict {
  const behind = statuses.find(({ groups }) => Object.values(groups).some(({ epoch }) => epoch === null || !isNewer(epoch, before)))

  return behind === undefined ? isFormed(statuses, count) : `${behind.self} has no table above epoch ${before.term}.${before.version}`
}

/** What became of a group's partitions between two tables. */
export interface Moves {
  /** How many changed their owner. */
  readonly moved: number
  /** How many stayed where they were, under the same token. */
  readonly kept: number
  /** What must not happen; undefined when nothing of it did. */
  readonly wrong?: string
}

/**
 * Compares two tables around the loss of members: what a survivor owned it must still own, under the same token; what
 * moved must have a larger token.
 */
export function compareTables (before: TableJson, after: TableJson, lost: ReadonlySet<string>): Moves {
  const wrong: string[] = []
  let moved = 0

  for (const [partition, owner] of after.owners.entries()) {
    const [formerOwner, formerToken = '', token = ''] = [before.owners[partition], before.tokens[partition], after.tokens[partition]]

    if (owner === formerOwner) {
      wrong.push(...(token === formerToken ? [] : [`partition ${partition} stayed and its token changed`]))
      continue
    }

    moved++
    wrong.push(...(token > formerToken ? [] : [`partition ${partition} moved and its token did not grow`]))

    if (formerOwner != null && !lost.has(formerOwner)) {
      wrong.push(`partition ${partition} moved although its owner lives`)
    }
  }

  return { moved, kept: after.owners.length - moved, ...(wrong[0] !== undefined && { wrong: wrong[0] }) }
}

/** The members that a status counts as live. */
export function liveIds ({ members }: StatusJson): string[] {
  return members.filter(isLive).map(({ peerId }) => peerId)
}

function isLive ({ state }: MemberJson): boolean {
  return state === 'alive' || state === 'suspect'
}

function agreeOnTables (statuses: readonly StatusJson[]): Verdict {
  const [first] = statuses

  for (const [name, group] of Object.entries(first?.groups ?? {})) {
    const views = statuses.map(({ groups }) => groups[name])

    if (group.epoch === null || views.some(view => JSON.stringify(view?.epoch) !== JSON.stringify(group.epoch))) {
      return `group ${name} has ${new Set(views.map(view => JSON.stringify(view?.epoch))).size} epochs`
    }
    if (group.unowned > 0) {
      return `group ${name} has ${group.unowned} partitions without an owner`
    }

    const uneven = loadsFault(name, group, statuses.map(({ self }) => self))

    if (uneven !== undefined) {
      return uneven
    }
  }

  return true
}

function loadsFault (name: string, { owners }: GroupJson, members: readonly string[]): string | undefined {
  const stranger = Object.keys(owners).find(owner => !members.includes(owner))

  if (stranger !== undefined) {
    return `group ${name} has partitions owned by ${stranger}, who is not there`
  }

  const loads = members.map(member => owners[member] ?? 0)
  return Math.max(...loads) - Math.min(...loads) <= 1 ? undefined : `group ${name} has loads ${loads.join(', ')}`
}
