import { STANDBY_SALT, hasSeat, mayReplace, rulesOf } from './standbys.js'
import { chooseShare, score } from './shares.js'
import type { Share } from './shares.js'
import type { StandbyDraft } from './standbys.js'

/** Pairs of partitions that the swaps of one plan look at: what is still uneven then stays so. */
const PAIRS_MAX = 2 ** 18

/**
 * Evens out who stands by for how many: whoever has too many hands one to somebody with room; where zones forbid every
 * such step, a third one takes it and hands on one of its own, so that the room is of use.
 *
 * @returns whether anything changed
 */
export function levelStandbys (standbys: StandbyDraft): boolean {
  const { draft: { takers, isFrozen }, seats } = standbys
  const isOver = (share: Share): boolean => {
    const seat = seats.get(share)
    return seat !== undefined && seat.load > seat.quota
  }
  const over = takers.filter(isOver)

  if (isFrozen || over.length === 0) {
    return false
  }
  const places = new Places(standbys)

  for (const share of over) {
    for (const step of [places.handOn, places.handThrough]) {
      for (const partition of places.of(share)) {
        if (isOver(share) && standbys.waiting === 0) step.call(places, partition, share)
      }
    }
  }

  return places.hasChanged
}

/** Who stands by where, the other way round: by share, its partitions. */
class Places {
  readonly #standbys: StandbyDraft
  readonly #held: ReadonlyMap<Share, Set<number>>
  #pairs = 0
  #hasChanged = false

  constructor (standbys: StandbyDraft) {
    this.#standbys = standbys
    this.#held = new Map(standbys.draft.takers.map(share => [share, new Set()]))

    for (const [partition, list] of standbys.lists.entries()) {
      for (const share of list) this.#held.get(share)?.add(partition)
    }
  }

  get hasChanged (): boolean {
    return this.#hasChanged
  }

  /** What suits the share least comes first. */
  of (share: Share): number[] {
    return [...this.#held.get(share) ?? []].sort((a, b) => score(a, share) - score(b, share))
  }

  /** Lets somebody with room stand by in the place of `from`. */
  handOn (partition: number, from: Share): void {
    const { draft } = this.#standbys
    const to = chooseShare(partition, this.#open(), draft.seed ^ STANDBY_SALT, rulesOf(this.#standbys, partition, from))

    if (to !== undefined && this.#mayLeave(partition, from)) {
      this.#replace(partition, from, to)
    }
  }

  /** Lets somebody without room stand by in the place of `from`, who makes room at another partition. */
  handThrough (partition: number, from: Share): void {
    const isAble = rulesOf(this.#standbys, partition, from)
    const open = this.#open()

    for (const via of open.length === 0 ? [] : this.#standbys.draft.takers.filter(isAble)) {
      for (const other of this.#held.get(via) ?? []) {
        const willDo = rulesOf(this.#standbys, other, via)
        const to = ++this.#pairs <= PAIRS_MAX ? open.find(willDo) : undefined

        if (to !== undefined) {
          if (this.#mayLeave(partition, from) && this.#mayLeave(other, via)) {
            this.#replace(other, via, to)
            this.#replace(partition, from, via)
          }
          return
        }
      }
    }
  }

  #open (): Share[] {
    return this.#standbys.draft.takers.filter(share => hasSeat(this.#standbys, share))
  }

  /** Whether a standby may go: one that this plan has only just chosen may. */
  #mayLeave (partition: number, share: Share): boolean {
    return this.#standbys.former[partition]?.includes(share) !== true || mayReplace(this.#standbys)
  }

  /** The one that comes is the least prepared, so it is the last in the row. */
  #replace (partition: number, from: Share, to: Share): void {
    const { lists, seats } = this.#standbys
    const list = lists[partition]
    const [left, joined] = [seats.get(from), seats.get(to)]

    if (list !== undefined && left !== undefined && joined !== undefined) {
      this.#hasChanged = true
      list.splice(list.indexOf(from), 1)
      list.push(to)
      left.load -= 1
      joined.load += 1
      this.#held.get(from)?.delete(partition)
      this.#held.get(to)?.add(partition)
    }
  }
}
