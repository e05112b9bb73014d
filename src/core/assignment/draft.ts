import { createShares } from './shares.js'
import type { PlanInput, Worker } from './planner.js'
import type { Reason } from './reasons.js'
import type { Share } from './shares.js'

/** A plan while it is made. */
export interface Draft {
  readonly input: PlanInput
  readonly seed: number
  /** Nothing moves from who is there. */
  readonly isFrozen: boolean
  readonly byId: ReadonlyMap<string | undefined, Share>
  /** The shares that may take something, by id. */
  readonly takers: readonly Share[]
  /** By partition, who owned it and is still there. */
  readonly former: ReadonlyArray<Share | undefined>
  readonly holders: Array<Share | undefined>
  /** Why a partition had to leave a former owner that is still there, where that is not for balance. */
  readonly causes: Map<number, Reason>
  /** Partitions that balance does not move. */
  readonly fixed: Set<number>
}

/** The draft as it begins: whoever can keep what it has does. */
export function createDraft (input: PlanInput): Draft {
  const { partitions, workers, owners, draining = new Set<string>(), frozen = false, seed = 0 } = input
  const weighty = workers.filter(({ weight }) => weight > 0)
  const steady = weighty.filter(({ id }) => !draining.has(id))
  const isStranded = steady.length === 0
  const shares = createShares(workers, new Set<Worker>(isStranded ? weighty : steady), seed)
  const byId = new Map<string | undefined, Share>(shares.map(share => [share.id, share]))
  const isFrozen = frozen || (isStranded && weighty.length > 0)
  const former: Array<Share | undefined> = []
  const holders: Array<Share | undefined> = []

  for (let partition = 0; partition < partitions; partition++) {
    const share = byId.get(owners[partition])
    const isKept = share !== undefined && (share.isTaker || isFrozen)
    if (isKept) share.load += 1
    former.push(share)
    holders.push(isKept ? share : undefined)
  }

  return { input, seed, isFrozen, byId, takers: shares.filter(({ isTaker }) => isTaker), former, holders, causes: new Map(), fixed: new Set() }
}

/** Gives a partition to a share, or takes it away from everybody. */
export function give (draft: Draft, partition: number, share: Share | undefined): void {
  const holder = draft.holders[partition]
  if (holder !== undefined) holder.load -= 1
  if (share !== undefined) share.load += 1
  draft.holders[partition] = share
}

/** Whether a share could not do the work of a partition. */
export function isAvoided ({ input }: Draft, partition: number, { id }: Share): boolean {
  return input.avoid?.get(partition)?.includes(id) === true
}

/** Whether a share has room for one more. */
export function hasRoom ({ load, quota }: Share): boolean {
  return load < quota
}

/** The shares that could go on with a partition at once, best first: those that run it already, then its standbys. */
export function preparedFor (draft: Draft, partition: number): Share[] {
  const { input: { prefer, standbys }, byId } = draft
  const prepared: Share[] = []

  for (const ids of [prefer?.get(partition), standbys?.[partition]]) {
    for (const id of ids ?? []) {
      const share = byId.get(id)
      if (share?.isTaker === true && !isAvoided(draft, partition, share)) prepared.push(share)
    }
  }

  return prepared
}

/** By partition, why its holder has it. */
export function reasonsOf (draft: Draft): Reason[] {
  return draft.holders.map((holder, partition) => holder === undefined ? 'none' : reasonOf(draft, partition, holder))
}

function reasonOf ({ input, former, causes }: Draft, partition: number, { id }: Share): Reason {
  if (former[partition]?.id === id) {
    const carried = input.reasons?.[partition]
    return carried === undefined || carried === 'none' || carried === 'limited' ? 'kept' : carried
  }
  if (input.prefer?.get(partition)?.includes(id) === true) return 'heal'
  if (input.pins?.get(partition) === id) return 'pin'
  if (former[partition] !== undefined) return causes.get(partition) ?? 'balance'
  if (input.owners[partition] === undefined) return 'cold'

  return input.standbys?.[partition]?.includes(id) === true ? 'promoted' : 'orphan'
}
