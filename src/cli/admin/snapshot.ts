import { countOwners, epochJson, ownershipJson } from '../json-lines.js'
import { formatToken } from '../../index.js'
import type { EpochJson } from '../json-lines.js'
import type { GroupMode, MemberInfo, Shoal, Suspension, TableInfo } from '../../index.js'

/** A member, as the admin server shows it. */
export interface MemberJson {
  readonly peerId: string
  readonly state: string
  /** 1..N in the order of leadership; null for those who are dead or have left. */
  readonly position: number | null
  readonly priority: number
  readonly eligible: boolean
  readonly generation: number
  readonly incarnation: number
  readonly addresses: readonly string[]
  /** Whether it waits before it leads and works again, because it was given up although it lived. */
  readonly probation: boolean
}

/** A group in `GET /status`. */
export interface GroupJson {
  readonly partitions: number
  readonly mode: GroupMode
  /** Why this member owns nothing of it although it works for it; null where it is not so. */
  readonly suspension: Suspension | null
  /** Null before the first table. */
  readonly epoch: EpochJson | null
  /** How many partitions each owner has. */
  readonly owners: Readonly<Record<string, number>>
  readonly unowned: number
}

/** `GET /status` */
export interface StatusJson {
  readonly self: string
  readonly cluster: string
  readonly joined: boolean
  readonly leader: string | null
  readonly epoch: EpochJson | null
  readonly members: readonly MemberJson[]
  readonly groups: Readonly<Record<string, GroupJson>>
  readonly counters: Readonly<Record<string, number>>
}

/** `GET /groups/NAME` */
export interface TableJson {
  readonly group: string
  readonly epoch: EpochJson
  /** By partition. */
  readonly owners: ReadonlyArray<string | null>
  /** By partition, 32 hex digits. */
  readonly tokens: readonly string[]
  /** Moves between two live members that are under way. */
  readonly handoffs: readonly HandoffJson[]
}

/** A partition that one member hands over to another. */
export interface HandoffJson {
  readonly partition: number
  readonly from: string | null
  readonly to: string
}

/** A partition in `GET /partitions`. */
export interface OwnershipJson {
  readonly group: string
  readonly partition: number
  readonly token: string
}

/** All that a member knows. */
export function statusOf (shoal: Shoal, counters: Readonly<Record<string, number>>): StatusJson {
  return {
    self: shoal.self.peerId.toString(),
    cluster: shoal.cluster,
    joined: shoal.joined,
    leader: shoal.leader?.toString() ?? null,
    epoch: shoal.epoch === undefined ? null : epochJson(shoal.epoch),
    members: membersOf(shoal),
    groups: Object.fromEntries(shoal.groupNames().map(name => [name, groupOf(shoal, name)])),
    counters
  }
}

/** The members that a member knows, the live ones first. */
export function membersOf (shoal: Shoal): MemberJson[] {
  return shoal.members().map(memberJson)
}

/** A group's newest table; undefined when there is none yet. */
export function tableOf (shoal: Shoal, name: string): TableJson | undefined {
  const table = shoal.group(name).table

  return table && { group: name, epoch: epochJson(table.epoch), owners: ownersOf(table), tokens: table.tokens.map(formatToken), handoffs: handoffsOf(table) }
}

/** What a member owns, group by group. */
export function ownedBy (shoal: Shoal): OwnershipJson[] {
  return shoal.groupNames().flatMap(name => shoal.group(name).owned().map(ownershipJson))
}

/** Why a member is not ready to work; undefined when it is. */
export function unreadiness (shoal: Shoal): string | undefined {
  if (!shoal.joined) {
    return 'not joined'
  }

  const waiting = shoal.groupNames().filter(name => shoal.group(name).table === undefined)

  if (waiting.length > 0) {
    return `no table yet: ${waiting.join(', ')}`
  }
  const suspended = shoal.groupNames().filter(name => shoal.group(name).suspension !== undefined)

  return suspended.length === 0 ? undefined : `no lease: ${suspended.join(', ')}: a majority of the voters is not reached`
}

/** `GET /voters` */
export interface VotersJson {
  /** The id that this member votes under, if it is among them; null without a store. */
  readonly self: string | null
  readonly voters: readonly string[]
  readonly leader: string | null
  readonly changing: boolean
}

/** Who votes in strict mode; undefined without it. */
export function votersOf (shoal: Shoal): VotersJson | undefined {
  const { voterId = null, voters } = shoal
  return voters && { self: voterId, voters: voters.voters, leader: voters.leader ?? null, changing: voters.isChanging }
}

function memberJson (member: MemberInfo): MemberJson {
  const { peerId, state, position = null, priority, eligible, generation, incarnation, addresses, probation } = member
  return { peerId: peerId.toString(), state, position, priority, eligible, generation, incarnation, addresses: addresses.map(String), probation }
}

function groupOf (shoal: Shoal, name: string): GroupJson {
  const { partitions, table, mode, suspension = null } = shoal.group(name)

  return {
    partitions,
    mode,
    suspension,
    epoch: table === undefined ? null : epochJson(table.epoch),
    owners: table === undefined ? {} : countOwners(table),
    unowned: table === undefined ? partitions : table.owners.filter(owner => owner === undefined).length
  }
}

function handoffsOf ({ owners, successors }: TableInfo): HandoffJson[] {
  return successors.flatMap((to, partition) => to === undefined ? [] : [{ partition, from: owners[partition]?.toString() ?? null, to: to.toString() }])
}

function ownersOf (table: TableInfo): Array<string | null> {
  return table.owners.map(owner => owner?.toString() ?? null)
}
