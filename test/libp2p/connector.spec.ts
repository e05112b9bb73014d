import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { DIAL_GRACE, isSelfDial } from '../../src/libp2p/connector.js'
import { componentsOf, connectorOf, connectorTo, NO_CONNECTIONS, refusal, refusedAt, silentAddress, start, stopStarted } from './connecting.js'
import { addressesOf } from './nodes.js'
import { createIdentity, createOrderedIdentities, until } from './support.js'
import type { PlainNode } from './nodes.js'
import type { ConnectionManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

afterEach(stopStarted)

describe('Connector', () => {
  it('ring-election #38: two members that contact each other at once get one connection, ten times out of ten', async () => {
    for (let round = 0; round < 10; round++) {
      const [smaller, larger] = await createOrderedIdentities()
      const a = await start(smaller)
      const b = await start(larger)

      const [ofA, ofB] = await Promise.all([
        connectorOf(a, [b]).connector.connect(b.peerId),
        connectorOf(b, [a], { grace: 5_000 }).connector.connect(a.peerId)
      ])

      assert.equal(a.getConnections(b.peerId).length, 1, `round ${round}`)
      assert.equal(b.getConnections(a.peerId).length, 1, `round ${round}`)
      assert.equal(ofA.direction, 'outbound')
      assert.equal(ofB.direction, 'inbound')
    }
  })

  it('the member with the larger id dials by itself when nobody comes', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(larger)
    const begun = performance.now()

    const connection = await connectorOf(b, [a]).connector.connect(a.peerId)

    assert.equal(connection.direction, 'outbound')
    assert.ok(performance.now() - begun >= DIAL_GRACE - 5)
  })

  it('uses the connection that there is', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(larger)
    const existing = await a.dial(b.getMultiaddrs())

    assert.equal(await connectorOf(a, [b]).connector.connect(b.peerId), existing)
  })

  it('of two connections to a peer, uses the younger one', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(larger)
    const older = await a.dial(b.getMultiaddrs())
    await until(() => Date.now() > older.timeline.open, 'the clock ticks')
    const younger = await a.dial(b.getMultiaddrs(), { force: true })

    assert.equal(connectorOf(a, [b]).connector.existing(b.peerId)?.id, younger.id)
  })

  it('skips and counts addresses that are none, and those of others', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(larger)
    const stranger = await createIdentity()
    const { connector, counters } = connectorOf(a, [b])

    await connector.connect(b.peerId, ['nonsense', `/ip4/127.0.0.1/tcp/1/p2p/${stranger.id}`, ...addressesOf(b)])

    assert.equal(counters.of('address:invalid'), 2)
    assert.equal(counters.of('dial:failed'), 0)
  })

  it('an address at which nobody listens is a refused dial', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const { connector, counters } = connectorOf(a, [])

    await assert.rejects(connector.connect(larger.peerId, ['/ip4/127.0.0.1/tcp/1']))
    assert.deepEqual(counters.all(), { 'dial:refused': 1 })
  })

  it('an address at which somebody else answers is a failed dial', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(await createIdentity())
    const { connector, counters } = connectorOf(a, [])

    await assert.rejects(connector.connect(larger.peerId, addressesWithoutId(b)))
    assert.deepEqual(counters.all(), { 'dial:failed': 1 })
  })

  it('a member that does not speak the protocol is a failed stream', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(larger)
    const { connector, counters } = connectorOf(a, [b])

    await assert.rejects(connector.open(b.peerId, '/nobody/speaks/this'))
    assert.deepEqual(counters.all(), { 'stream:failed': 1 })
  })

  it('opens its stream on a new connection when the one given has been closed', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(larger)
    await b.handle('/app/1.0.0', () => undefined)
    const closed = await a.dial(b.getMultiaddrs())
    await closed.close()

    const { connection } = await connectorOf(a, [b]).connector.open(b.peerId, '/app/1.0.0', closed)

    assert.notEqual(connection.id, closed.id)
  })

  it('looks at connections until it is stopped', async () => {
    const { connector, events } = await connectorTo([])
    assert.equal(events.listenerCount('connection:close'), 1)

    connector.stop()

    assert.equal(events.listenerCount('connection:close'), 0)
  })

  it('tells a dial that reached this node itself, and does not count it', async () => {
    const a = await start(await createIdentity())
    const { connector, counters } = connectorOf(a, [])
    const own = a.getMultiaddrs()[0]?.decapsulateCode(421)

    assert.ok(own !== undefined)
    await assert.rejects(connector.dial(own), isSelfDial)
    assert.equal(counters.of('dial:failed'), 0)
  })

  it('stopped, it ends what waits, and leaves no listener', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(larger)
    const { events } = componentsOf(b)
    const before = events.listenerCount('connection:open')
    const { connector } = connectorOf(b, [a], { grace: 60_000 })

    const waiting = connector.connect(a.peerId)
    connector.stop()

    await assert.rejects(waiting)
    await assert.rejects(connector.connect(a.peerId))
    assert.equal(events.listenerCount('connection:open'), before)
  })

  it('ring-election #41: a dial that hangs ends in time', async t => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const { connector, counters } = connectorOf(a, [], { timeout: 50 })

    await assert.rejects(connector.connect(larger.peerId, [await silentAddress(t)]))
    assert.deepEqual(counters.all(), { 'dial:timeout': 1 })
  })

  it('stopped, it counts no failure of what it ended itself', async t => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const { connector, counters } = connectorOf(a, [])
    const address = await silentAddress(t)

    const waiting = connector.connect(larger.peerId, [address])
    connector.stop()

    await assert.rejects(waiting)
    assert.deepEqual(counters.all(), {})
  })
})

describe('a member that refuses to be dialled', () => {
  it('is not told of where a relay refuses, or this machine', async () => {
    const relay = await createIdentity()
    const dialled: string[][] = []
    const connectionManager = {
      ...NO_CONNECTIONS,
      openConnection: async (target: Multiaddr[]) => {
        dialled.push(target.map(address => address.toString()))
        throw dialled.length === 1 ? new Error('no way there') : refusal('127.0.0.1')
      }
    } as unknown as ConnectionManager
    const addresses = ['/ip4/192.0.2.1/tcp/1', '/ip4/127.0.0.1/tcp/1', `/ip4/192.0.2.2/tcp/1/p2p/${relay.id}/p2p-circuit`]

    assert.deepEqual(await refusedAt(addresses, { connectionManager }), { isTold: false, counted: { 'dial:failed': 1, 'dial:refused': 1 } })
    assert.deepEqual(dialled.map(targets => targets.length), [1, 2])
  })

  it('is not told of where this node itself listens at the address', async () => {
    const { isTold } = await refusedAt(['/ip4/127.0.0.1/tcp/1'], { ownAddresses: () => ['/ip4/127.0.0.1/tcp/1'] })

    assert.equal(isTold, false)
  })

  it('is not told of where somebody else refused, at an address that was only given', async () => {
    const { larger, connector, told, reach } = await connectorTo(['/ip4/127.0.0.1/tcp/1'])
    reach('/ip4/127.0.0.1/tcp/1')

    await assert.rejects(connector.connect(larger.peerId, ['/ip4/127.0.0.1/tcp/1']))
    assert.deepEqual(told, [])
  })
})

describe('a member whose connection has just broken', () => {
  it('is dialled without the usual wait', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(larger)
    const asked: string[] = []
    const wasBroken = (id: string): boolean => asked.push(id) > 0

    // The usual wait would outlast the test.
    const connection = await connectorOf(b, [a], { grace: 600_000, wasBroken }).connector.connect(a.peerId)

    assert.equal(connection.direction, 'outbound')
    assert.deepEqual(asked, [a.peerId.toString()])
  })
})

function addressesWithoutId (node: PlainNode): string[] {
  return node.getMultiaddrs().map(address => address.decapsulateCode(421).toString())
}
