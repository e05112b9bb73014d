import { formatToken } from '../../index.js'
import { epochJson } from '../json-lines.js'
import type { EpochJson } from '../json-lines.js'
import type { Explanation, Shoal, TableRecord } from '../../index.js'

/** `GET /groups/NAME/partitions/NUMBER` */
export interface ExplanationJson {
  readonly group: string
  readonly partition: number
  readonly owner: string | null
  /** 32 hex digits. */
  readonly token: string
  readonly since: Pick<EpochJson, 'term' | 'version'> | null
  readonly reason: string
  readonly pinnedTo: string | null
  readonly frozen: boolean
  readonly draining: boolean
  readonly standbys: readonly string[]
  readonly successor: string | null
  readonly text: string
}

/** One table in `GET /groups/NAME/history`, oldest first. */
export interface RecordJson {
  readonly epoch: EpochJson
  /** When it was applied, as ISO 8601. */
  readonly at: string
  readonly moved: number
  readonly moves: ReadonlyArray<{ readonly partition: number, readonly from: string | null, readonly to: string | null, readonly reason: string }>
}

/** Why a partition is where it is; nothing if there is no table, or no such partition. */
export function explanationOf (shoal: Shoal, group: string, partition: number): ExplanationJson | undefined {
  const explanation = shoal.group(group).explain(partition)
  return explanation === undefined ? undefined : explanationJson(group, explanation)
}

/** The last tables of a group. */
export function historyOf (shoal: Shoal, group: string): RecordJson[] {
  return shoal.group(group).history().map(recordJson)
}

function explanationJson (group: string, { partition, owner, token, since, reason, pinnedTo, frozen, draining, standbys, successor, text }: Explanation): ExplanationJson {
  return {
    group,
    partition,
    owner: owner?.toString() ?? null,
    token: formatToken(token),
    since: since ?? null,
    reason,
    pinnedTo: pinnedTo?.toString() ?? null,
    frozen,
    draining,
    standbys: standbys.map(String),
    successor: successor?.toString() ?? null,
    text
  }
}

function recordJson ({ epoch, at, moved, moves }: TableRecord): RecordJson {
  return {
    epoch: epochJson(epoch),
    at: new Date(at).toISOString(),
    moved,
    moves: moves.map(({ partition, from, to, reason }) => ({ partition, from: from?.toString() ?? null, to: to?.toString() ?? null, reason }))
  }
}
