import { formatToken } from '../index.js'
import type { EpochInfo, MemberInfo, Ownership, Shoal, ShoalEvents, TableInfo } from '../index.js'

/** An epoch as JSON. */
export interface EpochJson {
  readonly term: number
  readonly version: number
  readonly leader: string
}

/** What `shoal node --json` says when a member's state changed, or what it says of itself. */
export interface MemberLine {
  readonly event: 'member:join' | 'member:suspect' | 'member:alive' | 'member:dead' | 'member:leave' | 'member:update'
  readonly peerId: string
  /** Null for those who are dead or have left. */
  readonly position: number | null
  readonly incarnation: number
  readonly generation: number
  /** Whether it waits before it leads and works again, because it was given up although it lived. */
  readonly probation: boolean
}

/** What an event says, without its time. */
export type EventBody =
  /** The member is in, and the admin server listens at `admin`, unless there is none. */
  | { readonly event: 'ready', readonly peerId: string, readonly addrs: readonly string[], readonly admin: string | null }
  | MemberLine
  | { readonly event: 'leader:change', readonly leader: string, readonly term: number }
  /** `owners` has how many partitions each owner has. */
  | { readonly event: 'table:change', readonly group: string, readonly epoch: EpochJson, readonly owners: Readonly<Record<string, number>> }
  | { readonly event: 'partition:assign', readonly group: string, readonly partition: number, readonly token: string }
  | { readonly event: 'partition:revoke' | 'partition:lost', readonly group: string, readonly partition: number, readonly token: string, readonly reason: string }
  | { readonly event: 'leave' }

/** One line of `shoal node --json`, and one event of `GET /events`. */
export type EventLine = { readonly at: number } & EventBody

const MEMBER_EVENTS = ['member:join', 'member:suspect', 'member:alive', 'member:dead', 'member:leave', 'member:update'] as const

/**
 * Hands each event of a member on as a line, from now on.
 *
 * @returns ends it
 */
export function followEvents (shoal: Shoal, onLine: (line: EventLine) => void): () => void {
  const undo: Array<() => void> = []

  function on<Name extends keyof ShoalEvents> (name: Name, body: (detail: ShoalEvents[Name]['detail']) => EventBody): void {
    const listener = (event: ShoalEvents[Name]): void => { onLine(stamp(body(event.detail))) }
    shoal.addEventListener(name, listener)
    undo.push(() => { shoal.removeEventListener(name, listener) })
  }

  for (const name of MEMBER_EVENTS) {
    on(name, member => memberBody(name, member))
  }
  on('leader:change', ({ leader, term }) => ({ event: 'leader:change', leader: leader.toString(), term }))
  on('table:change', table => ({ event: 'table:change', group: table.group, epoch: epochJson(table.epoch), owners: countOwners(table) }))
  on('partition:assign', ownership => ({ event: 'partition:assign', ...ownershipJson(ownership) }))
  on('partition:revoke', ownership => ({ event: 'partition:revoke', ...ownershipJson(ownership), reason: ownership.reason }))
  on('partition:lost', ownership => ({ event: 'partition:lost', ...ownershipJson(ownership), reason: ownership.reason }))
  on('leave', () => ({ event: 'leave' }))

  return () => { undo.forEach(remove => { remove() }) }
}

/** An event with the time of now. */
export function stamp (body: EventBody): EventLine {
  return { at: Date.now(), ...body }
}

/** An epoch as JSON. */
export function epochJson ({ term, version, leader }: EpochInfo): EpochJson {
  return { term, version, leader: leader.toString() }
}

/** An ownership as JSON: the token as 32 hex digits, because numbers in JSON end at 2^53. */
export function ownershipJson ({ group, partition, token }: Ownership): { group: string, partition: number, token: string } {
  return { group, partition, token: formatToken(token) }
}

/** How many partitions each owner of a table has, in the order of the roster. */
export function countOwners (table: TableInfo): Record<string, number> {
  const counts = new Map(table.roster.map(peer => [peer.toString(), 0]))

  for (const owner of table.owners) {
    if (owner !== undefined) {
      const id = owner.toString()
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
  }

  return Object.fromEntries([...counts].filter(([, count]) => count > 0))
}

function memberBody (event: MemberLine['event'], member: MemberInfo): MemberLine {
  const { peerId, position = null, incarnation, generation, probation } = member
  return { event, peerId: peerId.toString(), position, incarnation, generation, probation }
}
