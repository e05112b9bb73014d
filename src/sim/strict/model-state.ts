import { digestTable } from './signatures.js'
import { goesBack } from './follows.js'
import type { LeaseState, LettingGoState, MemberId, Millis, OwnerLeaseState, StrictMessage, StrictTable, VoterState } from '../../core/index.js'

/** How far the search goes. */
export interface ModelBounds {
  /** Instants of real time, from 0. */
  readonly instants: number
  /** Questions that the old leader, and the next one, ask voters. */
  readonly rounds: readonly [old: number, next: number]
  /** Questions that the owner asks. */
  readonly asks: number
  readonly crashes: number
  /** Up to which version the old leader, and the next one, make tables. */
  readonly versions: readonly [old: number, next: number]
}

/** What it found. */
export interface ModelResult {
  readonly states: number
  readonly depth: number
  /** The first promise that breaks, and the shortest way there. */
  readonly broken?: string
  readonly path?: readonly string[]
}

/** A message that was sent. It stays: it can come late, twice, in any order, or never. */
export interface Sent {
  readonly id: number
  readonly from: MemberId
  readonly to: MemberId
  readonly message: StrictMessage
}

/** Somebody who leads or stands for it, in one term. */
export interface ModelLeader {
  readonly node: number
  readonly term: number
  readonly phase: 'idle' | 'standing' | 'leading'
  readonly rounds: number
  readonly lease: LeaseState
  readonly base: StrictTable
  readonly proposal?: StrictTable
  readonly committed?: StrictTable
  readonly letGo?: LettingGoState
}

/** Somebody who owns, or will. */
export interface ModelOwner {
  readonly node: number
  readonly asks: number
  readonly lease: OwnerLeaseState
  readonly table: StrictTable
  /** The end of the last lease of what is being handed over. */
  readonly last?: Millis
  readonly isReleased: boolean
}

/** One state of the whole. */
export interface ModelState {
  readonly time: number
  readonly crashes: number
  readonly voters: readonly VoterState[]
  readonly leaders: readonly ModelLeader[]
  readonly owners: readonly ModelOwner[]
  readonly sent: readonly number[]
  readonly committed: readonly StrictTable[]
}

const ids = new WeakMap<StrictTable, number>()
const byDigest = new Map<string, number>()

function tableId (table: StrictTable): number {
  const digest = digestTable(table)
  const id = ids.get(table) ?? byDigest.get(digest) ?? byDigest.size
  byDigest.set(digest, id)
  ids.set(table, id)

  return id
}

function answersOf ({ answered }: LeaseState): string {
  return Object.keys(answered).sort().map(voter => `${voter}${answered[voter]}`).join()
}

/** The same text for the same message. */
export function keyOfMessage (from: number, to: number, message: StrictMessage): string {
  switch (message.type) {
    case 'prepare': return `p${from}${to}.${message.term}.${message.round}.${message.known.term}.${message.known.version}`
    case 'promise': return `y${from}${to}.${message.term}.${message.round}.${message.newer === undefined ? '' : tableId(message.newer)}`
    case 'accept': return `a${from}${to}.${tableId(message.table)}`
    case 'accepted': return `d${from}${to}.${message.digest}`
    case 'table': return `t${from}${to}.${tableId(message.certified.table)}`
    case 'ask': return `q${from}${to}.${message.round}.${message.releases.length}.${message.known.term}.${message.known.version}`
    case 'grant': return `g${from}${to}.${message.round}.${message.known.term}.${message.known.version}`
    default: return JSON.stringify(message)
  }
}

/** The same text for the same state. */
export function keyOfState ({ time, crashes, voters, leaders, owners, sent, committed }: ModelState): string {
  return [
    time, crashes, sent.join(','), committed.map(tableId).join(','),
    ...voters.map(({ record, lease }) => `${record.term}${record.holder?.id}${tableId(record.accepted)}/${lease?.holder.id}${lease?.until}`),
    ...leaders.map(({ phase, rounds, lease, base, proposal, committed: own, letGo }) => [
      phase, rounds, answersOf(lease), lease.sent.join(), tableId(base), proposal && tableId(proposal), own && tableId(own),
      letGo && [letGo.electedAt, letGo.grants.join(), letGo.drains.join(), letGo.released.join()].join('|')
    ].join('/')),
    ...owners.map(({ asks, lease, table, last, isReleased }) => [asks, lease.until, lease.sent.join(), lease.pending?.until, lease.pending?.known.version, tableId(table), last, isReleased].join('/'))
  ].join(';')
}

/** Whether two committed tables cannot follow from each other. */
export function contradict (tables: readonly StrictTable[]): boolean {
  const sorted = [...tables].sort((a, b) => a.term - b.term || a.version - b.version)
  return sorted.some((table, index) => index > 0 && goesBack(sorted[index - 1] as StrictTable, table))
}

/** The state with another voter. */
export function withVoter (state: ModelState, index: number, voter: VoterState): ModelState {
  return { ...state, voters: state.voters.with(index, voter) }
}

/** The state with another leader. */
export function withLeader (state: ModelState, index: number, leader: ModelLeader): ModelState {
  return { ...state, leaders: state.leaders.with(index, leader) }
}

/** The state with another owner. */
export function withOwner (state: ModelState, index: number, owner: ModelOwner): ModelState {
  return { ...state, owners: state.owners.with(index, owner) }
}

/** The steps that led to a state. */
export function pathTo (end: string, seen: ReadonlyMap<string, readonly [string, string]>): string[] {
  const path: string[] = []

  for (let [from, by] = seen.get(end) ?? ['', '']; by !== ''; [from, by] = seen.get(from) ?? ['', '']) {
    path.unshift(by)
  }

  return path
}
