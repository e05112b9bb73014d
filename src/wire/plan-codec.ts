import { REASONS, STANDBYS_MAX } from '../core/index.js'
import { DecodeError } from './decode-error.js'
import { checkMemberId, checkRange } from './field-checks.js'
import { decodeIndexes, encodeIndexes } from './index-list.js'
import type { Orders, Reason, RosterEntry, Table } from '../core/index.js'
import type * as pb from './shoal.js'

type Plan = Pick<Table, 'standbys' | 'reasons' | 'orders'>
type RawPlan = Pick<pb.Table, 'replicas' | 'standbys' | 'reasons' | 'frozen' | 'pins' | 'draining'>

const CODES: ReadonlyMap<Reason, number> = new Map(REASONS.map((reason, code) => [reason, code]))

/** What a table says of its plan besides owners and successors. */
export function encodePlan ({ standbys = [], reasons, orders }: Plan): RawPlan {
  const replicas = standbys.reduce((most, list) => Math.max(most, list.length), 0)

  return {
    replicas,
    ...(replicas === 0 ? {} : { standbys: encodeIndexes(standbys.flatMap(list => Array.from({ length: replicas }, (_, place) => (list[place] ?? -1) + 1))) }),
    ...(reasons === undefined ? {} : { reasons: Uint8Array.from(reasons, reason => CODES.get(reason) ?? 0) }),
    frozen: orders?.frozen ?? false,
    pins: [...orders?.pins ?? []],
    draining: [...orders?.draining ?? []]
  }
}

/**
 * The same of a table that came, all of it within its bounds.
 *
 * @throws {DecodeError}
 */
export function decodePlan (table: RawPlan, partitions: number, members: number, readMembers: (entries: pb.RosterEntry[]) => RosterEntry[]): Plan {
  const standbys = readStandbys(table, partitions, members)
  const orders = { frozen: table.frozen, pins: readPins(table.pins, partitions), draining: readMembers(table.draining) }

  return {
    ...(standbys === undefined ? {} : { standbys }),
    ...(table.reasons === undefined ? {} : { reasons: readReasons(table.reasons, partitions) }),
    ...(orders.frozen || orders.pins.length > 0 || orders.draining.length > 0 ? { orders } : {})
  }
}

function readStandbys ({ replicas, standbys }: RawPlan, partitions: number, members: number): number[][] | undefined {
  checkRange(replicas, 0, STANDBYS_MAX, 'table.replicas')

  if ((standbys === undefined) !== (replicas === 0)) {
    throw new DecodeError('table.standbys is there without table.replicas, or the other way round')
  }
  if (standbys === undefined) {
    return undefined
  }
  const indexes = decodeIndexes(standbys, partitions * replicas, members, 'table.standbys')
  const lists = Array.from({ length: partitions }, (_, partition) => indexes.slice(partition * replicas, (partition + 1) * replicas))

  if (lists.some(list => list.some((index, place) => index > 0 && list[place - 1] === 0)) || !lists.some(list => list.at(-1) !== 0)) {
    throw new DecodeError('table.standbys has gaps, or more places than any partition fills')
  }

  return lists.map(list => list.filter(index => index > 0).map(index => index - 1))
}

function readReasons (reasons: Uint8Array, partitions: number): Reason[] {
  if (reasons.length !== partitions) {
    throw new DecodeError(`table.reasons has ${reasons.length} bytes: must have one for each of ${partitions}`)
  }

  return Array.from(reasons, code => {
    const reason = REASONS[code]
    if (reason === undefined) throw new DecodeError(`table.reasons has a ${code}: must be below ${REASONS.length}`)
    return reason
  })
}

function readPins (pins: readonly pb.Pin[], partitions: number): Orders['pins'] {
  return pins.map(({ partition, member }, index) => {
    if (index > 0 && partition <= (pins[index - 1] as pb.Pin).partition) {
      throw new DecodeError('table.pins are out of order: must be by partition, each once')
    }
    return { partition: checkRange(partition, 0, partitions - 1, 'table.pins.partition'), member: checkMemberId(member, 'table.pins.member') }
  })
}
