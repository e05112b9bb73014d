/**
 * Writes the vectors into `interop/vectors`, from the root of the project: `node dist/interop/vectors/write.js`. A file
 * that changes is a change of the protocol.
 */

import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { digest64 } from '../../src/core/digest.js'
import { formatToken, packToken, unpackToken } from '../../src/core/index.js'
import { CLAIM_CODEC, CLAIM_DOMAIN, encodeClaim, encodeMessage, encodeTable, TABLE_CODEC, TABLE_DOMAIN } from '../../src/wire/index.js'
import { createClaims, createSigners, createTables } from './bodies.js'
import { describeCalls } from './calls.js'
import { toHex, toMeaning } from './meaning.js'
import { refusedMessages } from './refused.js'
import { describeStrict } from './strict-bodies.js'
import type { Claim, Message, Table } from '../../src/core/index.js'
import type { Signer } from './bodies.js'

const [a, b] = await createSigners()
const claims = await createClaims(a, b)
const tables = await createTables(a, b)

await write('messages', {
  about: 'Signed bodies and whole messages, without frames: bytes and meaning. Numbers above 53 bits are decimal texts, bytes are hexadecimal.',
  signers: [a, b].map(({ seed, id }) => ({ keyType: 'Ed25519', seed: toHex(seed), id })),
  seals: [...Object.entries(claims), ...Object.entries(tables)].map(([name, body]) => describeSeal(name, body)),
  messages: Object.entries(createMessages()).map(([name, message]) => ({
    name, bytes: toHex(encodeMessage(message, neverAsked)), meaning: toMeaning(message)
  })),
  refused: Object.entries(refusedMessages()).map(([name, bytes]) => ({ name, bytes: toHex(bytes) }))
})

await write('calls', describeCalls())
await write('strict', await describeStrict(a, b))

await write('tokens', {
  about: 'Epochs in ascending order with their tokens: term 64 bits, tag of the leader 32, version 32.',
  tokens: createEpochs(a, b).map(epoch => {
    const token = packToken(epoch)
    return { epoch, tag: unpackToken(token).tag.toString(16).padStart(8, '0'), token: formatToken(token) }
  })
})

await write('key-to-partition', {
  about: 'Keys in hexadecimal, and their partition in a group of so many: the first 8 bytes of SHA-256, big-endian, modulo the partitions.',
  keys: ['', '00', '61', toHex(Buffer.from('customer-42')), toHex(Buffer.from('Öl')), toHex(new Uint8Array(300).fill(0xff))].flatMap(key =>
    [1, 3, 64, 10_007, 131_072].map(partitions => ({ key, partitions, partition: partitionOf(key, partitions) })))
})

await write('view-digest', {
  about: 'Live rows, in any order, and the digest of the view that they make: the digests of their texts, combined by exclusive or. 64-bit numbers in hexadecimal.',
  views: [[], ['alive'], ['suspect'], ['alive', 'suspect'], ['suspect', 'alive']].map(states => {
    const rows = states.map((state, index) => ({ id: index === 0 ? a.id : b.id, generation: 1_767_225_600_000, incarnation: index * 300, state }))
    const texts = rows.map(({ id, generation, incarnation, state }) => `${id} ${generation} ${incarnation} ${state}`)
    const digests = texts.map(digest64)

    return {
      rows: rows.map((row, index) => ({ ...row, text: texts[index], digest: formatDigest(digests[index] ?? 0n) })),
      digest: formatDigest(digests.reduce((all, digest) => all ^ digest, 0n))
    }
  })
})

function createMessages (): Record<string, Message> {
  const accusation = { id: b.id, generation: 1_767_225_600_123, incarnation: 4, state: 'suspect', accuser: a.id, refused: false } as const
  const head = { view: 0xfedc_ba98_7654_3210n, tables: [{ group: 'jobs', epoch: packToken(tables.next.epoch) }, { group: 'mail.eu-1', epoch: 1n }] }
  const empty = { view: 0n, tables: [] }
  const updates = [{ type: 'claim', claim: claims.full }, { type: 'accusation', accusation }] as const
  const versions = [
    { id: a.id, generation: 1_767_225_600_000, incarnation: 0, state: 'alive' },
    { id: b.id, generation: 1_767_225_600_123, incarnation: 300, state: 'suspect' }
  ] as const

  return {
    'ping': { type: 'ping', seq: 1, head, updates },
    'ping with nothing in it': { type: 'ping', seq: 0, head: empty, updates: [] },
    'ack': { type: 'ack', seq: 1, target: b.id, head, updates: [{ type: 'claim', claim: claims.bare }] },
    'ping-req': { type: 'ping-req', seq: Number.MAX_SAFE_INTEGER, target: b.id, patience: 400, updates: [{ type: 'accusation', accusation }] },
    'nack': { type: 'nack', seq: 300, target: b.id },
    'sync': { type: 'sync', versions },
    'sync of a joiner': { type: 'sync', versions: [] },
    'delta': { type: 'delta', joined: true, updates, wanted: [a.id, b.id] },
    'gossip': { type: 'gossip', updates: [{ type: 'accusation', accusation: { ...accusation, state: 'dead' } }] },
    'gossip of a member that leaves': { type: 'gossip', updates: [{ type: 'claim', claim: claims.left }] },
    'notice': { type: 'notice', head },
    'table-pull': { type: 'table-pull', group: 'jobs', epoch: packToken(tables.first.epoch) },
    'table-pull of any': { type: 'table-pull', group: 'jobs', epoch: 0n },
    'table': { type: 'table', table: tables.next },
    'table, the first of a group': { type: 'table', table: tables.first },
    'table that nobody works for': { type: 'table', table: tables.idle },
    'collect': { type: 'collect', seq: 77 },
    'report': { type: 'report', seq: 77, term: 1_767_225_666, tables: head.tables },
    'report of a member that has applied nothing': { type: 'report', seq: 78, term: 0, tables: [] },
    'release': { type: 'release', group: 'jobs', epoch: packToken(tables.next.epoch), failed: false, partitions: [0, 3], tokens: [packToken(tables.first.epoch), packToken(tables.next.epoch)] },
    'release of work that failed': { type: 'release', group: 'jobs', epoch: packToken(tables.next.epoch), failed: true, partitions: [300], tokens: [packToken(tables.first.epoch)] },
    'order to freeze': { type: 'order', order: { kind: 'freeze', group: 'jobs' } },
    'order to thaw': { type: 'order', order: { kind: 'thaw', group: 'jobs' } },
    'order to pin': { type: 'order', order: { kind: 'pin', group: 'jobs', partition: 300, member: b.id } },
    'order to unpin': { type: 'order', order: { kind: 'unpin', group: 'jobs', partition: 0 } },
    'order to drain': { type: 'order', order: { kind: 'drain', member: b.id, generation: 1_767_225_600_123 } },
    'order to end a drain': { type: 'order', order: { kind: 'undrain', member: b.id } },
    'table with standbys, reasons and orders': { type: 'table', table: tables.ordered },
    'gossip of a member with a zone, a weight and settings': { type: 'gossip', updates: [{ type: 'claim', claim: claims.zoned }] },
    'fenced': { type: 'fenced', group: 'jobs', partition: 300, token: packToken(tables.first.epoch), seen: packToken(tables.next.epoch) }
  }
}

function describeSeal (name: string, body: Claim | Table): object {
  const { seal, ...rest } = body
  const isTable = 'owners' in rest

  return {
    name: `${isTable ? 'table' : 'claim'}: ${name}`,
    type: isTable ? 'table' : 'claim',
    domain: isTable ? TABLE_DOMAIN : CLAIM_DOMAIN,
    payloadType: toHex(isTable ? TABLE_CODEC : CLAIM_CODEC),
    signer: isTable ? rest.epoch.leader : rest.id,
    payload: toHex(isTable ? encodeTable(rest) : encodeClaim(rest)),
    seal: toHex(seal ?? neverAsked()),
    meaning: toMeaning(rest)
  }
}

function createEpochs ({ id: one }: Signer, { id: two }: Signer): Array<Table['epoch']> {
  const [low, high] = tagOf(one) < tagOf(two) ? [one, two] : [two, one]

  return [
    { term: 0, leader: low, version: 0 },
    { term: 1, leader: low, version: 0 },
    { term: 1, leader: low, version: 1 },
    { term: 1, leader: low, version: 4_294_967_295 },
    { term: 1, leader: high, version: 0 },
    { term: 1_767_225_600, leader: high, version: 12 },
    { term: 1_767_225_601, leader: low, version: 1 },
    { term: Number.MAX_SAFE_INTEGER, leader: high, version: 4_294_967_295 }
  ]
}

function tagOf (leader: string): number {
  return unpackToken(packToken({ term: 0, leader, version: 0 })).tag
}

function partitionOf (key: string, partitions: number): number {
  const digest = createHash('sha256').update(Buffer.from(key, 'hex')).digest()
  return Number(digest.readBigUInt64BE() % BigInt(partitions))
}

function formatDigest (digest: bigint): string {
  return digest.toString(16).padStart(16, '0')
}

async function write (name: string, content: object): Promise<void> {
  await writeFile(`interop/vectors/${name}.json`, `${JSON.stringify(content, undefined, 2)}\n`)
}

function neverAsked (): never {
  throw new Error('everything here has its seal')
}
