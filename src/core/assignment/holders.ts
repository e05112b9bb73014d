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
  for (const partition of [...draft.input.avoid?.keys() ?? []].sort((a, b) => a - b)) {
    if (draft.holders[partition] !== undefined) continue
    const able = draft.takers.filter(share => !isAvoided(draft, partition, share))
    const open = able.filter(hasRoom)
    const share = preparedFor(draft, partition).find(hasRoom) ?? chooseShare(partition, open, draft.seed) ?? leastLoaded(partition, able)

    if (share !== undefined) {
      give(draft, partition, share)
      draft.fixed.add(partition)
    }
  }
}

function leastLoaded (partition: number, shares: readonly Share[]): Share | undefined {
  return shares.toSorted((a, b) => (a.load - a.quota) - (b.load - b.quota) || score(partition, b) - score(partition, a))[0]
}

function evictSurplus (draft: Draft): void {
  if (draft.isFrozen) return
  const { holders, takers, fixed, input: { avoid } } = draft
  const held = new Map(takers.filter(({ load, quota }) => load > quota).map(share => [share, [] as number[]]))

  for (const [partition, share] of holders.entries()) {
    if (share !== undefined && !fixed.has(partition)) held.get(share)?.push(partition)
  }
  for (const [share, partitions] of held) {
    // What cannot go to just anybody stays if something else can go.
    const pickiness = (partition: number): number => avoid?.has(partition) === true ? 1 : 0
    partitions.sort((a, b) => pickiness(a) - pickiness(b) || score(a, share) - score(b, share))
    for (const partition of partitions.slice(0, share.load - share.quota)) give(draft, partition, undefined)
  }
}

function placeHomeless (draft: Draft): void {
  const { holders, takers, seed, input: { avoid } } = draft
  const open = takers.filter(hasRoom)

  for (const [partition, holder] of holders.entries()) {
    if (holder !== undefined) continue
    const willDo = avoid?.has(partition) === true ? (share: Share) => !isAvoided(draft, partition, share) : undefined
    const share = chooseShare(partition, open, seed, willDo) ?? leastLoaded(partition, willDo === undefined ? [] : takers.filter(willDo)) ?? leastLoaded(partition, takers)
    if (share === undefined) return
    give(draft, partition, share)
    if (share.load === share.quota) open.splice(open.indexOf(share), 1)
  }
}
