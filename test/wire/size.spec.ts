import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { packToken } from '../../src/core/index.js'
import { encodeMessage, encodeTable } from '../../src/wire/index.js'
import type { RosterEntry, Table } from '../../src/core/index.js'

async function createTable (partitions: number, members: number): Promise<Table> {
  const keys = await Promise.all(Array.from({ length: members }, async () => await generateKeyPair('Ed25519')))
  const roster: RosterEntry[] = keys.map(key => ({ id: peerIdFromPrivateKey(key).toString(), generation: 1_700_000_000_000 })).sort((a, b) => a.id < b.id ? -1 : 1)
  const epoch = { term: 1_700_000_000, leader: (roster[0] as RosterEntry).id, version: 9 }
  const owners = Array.from({ length: partitions }, (_, partition) => partition % members)

  // As after a few moves: the tokens of five tables are about.
  const tokens = owners.map((_, partition) => packToken({ ...epoch, version: 1 + partition % 5 }))

  return { cluster: 'orders', group: 'jobs', partitions, epoch, roster, owners, tokens, successors: owners.map(() => -1) }
}

describe('sizes on the wire', () => {
  it('ring-election #25: a table of 1,024 partitions on 32 members has less than 5,000 bytes, where one of its ids has 52', async () => {
    const bytes = encodeTable(await createTable(1_024, 32))

    assert.ok(bytes.length < 5_000, `${bytes.length} bytes`)
  })

  it('a ping without news has less than 100 bytes with one group', () => {
    const epoch = packToken({ term: 1_700_000_000, leader: 'a', version: 3 })
    const bytes = encodeMessage({ type: 'ping', seq: 4_000_000_000, head: { view: 2n ** 64n - 1n, tables: [{ group: 'jobs', epoch }] }, updates: [] }, () => new Uint8Array())

    assert.ok(bytes.length < 100, `${bytes.length} bytes`)
  })
})
