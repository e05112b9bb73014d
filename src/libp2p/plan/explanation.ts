import { ownerOf, standbysOf, successorOf, unpackToken } from '../../core/index.js'
import { peerIdOfMember } from '../public-view.js'
import type { Table } from '../../core/index.js'
import type { Explanation, PlanReason } from '../../api.js'

/** What each reason is in words, after "because". */
const WORDS: Readonly<Record<PlanReason, string>> = {
  none: 'nobody can have it',
  kept: 'it was there before anybody wrote down why',
  cold: 'nobody had it before',
  orphan: 'the member that had it went',
  promoted: 'the member that had it went, and this one stood by',
  balance: 'another member had more than its part',
  drain: 'the member that had it is drained or has no weight',
  pin: 'it is pinned there',
  failed: 'another member could not do its work',
  heal: 'it ran there on the other side of a split',
  limited: 'it is to move, and waits for its turn'
}

/** Why a partition is where it is; nothing if there is no such partition. */
export function explain (table: Table | undefined, partition: number): Explanation | undefined {
  if (table === undefined || !Number.isInteger(partition) || partition < 0 || partition >= table.partitions) {
    return undefined
  }
  const { orders, tokens, reasons } = table
  const [owner, successor] = [ownerOf(table, partition), successorOf(table, partition)]
  const pin = orders?.pins.find(pinned => pinned.partition === partition)
  const token = tokens[partition] ?? 0n
  const { term, version } = unpackToken(token)
  const known = {
    partition,
    owner: owner === undefined ? undefined : peerIdOfMember(owner.id),
    token,
    since: token === 0n ? undefined : { term, version },
    reason: reasons?.[partition] ?? (owner === undefined ? 'none' : 'kept'),
    pinnedTo: pin === undefined ? undefined : peerIdOfMember(pin.member),
    frozen: orders?.frozen === true,
    draining: owner !== undefined && orders?.draining.some(({ id }) => id === owner.id) === true,
    standbys: standbysOf(table, partition).map(({ id }) => peerIdOfMember(id)),
    successor: successor === undefined ? undefined : peerIdOfMember(successor.id)
  } as const

  return { ...known, text: textOf(known, table.group) }
}

function textOf ({ partition, owner, since, reason, pinnedTo, frozen, draining, standbys, successor }: Omit<Explanation, 'text'>, group: string): string {
  const where = owner === undefined
    ? `Partition ${partition} of ${group} is nobody's`
    : `Partition ${partition} of ${group} is ${owner.toString()}'s since term ${since?.term ?? 0}, version ${since?.version ?? 0}`

  return [
    successor === undefined ? `${where}, because ${WORDS[reason]}.` : `${where}. It goes to ${successor.toString()} as soon as its owner has stopped, because ${WORDS[reason]}.`,
    ...pinnedTo === undefined ? [] : [`It is pinned to ${pinnedTo.toString()}.`],
    ...frozen ? ['Its group is frozen.'] : [],
    ...draining ? ['Its owner is drained.'] : [],
    ...standbys.length === 0 ? [] : [`Standing by: ${standbys.map(String).join(', ')}.`]
  ].join(' ')
}
