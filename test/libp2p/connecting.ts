import { once } from 'node:events'
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { multiaddr } from '@multiformats/multiaddr'
import { TypedEventEmitter } from 'main-event'
import { Connector } from '../../src/libp2p/connector.js'
import { Counters } from '../../src/libp2p/counters.js'
import { addressesOf, startPlainNode, stopAll } from './nodes.js'
import { createOrderedIdentities } from './support.js'
import type { PlainNode } from './nodes.js'
import type { Identity } from './support.js'
import type { ConnectorOptions } from '../../src/libp2p/connector.js'
import type { Connection, Libp2pEvents } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'
import type { AddressInfo, Socket } from 'node:net'
import type { TestContext } from 'node:test'

const running: PlainNode[] = []

/** What a connection manager says that has none. */
export const NO_CONNECTIONS = { getConnections: () => [] }

/** Stops all nodes that were started here. */
export async function stopStarted (): Promise<void> {
  await stopAll(...running.splice(0))
}

/** Starts a node that is stopped in the end. */
export async function start (identity: Identity): Promise<PlainNode> {
  const node = await startPlainNode({ privateKey: identity.privateKey })
  running.push(node)

  return node
}

/** The node's own connection manager and events: what a service gets. */
export function componentsOf (node: PlainNode): Pick<ConnectorOptions, 'connectionManager' | 'events'> {
  const { components } = node as unknown as { components: { connectionManager: ConnectionManager, events: ConnectorOptions['events'] } }
  return { connectionManager: components.connectionManager, events: components.events }
}

/** A connector that knows everybody's addresses. */
export function connectorOf (node: PlainNode, others: readonly PlainNode[], changes: Partial<ConnectorOptions> = {}): { connector: Connector, counters: Counters } {
  const counters = new Counters()
  const addressesOfMember = (id: string): string[] => others.filter(other => other.peerId.toString() === id).flatMap(addressesOf)

  return {
    counters,
    connector: new Connector({ ...componentsOf(node), self: node.peerId, counters, addressesOf: addressesOfMember, timeout: 5_000, ...changes })
  }
}

/** What comes of the dial of a member that says that it listens at some addresses, after a connection with it has gone. */
export async function refusedAt (addresses: string[], { from = '/ip4/127.0.0.1/tcp/40000', ...changes }: Partial<ConnectorOptions> & { from?: string } = {}): Promise<{ isTold: boolean, counted: Record<string, number> }> {
  const { larger, connector, counters, told, reach } = await connectorTo(addresses, changes)

  reach(from)
  await assert.rejects(connector.connect(larger.peerId))

  return { isTold: told.length > 0, counted: counters.all() }
}

/** A connector, and what it tells. */
export interface ConnectorTo {
  readonly larger: Identity
  readonly connector: Connector
  readonly counters: Counters
  readonly told: string[]
  readonly events: ConnectorOptions['events']
  /** A connection with the member has been there. */
  readonly reach: (remoteAddr: string) => void
}

/** A connector that knows one member, with a larger id, and its addresses. */
export async function connectorTo (addresses: string[], changes: Partial<ConnectorOptions> = {}): Promise<ConnectorTo> {
  const [smaller, larger] = await createOrderedIdentities()
  const told: string[] = []
  const events = new TypedEventEmitter<Libp2pEvents>()
  const { connector, counters } = connectorOf(await start(smaller), [], {
    events,
    addressesOf: id => id === larger.id ? addresses : [],
    onRefused: id => { told.push(id) },
    timeout: 500,
    ...changes
  })
  const reach = (text: string): void => {
    const detail = { remotePeer: larger.peerId, remoteAddr: multiaddr(text), direct: !text.includes('/p2p-circuit') } as Connection
    events.safeDispatchEvent('connection:close', { detail })
  }

  return { larger, connector, counters, told, events, reach }
}

/** A connection manager whose dials all fail in one way. */
export function failing (error: Error): ConnectionManager {
  return { ...NO_CONNECTIONS, openConnection: async () => { throw error } } as unknown as ConnectionManager
}

/** What Node says when a machine answers that nobody listens there. */
export function refusal (address: string): Error {
  return coded('ECONNREFUSED', address)
}

/** What Node says when a socket cannot connect. */
export function coded (code: string, address: string): Error {
  return Object.assign(new Error(`connect ${code} ${address}:1`), { code, address, port: 1 })
}

/** What libp2p says when it has tried several addresses. */
export function several (...errors: Error[]): AggregateError {
  return new AggregateError(errors, 'All multiaddr dials failed')
}

/** An address at which connections are accepted, and nobody speaks. */
export async function silentAddress (t: TestContext): Promise<string> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => { sockets.add(socket.on('error', () => undefined)) }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })

  return `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`
}
