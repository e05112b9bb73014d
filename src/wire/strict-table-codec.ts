import { GROUPS_MAX, LINKS_MAX, PARTITIONS_MAX, ROWS_MAX, VOTERS_MAX } from '../core/index.js'
import { areEqual } from './bytes.js'
import { DecodeError } from './decode-error.js'
import { checkMemberId, checkName, checkPresent, checkRange } from './field-checks.js'
import { parse } from './protobuf.js'
import { SEALS_MAX, checkChance, readBallot, readConfig, readDigest, readSeals, readStart, writeConfig, writeDigest, writeSeals } from './strict-fields.js'
import * as pb from './strict.js'
import { readColumns, writeColumns } from './table-codec.js'
import type { Link, RosterEntry, Statement, StrictGroup, StrictTable } from '../core/index.js'

/** What goes before a statement into its signature, so that it can never pass for the signature of anything else. */
export const STATEMENT_DOMAIN = 'shoal-strict-statement'

const CONFIG_LIMITS = { voters: VOTERS_MAX }

const LIMITS = {
  config: CONFIG_LIMITS,
  previous: CONFIG_LIMITS,
  links: LINKS_MAX,
  links$: { statement: { config: CONFIG_LIMITS, previous: CONFIG_LIMITS }, seals: SEALS_MAX },
  roster: ROWS_MAX,
  groups: GROUPS_MAX
}

/** Every table is written, hashed and sent more than once. */
const encoded = new WeakMap<StrictTable, Uint8Array<ArrayBuffer>>()

/** The one form of a strict table in bytes: what its digest is made of. */
export function encodeStrictTable (table: StrictTable): Uint8Array<ArrayBuffer> {
  const bytes = encoded.get(table) ?? writeTable(table)
  encoded.set(table, bytes)

  return bytes
}

/**
 * The strict table that bytes are. Neither the signatures in it are verified here, nor whether it is committed.
 *
 * @throws {DecodeError} also unless they are its one form, as the digest is made of that
 */
export function decodeStrictTable (bytes: Uint8Array | undefined, field: string): StrictTable {
  const present = checkPresent(bytes, field)
  const table = readTable(parse(pb.StrictTable.codec(), present, field, LIMITS))

  if (!areEqual(encodeStrictTable(table), present)) {
    throw new DecodeError(`${field} is not in its one form: each field once, in order, nothing else`)
  }

  return table
}

/** What a voter signs: a domain, its length before it, and the statement. */
export function encodeStatement (statement: Statement): Uint8Array {
  const domain = new TextEncoder().encode(STATEMENT_DOMAIN)
  return Uint8Array.of(domain.length, ...domain, ...pb.StrictStatement.encode(writeStatement(statement)))
}

function writeTable ({ genesis, term, version, leader, config, previous, links, roster, groups }: StrictTable): Uint8Array<ArrayBuffer> {
  return pb.StrictTable.encode({
    genesis,
    ballot: { term, version },
    leader,
    config: writeConfig(config),
    ...(previous === undefined ? {} : { previous: writeConfig(previous) }),
    links: links.map(({ statement, seals }) => ({ statement: writeStatement(statement), seals: writeSeals(seals) })),
    roster: [...roster],
    groups: groups.map(({ name, partitions, ...columns }) => ({ name, partitions, ...writeColumns(columns) }))
  })
}

function readTable ({ genesis, ballot, leader, config, previous, links, roster, groups }: pb.StrictTable): StrictTable {
  const members = readRoster(roster)

  return {
    genesis: checkChance(genesis, 'strict-table.genesis'),
    ...readBallot(ballot, 'strict-table.ballot'),
    leader: readLeader(leader, ballot),
    config: readConfig(config, 'strict-table.config'),
    ...(previous === undefined ? {} : { previous: readConfig(previous, 'strict-table.previous') }),
    links: links.map(readLink),
    roster: members,
    groups: readGroups(groups, members.length)
  }
}

// A genesis has had no leader.
function readLeader (leader: string, ballot: pb.StrictBallot | undefined): string {
  return leader === '' && ballot?.version === 0 ? leader : checkMemberId(leader, 'strict-table.leader')
}

function readRoster (roster: readonly pb.StrictStart[]): RosterEntry[] {
  const starts = roster.map(start => readStart(start, 'strict-table.roster'))

  if (!starts.every((start, index) => index === 0 || isBefore(starts[index - 1] as RosterEntry, start))) {
    throw new DecodeError('strict-table.roster is out of order: must be by id, then by generation, each once')
  }

  return starts
}

function isBefore (a: RosterEntry, b: RosterEntry): boolean {
  return a.id < b.id || (a.id === b.id && a.generation < b.generation)
}

function readGroups (groups: readonly pb.StrictGroup[], members: number): StrictGroup[] {
  const total = groups.reduce((sum, { partitions }) => sum + partitions, 0)

  if (total > PARTITIONS_MAX || new Set(groups.map(({ name }) => name)).size < groups.length) {
    throw new DecodeError(`strict-table.groups are ${groups.length} of ${total} partitions: must be distinct and of at most ${PARTITIONS_MAX} in all`)
  }

  return groups.map(group => {
    const partitions = checkRange(group.partitions, 1, PARTITIONS_MAX, 'strict-table.groups.partitions')
    return { name: checkName(group.name, 'strict-table.groups.name'), partitions, ...readColumns(group, partitions, members) }
  })
}

function readLink ({ statement, seals }: pb.StrictLink): Link {
  return { statement: readStatement(checkPresent(statement, 'strict-table.links.statement')), seals: readSeals(seals, 'strict-table.links.seals') }
}

function readStatement ({ genesis, ballot, leader, config, previous, digest }: pb.StrictStatement): Statement {
  return {
    genesis: checkChance(genesis, 'statement.genesis'),
    ...readBallot(ballot, 'statement.ballot'),
    leader: checkMemberId(leader, 'statement.leader'),
    config: readConfig(config, 'statement.config'),
    ...(previous === undefined ? {} : { previous: readConfig(previous, 'statement.previous') }),
    digest: readDigest(digest, 'statement.digest')
  }
}

function writeStatement ({ genesis, term, version, leader, config, previous, digest }: Statement): pb.StrictStatement {
  return {
    genesis,
    ballot: { term, version },
    leader,
    config: writeConfig(config),
    ...(previous === undefined ? {} : { previous: writeConfig(previous) }),
    digest: writeDigest(digest)
  }
}
