import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { decodePromises, encodePromises } from '../../../src/libp2p/strict/promise-record.js'
import { PromiseStore } from '../../../src/libp2p/strict/promise-store.js'
import { Shelf } from './shelf.js'
import { recordOf } from './promises.js'

const KEY = '/shoal/test/voter/g1'

function options (shelf: Shelf): { readonly datastore: Shelf['datastore'], readonly cluster: string, readonly genesis: string } {
  return { datastore: shelf.datastore, cluster: 'test', genesis: 'g1' }
}

async function reopened (shelf: Shelf): Promise<PromiseStore> {
  const store = await PromiseStore.open(options(shelf))
  await store.close()

  return store
}

describe('the promises of a voter', () => {
  it('are there when its store is opened again, under the same id', async () => {
    const shelf = new Shelf()
    const store = await PromiseStore.open(options(shelf))
    await store.save(recordOf(1))
    await store.save(recordOf(2))
    await store.close()

    const again = await reopened(shelf)
    assert.equal(again.id, store.id)
    assert.deepEqual(again.record, recordOf(2))
  })

  it('are another voter\'s if the store is another one', async () => {
    const [a, b] = [await reopened(new Shelf()), await reopened(new Shelf())]
    assert.notEqual(a.id, b.id)
    assert.match(a.id, /^[0-9a-f]{32}$/)
  })

  it('have an id that is kept before anybody hears of it', async () => {
    const shelf = new Shelf()
    assert.equal(await PromiseStore.idOf(options(shelf)), (await reopened(shelf)).id)
    assert.equal(shelf.writes, 1)
  })

  it('never go back to a lower revision, in whatever order they are saved', async () => {
    const shelf = new Shelf()
    const store = await PromiseStore.open(options(shelf))
    await Promise.all([store.save(recordOf(3)), store.save(recordOf(2)), store.save(recordOf(4)), store.save(recordOf(1))])
    await store.close()
    assert.deepEqual((await reopened(shelf)).record, recordOf(4))
    assert.equal(shelf.writes, 3, 'its id, and two records')
  })

  it('are not promised when the write failed, and are when it succeeds later', async () => {
    const shelf = new Shelf()
    const store = await PromiseStore.open(options(shelf))
    shelf.isBroken = true
    await assert.rejects(store.save(recordOf(1)), /disk is full/)
    shelf.isBroken = false
    await store.save(recordOf(1))
    await store.close()
    assert.deepEqual((await reopened(shelf)).record, recordOf(1))
  })

  it('are not written once the store is closed', async () => {
    const store = await reopened(new Shelf())
    await assert.rejects(store.save(recordOf(1)), { name: 'VoterStoreError' })
  })

  it('are not written over what somebody else wrote meanwhile', async () => {
    const shelf = new Shelf()
    const store = await PromiseStore.open(options(shelf))
    await store.save(recordOf(1))
    shelf.entries.set(KEY, encodePromises({ store: store.id, record: recordOf(9) }))
    await assert.rejects(store.save(recordOf(2)), /changed by somebody else/)
    shelf.entries.set(KEY, encodePromises({ store: 'other', record: recordOf(1) }))
    await assert.rejects(store.save(recordOf(2)), /changed by somebody else/)
    shelf.entries.delete(KEY)
    await assert.rejects(store.save(recordOf(2)), /changed by somebody else/)
    assert.equal(shelf.entries.has(KEY), false)
  })
})

describe('the store of a voter', () => {
  it('is opened only when its former user has written its last promise', async () => {
    const shelf = new Shelf()
    const former = await PromiseStore.open(options(shelf))
    const go = shelf.hold()
    const saved = former.save(recordOf(5))
    const closed = former.close()
    const next = PromiseStore.open(options(shelf))
    go()
    await Promise.all([saved, closed])
    assert.deepEqual((await next).record, recordOf(5))
    await (await next).close()
  })

  it('has one user at a time, however many wait', async () => {
    const shelf = new Shelf()
    const users = new Set<number>()
    await Promise.all([1, 2, 3].map(async user => {
      const store = await PromiseStore.open(options(shelf))
      users.add(user)
      assert.equal(users.size, 1)
      await store.save(recordOf(user))
      users.delete(user)
      await store.close()
    }))
  })

  it('tells its id while it is in use or being opened, without a write of its own', async () => {
    const shelf = new Shelf()
    const opening = PromiseStore.open(options(shelf))
    const asked = PromiseStore.idOf(options(shelf))
    const store = await opening
    await store.save(recordOf(1))
    assert.deepEqual([await asked, await PromiseStore.idOf(options(shelf))], [store.id, store.id])
    assert.equal(shelf.writes, 2)
    await store.close()
    assert.deepEqual((await reopened(shelf)).record, recordOf(1))
  })

  it('is not waited for without end', async () => {
    const shelf = new Shelf()
    const store = await PromiseStore.open(options(shelf))
    const controller = new AbortController()
    const waiting = PromiseStore.open({ ...options(shelf), signal: controller.signal })
    controller.abort()
    await assert.rejects(waiting, { name: 'VoterStoreError', message: /in use by another member/ })
    await store.close()
    await reopened(shelf)
  })

  it('is told apart by cluster', async () => {
    const shelf = new Shelf()
    const [a, b] = await Promise.all(['one', 'two'].map(async cluster => await PromiseStore.open({ ...options(shelf), cluster })))
    assert.notEqual(a?.id, b?.id)
  })

  it('that is damaged at any byte is refused with a reason, and left as it is', async () => {
    const bytes = encodePromises({ store: 's1', record: recordOf(3) })
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (where, by) => {
      const spoilt = bytes.map((byte, index) => index === where ? byte ^ by : byte)
      assert.equal(decodePromises(spoilt), undefined)
      assert.equal(decodePromises(bytes.subarray(0, where)), undefined)
    }))
    const shelf = new Shelf()
    shelf.entries.set(KEY, bytes.subarray(1))
    await assert.rejects(PromiseStore.open(options(shelf)), { name: 'VoterStoreError', message: /damaged: it does not vote/ })
    await assert.rejects(PromiseStore.open(options(shelf)), { name: 'VoterStoreError' })
    assert.deepEqual(shelf.entries.get(KEY), bytes.subarray(1))
  })
})
