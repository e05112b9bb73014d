import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import {
  ADDRESS_LENGTH_MAX, ADDRESSES_MAX, DELTA_UPDATES_MAX, GROUPS_MAX, METADATA_MAX, NAME_LENGTH_MAX, PARTITIONS_MAX, PATIENCE_MAX, PROTOCOL_VERSION_MAX, ROWS_MAX,
  UPDATES_MAX, PRIORITY_MAX, DRAINS_MAX, MOVES_MAX, PINS_MAX, STANDBYS_MAX, WEIGHT_MAX, ZONE_LENGTH_MAX
} from '../../src/core/index.js'
import {
  BULK_FRAME_MAX, CLAIM_CODEC, CLAIM_SEAL_MAX, decodeClaimSeal, DecodeError, decodeMessage, decodeTableSeal, encodeClaim, encodeMessage,
  encodeTable, FRAME_MAX
} from '../../src/wire/index.js'
import { encodeEnvelope } from '../../src/wire/envelope.js'
import { unsignedSeal } from './arbitraries.js'
import { bytesField, CLAIM, claimEnvelope, concat, fixedField, ID_A, ID_B, numberField, TABLE, tableEnvelope } from './raw.js'
import type { Accusation, Claim, Message, Table, TableVersion, Update } from '../../src/core/index.js'

const MAX_TOKEN = 2n ** 128n - 1n
const ACCUSATION: Accusation = { id: ID_A, generation: 1, incarnation: 2, state: 'suspect', accuser: ID_B, refused: false }

describe('a list ends at its limit:', () => {
  bounded('updates of a ping', UPDATES_MAX, n => message({ type: 'ping', seq: 1, head: head(0), updates: news(n) }))
  bounded('updates of an ack', UPDATES_MAX, n => message({ type: 'ack', seq: 1, target: ID_A, head: head(0), updates: news(n) }))
  bounded('updates of a ping-req', UPDATES_MAX, n => message({ type: 'ping-req', seq: 1, target: ID_A, patience: 1, updates: news(n) }))
  bounded('updates of a gossip', UPDATES_MAX, n => message({ type: 'gossip', updates: news(n) }))
  bounded('updates of a delta', DELTA_UPDATES_MAX, n => message({ type: 'delta', joined: true, updates: news(n), wanted: [] }))
  bounded('wanted of a delta', DELTA_UPDATES_MAX, n => message({ type: 'delta', joined: true, updates: [], wanted: ids(n) }))
  bounded('versions of a sync', ROWS_MAX, n => message({
    type: 'sync', versions: ids(n).map(id => ({ id, generation: 1, incarnation: 0, state: 'alive' }))
  }))
  bounded('tables of a ping', GROUPS_MAX, n => message({ type: 'ping', seq: 1, head: head(n), updates: [] }))
  bounded('tables of an ack', GROUPS_MAX, n => message({ type: 'ack', seq: 1, target: ID_A, head: head(n), updates: [] }))
  bounded('tables of a notice', GROUPS_MAX, n => message({ type: 'notice', head: head(n) }))
  bounded('tables of a report', GROUPS_MAX, n => message({ type: 'report', seq: 1, term: 1, tables: head(n).tables }))
  bounded('addresses of a claim', ADDRESSES_MAX, n => claim({ addresses: Array.from({ length: n }, (_, index) => `/memory/${index}`) }))
  bounded('pins of a table', PINS_MAX, n => table({ ...wide(n), orders: { frozen: false, pins: Array.from({ length: n }, (_, partition) => ({ partition, member: ID_A })), draining: [] } }))
  bounded('drained members of a table', DRAINS_MAX, n => table({ orders: { frozen: false, pins: [], draining: ids(n).map(id => ({ id, generation: 1 })) } }))
  bounded('standbys of a partition', STANDBYS_MAX, n => table({ roster: ids(9).map(id => ({ id, generation: 1 })), standbys: [Array.from({ length: n }, (_, index) => index), [], []] }))
  bounded('groups of a claim', GROUPS_MAX, n => claim({ groups: groups(n) }))
  bounded('roster of a table', ROWS_MAX, n => table({ roster: ids(n).map(id => ({ id, generation: 1 })) }))
})

describe('a text or bytes end at their limit:', () => {
  bounded('metadata', METADATA_MAX, n => claim({ metadata: new Uint8Array(n) }))
  bounded('an address', ADDRESS_LENGTH_MAX, n => claim({ addresses: [`/${'x'.repeat(n - 1)}`] }))
  bounded('the zone of a claim', ZONE_LENGTH_MAX, n => claim({ zone: 'x'.repeat(n) }))
  bounded('a cluster\'s name in a claim', NAME_LENGTH_MAX, n => claim({ cluster: 'x'.repeat(n) }))
  bounded('a cluster\'s name in a table', NAME_LENGTH_MAX, n => table({ cluster: 'x'.repeat(n) }))
  bounded('a group\'s name in a claim', NAME_LENGTH_MAX, n => claim({ groups: [{ name: 'x'.repeat(n), partitions: 1 }] }))
  bounded('a group\'s name in a table', NAME_LENGTH_MAX, n => table({ group: 'x'.repeat(n) }))
  bounded('a group\'s name in a table-pull', NAME_LENGTH_MAX, n => message({ type: 'table-pull', group: 'x'.repeat(n), epoch: 0n }))
  bounded('a group\'s name in a head', NAME_LENGTH_MAX, n => message({ type: 'notice', head: { view: 0n, tables: [{ group: 'x'.repeat(n), epoch: 0n }] } }))
  bounded('a member id', 128, n => message({ type: 'delta', joined: true, updates: [], wanted: ['x'.repeat(n)] }))
  bounded('the id of a claim', 128, n => claim({ id: 'x'.repeat(n) }))
  bounded('the leader of a table', 128, n => table({ epoch: { term: 1, leader: 'x'.repeat(n), version: 1 } }))
})

describe('a number ends at its limit:', () => {
  const safe = Number.MAX_SAFE_INTEGER

  bounded('partitions of a group in a claim', PARTITIONS_MAX, n => claim({ groups: [{ name: 'jobs', partitions: n }] }))
  bounded('partitions of a table', PARTITIONS_MAX, n => table(wide(n)))
  bounded('replicas of a group in a claim', STANDBYS_MAX, n => claim({ groups: [{ name: 'jobs', partitions: 1, replicas: n }] }))
  bounded('moves of a group in a claim', MOVES_MAX, n => claim({ groups: [{ name: 'jobs', partitions: 1, maxMoves: n }] }))
  bounded('weight of a group in a claim', WEIGHT_MAX, n => claim({ groups: [{ name: 'jobs', partitions: 1, weight: n }] }))
  bounded('seq of a collect', safe, n => decodeMessage(bytesField(10, numberField(1, BigInt(n)))))
  bounded('term of a report', safe, n => decodeMessage(bytesField(11, numberField(2, BigInt(n)))))
  bounded('generation of a claim', safe, n => decodeClaimSeal(claimEnvelope(encodeClaim(CLAIM), numberField(3, BigInt(n)))))
  bounded('incarnation of a claim', safe, n => decodeClaimSeal(claimEnvelope(encodeClaim(CLAIM), numberField(4, BigInt(n)))))
  bounded('priority of a claim', PRIORITY_MAX, n => decodeClaimSeal(claimEnvelope(encodeClaim(CLAIM), fixedField(6, BigInt(n)))))
  bounded('priority of a claim, below zero', PRIORITY_MAX, n => decodeClaimSeal(claimEnvelope(encodeClaim(CLAIM), fixedField(6, -BigInt(n)))))
  bounded('protocol of a claim', PROTOCOL_VERSION_MAX, n => claim({ protocol: { min: 1, max: n } }))
  bounded('patience of a ping-req', PATIENCE_MAX, n => message({ type: 'ping-req', seq: 1, target: ID_A, patience: n, updates: [] }))
  bounded('term of a claim', safe, n => decodeClaimSeal(claimEnvelope(encodeClaim(CLAIM), numberField(8, BigInt(n)))))
  bounded('term of an epoch', safe, n => decodeTableSeal(tableEnvelope(
    encodeTable(TABLE), bytesField(4, numberField(1, BigInt(n)), bytesField(2, Buffer.from(ID_A)))
  )))

  it('partitions of a group are at least 1', () => {
    refused(() => claim({ groups: [{ name: 'jobs', partitions: 0 }] }))
    refused(() => table({ partitions: 0, owners: [], tokens: [], successors: [] }))
  })

  it('all 32 bits of a version and all 128 of a token are used', () => {
    const full = { ...TABLE, epoch: { ...TABLE.epoch, version: 2 ** 32 - 1 }, tokens: [MAX_TOKEN, 0n, 1n] }
    assert.deepEqual(table(full), { ...full, seal: unsignedSeal(full) })
  })
})

describe('a whole ends at its limit:', () => {
  it('a message of the most bytes passes, and one byte more is refused', () => {
    const bytes = encodeMessage({ type: 'collect', seq: 9 }, neverAsked)
    // A field that nobody knows, with bytes up to the limit: its head takes 6.
    const filled = (size: number) => concat(bytes, bytesField(900, new Uint8Array(size - bytes.length - 6)))

    assert.equal(filled(BULK_FRAME_MAX).length, BULK_FRAME_MAX)
    assert.deepEqual(decodeMessage(filled(BULK_FRAME_MAX)), { type: 'collect', seq: 9 })
    refused(() => decodeMessage(filled(BULK_FRAME_MAX + 1)))
  })

  it('a sealed claim of the most bytes passes, and one byte more is refused', () => {
    const payload = encodeClaim(CLAIM)
    const empty = claimEnvelope(payload, bytesField(900, new Uint8Array(1_000))).length - 1_000
    const filled = (size: number) => claimEnvelope(payload, bytesField(900, new Uint8Array(size - empty)))

    assert.equal(filled(CLAIM_SEAL_MAX).length, CLAIM_SEAL_MAX)
    assert.equal(decodeClaimSeal(filled(CLAIM_SEAL_MAX)).id, CLAIM.id)
    refused(() => decodeClaimSeal(filled(CLAIM_SEAL_MAX + 1)))
  })

  it('a sealed table of the most bytes passes, and one byte more is refused', () => {
    const payload = encodeTable(TABLE)
    const empty = tableEnvelope(payload, bytesField(900, new Uint8Array(3_000_000))).length - 3_000_000
    const filled = (size: number) => tableEnvelope(payload, bytesField(900, new Uint8Array(size - empty)))

    assert.equal(filled(BULK_FRAME_MAX).length, BULK_FRAME_MAX)
    assert.deepEqual(decodeTableSeal(filled(BULK_FRAME_MAX)).owners, TABLE.owners)
    refused(() => decodeTableSeal(filled(BULK_FRAME_MAX + 1)))
  })

  it('the largest claim fits in a seal with an RSA key of 2,048 bits', () => {
    const seal = encodeEnvelope({
      publicKey: new Uint8Array(299), payloadType: CLAIM_CODEC, payload: encodeClaim(largestClaim()), signature: new Uint8Array(256)
    })

    assert.ok(seal.length <= CLAIM_SEAL_MAX, `${seal.length} bytes`)
    assert.equal(decodeClaimSeal(seal).id, ID_A)
  })

  it('the largest ack of a probe, with claims of Ed25519 members, fits in a frame', () => {
    const updates = Array.from({ length: UPDATES_MAX }, (): Update => ({ type: 'claim', claim: largestClaim() }))
    const seq = Number.MAX_SAFE_INTEGER
    const bytes = encodeMessage({ type: 'ack', seq, target: ID_A, head: head(GROUPS_MAX, NAME_LENGTH_MAX), updates }, unsignedSeal)

    assert.ok(bytes.length <= FRAME_MAX, `${bytes.length} bytes`)
    assert.deepEqual(encodeMessage(decodeMessage(bytes), neverAsked), bytes)
  })

  it('the largest delta, with claims of Ed25519 members, fits in a bulk frame', () => {
    const updates = Array.from({ length: DELTA_UPDATES_MAX }, (): Update => ({ type: 'claim', claim: largestClaim() }))
    const bytes = encodeMessage({ type: 'delta', joined: true, updates, wanted: ids(DELTA_UPDATES_MAX) }, unsignedSeal)

    assert.ok(bytes.length <= BULK_FRAME_MAX, `${bytes.length} bytes`)
    assert.deepEqual(encodeMessage(decodeMessage(bytes), neverAsked), bytes)
  })

  it('the largest table that Ed25519 members can have fits in a bulk frame, and is the same after decoding', () => {
    const roster = ids(ROWS_MAX).map(id => ({ id, generation: Date.UTC(2100, 0) }))
    const owners = Array.from({ length: PARTITIONS_MAX }, (_, partition) => partition % ROWS_MAX)
    const tokens = Array.from({ length: PARTITIONS_MAX }, (_, partition) => MAX_TOKEN - BigInt(partition))
    const successors = owners.map(owner => (owner + 1) % ROWS_MAX)
    const epoch = { term: Number.MAX_SAFE_INTEGER, leader: ID_A, version: 2 ** 32 - 1 }
    const largest: Table = {
      ...TABLE,
      partitions: PARTITIONS_MAX,
      epoch,
      parent: epoch,
      roster,
      owners,
      tokens,
      successors,
      standbys: owners.map(owner => Array.from({ length: STANDBYS_MAX }, (_, place) => (owner + 2 + place) % ROWS_MAX)),
      reasons: owners.map(() => 'limited'),
      orders: { frozen: true, pins: Array.from({ length: PINS_MAX }, (_, index) => ({ partition: PARTITIONS_MAX - PINS_MAX + index, member: ID_A })), draining: roster.slice(0, DRAINS_MAX) }
    }

    const bytes = encodeMessage({ type: 'table', table: largest }, unsignedSeal)

    assert.ok(bytes.length <= BULK_FRAME_MAX, `${bytes.length} bytes`)
    assert.deepEqual(decodeMessage(bytes), { type: 'table', table: { ...largest, seal: unsignedSeal(largest) } })
  })
})

/** One test for a limit: at it there is a result, one above a `DecodeError`. */
function bounded (what: string, limit: number, decode: (size: number) => unknown): void {
  it(`${what}: ${limit} pass, one more is refused`, () => {
    assert.ok(decode(limit))
    refused(() => decode(limit + 1))
  })
}

function refused (decode: () => unknown): void {
  assert.throws(decode, (error: unknown) => error instanceof DecodeError && error.message.length < 500)
}

function message (given: Message): Message {
  return decodeMessage(encodeMessage(given, neverAsked))
}

function claim (changes: Partial<Claim>): Claim {
  return decodeClaimSeal(unsignedSeal({ ...CLAIM, ...changes }))
}

function wide (partitions: number): Partial<Table> {
  return { partitions, owners: new Array(partitions).fill(0), tokens: new Array(partitions).fill(1n), successors: new Array(partitions).fill(-1) }
}

function table (changes: Partial<Table>): Table {
  return decodeTableSeal(unsignedSeal({ ...TABLE, ...changes }))
}

function news (length: number): Update[] {
  return Array.from({ length }, () => ({ type: 'accusation', accusation: ACCUSATION }))
}

/** Ids of the length of Ed25519 ones, ascending. */
function ids (length: number): string[] {
  return Array.from({ length }, (_, index) => ID_A.slice(0, -6) + String(index + 111_111).replaceAll('0', 'a')).sort()
}

function groups (length: number, nameLength = 8): Claim['groups'] {
  return Array.from({ length }, (_, index) => ({ name: String(index).padStart(nameLength, 'g'), partitions: PARTITIONS_MAX }))
}

function head (length: number, nameLength = 8): { view: bigint, tables: TableVersion[] } {
  return { view: 2n ** 64n - 1n, tables: groups(length, nameLength).map(({ name }) => ({ group: name, epoch: MAX_TOKEN })) }
}

function largestClaim (): Claim {
  return {
    cluster: 'x'.repeat(NAME_LENGTH_MAX),
    id: ID_A,
    generation: Number.MAX_SAFE_INTEGER,
    incarnation: Number.MAX_SAFE_INTEGER,
    left: true,
    priority: PRIORITY_MAX,
    eligible: true,
    term: Number.MAX_SAFE_INTEGER,
    addresses: Array.from({ length: ADDRESSES_MAX }, () => `/${'x'.repeat(ADDRESS_LENGTH_MAX - 1)}`),
    groups: groups(GROUPS_MAX, NAME_LENGTH_MAX).map(group => ({ ...group, replicas: STANDBYS_MAX, maxMoves: MOVES_MAX, weight: WEIGHT_MAX })),
    zone: 'x'.repeat(ZONE_LENGTH_MAX),
    metadata: new Uint8Array(METADATA_MAX),
    probation: true,
    leaving: true,
    protocol: { min: 65_535, max: 65_535 }
  }
}

function neverAsked (): never {
  throw new Error('everything here has its seal')
}
