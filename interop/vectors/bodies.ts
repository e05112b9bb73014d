import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { RecordEnvelope } from '@libp2p/peer-record'
import { packToken } from '../../src/core/index.js'
import { CLAIM_CODEC, CLAIM_DOMAIN, encodeClaim, encodeTable, TABLE_CODEC, TABLE_DOMAIN } from '../../src/wire/index.js'
import type { Ed25519PrivateKey } from '@libp2p/interface'
import type { Claim, Table } from '../../src/core/index.js'

/** Somebody who signs: the key follows from the seed, so the vectors are the same each time. */
export interface Signer {
  readonly seed: Uint8Array
  readonly key: Ed25519PrivateKey
  readonly id: string
}

/** Two members, in the order of their ids. */
export async function createSigners (): Promise<[Signer, Signer]> {
  const signers = await Promise.all([1, 2].map(createSigner))
  const [first, second] = signers.toSorted((a, b) => a.id < b.id ? -1 : 1)
  return [first as Signer, second as Signer]
}

/** A claim or table with the envelope that the signer puts it in. */
export async function sign<T extends Claim | Table> (body: T, { key }: Signer): Promise<T & { seal: Uint8Array }> {
  const isTable = 'owners' in body
  const envelope = await RecordEnvelope.seal({
    domain: isTable ? TABLE_DOMAIN : CLAIM_DOMAIN,
    codec: isTable ? TABLE_CODEC : CLAIM_CODEC,
    marshal: () => isTable ? encodeTable(body) : encodeClaim(body),
    equals: () => false
  }, key)

  return { ...body, seal: envelope.marshal() }
}

/** Claims that between them have every field full and every field empty. */
export async function createClaims (a: Signer, b: Signer): Promise<{ full: Claim, bare: Claim, left: Claim, zoned: Claim }> {
  const bare = {
    cluster: 'orders', id: b.id, generation: 0, incarnation: 0, left: false, priority: 0, eligible: false, term: 0,
    addresses: [], groups: [], metadata: new Uint8Array(), probation: false, leaving: false, protocol: { min: 1, max: 1 }
  }

  return {
    full: await sign({
      cluster: 'orders',
      id: a.id,
      generation: 1_767_225_600_000,
      incarnation: 3,
      left: false,
      priority: 1,
      eligible: true,
      term: 1_767_225_600,
      addresses: ['/ip4/192.0.2.1/tcp/4001', '/dns4/a.example.com/tcp/443/wss'],
      groups: [{ name: 'jobs', partitions: 4 }, { name: 'mail.eu-1', partitions: 131_072 }],
      metadata: Uint8Array.of(0, 1, 254, 255),
      probation: true,
      leaving: true,
      protocol: { min: 1, max: 2 }
    }, a),
    zoned: await sign({ ...bare, zone: 'eu-1/rack-7', groups: [{ name: 'idle', partitions: 9, weight: 0 }, { name: 'jobs', partitions: 4, replicas: 2, maxMoves: 300, weight: 65_535 }] }, b),
    bare: await sign(bare, b),
    left: await sign({ ...bare, generation: Number.MAX_SAFE_INTEGER, incarnation: 300, left: true, priority: -7 }, b)
  }
}

/** Tables of one cluster: the first one, its successor, one that nobody works for, and one with all that a plan can say. */
export async function createTables (a: Signer, b: Signer): Promise<{ first: Table, next: Table, idle: Table, ordered: Table }> {
  const epoch = { term: 1_767_225_600, leader: a.id, version: 1 }
  const nextEpoch = { term: 1_767_225_666, leader: b.id, version: 200 }
  const roster = [{ id: a.id, generation: 1_767_225_600_000 }, { id: b.id, generation: 1_767_225_600_123 }]
  const named = { cluster: 'orders', group: 'jobs', partitions: 4 }
  const nobody = [-1, -1, -1, -1]
  const [early, late] = [packToken(epoch), packToken(nextEpoch)]

  return {
    first: await sign({ ...named, epoch, roster: roster.slice(0, 1), owners: [0, 0, 0, 0], tokens: [early, early, early, early], successors: nobody }, a),
    next: await sign({ ...named, epoch: nextEpoch, parent: epoch, roster, owners: [0, 1, -1, 1], tokens: [early, late, 0n, late], successors: [1, -1, -1, -1] }, b),
    ordered: await sign({
      ...named,
      epoch: nextEpoch,
      roster,
      owners: [0, 1, -1, 1],
      tokens: [early, late, 0n, late],
      successors: [1, -1, -1, -1],
      standbys: [[0], [0], [], []],
      reasons: ['balance', 'promoted', 'none', 'pin'],
      orders: { frozen: true, pins: [{ partition: 1, member: a.id }, { partition: 3, member: b.id }], draining: [roster[0] ?? { id: '', generation: 0 }] }
    }, b),
    idle: await sign({ ...named, epoch, roster: [], owners: [-1, -1, -1, -1], tokens: [0n, 0n, 0n, 0n], successors: nobody }, a)
  }
}

async function createSigner (number: number): Promise<Signer> {
  const seed = new Uint8Array(32).fill(number)
  const key = await generateKeyPairFromSeed('Ed25519', seed)
  return { seed, key, id: peerIdFromPrivateKey(key).toString() }
}
