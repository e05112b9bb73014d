import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { createLibp2p } from 'libp2p'
import { shoal } from '../../src/index.js'
import { formed, liveCount, member, pair, prepareMember, stopMembers } from './members.js'
import { addressesOf } from './nodes.js'
import { createIdentity, until } from './support.js'
import type { Libp2pOptions } from 'libp2p'

afterEach(stopMembers)

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
    const { peerId, services: { shoal } } = await prepareMember()

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
    const { services } = await prepareMember()

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

    const a = await prepareMember({ bootstrap }, { privateKey, port })
    const b = await prepareMember({ bootstrap })
    await Promise.all([a.start(), b.start()])

    await formed(a, b)
  })

  it('tell the application what happens, in order: the table before the partitions that it brings', async () => {
    const a = await prepareMember()
    const events: string[] = []
    for (const type of ['joined', 'leader:change', 'table:change', 'partition:assign', 'member:join', 'partition:revoke'] as const) {
      a.services.shoal.addEventListener(type, () => { events.push(type) })
    }
    await a.start()
    await until(() => events.includes('partition:assign'), 'a partition')
    const b = await member({ bootstrap: addressesOf(a) })
    await until(() => b.services.shoal.group('jobs').owned().length === 8, 'half of them are the other one\'s')

    assert.equal(events[0], 'joined')
    assert.ok(events.indexOf('table:change') < events.indexOf('partition:assign'))
    assert.equal(events.filter(type => type === 'partition:assign').length, 16)
    assert.equal(events.filter(type => type === 'partition:revoke').length, 8)
    assert.equal(events[events.indexOf('partition:revoke') - 1], 'table:change')
    assert.ok(events.lastIndexOf('partition:revoke') < events.lastIndexOf('table:change'), 'the table that gives them away comes after they were let go of')
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

describe('putting a node together', () => {
  it('without gossipsub is refused, and says what is missing', async () => {
    await assert.rejects(
      createLibp2p({ start: false, services: { identify: identify(), shoal: shoal({ cluster: 'test' }) } } as unknown as Libp2pOptions),
      { name: 'UnmetServiceDependenciesError', message: /Service "shoal" required capability "@libp2p\/pubsub"/ }
    )
  })

  it('with a setting that makes no sense is refused', async () => {
    await assert.rejects(prepareMember({ maxLinks: 0 }), { name: 'InvalidSettingError' })
  })

  it('with a gossipsub that does not sign is refused at the start', async () => {
    const node = await createLibp2p({
      start: false,
      services: { identify: identify(), pubsub: gossipsub({ globalSignaturePolicy: 'StrictNoSign' }), shoal: shoal({ cluster: 'test' }) }
    })

    await assert.rejects(async () => { await node.start() }, { name: 'InvalidSettingError', message: /globalSignaturePolicy/ })
  })
})
