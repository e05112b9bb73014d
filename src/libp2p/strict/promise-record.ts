import { sha256 } from '@noble/hashes/sha2.js'
import { decodeStrictTable, encodeStrictTable } from '../../wire/index.js'
import type { RosterEntry, VoterRecord } from '../../core/index.js'

const HASH_LENGTH = 32
const LENGTH_LENGTH = 4

/** What a voter's store holds: its own id, and what it has promised once it has. */
export interface Promises {
  readonly store: string
  readonly record?: VoterRecord
}

/** All but the table, in JSON. */
interface Header {
  readonly store: string
  readonly record?: Omit<VoterRecord, 'accepted'>
}

/** SHA-256 of the rest, length of the JSON, the JSON, and the table that was accepted last. */
export function encodePromises ({ store, record }: Promises): Uint8Array {
  const { accepted, ...kept } = record ?? {}
  const header = new TextEncoder().encode(JSON.stringify({ store, ...record !== undefined && { record: kept } }))
  const table = accepted === undefined ? new Uint8Array() : encodeStrictTable(accepted)
  const bytes = new Uint8Array(HASH_LENGTH + LENGTH_LENGTH + header.length + table.length)

  new DataView(bytes.buffer).setUint32(HASH_LENGTH, header.length)
  bytes.set(header, HASH_LENGTH + LENGTH_LENGTH)
  bytes.set(table, HASH_LENGTH + LENGTH_LENGTH + header.length)
  bytes.set(sha256(bytes.subarray(HASH_LENGTH)))

  return bytes
}

/** What a store holds; undefined if that is not, byte for byte, what a voter wrote. */
export function decodePromises (bytes: Uint8Array): Promises | undefined {
  try {
    const sum = sha256(bytes.subarray(HASH_LENGTH))

    return bytes.length > HASH_LENGTH + LENGTH_LENGTH && sum.every((byte, index) => byte === bytes[index]) ? readPromises(bytes) : undefined
  } catch {
    // Another program's bytes, or another version's: the caller says so.
    return undefined
  }
}

function readPromises (bytes: Uint8Array): Promises | undefined {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(HASH_LENGTH)
  const start = HASH_LENGTH + LENGTH_LENGTH
  const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, start + length)))

  if (!isHeader(header)) {
    return undefined
  }
  const { store, record } = header

  return record === undefined ? { store } : { store, record: { ...record, accepted: decodeStrictTable(bytes.subarray(start + length), 'accepted') } }
}

function isHeader (value: unknown): value is Header {
  const { store, record } = (value ?? {}) as Partial<Header>
  return typeof store === 'string' && (record === undefined || isRecord(record))
}

function isRecord ({ genesis, voter, revision, term, holder }: Partial<VoterRecord>): boolean {
  return typeof genesis === 'string' && typeof voter === 'string' && isCounter(revision) && isCounter(term) && (holder === undefined || isStart(holder))
}

function isStart ({ id, generation }: Partial<RosterEntry>): boolean {
  return typeof id === 'string' && isCounter(generation)
}

function isCounter (value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
