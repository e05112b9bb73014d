import { Connections } from '../../src/libp2p/connections.js'
import { Connector } from '../../src/libp2p/connector.js'
import { Counters } from '../../src/libp2p/counters.js'
import { Inbound } from '../../src/libp2p/inbound.js'
import { Links } from '../../src/libp2p/links.js'
import { memberProtocol } from '../../src/libp2p/protocols.js'
import { Seals } from '../../src/libp2p/seals.js'
import { addressesOf, startPlainNode, stopAll } from './nodes.js'
import { log } from './support.js'
import type { ShoalComponents } from '../../src/libp2p/components.js'
import type { Input, Message } from '../../src/core/index.js'
import type { Connection, Stream } from '@libp2p/interface'
import type { NodeInit, PlainNode } from './nodes.js'

/** The cluster of all stations. */
export const CLUSTER = 'test'

/** Two halves of a member without a core: what it writes, and what it gets. */
export interface Station {
  readonly node: PlainNode
  /** Where it listens, or has listened. */
  readonly addresses: readonly string[]
  readonly links: Links
  readonly counters: Counters
  readonly got: Array<{ from: string, message: Message, connection: Connection }>
  readonly components: ShoalComponents
  /** What a core would be told of its connections. */
  readonly told: Input[]
  /** Addresses of more members, by id. */
  readonly addressBook: Map<string, readonly string[]>
  /** Is called with each message's sender. */
  onMessage?: (from: string) => void
}

const running: PlainNode[] = []

/** Stops all stations. */
export async function stopStations (): Promise<void> {
  await stopAll(...running.splice(0))
}

/** Starts a station that knows the addresses of others. */
export async function createStation (others: ReadonlyArray<Pick<Station, 'addresses'> & { node: Pick<PlainNode, 'peerId'> }> = [], { maxLinks = 128, ...init }: NodeInit & { maxLinks?: number } = {}): Promise<Station> {
  const node = await startPlainNode(init)
  const { components } = node as unknown as { components: ShoalComponents }
  const counters = new Counters()
  const got: Station['got'] = []
  const { connectionManager, events, registrar, privateKey, peerId } = components
  const addressBook = new Map(others.map(({ node, addresses }) => [node.peerId.toString(), addresses]))
  const addressesOfMember = (id: string): readonly string[] => addressBook.get(id) ?? []
  const told: Input[] = []
  const onRefused = (member: string): void => { told.push({ type: 'refused', member }) }
  const connections = new Connections({ events, connectionManager, report: input => { told.push(input) } })
  const connector = new Connector({ self: peerId, connectionManager, events, counters, addressesOf: addressesOfMember, onRefused, timeout: 5_000, grace: 0 })
  const links = new Links({ cluster: CLUSTER, maxLinks, connector, connections, connectionManager, mesh: node.services.pubsub, seals: new Seals(privateKey), counters, log })
  const inbound = new Inbound({
    cluster: CLUSTER,
    registrar,
    connections,
    counters,
    log,
    take: async (from, message, connection) => {
      links.heard(from)
      got.push({ from, message, connection })
      station.onMessage?.(from)
    }
  })

  const station: Station = { node, addresses: addressesOf(node), links, counters, got, components, told, addressBook }

  running.push(node)
  connections.start()
  connections.tell()
  await inbound.open()

  return station
}

/** The member id of a station. */
export function idOf ({ node }: Station): string {
  return node.peerId.toString()
}

/** The numbers of the messages that a station got, in order. */
export function seqsOf ({ got }: Station): number[] {
  return got.map(({ message }) => (message as { seq: number }).seq)
}

/** The streams of a protocol that a station has open, in both directions. */
export function streamsOf ({ node }: Station, protocol = memberProtocol(CLUSTER)): Stream[] {
  return node.getConnections().flatMap(({ streams }) => streams).filter(stream => stream.protocol === protocol)
}
