import { compareBallots, voterId } from './ballot.js'
import { LINKS_MAX, VOTERS_MAX } from './quorum.js'
import { packToken } from '../assignment/token.js'
import { GROUPS_MAX, NAME_LENGTH_MAX, PARTITIONS_MAX, ROWS_MAX } from '../limits.js'
import type { StrictMessage } from './messages.js'
import type { Ballot, StrictGroup, StrictTable, VoterConfig, VoterId } from './types.js'
import type { MemberId, RosterEntry, Token } from '../types.js'

/** Partitions that one question lets go; more follow with the next. */
export const RELEASES_MAX = 4_096

/** Whether a message can be right by itself: what a peer sends is within bounds, of its own, and its tables are sound. */
export function isPlausible (from: MemberId, message: StrictMessage): boolean {
  switch (message.type) {
    case 'prepare': return from === message.holder.id && isTerm(message.term) && isBallot(message.config) && isBallot(message.known)
    case 'promise': return isVoterOf(from, message.voter) && isTerm(message.term) && (message.newer === undefined || isStrictSound(message.newer))
    case 'refusal': return isVoterOf(from, message.voter) && isTerm(message.term) && Number.isFinite(message.wait) && (message.newer === undefined || isStrictSound(message.newer))
    case 'accept': return from === message.holder.id && from === message.table.leader && isStrictSound(message.table)
    case 'accepted': return isVoterOf(from, message.voter) && isBallot(message)
    case 'table': return isStrictSound(message.certified.table) && message.certified.seals.length <= 2 * VOTERS_MAX
    case 'pull': return isBallot(message.known)
    case 'ask': return isBallot(message.known) && message.releases.length <= RELEASES_MAX
    case 'grant': return isBallot(message.known)
    case 'resign': return isTerm(message.term)
    case 'transfer': return isTerm(message.term)
    default: return false
  }
}

function isVoterOf (from: MemberId, voter: VoterId): boolean {
  return voter.startsWith(`${from}/`)
}

/** Whether a table can be right by itself. */
export function isStrictSound (table: StrictTable): boolean {
  const newest = packToken(table)

  return isBallot(table) && isConfig(table.config) && (table.previous === undefined || isConfig(table.previous)) &&
    compareBallots(table.config.id, table) <= 0 && table.links.length <= LINKS_MAX && isRoster(table.roster) &&
    table.groups.length <= GROUPS_MAX && new Set(table.groups.map(({ name }) => name)).size === table.groups.length &&
    table.groups.every(group => isGroup(group, table.roster.length, newest))
}

function isGroup ({ name, partitions, owners, successors, tokens }: StrictGroup, roster: number, newest: Token): boolean {
  const isIndex = (index: number): boolean => Number.isInteger(index) && index >= -1 && index < roster

  return name.length <= NAME_LENGTH_MAX && Number.isInteger(partitions) && partitions > 0 && partitions <= PARTITIONS_MAX &&
    owners.length === partitions && successors.length === partitions && tokens.length === partitions &&
    owners.every(isIndex) && successors.every((index, partition) => isIndex(index) && (index === -1 || owners[partition] !== -1)) &&
    tokens.every((token, partition) => token <= newest && (token > 0n || owners[partition] === -1))
}

function isRoster (roster: readonly RosterEntry[]): boolean {
  return roster.length <= ROWS_MAX && roster.every((entry, index) => index === 0 || compareStarts(roster[index - 1] as RosterEntry, entry) < 0)
}

function isConfig ({ id, voters }: VoterConfig): boolean {
  return isBallot(id) && voters.length > 0 && voters.length <= VOTERS_MAX &&
    new Set(voters.map(voterId)).size === voters.length && new Set(voters.map(({ member }) => member)).size === voters.length
}

function isBallot ({ term, version }: Ballot): boolean {
  return isTerm(term) && Number.isInteger(version) && version >= 0 && version <= 0xffff_ffff
}

function isTerm (term: number): boolean {
  return Number.isSafeInteger(term) && term > 0
}

/** Orders starts by id, then by generation. */
export function compareStarts (a: RosterEntry, b: RosterEntry): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : a.generation - b.generation
}
