import { hasRoom, isAvoided } from './draft.js'
import { levelStandbys } from './standby-balance.js'
import { chooseShare, score, setQuotas } from './shares.js'
import type { Draft } from './draft.js'
import type { Share } from './shares.js'

/**
 * Starts the row of candidates elsewhere than an owner's, so that the standbys for one owner's partitions are spread over
 * all: its neighbours alone would have no room when it goes.
 */
export const STANDBY_SALT = 0x9e3779b9

/** The standbys while they are planned. */
export interface StandbyDraft {
  readonly draft: Draft
  /** For each taker, what it is due and holds as a standby. */
  readonly seats: ReadonlyMap<Share, Share>
  /** By partition, who stands by, first to last. */
  readonly lists: Share[][]
  /** By partition, how many it gets. */
  readonly sizes: readonly number[]
  /** How many zones there are, 0 where nobody names one. */
  readonly zones: number
  /** By partition, the standbys that it had and that could stay. */
  readonly former: ReadonlyArray<readonly Share[]>
  /** How many more of those may be replaced, and how many would have been. */
  budget: number
  waiting: number
}

/** Times that loads are evened out. */
const PASSES_MAX = 16

/** What the planner decides about standbys. */
export interface StandbyPlan {
  readonly lists: string[][]
  readonly waiting: number
}

/**
 * Chooses standbys: members other than the owner, distinct, each in another zone as long as there are zones left. Who
 * stands by stays; what is missing is added at the end; then loads are evened out as far as zones allow.
 */
export function planStandbys (draft: Draft): StandbyPlan {
  const { input: { replicas = 0 }, holders } = draft

  if (replicas === 0) {
    return { lists: [], waiting: 0 }
  }
  const sizes = holders.map((owner, partition) => Math.min(replicas, countAble(draft, partition) - (owner?.isTaker === true && !isAvoided(draft, partition, owner) ? 1 : 0)))
  const standbys = createStandbys(draft, sizes)
  const seats = [...standbys.seats.values()]
  const total = sizes.reduce((sum, size) => sum + size, 0)
  keepGood(standbys)
  setQuotas(seats, total)
  fill(standbys)

  // Who is due the extras depends on who has most, and with zones that changes: to the end, so that the next plan moves nothing.
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    setQuotas(seats, total)
    if (!levelStandbys(standbys)) break
  }

  return { lists: standbys.lists.map(list => list.map(({ id }) => id)), waiting: standbys.waiting }
}

/** How many workers could stand by for a partition, or own it. */
function countAble (draft: Draft, partition: number): number {
  const { input: { avoid }, takers } = draft
  return avoid?.has(partition) === true ? takers.filter(share => !isAvoided(draft, partition, share)).length : takers.length
}

function createStandbys (draft: Draft, sizes: readonly number[]): StandbyDraft {
  const { input, byId, holders, takers } = draft
  const names = takers.map(({ zone }) => zone)
  const former = holders.map((owner, partition) => {
    const shares = (input.standbys?.[partition] ?? []).map(id => byId.get(id))
    return shares.filter((share, index): share is Share => share !== undefined && share.weight > 0 && share !== owner && shares.indexOf(share) === index)
  })
  const owned = new Map<Share | undefined, number>()
  for (const owner of holders) owned.set(owner, (owned.get(owner) ?? 0) + 1)

  return {
    draft,
    seats: new Map(takers.map(share => [share, { ...share, min: 0, max: input.partitions - (owned.get(share) ?? 0), warm: 0, load: 0 }])),
    lists: holders.map(() => []),
    sizes,
    zones: names.some(zone => zone !== undefined) ? new Set(names).size : 0,
    former,
    budget: input.maxMoves ?? Infinity,
    waiting: 0
  }
}

/** Keeps whoever stands by and may; whoever may not any more, but is there, stays too if it cannot be replaced yet. */
function keepGood (standbys: StandbyDraft): void {
  const { draft, lists, sizes, former } = standbys

  for (const [partition, shares] of former.entries()) {
    for (const share of shares) {
      const isGood = share.isTaker && rulesOf(standbys, partition)(share)
      const list = lists[partition] ?? []

      if (list.length < (sizes[partition] ?? 0) && (isGood || !mayReplace(standbys, isAvoided(draft, partition, share)))) {
        sit(standbys, partition, share)
      }
    }
  }
}

/** Whether one more standby that could stay may be replaced; one that failed always is. */
export function mayReplace (standbys: StandbyDraft, isFailed = false): boolean {
  if (isFailed) {
    return true
  }
  if (standbys.draft.isFrozen) {
    return false
  }
  if (standbys.budget > 0) {
    standbys.budget -= 1
    return true
  }
  standbys.waiting += 1

  return false
}

/** Lets a share stand by, behind those that do already. */
export function sit ({ lists, seats }: StandbyDraft, partition: number, share: Share): void {
  const seat = seats.get(share)
  if (seat !== undefined) seat.load += 1
  lists[partition]?.push(share)
}

/**
 * Says of a share whether it may stand by, in the place of another one or behind all: it is not there yet, and its zone
 * is another one, unless there are places enough left for the zones that are not there yet.
 */
export function rulesOf (standbys: StandbyDraft, partition: number, insteadOf?: Share): (share: Share) => boolean {
  const { draft, lists, sizes, zones } = standbys
  const owner = draft.holders[partition]
  const list = lists[partition] ?? []
  const size = sizes[partition] ?? 0
  const isFree = (share: Share): boolean => share !== owner && !list.includes(share) && !isAvoided(draft, partition, share)

  if (zones === 0) {
    return isFree
  }
  const others = new Set([...owner === undefined ? [] : [owner], ...list].filter(other => other !== insteadOf).map(({ zone }) => zone))
  const placesAfter = size - list.length - (insteadOf === undefined ? 1 : 0)
  const hasSlack = others.size + placesAfter >= Math.min(zones, size + (owner === undefined ? 0 : 1))

  return share => (hasSlack || !others.has(share.zone)) && isFree(share)
}

/** Whether a taker has room for one more partition to stand by for. */
export function hasSeat ({ seats }: StandbyDraft, share: Share): boolean {
  const seat = seats.get(share)
  return seat !== undefined && hasRoom(seat)
}

/**
 * Adds who is missing: the former owner if it is still there and has room, because it is prepared; somebody else with
 * room; or whoever is least loaded. Zones come before loads, and distinct members before everything.
 */
function fill (standbys: StandbyDraft): void {
  const { draft, lists, sizes } = standbys
  const open = draft.takers.filter(share => hasSeat(standbys, share))

  for (const [partition, list] of lists.entries()) {
    while (list.length < (sizes[partition] ?? 0)) {
      const share = chooseStandby(standbys, partition, open)
      if (share === undefined) break
      sit(standbys, partition, share)
      if (!hasSeat(standbys, share) && open.includes(share)) open.splice(open.indexOf(share), 1)
    }
  }
}

function chooseStandby (standbys: StandbyDraft, partition: number, open: readonly Share[]): Share | undefined {
  const { draft, lists } = standbys
  const former = draft.former[partition]
  const willDo = rulesOf(standbys, partition)

  if (former?.isTaker === true && hasSeat(standbys, former) && willDo(former)) {
    return former
  }
  const isFree = (share: Share): boolean => share !== draft.holders[partition] && lists[partition]?.includes(share) !== true && !isAvoided(draft, partition, share)

  return chooseShare(partition, open, draft.seed ^ STANDBY_SALT, willDo) ??
    emptiest(standbys, partition, draft.takers.filter(willDo)) ??
    standbys.former[partition]?.find(share => share.isTaker && isFree(share)) ??
    emptiest(standbys, partition, draft.takers.filter(isFree))
}

function emptiest ({ seats }: StandbyDraft, partition: number, shares: readonly Share[]): Share | undefined {
  const excess = (share: Share): number => {
    const seat = seats.get(share)
    return seat === undefined ? 0 : seat.load - seat.quota
  }
  return shares.toSorted((a, b) => excess(a) - excess(b) || score(partition, b) - score(partition, a) || (a.id < b.id ? -1 : 1))[0]
}
