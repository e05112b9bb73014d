import { noise } from '@chainsafe/libp2p-noise'
import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { memory } from '@libp2p/memory'
import { mplex } from '@libp2p/mplex'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { recommendedGossip, shoal } from '../../src/index.js'
import type { Shoal, ShoalInit } from '../../src/index.js'
import type { GossipSub } from '@libp2p/gossipsub'
import type { Libp2p, PrivateKey } from '@libp2p/interface'
import type { Datastore } from 'interface-datastore'
import type { Libp2pOptions } from 'libp2p'

/** A libp2p node with what Shoal needs. */
export type PlainNode = Libp2p<{ pubsub: GossipSub }>

/** A libp2p node that is a member. */
export type MemberNode = Libp2p<{ pubsub: GossipSub, shoal: Shoal }>

/** How a test wants its node. */
export interface NodeInit {
  muxer?: 'yamux' | 'mplex' | 'both'
  transport?: 'tcp' | 'memory'
  /** Any if absent. */
  port?: number
  privateKey?: PrivateKey
  datastore?: Datastore
  connectionGater?: Libp2pOptions['connectionGater']
}

let memoryAddresses = 0

function baseOptions ({ muxer = 'both', transport = 'tcp', port = 0, privateKey, datastore, connectionGater }: NodeInit): Libp2pOptions {
  // Stream-rate protection of mplex would reset the sixth stream of a second.
  const muxers = { yamux: [yamux()], mplex: [mplex({ disconnectThreshold: 1_000_000 })] }

  return {
    addresses: { listen: [transport === 'tcp' ? `/ip4/127.0.0.1/tcp/${port}` : `/memory/node-${memoryAddresses++}`] },
    transports: [tcp(), memory()],
    connectionEncrypters: [noise()],
    streamMuxers: muxer === 'both' ? [...muxers.yamux, ...muxers.mplex] : muxers[muxer],
    connectionManager: { inboundConnectionThreshold: 1_000, maxIncomingPendingConnections: 1_000 },
    connectionMonitor: { enabled: false },
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(datastore === undefined ? {} : { datastore }),
    ...(connectionGater === undefined ? {} : { connectionGater })
  }
}

/** Starts a node that is no member. */
export async function startPlainNode (init: NodeInit = {}): Promise<PlainNode> {
  return await createLibp2p({
    ...baseOptions(init),
    services: { identify: identify(), ping: ping(), pubsub: gossipsub(recommendedGossip()) }
  })
}

/** Makes a member that is not started, so that listeners are in time. */
export async function createMember (member: Partial<ShoalInit> = {}, init: NodeInit = {}): Promise<MemberNode> {
  return await createLibp2p({
    ...baseOptions(init),
    start: false,
    services: {
      identify: identify(),
      ping: ping(),
      pubsub: gossipsub(recommendedGossip()),
      shoal: shoal({
        cluster: 'test',
        detector: { probeInterval: 200, probeTimeout: 100 },
        timing: { joinTimeout: 500, settle: 100, rebalanceDelay: 50, leaveTimeout: 500 },
        ...member
      })
    }
  })
}

/** Starts a member. */
export async function startMember (member: Partial<ShoalInit> = {}, init: NodeInit = {}): Promise<MemberNode> {
  const node = await createMember(member, init)
  await node.start()

  return node
}

/** The addresses that others reach a node at. */
export function addressesOf (node: Pick<Libp2p, 'getMultiaddrs'>): string[] {
  return node.getMultiaddrs().map(address => address.toString())
}

/** Stops nodes, all at once. */
export async function stopAll (...nodes: ReadonlyArray<Pick<Libp2p, 'stop'>>): Promise<void> {
  await Promise.all(nodes.map(async node => { await node.stop() }))
}
