import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { topicName } from '../../src/libp2p/protocols.js'
import { observeAssignments } from '../../src/observer.js'
import { encodeMessage } from '../../src/wire/index.js'
import { addressesOf, startMember, startPlainNode, stopAll } from './nodes.js'
import { createIdentity, DEADLINE, until } from './support.js'
import { forgedTable, publish, publishing, seenBy, serve } from './observing.js'
import type { ShoalInit, TableInfo } from '../../src/index.js'
import type { ObserveInit } from '../../src/observer.js'
import type { Libp2p } from '@libp2p/interface'
import type { MemberNode, NodeInit, PlainNode } from './nodes.js'

const GROUPS = { jobs: { partitions: 16 } }

const running: Libp2p[] = []
const following: AbortController[] = []

afterEach(async () => {
  for (const stop of following.splice(0)) {
    stop.abort()
  }
  await stopAll(...running.splice(0))
})

async function member (changes: Partial<ShoalInit> = {}, init: NodeInit = {}): Promise<MemberNode> {
  const node = await startMember({ groups: GROUPS, ...changes }, init)
  running.push(node)

  return node
}

async function plain (init: NodeInit = {}): Promise<PlainNode> {
  const node = await startPlainNode(init)
  running.push(node)

  return node
}

async function cluster (init: NodeInit = {}): Promise<[MemberNode, MemberNode, MemberNode]> {
  const first = await member({}, init)
  const bootstrap = addressesOf(first)
  const others = await Promise.all([member({ bootstrap }, init), member({ bootstrap }, init)])
  const nodes: [MemberNode, MemberNode, MemberNode] = [first, ...others]
  await until(() => nodes.every(({ services }) => services.shoal.members().length === 3), 'all see all')
  await until(() => nodes.every(({ services }) => services.shoal.group('jobs').table?.roster.length === 3), 'a table for three')

  return nodes
}

/** Follows until the signal, and keeps what came. */
function follow (node: PlainNode, changes: Partial<ObserveInit> = {}): { tables: TableInfo[], stop: AbortController, done: Promise<void> } {
  const stop = new AbortController()
  following.push(stop)
  const tables: TableInfo[] = []
  const done = (async () => {
    for await (const table of observeAssignments(node, { cluster: 'test', group: 'jobs', signal: stop.signal, ...changes })) {
      tables.push(table)
    }
  })()

  return { tables, stop, done }
}

function ownersOf (table: TableInfo | undefined): string[] {
  return [...new Set(table?.owners.map(owner => String(owner)))].sort()
}

describe('observeAssignments', () => {
  for (const muxer of ['yamux', 'mplex'] as const) {
    it(`follows a cluster through its leader's death, over ${muxer}`, async () => {
      const nodes = await cluster({ muxer: 'both' })
      const observer = await plain({ muxer })
      const { tables, stop, done } = follow(observer, { bootstrap: nodes.flatMap(addressesOf) })
      await until(() => tables.length > 0, 'the first table')
      const leader = nodes.find(({ peerId, services }) => services.shoal.leader?.equals(peerId))

      assert.equal(observer.getConnections()[0]?.multiplexer?.includes(muxer), true)
      // Without a goodbye: its connections end, and that is all that anybody hears of it.
      await crash(leader)
      await until(() => tables.at(-1)?.roster.length === 2, 'a table without it')
      stop.abort()
      await done

      const [survivor] = nodes.filter(node => node !== leader)
      assert.deepEqual(ownersOf(tables.at(-1)), ownersOf(survivor?.services.shoal.group('jobs').table))
      assert.ok(tables.every((table, index) => index === 0 || isAfter(table, tables[index - 1])))
    })
  }

  it('gets the newest table at once, however long ago it was published', async () => {
    const [first] = await cluster()
    const observer = await plain()
    await observer.dial(first.getMultiaddrs())
    const { tables, stop, done } = follow(observer)

    await until(() => tables.length > 0, 'a table')
    stop.abort()
    await done

    assert.equal(tables[0]?.epoch.version, first.services.shoal.epoch?.version)
    assert.deepEqual(tables[0]?.tokens, first.services.shoal.group('jobs').table?.tokens)
  })

  it('takes no part: no member sees it', async () => {
    const [first] = await cluster()
    const observer = await plain()
    const { tables, stop, done } = follow(observer, { bootstrap: addressesOf(first) })
    await until(() => tables.length > 0, 'a table')
    stop.abort()
    await done

    assert.equal(first.services.shoal.members().length, 3)
  })

  it('a reader that is slow gets the newest table, not all of them', async () => {
    const leader = await createIdentity()
    const source = await plain({ privateKey: leader.privateKey })
    const observer = await plain()
    await serve(source, leader)
    const stop = new AbortController()
    following.push(stop)
    const tables = observeAssignments(observer, { cluster: 'test', group: 'jobs', bootstrap: addressesOf(source), signal: stop.signal })
    assert.equal((await tables.next()).value?.epoch.version, 1)
    await publishing(source, observer)

    for (const version of [2, 3, 4]) {
      await publish(source, leader, version)
    }
    await until(() => seenBy(observer) === 3, 'all three have come')

    assert.equal((await tables.next()).value?.epoch.version, 4)
    stop.abort()
    assert.equal((await tables.next()).done, true)
  })

  it('takes nothing that is forged, older, of another group or of another size', async () => {
    const leader = await createIdentity()
    const forger = await createIdentity()
    const source = await plain({ privateKey: leader.privateKey })
    const observer = await plain()
    await serve(source, leader)
    const { tables, stop, done } = follow(observer, { bootstrap: addressesOf(source) })
    await until(() => tables.length === 1, 'the one that is served')
    await publishing(source, observer)

    await publish(source, leader, 5)
    await publish(source, leader, 4)
    await publish(source, leader, 6, { group: 'mail' })
    await publish(source, leader, 7, { partitions: 5, owners: [0, 0, 0, 0, 0], tokens: [1n, 1n, 1n, 1n, 1n] })
    await publish(source, leader, 8, { cluster: 'other' })
    await publish(source, leader, 9, { epoch: { term: 9_000_000_000, leader: leader.id, version: 9 } })
    await publish(source, forger, 10)
    await source.services.pubsub.publish(topicName('test', 'assignment'), await forgedTable(leader, forger))
    await publish(source, leader, 11)
    await until(() => tables.at(-1)?.epoch.version === 11, 'the last good one')
    stop.abort()
    await done

    assert.deepEqual(tables.map(({ epoch }) => epoch.version).filter(version => version !== 5), [1, 11])
  })

  it('asks a member about a leader that it does not know: anybody can publish on a topic', async () => {
    const leader = await createIdentity()
    const stranger = await createIdentity()
    const source = await plain({ privateKey: leader.privateKey })
    const liar = await plain({ privateKey: stranger.privateKey })
    const observer = await plain()
    const { serving } = await serve(source, leader)
    const { tables, stop, done } = follow(observer, { bootstrap: addressesOf(source) })
    await until(() => tables.length === 1, 'the one that is served')
    await liar.dial(observer.getMultiaddrs())
    await publishing(liar, observer)

    const before = seenBy(observer)
    await publish(liar, stranger, 1, { epoch: { term: 1_700_050_000, leader: stranger.id, version: 1 } })
    await until(() => seenBy(observer) > before, 'what the stranger published')
    serving.version = 2
    await publishing(source, observer)
    await publish(source, leader, 2)
    await until(() => tables.length === 2, 'the next one of the leader')
    stop.abort()
    await done

    assert.deepEqual(tables.map(({ epoch }) => [epoch.leader.toString(), epoch.version]), [[leader.id, 1], [leader.id, 2]])
  })

  it('asks for a table of which only the version is published', async () => {
    const leader = await createIdentity()
    const source = await plain({ privateKey: leader.privateKey })
    const observer = await plain()
    const { serving } = await serve(source, leader)
    const { tables, stop, done } = follow(observer, { bootstrap: addressesOf(source) })
    await until(() => tables.length === 1, 'the one that is served')
    await publishing(source, observer)

    serving.version = 2
    const notice = encodeMessage({ type: 'notice', head: { view: 0n, tables: [{ group: 'jobs', epoch: 2n ** 127n }] } }, () => new Uint8Array())
    await source.services.pubsub.publish(topicName('test', 'assignment'), notice)
    await until(() => tables.length === 2, 'the newer one')
    stop.abort()
    await done

    assert.deepEqual(tables.map(({ epoch }) => epoch.version), [1, 2])
  })

  it('two of them on one node each follow their own group', async () => {
    const first = await member({ groups: { jobs: { partitions: 4 }, mail: { partitions: 8 } } })
    const observer = await plain()
    const jobs = follow(observer, { bootstrap: addressesOf(first) })
    const mail = follow(observer, { bootstrap: addressesOf(first), group: 'mail' })
    await until(() => jobs.tables.length > 0 && mail.tables.length > 0, 'a table of each')

    jobs.stop.abort()
    await jobs.done
    assert.ok(observer.services.pubsub.topicValidators.has(topicName('test', 'assignment')))
    mail.stop.abort()
    await mail.done

    assert.deepEqual([jobs.tables[0]?.partitions, mail.tables[0]?.partitions], [4, 8])
    assert.equal(observer.services.pubsub.topicValidators.size, 0)
  })

  it('leaves nothing behind when its signal says stop, or its reader goes', async () => {
    const first = await member()
    const observer = await plain()
    const before = listenersOf(observer)
    const stopped = follow(observer, { bootstrap: addressesOf(first) })
    await until(() => stopped.tables.length > 0, 'a table')
    stopped.stop.abort()
    await stopped.done

    for await (const table of observeAssignments(observer, { cluster: 'test', group: 'jobs', signal: new AbortController().signal })) {
      assert.equal(table.partitions, 16)
      break
    }

    assert.deepEqual(listenersOf(observer), before)
    assert.deepEqual(observer.services.pubsub.getTopics(), [])
    assert.equal(observer.services.pubsub.topicValidators.size, 0)
  })

  it('yields nothing under a signal that has fired', async () => {
    const { tables, done } = follow(await plain(), { signal: AbortSignal.abort() })
    await done

    assert.deepEqual(tables, [])
  })

  it('refuses a node that is a member of that cluster itself', async () => {
    const first = await member()

    assert.throws(() => observeAssignments(first, { cluster: 'test', group: 'jobs', signal: AbortSignal.timeout(DEADLINE) }), {
      name: 'InvalidSettingError', message: /this node is a member of it/
    })
  })

  it('refuses a node without gossipsub, and an address that is none', async () => {
    const node = await plain()
    const bare = { ...node, services: {} } as unknown as PlainNode
    const signal = AbortSignal.timeout(DEADLINE)

    assert.throws(() => observeAssignments(bare, { cluster: 'test', group: 'jobs', signal }), { name: 'InvalidSettingError', message: /services\.pubsub is missing/ })
    assert.throws(() => observeAssignments(node, { cluster: 'test', group: 'jobs', bootstrap: ['nowhere'], signal }), { name: 'InvalidSettingError', message: /bootstrap has nowhere/ })
  })
})

/** Ends a node as a crash does: every connection at once, no goodbye. */
async function crash (node: MemberNode | undefined): Promise<void> {
  for (const connection of node?.getConnections() ?? []) {
    connection.abort(new Error('crash'))
  }
  const { components } = node as unknown as { components: { shoal: { beforeStop: () => Promise<void> } } }
  components.shoal.beforeStop = async () => undefined
  await node?.stop()
}

function isAfter (table: TableInfo, before: TableInfo | undefined): boolean {
  return before === undefined || table.epoch.term > before.epoch.term || table.epoch.version > before.epoch.version
}

function listenersOf (node: Libp2p): number[] {
  return ['peer:identify', 'peer:disconnect'].map(type => node.listenerCount(type))
}
