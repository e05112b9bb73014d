import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { TopicValidatorResult } from '@libp2p/gossipsub'
import { Counters } from '../../src/libp2p/counters.js'
import { Intake } from '../../src/libp2p/intake.js'
import { topicName } from '../../src/libp2p/protocols.js'
import { GOSSIP_MAX, Topics } from '../../src/libp2p/topics.js'
import { decodeMessage } from '../../src/wire/index.js'
import { bytesOf, claimOf, createIdentity, log, tableOf } from './support.js'
import type { Identity } from './support.js'
import type { Accusation, Message, Table, Topic } from '../../src/core/index.js'
import type { PeerId } from '@libp2p/interface'
import type { GossipSub, Message as PubSubMessage, TopicValidatorFn } from '@libp2p/gossipsub'

const { Accept, Ignore, Reject } = TopicValidatorResult

const alice = await createIdentity()
const bob = await createIdentity()

/** What the topics use of gossipsub. */
class Pubsub {
  readonly topicValidators = new Map<string, TopicValidatorFn>()
  readonly subscribed = new Set<string>()
  readonly published: Array<{ topic: string, message: Message, isFlood: boolean | undefined }> = []
  subscribers = 0
  globalSignaturePolicy = 'StrictSign'
  isBroken = false

  subscribe (topic: string): void { this.subscribed.add(topic) }
  unsubscribe (topic: string): void { this.subscribed.delete(topic) }
  getTopics (): string[] { return [...this.subscribed] }

  getSubscribers (): PeerId[] { return Array.from({ length: this.subscribers }, () => bob.peerId) }

  async publish (topic: string, bytes: Uint8Array, { floodPublish }: { readonly floodPublish?: boolean } = {}): Promise<void> {
    if (this.isBroken) throw new Error('no peers')
    this.published.push({ topic, message: decodeMessage(bytes), isFlood: floodPublish })
  }
}

/** Topics of a member whose core knows what the test says. */
class Stage {
  readonly pubsub = new Pubsub()
  readonly counters = new Counters()
  readonly taken: Array<{ from: string, message: Message }> = []
  readonly topics: Topics
  applied: Table | undefined
  isNews = true

  constructor () {
    const isNewer = ({ epoch }: Table): boolean => this.applied === undefined || epoch.version > this.applied.epoch.version

    this.topics = new Topics({
      cluster: 'test',
      pubsub: this.pubsub as unknown as GossipSub,
      intake: new Intake({ isNews: () => this.isNews, isNewer }, this.counters),
      seals: alice.seals,
      counters: this.counters,
      log,
      applied: () => this.applied,
      take: (from, message) => { this.taken.push({ from, message }) }
    })
    this.topics.open()
  }

  async judge (topic: Topic, author: Identity, data: Uint8Array): Promise<TopicValidatorResult | undefined> {
    const message = { type: 'signed', from: author.peerId, topic: topicName('test', topic), data } as PubSubMessage
    return await this.pubsub.topicValidators.get(topicName('test', topic))?.(bob.peerId, message)
  }
}

function gossip (...claims: Array<ReturnType<typeof claimOf>>): Message {
  return { type: 'gossip', updates: claims.map(claim => ({ type: 'claim', claim })) }
}

function accusing (accuser: string): Message {
  const accusation: Accusation = { id: bob.id, generation: 1, incarnation: 0, state: 'suspect', accuser, refused: false }
  return { type: 'gossip', updates: [{ type: 'accusation', accusation }] }
}

describe('the membership topic', () => {
  it('a member\'s own claim goes to the core and is passed on', async () => {
    const stage = new Stage()
    const data = await bytesOf(gossip(claimOf(alice.id)), alice)

    assert.equal(await stage.judge('membership', alice, data), Accept)
    assert.equal(stage.taken.length, 1)
    assert.equal(stage.taken[0]?.from, alice.id)
  })

  it('what is no news here is passed on all the same: others may not have it', async () => {
    const stage = new Stage()
    stage.isNews = false

    assert.equal(await stage.judge('membership', alice, await bytesOf(gossip(claimOf(alice.id)), alice)), Accept)
    assert.deepEqual(stage.taken.map(({ message }) => message), [{ type: 'gossip', updates: [] }])
  })

  it('an accusation is for its accuser to publish', async () => {
    const stage = new Stage()

    assert.equal(await stage.judge('membership', alice, await bytesOf(accusing(alice.id), alice)), Accept)
    assert.equal(await stage.judge('membership', alice, await bytesOf(accusing(bob.id), alice)), Ignore)
    assert.equal(stage.taken.length, 1)
    assert.equal(stage.counters.of('gossip:not-originator'), 1)
  })

  it('another member\'s claim is ignored, not held against its publisher', async () => {
    const stage = new Stage()

    assert.equal(await stage.judge('membership', alice, await bytesOf(gossip(claimOf(bob.id)), bob)), Ignore)
    assert.deepEqual(stage.taken, [])
  })

  it('a forged claim is rejected', async () => {
    const stage = new Stage()
    const forged = { ...claimOf(alice.id), seal: (await sealedBy(bob, claimOf(bob.id, { id: alice.id }))) }

    assert.equal(await stage.judge('membership', alice, await bytesOf(gossip(forged), alice)), Reject)
    assert.equal(stage.counters.of('seal:invalid'), 1)
    assert.deepEqual(stage.taken, [])
  })

  it('junk is rejected and counted', async () => {
    const stage = new Stage()

    assert.equal(await stage.judge('membership', alice, new TextEncoder().encode('hello')), Reject)
    assert.equal(stage.counters.of('decode:error'), 1)
  })

  it('a message of another type is rejected and counted', async () => {
    const stage = new Stage()

    assert.equal(await stage.judge('membership', alice, await bytesOf({ type: 'table', table: tableOf(alice.id) }, alice)), Reject)
    assert.equal(await stage.judge('membership', alice, await bytesOf({ type: 'collect', seq: 1 }, alice)), Reject)
    assert.equal(stage.counters.of('gossip:wrong-type'), 2)
  })

  it('an unsigned publication is rejected and counted', async () => {
    const stage = new Stage()
    const unsigned: PubSubMessage = { type: 'unsigned', topic: topicName('test', 'membership'), data: await bytesOf(gossip(claimOf(alice.id)), alice) }

    assert.equal(await stage.pubsub.topicValidators.get(topicName('test', 'membership'))?.(bob.peerId, unsigned), Reject)
    assert.equal(stage.counters.of('gossip:unsigned'), 1)
  })
})

describe('the assignment topic', () => {
  it('a newer table goes to the core and is passed on', async () => {
    const stage = new Stage()
    stage.applied = tableOf(alice.id, 1)

    assert.equal(await stage.judge('assignment', alice, await bytesOf({ type: 'table', table: tableOf(alice.id, 2) }, alice)), Accept)
    assert.equal(stage.taken.length, 1)
  })

  it('the table that is applied here already is passed on: others may not have it', async () => {
    const stage = new Stage()
    stage.applied = tableOf(alice.id, 2)

    assert.equal(await stage.judge('assignment', alice, await bytesOf({ type: 'table', table: tableOf(alice.id, 2) }, alice)), Accept)
  })

  it('an older table is ignored; the core is told, so that its leader learns of the newer one', async () => {
    const stage = new Stage()
    stage.applied = tableOf(alice.id, 2)

    assert.equal(await stage.judge('assignment', alice, await bytesOf({ type: 'table', table: tableOf(alice.id, 1) }, alice)), Ignore)
    assert.equal(stage.taken.length, 1)
  })

  it('a table that its leader did not publish itself is ignored', async () => {
    const stage = new Stage()

    assert.equal(await stage.judge('assignment', bob, await bytesOf({ type: 'table', table: tableOf(alice.id) }, alice)), Ignore)
    assert.deepEqual(stage.taken, [])
    assert.equal(stage.counters.of('gossip:not-originator'), 1)
  })

  it('a notice goes to the core', async () => {
    const stage = new Stage()
    const notice: Message = { type: 'notice', head: { view: 0n, tables: [{ group: 'jobs', epoch: 5n }] } }

    assert.equal(await stage.judge('assignment', alice, await bytesOf(notice, alice)), Accept)
    assert.deepEqual(stage.taken, [{ from: alice.id, message: notice }])
  })
})

describe('publishing', () => {
  it('goes out in the order of the core, signed', async () => {
    const { topics, pubsub } = new Stage()

    for (let version = 1; version <= 5; version++) {
      topics.publish('assignment', { type: 'table', table: tableOf(alice.id, version) })
    }
    await topics.flushed()

    assert.deepEqual(pubsub.published.map(({ message }) => (message as { table: Table }).table.epoch.version), [1, 2, 3, 4, 5])
    assert.ok(pubsub.published.every(({ topic }) => topic === 'shoal/test/assignment'))
  })

  it('goes to every neighbour where there are few, whose mesh may not stand yet, and to the mesh where there are many', async () => {
    const { topics, pubsub } = new Stage()

    for (const subscribers of [1, 12, 13, 100]) {
      pubsub.subscribers = subscribers
      topics.publish('membership', gossip(claimOf(alice.id)))
      await topics.flushed()
    }

    assert.deepEqual(pubsub.published.map(({ isFlood }) => isFlood), [true, true, false, false])
  })

  it(`of a table above ${GOSSIP_MAX} bytes, only the version goes out`, async () => {
    const { topics, pubsub, counters } = new Stage()
    const partitions = 131_072
    const tokens = Array.from({ length: partitions }, (_, index) => BigInt(index % 20_000 + 1))
    const table = tableOf(alice.id, 3, { partitions, owners: Array.from({ length: partitions }, () => 0), tokens })

    topics.publish('assignment', { type: 'table', table })
    await topics.flushed()

    assert.deepEqual(pubsub.published.map(({ message }) => message.type), ['notice'])
    assert.equal(counters.of('publish:notice'), 1)
  })

  it('that fails is counted, and the next one goes out', async () => {
    const { topics, pubsub, counters } = new Stage()
    pubsub.isBroken = true
    topics.publish('membership', gossip(claimOf(alice.id)))
    await topics.flushed()
    pubsub.isBroken = false
    topics.publish('membership', gossip(claimOf(alice.id)))
    await topics.flushed()

    assert.equal(counters.of('publish:failed'), 1)
    assert.equal(pubsub.published.length, 1)
  })
})

describe('the topics of a member', () => {
  it('are gone when it stops, and nobody else\'s with them', () => {
    const { topics, pubsub } = new Stage()
    pubsub.subscribe('news')
    const foreign: TopicValidatorFn = () => Accept
    pubsub.topicValidators.set('news', foreign)

    topics.close()

    assert.deepEqual([...pubsub.subscribed], ['news'])
    assert.deepEqual([...pubsub.topicValidators], [['news', foreign]])
  })

  it('need a gossipsub that signs', () => {
    const stage = new Stage()
    stage.pubsub.globalSignaturePolicy = 'StrictNoSign'

    assert.throws(() => { stage.topics.open() }, { name: 'InvalidSettingError', message: /globalSignaturePolicy is StrictNoSign/ })
  })
})

/** The envelope that somebody makes for a claim by giving it their own signature. */
async function sealedBy (forger: Identity, claim: ReturnType<typeof claimOf>): Promise<Uint8Array> {
  const { RecordEnvelope } = await import('@libp2p/peer-record')
  const { CLAIM_CODEC, CLAIM_DOMAIN, encodeClaim } = await import('../../src/wire/index.js')
  const record = { domain: CLAIM_DOMAIN, codec: CLAIM_CODEC, marshal: () => encodeClaim(claim), equals: () => false }

  return (await RecordEnvelope.seal(record, forger.privateKey)).marshal()
}
