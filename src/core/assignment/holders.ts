import { give, hasRoom, isAvoided, preparedFor } from './draft.js'
import { chooseShare, score, setQuotas } from './shares.js'
import { placePrepared } from './prepared.js'
import type { Draft } from './draft.js'
import type { Share } from './shares.js'

/** Decides who holds each partition (see `plan`, steps 1 to 5). */
export function planHolders (draft: Draft): void {
  noteDrained(draft)
  takeFailed(draft)
  applyPins(draft)
  countPrepared(draft)
  setQuotas(draft.takers, draft.input.partitions)
  placeAvoiding(draft)
  placePrepared(draft)
  evictSurplus(draft)
  placeHomeless(draft)
}

function noteDrained ({ former, holders, causes }: Draft): void {
  for (const [partition, owner] of former.entries()) {
    if (owner !== undefined && holders[partition] === undefined) causes.set(partition, 'drain')
  }
}

function takeFailed (draft: Draft): void {
  for (const partition of draft.input.avoid?.keys() ?? []) {
    const holder = draft.holders[partition]

    if (holder !== undefined && isAvoided(draft, partition, holder) && draft.takers.some(share => !isAvoided(draft, partition, share))) {
      give(draft, partition, undefined)
      draft.causes.set(partition, 'failed')
    }
  }
}

function applyPins (draft: Draft): void {
  for (const [partition, id] of draft.input.pins ?? []) {
    const share = draft.byId.get(id)
    const holder = draft.holders[partition]

    if (share?.isTaker === true && !isAvoided(draft, partition, share) && (holder === undefined || holder === share || !draft.isFrozen)) {
      give(draft, partition, share)
      share.min += 1
      draft.fixed.add(partition)
    }
  }
}

function countPrepared (draft: Draft): void {
  const { prefer, standbys } = draft.input

  if (prefer !== undefined || standbys !== undefined) {
    for (const [partition, holder] of draft.holders.entries()) {
      if (holder === undefined) for (const share of preparedFor(draft, partition)) share.warm += 1
    }
  }
}

/** What cannot go to just anybody goes first, if need be above a quota: the surplus then leaves again. */
function placeAvoiding (draft: Draft): void {
  const picky = [...draft.input.avoid?.keys() ?? []].filter(partition => draft.holders[partition] === undefined)

  for (const partition of picky.sort((a, b) => pickiness(draft, b) - pickiness(draft, a) || a - b)) {
    const able = draft.takers.filter(share => !isAvoided(draft, partition, share))
    const share = preparedFor(draft, partition).find(hasRoom) ??
      chooseShare(partition, able.filter(hasRoom), draft.seed) ?? leastLoaded(draft, partition, able)
    if (share !== undefined) give(draft, partition, share)
  }
}

/** How many workers could not do the work of a partition. */
function pickiness (draft: Draft, partition: number): number {
  return draft.input.avoid?.has(partition) === true ? draft.takers.filter(share => isAvoided(draft, partition, share)).length : 0
}

/** Who is least above its quota; with several of them, the former owner: to go back and forth helps nobody. */
function leastLoaded ({ former }: Draft, partition: number, shares: readonly Share[]): Share | undefined {
  const isFormer = (share: Share): number => share === former[partition] ? 1 : 0
  return shares.toSorted((a, b) => (a.load - a.quota) - (b.load - b.quota) || isFormer(b) - isFormer(a) || score(partition, b) - score(partition, a) || (a.id < b.id ? -1 : 1))[0]
}

function evictSurplus (draft: Draft): void {
  if (draft.isFrozen) return
  const { holders, takers, fixed } = draft
  const held = new Map(takers.filter(({ load, quota }) => load > quota).map(share => [share, [] as number[]]))

  for (const [partition, share] of holders.entries()) {
    if (share !== undefined && !fixed.has(partition)) held.get(share)?.push(partition)
  }
  for (const [share, partitions] of held) {
    // What cannot go to just anybody stays if something else can go.
    partitions.sort((a, b) => pickiness(draft, a) - pickiness(draft, b) || score(a, share) - score(b, share))
    for (const partition of partitions.slice(0, share.load - share.quota)) give(draft, partition, undefined)
  }
}

function placeHomeless (draft: Draft): void {
  const { holders, takers, seed, input: { avoid } } = draft
  const open = takers.filter(hasRoom)

  for (const [partition, holder] of holders.entries()) {
    if (holder !== undefined) continue
    const willDo = avoid?.has(partition) === true ? (share: Share) => !isAvoided(draft, partition, share) : undefined
    const share = chooseShare(partition, open, seed, willDo) ?? leastLoaded(draft, partition, willDo === undefined ? [] : takers.filter(willDo)) ?? leastLoaded(draft, partition, takers)
    if (share === undefined) return
    give(draft, partition, share)
    if (share.load === share.quota) open.splice(open.indexOf(share), 1)
  }
}
