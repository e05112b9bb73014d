import { assert } from '../core/index.js'
import { parseAddress } from './addresses.js'
import { peerIdOf } from './peer-ids.js'
import type { Epoch, MemberId, MemberSnapshot, Table } from '../core/index.js'
import type { EpochInfo, MemberInfo, TableInfo } from '../api.js'
import type { PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

const shownTables = new WeakMap<Table, TableInfo>()
const parsedAddresses = new WeakMap<readonly string[], readonly Multiaddr[]>()

/** The peer behind an id that was checked on its way in. */
export function peerIdOfMember (id: MemberId): PeerId {
  const peerId = peerIdOf(id)
  assert(peerId !== undefined, `${id} is the id of a member: must be a PeerId`)

  return peerId
}

/** A member as the application sees it. */
export function toMemberInfo (member: MemberSnapshot): MemberInfo {
  const { id, state, position, priority, eligible, generation, incarnation, probation, metadata } = member

  return {
    peerId: peerIdOfMember(id),
    state,
    ...(position === undefined ? {} : { position }),
    priority,
    eligible,
    generation,
    incarnation,
    probation,
    addresses: [...parsed(member.addresses)],
    metadata
  }
}

/** Whoever lists the members lists addresses that seldom change, and parsing them is most of the work. */
function parsed (addresses: readonly string[]): readonly Multiaddr[] {
  const known = parsedAddresses.get(addresses) ?? addresses.map(parseAddress).filter(address => address !== undefined)
  parsedAddresses.set(addresses, known)

  return known
}

/** An epoch as the application sees it. */
export function toEpochInfo ({ term, version, leader }: Epoch): EpochInfo {
  return { term, version, leader: peerIdOfMember(leader) }
}

/** A table as the application sees it; the same table gives the same object. */
export function toTableInfo (table: Table): TableInfo {
  const shown = shownTables.get(table) ?? show(table)
  shownTables.set(table, shown)

  return shown
}

function show ({ group, epoch, partitions, roster, owners, tokens, successors }: Table): TableInfo {
  const members = roster.map(({ id }) => peerIdOfMember(id))

  return { group, epoch: toEpochInfo(epoch), partitions, roster: members, owners: owners.map(owner => members[owner]), tokens, successors: successors.map(successor => members[successor]) }
}
