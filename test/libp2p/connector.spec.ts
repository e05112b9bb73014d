import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { Connector, DIAL_GRACE, isSelfDial } from '../../src/libp2p/connector.js'
import { Counters } from '../../src/libp2p/counters.js'
import { addressesOf, startPlainNode, stopAll } from './nodes.js'
import { createIdentity, createOrderedIdentities, until } from './support.js'
import type { PlainNode } from './nodes.js'
import type { Identity } from './support.js'
import type { ConnectorOptions } from '../../src/libp2p/connector.js'
import type { ConnectionManager } from '@libp2p/interface-internal'

const running: PlainNode[] = []

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

  it('a member that is not there is a failed dial', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const { connector, counters } = connectorOf(a, [])

    await assert.rejects(connector.connect(larger.peerId, ['/ip4/127.0.0.1/tcp/1']))
    assert.equal(counters.of('dial:failed'), 1)
    assert.equal(counters.of('stream:failed'), 0)
  })

  it('a member that does not speak the protocol is a failed stream', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const b = await start(larger)
    const { connector, counters } = connectorOf(a, [b])

    await assert.rejects(connector.open(b.peerId, '/nobody/speaks/this'))
    assert.equal(counters.of('stream:failed'), 1)
    assert.equal(counters.of('dial:failed'), 0)
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

  it('ring-election #41: a dial that hangs ends in time', async () => {
    const [smaller, larger] = await createOrderedIdentities()
    const a = await start(smaller)
    const { createServer } = await import('node:net')
    const silent = createServer().listen(0, '127.0.0.1')
    await nextNodeEvent(silent, 'listening')
    const { port } = silent.address() as { port: number }
    const { connector, counters } = connectorOf(a, [], { timeout: 50 })

    await assert.rejects(connector.connect(larger.peerId, [`/ip4/127.0.0.1/tcp/${port}`]))
    assert.equal(counters.of('dial:failed'), 1)
    silent.close()
  })
})

async function nextNodeEvent (emitter: { once: (name: string, listener: () => void) => unknown }, name: string): Promise<void> {
  await new Promise<void>(resolve => { emitter.once(name, resolve) })
}
