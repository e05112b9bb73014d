import { give, hasRoom, preparedFor } from './draft.js'
import { score } from './shares.js'
import type { Draft } from './draft.js'
import type { Share } from './shares.js'

/** Steps of all searches of one plan. What is then left over goes to one that is not prepared. */
const STEPS_MAX = 2 ** 20

/** A move, and those that make room for it come after it: what it needs to have been decided before is behind `via`. */
interface Hop {
  readonly partition: number
  readonly to: Share
  readonly via: Hop | undefined
  /** Whether `to` got back what it had: so it may give something else away, and no more moves than before. */
  readonly isReturn: boolean
}

/**
 * Gives what needs a place to workers that are prepared for it, as many as their quotas allow: orphans, and what is
 * above a quota. First to whoever has room, then along chains in which others, whose place is not yet fixed, make room.
 * Nobody who keeps within its quota gives up more for it than it gets back.
 */
export function placePrepared (draft: Draft): void {
  const { prefer, standbys } = draft.input

  if (prefer === undefined && standbys === undefined) {
    return
  }
  const sources = sourcesOf(draft)
  const left = sources.filter(partition => !placeDirectly(draft, partition)).filter(partition => needsPlace(draft, partition))
  const search = left.length > 0 ? new Search(draft) : undefined

  for (const partition of left) {
    if (needsPlace(draft, partition)) search?.run(partition)
  }
}

/** What has no holder, then what may leave holders with too much: what suits them least comes first. */
function sourcesOf (draft: Draft): number[] {
  const { holders, fixed, isFrozen, takers } = draft
  const homeless: number[] = []
  const surplus = new Map(takers.filter(({ load, quota }) => !isFrozen && load > quota).map(share => [share, [] as number[]]))

  for (const [partition, holder] of holders.entries()) {
    if (holder === undefined) homeless.push(partition)
    else if (!fixed.has(partition)) surplus.get(holder)?.push(partition)
  }

  return [...homeless, ...[...surplus].flatMap(([share, partitions]) => partitions.sort((a, b) => score(a, share) - score(b, share)))]
}

function needsPlace ({ holders }: Draft, partition: number): boolean {
  const holder = holders[partition]
  return holder === undefined || holder.load > holder.quota
}

function placeDirectly (draft: Draft, partition: number): boolean {
  const share = needsPlace(draft, partition) ? preparedFor(draft, partition).find(hasRoom) : undefined
  if (share !== undefined) give(draft, partition, share)

  return share !== undefined
}

/** Finds the shortest chains of moves that end where there is room. */
class Search {
  readonly #draft: Draft
  /** By share, the partitions that it may pass on: those that it had, and those that this plan gives it. */
  readonly #held = new Map<Share, Set<number>>()
  #steps = 0

  constructor (draft: Draft) {
    this.#draft = draft
    for (const [partition, holder] of draft.holders.entries()) {
      if (holder !== undefined && !draft.fixed.has(partition)) this.#heldBy(holder).add(partition)
    }
  }

  run (partition: number): void {
    const holder = this.#draft.holders[partition]
    const reached = new Set<Share>(holder === undefined ? [] : [holder])
    const queue = this.#hopsFrom(partition, undefined, reached)

    for (let next = queue.shift(); next !== undefined && this.#steps < STEPS_MAX; next = queue.shift()) {
      if (hasRoom(next.to) || this.#passExtra(next.to)) {
        this.#carryOut(next)
        return
      }
      for (const other of this.#heldBy(next.to)) {
        this.#steps++
        if (this.#draft.former[other] !== next.to || next.isReturn) queue.push(...this.#hopsFrom(other, next, reached))
      }
    }
  }

  /** Gives a share the extra of one with the same claim that has not filled it. */
  #passExtra (to: Share): boolean {
    const lender = to.quota > to.base ? undefined : this.#draft.takers.find(share => share.quota > share.base && share.min <= share.base && share.remainder === to.remainder && hasRoom(share))

    if (lender !== undefined) {
      lender.quota -= 1
      to.quota += 1
    }

    return lender !== undefined
  }

  /** Each share is reached once, so no partition is moved twice. */
  #hopsFrom (partition: number, via: Hop | undefined, reached: Set<Share>): Hop[] {
    const { former, holders, causes } = this.#draft
    const origin = causes.has(partition) ? undefined : former[partition]
    const hops: Hop[] = []

    for (const to of [...origin === undefined ? [] : [origin], ...preparedFor(this.#draft, partition)]) {
      if (to !== holders[partition] && !reached.has(to)) {
        reached.add(to)
        hops.push({ partition, to, via, isReturn: to === origin })
      }
    }

    return hops
  }

  #carryOut (last: Hop): void {
    for (let hop: Hop | undefined = last; hop !== undefined; hop = hop.via) {
      const holder = this.#draft.holders[hop.partition]
      if (holder !== undefined) this.#heldBy(holder).delete(hop.partition)
      this.#heldBy(hop.to).add(hop.partition)
      give(this.#draft, hop.partition, hop.to)
    }
  }

  #heldBy (share: Share): Set<number> {
    const held = this.#held.get(share) ?? new Set()
    this.#held.set(share, held)

    return held
  }
}
