import { noise } from '@chainsafe/libp2p-noise'
import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { mplex } from '@libp2p/mplex'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { InvalidSettingError, recommendedGossip, shoal } from '../index.js'
import { InboundGate } from '../libp2p/inbound-gate.js'
import { openDataDirectory } from './data-directory.js'
import { NodeStoppedError } from './errors.js'
import { checkListenAddress, listenFailure } from './listen-failure.js'
import type { DataDirectory } from './data-directory.js'
import type { Shoal, ShoalInit } from '../index.js'
import type { GossipSub } from '@libp2p/gossipsub'
import type { Identify } from '@libp2p/identify'
import type { ConnectionGater, Libp2p, ServiceMap } from '@libp2p/interface'
import type { Ping } from '@libp2p/ping'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { Libp2pOptions } from 'libp2p'

/** A stream multiplexer that a node offers. */
export type Muxer = 'yamux' | 'mplex'

/** What `createShoalNode()` takes: what `shoal()` takes, and what makes a server of it. */
export interface ShoalNodeOptions extends Omit<ShoalInit, 'bootstrap'> {
  /**
   * TCP multiaddrs to listen on; port 0 is any free one.
   *
   * @default ['/ip4/0.0.0.0/tcp/0']
   */
  listen?: string[]
  /** Multiaddrs to tell the others instead of the ones listened on: what they can dial from outside a NAT or container. */
  announce?: string[]
  /** Multiaddrs of members to join through, with or without `/p2p/...`; the node's own may be among them. */
  join?: string[]
  /** Directory for the identity and what a member knows across restarts. Without one both live in memory. */
  data?: string
  /**
   * The multiplexers offered, the most wanted first.
   *
   * @default ['yamux', 'mplex']
   */
  muxers?: Muxer[]
  /** Decides which connections are allowed. */
  connectionGater?: ConnectionGater
  /**
   * False leaves the start to `start()`, so that listeners can be added before anything happens.
   *
   * @default true
   */
  start?: boolean
}

/** The services of a node's libp2p. */
export interface ShoalNodeServices extends ServiceMap {
  identify: Identify
  ping: Ping
  pubsub: GossipSub
  shoal: Shoal
}

/** A member together with the libp2p that was made for it. What it does needs no `this`: `const { shoal, stop } = ...` */
export interface ShoalNode {
  readonly libp2p: Libp2p<ShoalNodeServices>
  readonly shoal: Shoal
  /** Where others can dial this node, with its PeerId. Empty before the start. */
  readonly addresses: () => Multiaddr[]
  /** The member's counters, and `connection:junk`: inbound connections that were none of libp2p. */
  readonly counters: () => Record<string, number>
  /**
   * Listens and begins to join; the event `joined` says when it is in. Does nothing on a node that runs.
   *
   * @throws {ListenError} after which the node is stopped
   * @throws {NodeStoppedError} after `stop()`: a node runs once, and another one is made for the next time
   */
  readonly start: () => Promise<void>
  /** Leaves the cluster, closes everything and releases the data directory, for good. Safe to call more than once. */
  readonly stop: () => Promise<void>
}

/**
 * Puts a server's libp2p together with a member in it: TCP, Noise, yamux and mplex, gossipsub, storage. It resolves once
 * that listens and has begun to join: the events `joined` and `table:change`, and `shoal.joined`, tell the rest.
 *
 * @throws {InvalidSettingError}
 * @throws {DataDirectoryInUseError}
 * @throws {DataDirectoryError}
 * @throws {ListenError}
 */
export async function createShoalNode (options: ShoalNodeOptions): Promise<ShoalNode> {
  const listen = options.listen ?? ['/ip4/0.0.0.0/tcp/0']
  listen.forEach(checkListenAddress)

  const data = options.data === undefined ? undefined : await openDataDirectory(options.data)
  const gate = new InboundGate(options.connectionGater)
  const libp2p = await assemble({ ...options, connectionGater: gate.gater }, listen, data)
  const node = new ServerNode({ libp2p, gate, listen, data })

  if (options.start !== false) {
    await node.start()
  }

  return node
}

async function assemble (options: ShoalNodeOptions, listen: string[], data?: DataDirectory): Promise<Libp2p<ShoalNodeServices>> {
  try {
    return await createLibp2p(libp2pOptions(options, listen, data))
  } catch (err) {
    await data?.close()
    throw err
  }
}

function libp2pOptions (options: ShoalNodeOptions, listen: string[], data?: DataDirectory): Libp2pOptions<ShoalNodeServices> {
  const { announce = [], join = [], muxers = ['yamux', 'mplex'], connectionGater, ...init } = options

  return {
    start: false,
    addresses: { listen, announce },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: muxers.map(createMuxer),
    // The defaults (5 connections a second from one IP, 10 pending) let 5 of 50 through when a cluster starts at once.
    connectionManager: { maxConnections: 1000, inboundConnectionThreshold: 1000, maxIncomingPendingConnections: 200 },
    // Membership notices silent members itself; the monitor would open a ping stream for each connection every 10 s.
    connectionMonitor: { enabled: false },
    services: {
      identify: identify(),
      ping: ping(),
      pubsub: gossipsub(recommendedGossip()),
      shoal: shoal({ ...init, bootstrap: join })
    },
    ...(connectionGater === undefined ? {} : { connectionGater }),
    ...(data === undefined ? {} : { datastore: data.datastore, privateKey: data.privateKey })
  }
}

function createMuxer (muxer: Muxer): ReturnType<typeof yamux> | ReturnType<typeof mplex> {
  switch (muxer) {
    case 'yamux':
      return yamux()
    case 'mplex':
      // By default the sixth new stream within a second hangs, and the connection with it.
      return mplex({ disconnectThreshold: 1e6 })
    default:
      throw new InvalidSettingError(`muxers has ${String(muxer)}: must be of yamux, mplex`)
  }
}

interface ServerParts {
  readonly libp2p: Libp2p<ShoalNodeServices>
  readonly gate: InboundGate
  readonly listen: readonly string[]
  readonly data: DataDirectory | undefined
}

class ServerNode implements ShoalNode {
  readonly libp2p: Libp2p<ShoalNodeServices>
  readonly #parts: ServerParts
  #starting: Promise<void> | undefined
  #stopping: Promise<void> | undefined

  constructor (parts: ServerParts) {
    this.libp2p = parts.libp2p
    this.#parts = parts
  }

  get shoal (): Shoal {
    return this.libp2p.services.shoal
  }

  // Fields, and not methods: they are taken out of the node and called alone.
  readonly addresses = (): Multiaddr[] => this.libp2p.getMultiaddrs()

  readonly counters = (): Record<string, number> => ({ ...this.shoal.counters(), 'connection:junk': this.#parts.gate.junk })

  readonly start = async (): Promise<void> => {
    if (this.#stopping !== undefined) {
      throw new NodeStoppedError('this node was stopped and does not start again: make another one with createShoalNode()')
    }

    this.#starting ??= this.#start()
    await this.#starting
  }

  readonly stop = async (): Promise<void> => {
    this.#stopping ??= this.#stop()
    await this.#stopping
  }

  async #start (): Promise<void> {
    try {
      await this.libp2p.start()
    } catch (err) {
      await this.#parts.data?.close()
      throw listenFailure(this.#parts.listen, err)
    }
  }

  async #stop (): Promise<void> {
    // A libp2p that is still starting ignores stop(). How the start ended is told to whoever called it.
    await this.#starting?.catch(() => undefined)

    try {
      await this.libp2p.stop()
    } finally {
      await this.#parts.data?.close()
    }
  }
}
