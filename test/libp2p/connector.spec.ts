import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import { Connector, DIAL_GRACE, isSelfDial } from '../../src/libp2p/connector.js'
import { Counters } from '../../src/libp2p/counters.js'
import { addressesOf, startPlainNode, stopAll } from './nodes.js'
import { createIdentity, createOrderedIdentities, until } from './support.js'
import type { PlainNode } from './nodes.js'
import type { Identity } from './support.js'
import type { ConnectorOptions } from '../../src/libp2p/connector.js'
import type { ConnectionManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { AddressInfo, Socket } from 'node:net'
import type { TestContext } from 'node:test'

const running: PlainNode[] = []

const NO_CONNECTIONS = { getConnections: () => [] }

afterEach(async () => { await stopAll(...running.splice(0)) })

async function start (identity: Identity): Promise<PlainNode> {
  const node = await startPlainNode({ privateKey: identity.privateKey })
  running.push(node)

  return node
}

/** The node's own connection manager and events: what a service gets. */
function componentsOf (node: PlainNode): Pick<ConnectorOptions, 'connectionManager' | 'events'> {
  const { components } = node as unknown as { components: { connectionManager: ConnectionManager, events: ConnectorOptions['events'] } }
  return { connectionManager: components.connectionManager, events: components.events }
}

/** A connector that knows everybody's addresses. */
function connectorOf (node: PlainNode, others: readonly PlainNode[], changes: Partial<ConnectorOptions> = {}): { connector: Connector, counters: Counters } {
  const counters = new Counters()
  const addressesOfMember = (id: string): string[] => others.filter(other => other.peerId.toString() === id).flatMap(addressesOf)

  return {
    counters,
    connector: new Connector({ ...componentsOf(node), self: node.peerId, counters, addressesOf: addressesOfMember, timeout: 5_000, ...changes })
  }
}

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
  it('is told of when it does so at each of its own addresses', async () => {
    assert.deepEqual(await refusedAt(['/ip4/127.0.0.1/tcp/1', '/ip4/127.0.0.1/tcp/2']), { isTold: true, counted: { 'dial:refused': 1 } })
  })

  it('is told of over the memory transport, too', async () => {
    assert.deepEqual(await refusedAt(['/memory/nobody-listens-here']), { isTold: true, counted: { 'dial:refused': 1 } })
  })

  it('is not told of while one of its addresses is silent', async t => {
    assert.deepEqual(await refusedAt(['/ip4/127.0.0.1/tcp/1', await silentAddress(t)]), { isTold: false, counted: { 'dial:timeout': 1 } })
  })

  it('is not told of where a relay refuses, or this machine', async () => {
    const relay = await createIdentity()
    const dialled: string[][] = []
    const connectionManager = {
      ...NO_CONNECTIONS,
      openConnection: async (target: Multiaddr[]) => {
        dialled.push(target.map(address => address.toString()))
        throw dialled.length === 1 ? new Error('no way there') : Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
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
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const told: string[] = []
    const { connector } = connectorOf(a, [], { onRefused: id => { told.push(id) } })

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

/** What comes of the dial of a member that says that it listens at some addresses. */
async function refusedAt (addresses: string[], changes: Partial<ConnectorOptions> = {}): Promise<{ isTold: boolean, counted: Record<string, number> }> {
  const [smaller, larger] = await createOrderedIdentities()
  const told: string[] = []
  const { connector, counters } = connectorOf(await start(smaller), [], {
    addressesOf: id => id === larger.id ? addresses : [],
    onRefused: id => { told.push(id) },
    timeout: 500,
    ...changes
  })

  await assert.rejects(connector.connect(larger.peerId))

  return { isTold: told.length > 0, counted: counters.all() }
}

/** An address at which connections are accepted, and nobody speaks. */
async function silentAddress (t: TestContext): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => { sockets.add(socket.on('error', () => undefined)) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })

  return `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`
}

function addressesWithoutId (node: PlainNode): string[] {
  return node.getMultiaddrs().map(address => address.decapsulateCode(421).toString())
}
