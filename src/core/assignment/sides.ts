import type { MemberId } from '../types.js'

/**
 * After a split several members work on one partition, and one of them is to go on. Chooses by partition among those that
 * do, so that the loads come out as even as they can without anybody beginning anything.
 *
 * @param runners by partition, the members that work on it, the preferred one first
 * @returns by partition, the one that goes on
 */
export function keepOneOfEach (runners: ReadonlyArray<readonly MemberId[]>): Array<MemberId | undefined> {
  const kept: Array<MemberId | undefined> = []
  const held = new Map<MemberId, Set<number>>(runners.flat().sort().map(id => [id, new Set()]))
  const give = (partition: number, to: MemberId): void => {
    held.get(kept[partition] ?? '')?.delete(partition)
    held.get(to)?.add(partition)
    kept[partition] = to
  }

  for (const [partition, [only, ...others]] of runners.entries()) {
    if (only !== undefined && others.length === 0) give(partition, only)
  }
  for (const [partition, choice] of runners.entries()) {
    if (choice.length > 1) give(partition, choice.reduce((best, id) => loadOf(held, id) < loadOf(held, best) ? id : best))
  }
  for (let path = relief(runners, held); path !== undefined; path = relief(runners, held)) {
    for (const { partition, to } of path) give(partition, to)
  }

  return Array.from({ length: runners.length }, (_, partition) => kept[partition])
}

/** A partition that changes its owner. */
interface Change {
  readonly partition: number
  readonly to: MemberId
}

/** Changes one after the other that take one partition from somebody and give one to somebody who has two less. */
function relief (runners: ReadonlyArray<readonly MemberId[]>, held: ReadonlyMap<MemberId, ReadonlySet<number>>): Change[] | undefined {
  const byLoad = [...held.keys()].sort((a, b) => loadOf(held, b) - loadOf(held, a))

  for (const from of byLoad) {
    const path = pathFrom(from, runners, held)
    if (path !== undefined) return path
  }

  return undefined
}

function pathFrom (from: MemberId, runners: ReadonlyArray<readonly MemberId[]>, held: ReadonlyMap<MemberId, ReadonlySet<number>>): Change[] | undefined {
  const ways = new Map<MemberId, Change[]>([[from, []]])

  // The map grows while it is gone through: nearest first.
  for (const [member, way] of ways) {
    if (loadOf(held, member) <= loadOf(held, from) - 2) {
      return way.toReversed()
    }
    for (const partition of held.get(member) ?? []) {
      for (const to of runners[partition] ?? []) {
        if (!ways.has(to)) ways.set(to, [...way, { partition, to }])
      }
    }
  }

  return undefined
}

function loadOf (held: ReadonlyMap<MemberId, ReadonlySet<number>>, id: MemberId): number {
  return held.get(id)?.size ?? 0
}
