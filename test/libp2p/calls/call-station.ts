import { CallDesk } from '../../../src/libp2p/calls/call-desk.js'
import { CallHandlers } from '../../../src/libp2p/calls/call-handlers.js'
import { CallServer } from '../../../src/libp2p/calls/call-server.js'
import { Counters } from '../../../src/libp2p/counters.js'
import { callProtocol } from '../../../src/libp2p/protocols.js'
import { startPlainNode, stopAll } from '../nodes.js'
import { log, tableOf } from '../support.js'
import { FakeTimers } from './rig.js'
import type { Call, CallHandler } from '../../../src/index.js'
import type { CallRequest } from '../../../src/wire/index.js'
import type { ShoalComponents } from '../../../src/libp2p/components.js'
import type { NodeInit, PlainNode } from '../nodes.js'
import type { Stream } from '@libp2p/interface'

/** A node that answers calls, without a core: it owns partition 1 under token 7, by a table of four partitions. */
export interface Station {
  readonly node: PlainNode
  readonly server: CallServer
  readonly desk: CallDesk
  readonly timers: FakeTimers
  readonly counters: Counters
  readonly calls: Call[]
  /** Peers that are no members. */
  readonly strangers: Set<string>
}

const running: PlainNode[] = []

/** Stops all nodes. */
export async function stopNodes (): Promise<void> {
  await stopAll(...running.splice(0))
}

/** Starts a node that calls or is called by hand. */
export async function plainNode (init: NodeInit = {}): Promise<PlainNode> {
  const node = await startPlainNode(init)
  running.push(node)

  return node
}

/** Starts a node that answers calls, on fake time. */
export async function station (handler: CallHandler, { init = {}, perPeer = 4, all = 6 }: { init?: NodeInit, perPeer?: number, all?: number } = {}): Promise<Station> {
  const node = await plainNode(init)
  const { registrar } = (node as unknown as { components: ShoalComponents }).components
  const [timers, counters, handlers, strangers] = [new FakeTimers(), new Counters(), new CallHandlers(), new Set<string>()]
  const self = node.peerId.toString()
  const table = tableOf(self, 1, { tokens: [5n, 7n, 5n, 5n] })
  const calls: Call[] = []
  const desk = new CallDesk({
    self,
    handlers,
    table: group => group === 'jobs' ? table : undefined,
    ownToken: (_group, partition) => partition === 1 ? 7n : undefined,
    onBehind: () => undefined,
    counters,
    log
  })
  const server = new CallServer({ cluster: 'test', registrar, desk, isMember: id => !strangers.has(id), timers, bounds: { perPeer, all, transfer: 5_000 }, counters, log })

  handlers.add('jobs', call => {
    calls.push(call)
    return handler(call)
  })
  await server.open()

  return { node, server, desk, timers, counters, calls, strangers }
}

/** Opens a stream to where calls are answered. */
export async function streamTo (from: PlainNode, to: PlainNode): Promise<Stream> {
  return await from.dialProtocol(to.getMultiaddrs(), callProtocol('test'))
}

/** A request that a station runs. */
export function requestOf (changes: Partial<CallRequest> = {}): CallRequest {
  return { group: 'jobs', partition: 1, epoch: 1n, token: 7n, role: 'owner', patience: 60_000, payload: Uint8Array.of(1), ...changes }
}
