import { topicName } from '../../src/libp2p/protocols.js'
import { encodeMessage } from '../../src/wire/index.js'
import { bytesOf, tableOf, until } from './support.js'
import type { Table } from '../../src/core/index.js'
import type { PlainNode } from './nodes.js'
import type { Identity } from './support.js'

/** Waits until what one node publishes reaches the other. */
export async function publishing (source: PlainNode, observer: PlainNode): Promise<void> {
  const topic = topicName('test', 'assignment')
  observer.services.pubsub.addEventListener('message', ({ detail }) => {
    if (detail.topic === topic) received.set(observer, (received.get(observer) ?? 0) + 1)
  })
  await until(() => source.services.pubsub.getSubscribers(topic).some(peer => peer.equals(observer.peerId)), 'the observer has subscribed')
}

const received = new WeakMap<PlainNode, number>()

export function seenBy (observer: PlainNode): number {
  return received.get(observer) ?? 0
}

export async function publish (source: PlainNode, author: Identity, version: number, changes: Partial<Table> = {}): Promise<void> {
  const bytes = await bytesOf({ type: 'table', table: tableOf(author.id, version, changes) }, author)
  await source.services.pubsub.publish(topicName('test', 'assignment'), bytes)
}

/** A table that names one leader and is sealed by somebody else. */
export async function forgedTable (leader: Identity, forger: Identity): Promise<Uint8Array> {
  const { RecordEnvelope } = await import('@libp2p/peer-record')
  const { encodeTable, TABLE_CODEC, TABLE_DOMAIN } = await import('../../src/wire/index.js')
  const table = tableOf(leader.id, 10)
  const record = { domain: TABLE_DOMAIN, codec: TABLE_CODEC, marshal: () => encodeTable(table), equals: () => false }
  const seal = (await RecordEnvelope.seal(record, forger.privateKey)).marshal()

  return encodeMessage({ type: 'table', table }, () => seal)
}

/** A node that serves a table by its leader and is otherwise silent. */
export async function serve (node: PlainNode, leader: Identity): Promise<{ serving: { version: number } }> {
  const { TableServer } = await import('../../src/libp2p/table-protocol.js')
  const { Counters } = await import('../../src/libp2p/counters.js')
  const { log } = await import('./support.js')
  const serving = { version: 1 }
  const { components } = node as unknown as { components: ConstructorParameters<typeof TableServer>[0] }
  const server = new TableServer({
    cluster: 'test', registrar: components.registrar, seals: leader.seals, counters: new Counters(), log, applied: () => tableOf(leader.id, serving.version)
  })
  await server.open()

  return { serving }
}
