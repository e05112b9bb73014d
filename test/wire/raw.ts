import { encodeEnvelope } from '../../src/wire/envelope.js'
import { CLAIM_CODEC, TABLE_CODEC } from '../../src/wire/index.js'
import * as pb from '../../src/wire/shoal.js'
import type { Claim, Table } from '../../src/core/index.js'

const SIGNATURE = new Uint8Array(64)
const PUBLIC_KEY = Uint8Array.of(8, 1, 18, 0)

/** Two ids of Ed25519 keys, in order. */
export const ID_A = '12D3KooWAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
export const ID_B = '12D3KooWBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB'

/** A claim with nothing special about it, and no seal. */
export const CLAIM: Claim = {
  cluster: 'orders',
  id: ID_A,
  generation: 1,
  incarnation: 0,
  left: false,
  priority: 1,
  eligible: true,
  term: 0,
  addresses: ['/ip4/127.0.0.1/tcp/4001'],
  groups: [{ name: 'jobs', partitions: 3 }],
  metadata: new Uint8Array(),
  probation: false,
  leaving: false,
  protocol: { min: 1, max: 1 }
}

/** A table with nothing special about it, and no seal. */
export const TABLE: Table = {
  cluster: 'orders',
  group: 'jobs',
  partitions: 3,
  epoch: { term: 7, leader: ID_A, version: 2 },
  roster: [{ id: ID_A, generation: 1 }, { id: ID_B, generation: 1 }],
  owners: [0, -1, 1],
  tokens: [5n, 0n, 6n],
  successors: [1, -1, -1]
}

/** `TABLE` in the form of the generated code, to be spoilt. */
export const RAW_TABLE: pb.Table = {
  cluster: 'orders',
  group: 'jobs',
  partitions: 3,
  epoch: { term: 7, leader: ID_A, version: 2 },
  roster: [{ id: ID_A, generation: 1 }, { id: ID_B, generation: 1 }],
  owners: Uint8Array.of(1, 0, 2),
  tokens: rawTokens(0, 5, 6),
  tokenIndexes: Uint8Array.of(1, 0, 2),
  successors: Uint8Array.of(2, 0, 0),
  replicas: 0,
  frozen: false,
  pins: [],
  draining: []
}

/** An envelope around a claim's payload, or around junk in its place. */
export function claimEnvelope (...payload: Uint8Array[]): Uint8Array {
  return encodeEnvelope({ publicKey: PUBLIC_KEY, payloadType: CLAIM_CODEC, payload: concat(...payload), signature: SIGNATURE })
}

/** An envelope around a table's payload, or around junk in its place. */
export function tableEnvelope (...payload: Uint8Array[]): Uint8Array {
  return encodeEnvelope({ publicKey: PUBLIC_KEY, payloadType: TABLE_CODEC, payload: concat(...payload), signature: SIGNATURE })
}

/** `TABLE` in an envelope, with some fields spoilt. */
export function spoiltTable (changes: Partial<pb.Table>): Uint8Array {
  return tableEnvelope(pb.Table.encode({ ...RAW_TABLE, ...changes }))
}

/** Small tokens, one after the other. */
export function rawTokens (...tokens: number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16 * tokens.length)
  tokens.forEach((token, index) => { bytes[16 * index + 15] = token })
  return bytes
}

/** A protobuf field with a number of any size; after a field of the same number it takes its place. */
export function numberField (field: number, value: bigint): Uint8Array {
  return concat(varint(BigInt(field << 3)), varint(value))
}

/** A protobuf field with 64 bits. */
export function fixedField (field: number, value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, value, true)
  return concat(varint(BigInt(field << 3 | 1)), bytes)
}

/** A protobuf field with bytes: a text, a nested message. */
export function bytesField (field: number, ...value: Uint8Array[]): Uint8Array {
  const bytes = concat(...value)
  return concat(varint(BigInt(field << 3 | 2)), varint(BigInt(bytes.length)), bytes)
}

/** All the bytes, one after the other. */
export function concat (...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

function varint (value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  return Uint8Array.from([...bytes, Number(rest)])
}
