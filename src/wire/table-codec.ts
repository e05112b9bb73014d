import { DRAINS_MAX, PARTITIONS_MAX, PINS_MAX, ROWS_MAX } from '../core/index.js'
import { DecodeError } from './decode-error.js'
import { openEnvelope, TABLE_CODEC } from './envelope.js'
import { checkCounter, checkMemberId, checkName, checkPresent, checkRange } from './field-checks.js'
import { decodeIndexes, encodeIndexes } from './index-list.js'
import { parse } from './protobuf.js'
import * as pb from './shoal.js'
import { decodePlan, encodePlan } from './plan-codec.js'
import { BULK_FRAME_MAX } from './sizes.js'
import { decodeTokens, encodeTokens } from './token-codec.js'
import type { Epoch, RosterEntry, Table, Token } from '../core/index.js'

const UINT32_MAX = 0xffff_ffff

/** What the leader signs of a table: the payload of its envelope. The `seal` is not part of it. */
export function encodeTable (table: Table): Uint8Array {
  const { roster, owners, tokens, successors, standbys: _, reasons: __, orders: ___, ...rest } = table

  return pb.Table.encode({ ...rest, ...encodePlan(table), roster: [...roster], ...writeColumns({ owners, tokens, successors }) })
}

/** What a table says by partition, as tables of both modes have it. */
export function writeColumns ({ owners, tokens, successors }: Pick<Table, 'owners' | 'tokens' | 'successors'>): Pick<pb.Table, 'owners' | 'tokens' | 'tokenIndexes' | 'successors'> {
  // Many partitions begin under one epoch, so there are far fewer tokens than partitions.
  const distinct = [...new Set(tokens)].sort(compareTokens)
  const indexes = new Map(distinct.map((token, index) => [token, index]))

  return {
    owners: encodeIndexes(owners.map(owner => owner + 1)),
    tokens: encodeTokens(distinct),
    tokenIndexes: encodeIndexes(tokens.map(token => indexes.get(token) as number)),
    ...(successors.some(successor => successor >= 0) ? { successors: encodeIndexes(successors.map(successor => successor + 1)) } : {})
  }
}

/**
 * What a table with so many partitions and members in its roster says by partition.
 *
 * @throws {DecodeError}
 */
export function readColumns (columns: Pick<pb.Table, 'owners' | 'tokens' | 'tokenIndexes' | 'successors'>, partitions: number, members: number): Pick<Table, 'owners' | 'tokens' | 'successors'> {
  const owners = decodeIndexes(checkPresent(columns.owners, 'table.owners'), partitions, members, 'table.owners')

  return {
    owners: owners.map(owner => owner - 1),
    tokens: readTokens(columns, partitions),
    successors: readSuccessors(columns, partitions, members)
  }
}

/**
 * The table in an envelope, with a copy of the envelope as its `seal`. The signature is not verified here.
 *
 * @throws {DecodeError}
 */
export function decodeTableSeal (bytes: Uint8Array): Table {
  if (bytes.length > BULK_FRAME_MAX) {
    throw new DecodeError(`table has ${bytes.length} bytes with its envelope: must have at most ${BULK_FRAME_MAX}`)
  }

  const seal = new Uint8Array(bytes)

  return { ...readTable(parse(pb.Table.codec(), openEnvelope(seal, TABLE_CODEC), 'table', { roster: ROWS_MAX, pins: PINS_MAX, draining: DRAINS_MAX })), seal }
}

function readTable (table: pb.Table): Table {
  const partitions = checkRange(table.partitions, 1, PARTITIONS_MAX, 'table.partitions')
  const roster = readRoster(table.roster)

  return {
    cluster: checkName(table.cluster, 'table.cluster'),
    group: checkName(table.group, 'table.group'),
    partitions,
    epoch: readEpoch(checkPresent(table.epoch, 'table.epoch'), 'table.epoch'),
    ...(table.parent === undefined ? {} : { parent: readEpoch(table.parent, 'table.parent') }),
    roster,
    ...readColumns(table, partitions, roster.length),
    ...decodePlan(table, partitions, roster.length, entries => readRoster(entries, 'table.draining'))
  }
}

function readEpoch (epoch: pb.Epoch, field: string): Epoch {
  return {
    term: checkCounter(epoch.term, `${field}.term`),
    leader: checkMemberId(epoch.leader, `${field}.leader`),
    version: checkRange(epoch.version, 0, UINT32_MAX, `${field}.version`)
  }
}

function readRoster (roster: readonly pb.RosterEntry[], field = 'table.roster'): RosterEntry[] {
  const entries = roster.map(({ id, generation }) => ({
    id: checkMemberId(id, `${field}.id`),
    generation: checkCounter(generation, `${field}.generation`)
  }))

  if (!isAscending(entries.map(({ id }) => id))) {
    throw new DecodeError(`${field} is out of order: must be by id, each once`)
  }

  return entries
}

function readTokens (table: Pick<pb.Table, 'tokens' | 'tokenIndexes'>, partitions: number): Token[] {
  const distinct = decodeTokens(checkPresent(table.tokens, 'table.tokens'), partitions, 'table.tokens')
  const indexes = decodeIndexes(checkPresent(table.tokenIndexes, 'table.token_indexes'), partitions, distinct.length - 1, 'table.token_indexes')

  if (!isAscending(distinct)) {
    throw new DecodeError('table.tokens are out of order: must ascend, each once')
  }
  if (new Set(indexes).size < distinct.length) {
    throw new DecodeError('table.tokens has one that no partition has')
  }

  return indexes.map(index => distinct[index] as Token)
}

function readSuccessors ({ successors }: Pick<pb.Table, 'successors'>, partitions: number, members: number): number[] {
  if (successors === undefined) {
    return new Array<number>(partitions).fill(-1)
  }
  const indexes = decodeIndexes(successors, partitions, members, 'table.successors')

  if (!indexes.some(index => index > 0)) {
    throw new DecodeError('table.successors names nobody: must be left out then')
  }

  return indexes.map(index => index - 1)
}

function isAscending<T extends string | bigint> (values: readonly T[]): boolean {
  return values.every((value, index) => index === 0 || value > (values[index - 1] as T))
}

function compareTokens (a: Token, b: Token): number {
  return a < b ? -1 : 1
}
