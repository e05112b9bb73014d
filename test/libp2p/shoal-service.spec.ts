import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { createLibp2p } from 'libp2p'
import { MemoryDatastore } from 'datastore-core/memory'
import { Key } from 'interface-datastore'
import { shoal } from '../../src/index.js'
import { bulkProtocol, memberProtocol, tableProtocol } from '../../src/libp2p/protocols.js'
import { addressesOf, createMember, stopAll } from './nodes.js'
import { createIdentity, nextEvent, until } from './support.js'
import type { Ownership, ShoalInit } from '../../src/index.js'
import type { MemberNode, NodeInit } from './nodes.js'
import type { Libp2p } from '@libp2p/interface'
import type { Libp2pOptions } from 'libp2p'

const GROUPS = { jobs: { partitions: 16 } }

const running: Libp2p[] = []

afterEach(async () => { await stopAll(...running.splice(0)) })

async function member (changes: Partial<ShoalInit> = {}, init: NodeInit = {}): Promise<MemberNode> {
  const node = await createMember({ groups: GROUPS, ...changes }, init)
  running.push(node)
  await node.start()

  return node
}

function liveCount ({ services }: MemberNode): number {
  return services.shoal.members().filter(({ state }) => state === 'alive').length
}

async function formed (...nodes: MemberNode[]): Promise<void> {
  await until(() => nodes.every(node => liveCount(node) === nodes.length), 'all see all')
  await until(() => nodes.every(({ services }) => services.shoal.group('jobs').table?.roster.length === nodes.length), 'a table for all')
}

async function pair (init: NodeInit = {}): Promise<[MemberNode, MemberNode]> {
  const a = await member({}, init)
  const b = await member({ bootstrap: addressesOf(a) }, init)
  await formed(a, b)

  return [a, b]
}

describe('a member that is alone', () => {
  it('leads, and owns everything', async () => {
    const { peerId, services } = await member()
    await until(() => services.shoal.group('jobs').owned().length === 16, 'all partitions')

    assert.ok(services.shoal.joined)
    assert.ok(services.shoal.leader?.equals(peerId))
    assert.equal(services.shoal.self.position, 1)
    assert.ok(services.shoal.self.addresses.length > 0)
    assert.equal(services.shoal.epoch?.version, services.shoal.group('jobs').table?.epoch.version)
  })

  it('has a face before it has started', async () => {
    const { peerId, services: { shoal } } = await createMember({ groups: GROUPS })

    assert.ok(shoal.self.peerId.equals(peerId))
    assert.equal(shoal.self.position, undefined)
    assert.equal(shoal.joined, false)
    assert.equal(shoal.leader, undefined)
    assert.equal(shoal.epoch, undefined)
    assert.deepEqual(shoal.members(), [])
    assert.deepEqual(shoal.groupNames(), ['jobs'])
    await shoal.leave()
  })

  it('knows the groups that it works for, and names them to who asks for another', async () => {
    const { services } = await createMember({ groups: GROUPS })

    assert.equal(services.shoal.group('jobs').partitions, 16)
    assert.throws(() => services.shoal.group('mail'), { name: 'UnknownGroupError', message: 'there is no group mail: there are jobs' })
  })
})

describe('two members', () => {
  for (const transport of ['tcp', 'memory'] as const) {
    for (const muxer of ['yamux', 'mplex'] as const) {
      it(`share out the partitions, over ${transport} and ${muxer}`, async () => {
        const [a, b] = await pair({ transport, muxer })

        assert.equal(a.services.shoal.group('jobs').owned().length, 8)
        assert.equal(b.services.shoal.group('jobs').owned().length, 8)
        assert.deepEqual(a.services.shoal.group('jobs').table, b.services.shoal.group('jobs').table)
        assert.ok(a.services.shoal.leader?.equals(b.services.shoal.leader))
        assert.ok(a.getConnections()[0]?.multiplexer?.includes(muxer))
      })
    }
  }

  it('that start in the same instant with the same list of addresses form one cluster', async () => {
    const { privateKey } = await createIdentity()
    const before = await member({}, { privateKey })
    const bootstrap = addressesOf(before)
    const port = Number(/tcp\/(\d+)/.exec(bootstrap[0] ?? '')?.[1])
    await before.stop()

    const a = await createMember({ groups: GROUPS, bootstrap }, { privateKey, port })
    const b = await createMember({ groups: GROUPS, bootstrap })
    running.push(a, b)
    await Promise.all([a.start(), b.start()])

    await formed(a, b)
  })

  it('tell the application what happens, in order: the table before the partitions that it brings', async () => {
    const a = await createMember({ groups: GROUPS })
    running.push(a)
    const events: string[] = []
    for (const type of ['joined', 'leader:change', 'table:change', 'partition:assign', 'member:join', 'partition:revoke'] as const) {
      a.services.shoal.addEventListener(type, () => { events.push(type) })
    }
    await a.start()
    await until(() => events.includes('partition:assign'), 'a partition')
    const b = await member({ bootstrap: addressesOf(a) })
    await formed(a, b)

    assert.equal(events[0], 'joined')
    assert.ok(events.indexOf('table:change') < events.indexOf('partition:assign'))
    assert.equal(events.filter(type => type === 'partition:assign').length, 16)
    assert.equal(events.filter(type => type === 'partition:revoke').length, 8)
    assert.ok(events.lastIndexOf('table:change') < events.indexOf('partition:revoke'))
  })

  it('see the metadata and the priority of each other', async () => {
    const a = await member({ priority: 7, metadata: Uint8Array.of(1, 2, 3) })
    const b = await member({ priority: 3, bootstrap: addressesOf(a) })
    await formed(a, b)
    const seen = b.services.shoal.members().find(({ peerId }) => peerId.equals(a.peerId))

    assert.deepEqual(seen?.metadata, Uint8Array.of(1, 2, 3))
    assert.equal(seen?.priority, 7)
    assert.ok(seen?.addresses.some(address => addressesOf(a).some(text => text.startsWith(address.toString()))))
  })

  it('with another cluster\'s name are strangers', async () => {
    const a = await member()
    const b = await member({ cluster: 'other', bootstrap: addressesOf(a) })
    await until(() => b.services.shoal.joined, 'it has joined its own')

    assert.equal(liveCount(a), 1)
    assert.equal(liveCount(b), 1)
  })
})

describe('leaving', () => {
  it('gives the partitions to the others and is never suspected', async () => {
    const [a, b] = await pair()
    const seen: string[] = []
    for (const type of ['member:suspect', 'member:dead', 'member:leave'] as const) {
      a.services.shoal.addEventListener(type, () => { seen.push(type) })
    }
    const revoked: Ownership[] = []
    b.services.shoal.addEventListener('partition:revoke', ({ detail }) => { revoked.push(detail) })

    await b.services.shoal.leave()
    await until(() => a.services.shoal.group('jobs').owned().length === 16, 'the other one has all')

    assert.deepEqual(seen, ['member:leave'])
    assert.equal(revoked.length, 8)
    assert.deepEqual(b.services.shoal.group('jobs').owned(), [])
    assert.equal(b.services.shoal.joined, false)
  })

  it('is over soon, and is the last that the application hears', async () => {
    const [, b] = await pair()
    const events: string[] = []
    for (const type of ['leave', 'partition:revoke', 'table:change', 'member:leave'] as const) {
      b.services.shoal.addEventListener(type, () => { events.push(type) })
    }
    const begun = performance.now()
    await b.services.shoal.leave()

    assert.ok(performance.now() - begun < 2_000)
    assert.equal(events.at(-1), 'leave')
    assert.equal(events.filter(type => type === 'leave').length, 1)
  })

  it('asked for twice, happens once', async () => {
    const [, b] = await pair()
    let left = 0
    b.services.shoal.addEventListener('leave', () => { left++ })
    await Promise.all([b.services.shoal.leave(), b.services.shoal.leave()])
    await b.services.shoal.leave()

    assert.equal(left, 1)
  })

  it('stops waiting when its signal fires, and leaves all the same', async () => {
    const [, b] = await pair()
    const left = nextEvent(b.services.shoal, 'leave')
    const stop = new AbortController()
    const leaving = b.services.shoal.leave({ signal: stop.signal })
    stop.abort(new Error('enough'))

    await assert.rejects(leaving, { message: 'enough' })
    await left
  })

  it('under a signal that has fired, does not begin', async () => {
    const a = await member()

    await assert.rejects(a.services.shoal.leave({ signal: AbortSignal.abort() }))
    assert.ok(a.services.shoal.joined)
  })
})

describe('stopping', () => {
  it('leaves nothing behind: no protocol, no topic, no listener', async () => {
    const [a, b] = await pair()
    const { components } = a as unknown as { components: { events: { listenerCount: (type: string) => number } } }
    const listeners = ['connection:open', 'transport:listening', 'self:peer:update']
    const before = listeners.map(type => components.events.listenerCount(type))
    await a.services.shoal.leave()
    const after = listeners.map(type => components.events.listenerCount(type))

    for (const protocol of [memberProtocol('test'), bulkProtocol('test'), tableProtocol('test')]) {
      assert.equal(a.getProtocols().includes(protocol), false)
    }
    assert.deepEqual(a.services.pubsub.getTopics(), [])
    assert.equal(a.services.pubsub.topicValidators.size, 0)
    assert.deepEqual(before.map((count, index) => count - (after[index] ?? 0)), [0, 1, 1])
    assert.ok(b.services.shoal.joined)
  })

  it('twice is as good as once', async () => {
    const a = await member()
    await a.stop()
    await a.stop()
    const { shoal } = a.services as unknown as { shoal: { stop: () => Promise<void>, beforeStop: () => Promise<void> } }
    await shoal.beforeStop()
    await shoal.stop()
  })

  it('and starting again makes a new start of the same member', async () => {
    const [a, b] = await pair()
    const before = b.services.shoal.self.generation
    await b.stop()
    await until(() => liveCount(a) === 1, 'it has left')
    await b.start()
    await formed(a, b)

    assert.ok(b.services.shoal.self.generation > before)
    assert.equal(b.services.shoal.group('jobs').owned().length, 8)
  })

  it('before it has joined is at once', async () => {
    const a = await member({ bootstrap: ['/ip4/127.0.0.1/tcp/1'], timing: { joinTimeout: 60_000 } })
    const begun = performance.now()
    await a.stop()

    assert.ok(performance.now() - begun < 1_500)
  })
})

describe('what a member finds again', () => {
  it('is its generation and the members that it knew: it needs no bootstrap address', async () => {
    const datastore = new MemoryDatastore()
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
    const datastore = new MemoryDatastore()
    await datastore.put(new Key('/shoal/test/state'), new TextEncoder().encode('{"generation":'))
    const a = await member({}, { datastore })
    await until(() => a.services.shoal.joined, 'it has joined')

    assert.equal(a.services.shoal.counters()['store:garbage'], 1)
  })
})

describe('a conflict', () => {
  it('a group of another size is told with both numbers, and the member takes no part', async () => {
    const a = await member()
    const b = await createMember({ groups: { jobs: { partitions: 8 } }, bootstrap: addressesOf(a) })
    running.push(b)
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

describe('putting a node together', () => {
  it('without gossipsub is refused, and says what is missing', async () => {
    await assert.rejects(
      createLibp2p({ start: false, services: { identify: identify(), shoal: shoal({ cluster: 'test' }) } } as unknown as Libp2pOptions),
      { name: 'UnmetServiceDependenciesError', message: /Service "shoal" required capability "@libp2p\/pubsub"/ }
    )
  })

  it('with a setting that makes no sense is refused', async () => {
    await assert.rejects(createMember({ maxLinks: 0 }), { name: 'InvalidSettingError' })
  })

  it('with a gossipsub that does not sign is refused at the start', async () => {
    const node = await createLibp2p({
      start: false,
      services: { identify: identify(), pubsub: gossipsub({ globalSignaturePolicy: 'StrictNoSign' }), shoal: shoal({ cluster: 'test' }) }
    })

    await assert.rejects(async () => { await node.start() }, { name: 'InvalidSettingError', message: /globalSignaturePolicy/ })
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
