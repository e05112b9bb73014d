import fc from 'fast-check'
import { REASONS } from '../../src/core/index.js'
import { unsignedSeal } from '../../src/sim/codec.js'
import type {
  Accusation, Claim, Epoch, GroupSpec, Head, MemberId, Message, Orders, Release, RowVersion, Table, TableVersion, Token, Update
} from '../../src/core/index.js'

export { unsignedSeal }

const CLAIM_KEYS = ['cluster', 'id', 'generation', 'incarnation', 'left', 'priority', 'eligible', 'term', 'addresses', 'groups', 'metadata', 'probation', 'leaving', 'protocol'] as const
const BASE58 = [...'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz']
const NAME_START = [...'abcdefghijklmnopqrstuvwxyz0123456789']
const NAME_REST = [...NAME_START, '.', '_', '-']
const PRINTABLE = Array.from({ length: 0x7e - 0x21 + 1 }, (_, index) => String.fromCharCode(0x21 + index))

/** The claim or table with an unsigned envelope of itself, as it would be decoded. */
export function sealed<T extends Claim | Table> (body: T): T {
  return { ...body, seal: unsignedSeal(body) }
}

/** Ids that look like those of Ed25519 keys, and any others that are allowed. */
export function memberIds (): fc.Arbitrary<MemberId> {
  return fc.oneof(
    fc.string({ unit: fc.constantFrom(...BASE58), minLength: 44, maxLength: 44 }).map(rest => `12D3KooW${rest}`),
    fc.string({ unit: fc.constantFrom(...BASE58), minLength: 1, maxLength: 128 })
  )
}

/** Names of clusters and groups. */
export function names (): fc.Arbitrary<string> {
  const rest = fc.string({ unit: fc.constantFrom(...NAME_REST), maxLength: 63 })
  return fc.tuple(fc.constantFrom(...NAME_START), rest).map(parts => parts.join(''))
}

/** Generations, incarnations, terms and sequence numbers. */
export function counters (): fc.Arbitrary<number> {
  return fc.oneof(fc.maxSafeNat(), fc.nat(100), fc.constant(Number.MAX_SAFE_INTEGER))
}

/** Tokens of any bits. */
export function tokens (): fc.Arbitrary<Token> {
  return fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), fc.constantFrom(0n, 2n ** 128n - 1n))
}

/** Epochs. */
export function epochs (): fc.Arbitrary<Epoch> {
  return record({ term: counters(), leader: memberIds(), version: fc.nat(0xffff_ffff) })
}

/** Groups as a claim names them. */
export function groupSpecs (): fc.Arbitrary<GroupSpec> {
  return fc.record({
    name: names(), partitions: fc.integer({ min: 1, max: 131_072 }), replicas: fc.integer({ min: 1, max: 7 }), maxMoves: fc.integer({ min: 1, max: 131_072 }), weight: fc.nat(65_535),
    isStrict: fc.constant(true as const)
  }, { noNullPrototype: true, requiredKeys: ['name', 'partitions'] })
}

/** Sealed claims. */
export function claims (): fc.Arbitrary<Claim> {
  return fc.record({
    cluster: names(),
    id: memberIds(),
    generation: counters(),
    incarnation: counters(),
    left: fc.boolean(),
    // Negative zero is a zero on the wire.
    priority: fc.integer({ min: -1_000_000, max: 1_000_000 }).map(priority => priority + 0),
    eligible: fc.boolean(),
    term: counters(),
    addresses: fc.array(addresses(), { maxLength: 8 }),
    groups: fc.uniqueArray(groupSpecs(), { maxLength: 4, selector: group => group.name }),
    metadata: fc.uint8Array({ maxLength: 512 }),
    probation: fc.boolean(),
    leaving: fc.boolean(),
    zone: fc.string({ unit: fc.constantFrom(...PRINTABLE), minLength: 1, maxLength: 64 }),
    protocol: record({ min: fc.integer({ min: 1, max: 100 }), max: fc.integer({ min: 100, max: 65_535 }) })
  }, { noNullPrototype: true, requiredKeys: [...CLAIM_KEYS] }).map(sealed)
}

/** Sealed tables, of few distinct tokens as in life or of many. */
export function tables (): fc.Arbitrary<Table> {
  const shapes = record({
    partitions: fc.integer({ min: 1, max: 40 }),
    ids: fc.uniqueArray(memberIds(), { maxLength: 6 }),
    distinct: fc.uniqueArray(tokens(), { minLength: 1, maxLength: 40 })
  })

  return shapes.chain(({ partitions, ids, distinct }) => {
    const generations = fc.array(counters(), { minLength: ids.length, maxLength: ids.length })

    return fc.record({
      cluster: names(),
      group: names(),
      partitions: fc.constant(partitions),
      epoch: epochs(),
      parent: epochs(),
      roster: generations.map(given => ids.toSorted(compareText).map((id, index) => ({ id, generation: given[index] ?? 0 }))),
      owners: fc.array(fc.integer({ min: -1, max: ids.length - 1 }), { minLength: partitions, maxLength: partitions }),
      tokens: fc.array(fc.constantFrom(...distinct), { minLength: partitions, maxLength: partitions }),
      successors: fc.array(fc.integer({ min: -1, max: ids.length - 1 }), { minLength: partitions, maxLength: partitions }),
      standbys: standbyLists(partitions, ids.length),
      reasons: fc.array(fc.constantFrom(...REASONS), { minLength: partitions, maxLength: partitions }),
      orders: orders(partitions)
    }, { noNullPrototype: true, requiredKeys: ['cluster', 'group', 'partitions', 'epoch', 'roster', 'owners', 'tokens', 'successors'] }).map(({ standbys, ...rest }) => standbys === undefined || standbys.every(list => list.length === 0) ? rest : { ...rest, standbys })
  }).map(sealed)
}

/** Orders of every kind. */
export function orderMessages (): fc.Arbitrary<Extract<Message, { type: 'order' }>> {
  const at = { group: names(), partition: fc.nat(131_071) }

  return record({
    type: fc.constant('order' as const),
    order: fc.oneof(
      record({ kind: fc.constantFrom('freeze' as const, 'thaw' as const), group: names() }),
      record({ kind: fc.constant('pin' as const), ...at, member: memberIds() }),
      record({ kind: fc.constant('unpin' as const), ...at }),
      record({ kind: fc.constant('drain' as const), member: memberIds(), generation: counters() }),
      record({ kind: fc.constant('undrain' as const), member: memberIds() })
    )
  })
}

function standbyLists (partitions: number, members: number): fc.Arbitrary<number[][]> {
  return fc.array(fc.uniqueArray(fc.integer({ min: 0, max: Math.max(0, members - 1) }), { maxLength: Math.min(7, members) }), { minLength: partitions, maxLength: partitions })
}

function orders (partitions: number): fc.Arbitrary<Orders> {
  return record({
    // Orders that say nothing are left out.
    frozen: fc.constant(true),
    pins: fc.uniqueArray(fc.nat(partitions - 1), { maxLength: 5 }).chain(pinned => fc.tuple(...pinned.toSorted((a, b) => a - b).map(partition => record({ partition: fc.constant(partition), member: memberIds() })))),
    draining: fc.uniqueArray(memberIds(), { maxLength: 4 }).chain(ids => fc.tuple(...ids.toSorted(compareText).map(id => record({ id: fc.constant(id), generation: counters() }))))
  })
}

/** Accusations. */
export function accusations (): fc.Arbitrary<Accusation> {
  return record({
    id: memberIds(),
    generation: counters(),
    incarnation: counters(),
    state: fc.constantFrom('suspect', 'dead'),
    accuser: memberIds(),
    refused: fc.boolean()
  })
}

/** Claims and accusations as they ride on messages. */
export function updates (): fc.Arbitrary<Update> {
  return fc.oneof(
    record({ type: fc.constant('claim' as const), claim: claims() }),
    record({ type: fc.constant('accusation' as const), accusation: accusations() })
  )
}

/** Heads of pings, acks and notices. */
export function heads (): fc.Arbitrary<Head> {
  return record({ view: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), tables: tableVersions() })
}

/** Messages by type: one for each there is. */
export function messagesByType (): { [Type in Message['type']]: fc.Arbitrary<Extract<Message, { type: Type }>> } {
  const seq = counters()
  const target = memberIds()
  const head = heads()
  const news = fc.array(updates(), { maxLength: 8 })

  return {
    ping: record({ type: fc.constant('ping'), seq, head, updates: news }),
    ack: record({ type: fc.constant('ack'), seq, target, head, updates: news }),
    'ping-req': record({ type: fc.constant('ping-req'), seq, target, patience: fc.nat(10_000_000), updates: news }),
    nack: record({ type: fc.constant('nack'), seq, target }),
    sync: record({ type: fc.constant('sync'), versions: fc.array(rowVersions(), { maxLength: 20 }) }),
    delta: fc.record({
      type: fc.constant('delta'), joined: fc.boolean(), updates: news, wanted: fc.array(memberIds(), { maxLength: 20 }), more: fc.constant(true),
      term: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
    }, { requiredKeys: ['type', 'joined', 'updates', 'wanted'], noNullPrototype: true }),
    gossip: record({ type: fc.constant('gossip'), updates: news }),
    notice: record({ type: fc.constant('notice'), head }),
    'table-pull': record({ type: fc.constant('table-pull'), group: names(), epoch: tokens() }),
    table: record({ type: fc.constant('table'), table: tables() }),
    collect: record({ type: fc.constant('collect'), seq }),
    report: record({ type: fc.constant('report'), seq, term: counters(), tables: tableVersions() }),
    release: releases(),
    fenced: record({ type: fc.constant('fenced'), group: names(), partition: fc.nat(131_071), token: tokens(), seen: tokens() }),
    order: orderMessages()
  }
}

/** Messages of every type. */
export function messages (): fc.Arbitrary<Message> {
  return fc.oneof(...Object.values<fc.Arbitrary<Message>>(messagesByType()))
}

function releases (): fc.Arbitrary<Release> {
  return fc.uniqueArray(fc.nat(131_071), { minLength: 1, maxLength: 20 }).chain(partitions => record({
    type: fc.constant('release' as const),
    group: names(),
    epoch: tokens(),
    failed: fc.boolean(),
    partitions: fc.constant(partitions.toSorted((a, b) => a - b)),
    tokens: fc.array(tokens(), { minLength: partitions.length, maxLength: partitions.length })
  }))
}

function addresses (): fc.Arbitrary<string> {
  return fc.oneof(
    fc.tuple(fc.ipV4(), fc.nat(65_535)).map(([ip, port]) => `/ip4/${ip}/tcp/${port}`),
    fc.string({ unit: fc.constantFrom(...PRINTABLE), minLength: 1, maxLength: 255 }).map(rest => `/${rest}`)
  )
}

function tableVersions (): fc.Arbitrary<TableVersion[]> {
  return fc.array(record({ group: names(), epoch: tokens() }), { maxLength: 4 })
}

function rowVersions (): fc.Arbitrary<RowVersion> {
  return record({
    id: memberIds(), generation: counters(), incarnation: counters(), state: fc.constantFrom('alive', 'suspect')
  })
}

// Without prototypes they would differ from what a decoder makes.
function record<T> (model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>
}

function compareText (a: string, b: string): number {
  return a < b ? -1 : 1
}
