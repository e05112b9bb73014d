import { addressOfPeer } from './addresses.js'
import type { Counters } from './counters.js'
import type { Connection, Libp2pEvents, PeerId, Stream, TypedEventTarget } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

/** How long, at most, the member with the larger id leaves the dialling to the other one, in milliseconds. */
export const DIAL_GRACE = 250

/** What the connector is made with. */
export interface ConnectorOptions {
  readonly self: PeerId
  readonly connectionManager: ConnectionManager
  readonly events: TypedEventTarget<Libp2pEvents>
  readonly counters: Counters
  readonly addressesOf: (id: string) => readonly string[]
  /** Each part of getting a stream, in milliseconds: to dial, and to open it. */
  readonly timeout: number
  /** How long to leave the dialling to a member with a smaller id, in milliseconds. */
  readonly grace?: number
}

/** A stream of ours and the connection that it is on. */
export interface OpenedStream {
  readonly stream: Stream
  readonly connection: Connection
}

/**
 * Finds or makes the connection to a peer. Two members that dial each other in the same moment would get two
 * connections, and gossipsub does not survive the closing of the one that it uses: so of two members, the one with the
 * smaller id dials at once, and the other waits a little for that.
 */
export class Connector {
  readonly #options: ConnectorOptions
  readonly #stopped = new AbortController()

  constructor (options: ConnectorOptions) {
    this.#options = options
  }

  /** Opens a stream on the connection given, or on one that there is, or on a new one. */
  async open (peer: PeerId, protocol: string, on?: Connection): Promise<OpenedStream> {
    const connection = on ?? await this.connect(peer)

    try {
      const stream = await connection.newStream(protocol, { signal: this.#deadline(), runOnLimitedConnection: true })
      return { stream, connection }
    } catch (error) {
      this.#options.counters.count('stream:failed')
      throw error
    }
  }

  /** The connection to a peer, made if there is none. */
  async connect (peer: PeerId, addresses = this.#options.addressesOf(peer.toString())): Promise<Connection> {
    const existing = this.existing(peer) ?? await this.#awaitInbound(peer)

    return existing ?? await this.dial(this.#targets(peer, addresses) ?? peer)
  }

  /** Dials without a look at the connections that there are. */
  async dial (target: PeerId | Multiaddr | Multiaddr[]): Promise<Connection> {
    try {
      return await this.#options.connectionManager.openConnection(target, { signal: this.#deadline() })
    } catch (error) {
      if (!isSelfDial(error)) {
        this.#options.counters.count('dial:failed')
      }
      throw error
    }
  }

  /**
   * The open connection to use: a direct one before a relayed one, and the youngest, because an old one may lead to an
   * address at which nobody answers any more.
   */
  existing (peer: PeerId): Connection | undefined {
    return this.#options.connectionManager.getConnections(peer)
      .filter(({ status }) => status === 'open')
      .sort((a, b) => Number(b.direct) - Number(a.direct) || b.timeline.open - a.timeline.open)[0]
  }

  /** Ends what waits; nothing is dialled any more. */
  stop (): void {
    this.#stopped.abort()
  }

  async #awaitInbound (peer: PeerId): Promise<Connection | undefined> {
    const { self, events, grace = DIAL_GRACE } = this.#options

    if (this.#stopped.signal.aborted || self.toString() < peer.toString()) {
      return undefined
    }

    const signal = AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(grace)])

    return await new Promise(resolve => {
      const done = (connection?: Connection): void => {
        events.removeEventListener('connection:open', onOpen)
        signal.removeEventListener('abort', onAbort)
        resolve(connection)
      }
      const onOpen = ({ detail }: CustomEvent<Connection>): void => { if (detail.remotePeer.equals(peer)) done(detail) }
      const onAbort = (): void => { done() }

      events.addEventListener('connection:open', onOpen)
      signal.addEventListener('abort', onAbort)
    })
  }

  /** A member's addresses with its id; nothing if there is none, and libp2p's own address book has to do. */
  #targets (peer: PeerId, addresses: readonly string[]): Multiaddr[] | undefined {
    const targets = addresses.map(text => addressOfPeer(text, peer)).filter(target => target !== undefined)

    for (let invalid = addresses.length - targets.length; invalid > 0; invalid--) {
      this.#options.counters.count('address:invalid')
    }

    return targets.length > 0 ? targets : undefined
  }

  #deadline (): AbortSignal {
    return AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#options.timeout)])
  }
}

/** Whether a dial failed because this node itself answered. */
export function isSelfDial (error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidPeerIdError'
}
