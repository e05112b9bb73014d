import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Counters } from '../../src/libp2p/counters.js'
import { Storage } from '../../src/libp2p/storage.js'
import { log } from './support.js'
import type { Datastore, Key } from 'interface-datastore'

const RECORD = { generation: 3, term: 1_700_000_000, members: [{ id: 'a', addresses: ['/ip4/10.0.0.1/tcp/1'] }] }

/** A datastore of what the storage uses of one. */
class Shelf {
  readonly entries = new Map<string, Uint8Array>()
  isBroken = false

  async has (key: Key): Promise<boolean> {
    return this.entries.has(key.toString())
  }

  async get (key: Key): Promise<Uint8Array> {
    if (this.isBroken) throw new Error('disk is gone')
    return this.entries.get(key.toString()) ?? new Uint8Array()
  }

  async put (key: Key, value: Uint8Array): Promise<Key> {
    if (this.isBroken) throw new Error('disk is full')
    this.entries.set(key.toString(), value)
    return key
  }
}

function createStorage (): { shelf: Shelf, storage: Storage, counters: Counters } {
  const shelf = new Shelf()
  const counters = new Counters()

  return { shelf, counters, storage: new Storage(shelf as unknown as Datastore, 'test', counters, log) }
}

const GARBAGE = [
  '', 'null', '[]', '{', '"text"', '{}',
  JSON.stringify({ ...RECORD, generation: -1 }),
  JSON.stringify({ ...RECORD, generation: '3' }),
  JSON.stringify({ ...RECORD, term: 1.5 }),
  JSON.stringify({ ...RECORD, members: {} }),
  JSON.stringify({ ...RECORD, members: [null] }),
  JSON.stringify({ ...RECORD, members: [{ id: 'a', addresses: [1] }] })
]

describe('Storage', () => {
  it('gives back what was stored, under the cluster\'s own key', async () => {
    const { shelf, storage } = createStorage()
    await storage.save(RECORD)

    assert.deepEqual(await storage.load(), RECORD)
    assert.deepEqual([...shelf.entries.keys()], ['/shoal/test/state'])
  })

  it('has nothing at first, and that is no garbage', async () => {
    const { storage, counters } = createStorage()

    assert.equal(await storage.load(), undefined)
    assert.equal(counters.of('store:garbage'), 0)
  })

  for (const text of GARBAGE) {
    it(`takes ${text || 'nothing at all'} for nothing, and counts it`, async () => {
      const { shelf, storage, counters } = createStorage()
      shelf.entries.set('/shoal/test/state', new TextEncoder().encode(text))

      assert.equal(await storage.load(), undefined)
      assert.equal(counters.of('store:garbage'), 1)
    })
  }

  it('takes bytes that are no text for nothing', async () => {
    const { shelf, storage, counters } = createStorage()
    shelf.entries.set('/shoal/test/state', Uint8Array.of(0xff, 0xfe, 0x00))

    assert.equal(await storage.load(), undefined)
    assert.equal(counters.of('store:garbage'), 1)
  })

  it('a disk that cannot be written is counted, and the member goes on', async () => {
    const { shelf, storage, counters } = createStorage()
    shelf.isBroken = true
    await storage.save(RECORD)

    assert.equal(counters.of('store:failed'), 1)
  })

  it('a disk that cannot be read is told at the start', async () => {
    const { shelf, storage } = createStorage()
    await storage.save(RECORD)
    shelf.isBroken = true

    await assert.rejects(storage.load(), { message: 'disk is gone' })
  })
})
