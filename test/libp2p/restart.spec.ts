import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, it } from 'node:test'
import { LevelDatastore } from 'datastore-level'
import { Key } from 'interface-datastore'
import { memberProtocol } from '../../src/libp2p/protocols.js'
import { formed, liveCount, member, prepareMember, stopMembers } from './members.js'
import { addressesOf } from './nodes.js'
import { createIdentity, nextEvent, until } from './support.js'
import type { Ownership } from '../../src/index.js'

const cleanUps: Array<() => Promise<void>> = []

afterEach(async () => {
  await stopMembers()
  await Promise.all(cleanUps.splice(0).map(async cleanUp => { await cleanUp() }))
})

/** A datastore on disk. */
async function createDatastore (): Promise<LevelDatastore> {
  const directory = await mkdtemp(join(tmpdir(), 'shoal-'))
  const datastore = new LevelDatastore(directory)
  await datastore.open()
  cleanUps.push(async () => {
    await datastore.close()
    await rm(directory, { recursive: true })
  })

  return datastore
}

describe('what a member finds again', () => {
  it('is its generation and the members that it knew: it needs no bootstrap address', async () => {
    const datastore = await createDatastore()
    const { privateKey } = await createIdentity()
    const a = await member()
    const b = await member({ bootstrap: addressesOf(a) }, { datastore, privateKey })
    await formed(a, b)
    const before = b.services.shoal.self.generation
    const stored = async (): Promise<string> => new TextDecoder().decode(await datastore.get(new Key('/shoal/test/state')))
    await waitFor(async () => (await stored()).includes(a.peerId.toString()), 'the other one is stored')
    await b.stop()

    const again = await member({}, { datastore, privateKey })
    await formed(a, again)

    assert.ok(again.services.shoal.self.generation > before)
  })

  it('garbage in the datastore is counted, and it starts as if there were nothing', async () => {
    const datastore = await createDatastore()
    await datastore.put(new Key('/shoal/test/state'), new TextEncoder().encode('{"generation":'))
    const a = await member({}, { datastore })
    await until(() => a.services.shoal.joined, 'it has joined')

    assert.equal(a.services.shoal.counters()['store:garbage'], 1)
  })
})

describe('a conflict', () => {
  it('a group of another size is told with both numbers, and the member takes no part', async () => {
    const a = await member()
    const b = await prepareMember({ groups: { jobs: { partitions: 8 } }, bootstrap: addressesOf(a) })
    const conflict = nextEvent<{ error: Error }>(b.services.shoal, 'conflict')
    await b.start()
    const { error } = await conflict

    assert.equal(error.name, 'GroupMismatchError')
    assert.match(error.message, new RegExp(`group jobs has 8 partitions here and 16 at ${a.peerId.toString()}`))
    assert.equal(liveCount(a), 1)
    await until(() => !b.getProtocols().includes(memberProtocol('test')), 'it is out')
  })

  it('a second process under the same PeerId ends the first one', async () => {
    const { privateKey } = await createIdentity()
    const a = await member()
    const b = await member({ bootstrap: addressesOf(a) }, { privateKey })
    await formed(a, b)
    const conflict = nextEvent<{ error: Error }>(b.services.shoal, 'conflict')
    const lost: Ownership[] = []
    b.services.shoal.addEventListener('partition:lost', ({ detail }) => { lost.push(detail) })

    await member({ bootstrap: addressesOf(a) }, { privateKey })
    const { error } = await conflict

    assert.equal(error.name, 'SupersededError')
    assert.equal(lost.length, 8)
    assert.deepEqual(b.services.shoal.group('jobs').owned(), [])
  })
})

/** Waits until an answer is yes. */
async function waitFor (ask: () => Promise<boolean>, what: string): Promise<void> {
  let isSo = false
  let isAsking = false

  await until(() => {
    if (!isAsking) {
      isAsking = true
      ask().then(answer => { isSo = answer }, () => undefined).finally(() => { isAsking = false })
    }
    return isSo
  }, what)
}
