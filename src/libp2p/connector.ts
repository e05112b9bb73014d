import { addressOfPeer, hostOf, partAddresses } from './addresses.js'
import { dialFailureOf, refusersOf } from './dial-failure.js'
import { ReachedHosts } from './reached-hosts.js'
import type { Counters } from './counters.js'
import type { DialFailure } from './dial-failure.js'
import type { Connection, Libp2pEvents, PeerId, Stream, TypedEventTarget } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

/** How long, at most, the member with the larger id leaves the dialling to the other one, in milliseconds. */
export const DIAL_GRACE = 250

/**
 * The same after a connection broke: a peer that lives has seen it break too and dials by now; one that has died never
 * will. In milliseconds.
 */
export const BREAK_GRACE = 50

/** What the connector is made with. */
export interface ConnectorOptions {
  readonly self: PeerId
  readonly connectionManager: ConnectionManager
  readonly events: TypedEventTarget<Libp2pEvents>
  readonly counters: Counters
  readonly addressesOf: (id: string) => readonly string[]
  /** Our own addresses, as text and without our id. */
  readonly ownAddresses?: () => readonly string[]
  /** Whether the last connection to the member broke, and nobody has asked that since. */
  readonly wasBroken?: (id: string) => boolean
  /** At each of its own addresses, somebody answered that nobody listens there, among them the host where it was reached. */
  readonly onRefused?: (id: string) => void
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
  readonly #reached = new ReachedHosts()

  /** Watches connections until it is stopped. */
  constructor (options: ConnectorOptions) {
    this.#options = options
    options.events.addEventListener('connection:close', this.#onClose)
  }

  /** Opens a stream on the connection given, or on one that there is, or on a new one. */
  async open (peer: PeerId, protocol: string, on?: Connection): Promise<OpenedStream> {
    const first = on ?? await this.connect(peer)

    try {
      return await this.#openOn(first, protocol)
    } catch (error) {
      // The other side may have closed it meanwhile, as not needed: nothing was said on it yet, so nothing is lost.
      if (first.status === 'open' || this.#stopped.signal.aborted) {
        throw error
      }
      return await this.#openOn(await this.connect(peer), protocol)
    }
  }

  /** The connection to a peer, made if there is none: at the addresses given, or else at its own ones. */
  async connect (peer: PeerId, addresses?: readonly string[]): Promise<Connection> {
    const existing = this.existing(peer) ?? await this.#awaitInbound(peer)

    if (existing !== undefined) {
      return existing
    }
    if (addresses !== undefined) {
      return await this.dial(this.#targets(peer, addresses) ?? peer)
    }

    return await this.#dialMember(peer, this.#options.addressesOf(peer.toString()))
  }

  /** Dials without a look at the connections that there are. */
  async dial (target: PeerId | Multiaddr | Multiaddr[]): Promise<Connection> {
    const signal = this.#deadline()

    try {
      return await this.#options.connectionManager.openConnection(target, { signal })
    } catch (error) {
      this.#countFailure(error, signal)
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
    this.#options.events.removeEventListener('connection:close', this.#onClose)
    this.#stopped.abort()
  }

  /** Of those whose addresses are known: others are not dialled as members. */
  readonly #onClose = ({ detail }: CustomEvent<Connection>): void => {
    if (this.#options.addressesOf(detail.remotePeer.toString()).length > 0) {
      this.#reached.note(detail)
    }
  }

  /** Dials a member, first where a refusal is its own machine's. */
  async #dialMember (peer: PeerId, addresses: readonly string[]): Promise<Connection> {
    const { connectionManager, onRefused, ownAddresses } = this.#options
    const own = ownAddresses?.() ?? []
    const { telling, others } = partAddresses(addresses.filter(text => !own.includes(text)))
    const first = this.#targets(peer, telling)
    const second = this.#targets(peer, others)
    const signal = this.#deadline()

    if (first === undefined) {
      return await this.dial(second ?? peer)
    }

    try {
      return await connectionManager.openConnection(first, { signal })
    } catch (error) {
      const isRefused = this.#countFailure(error, signal) === 'refused'
      const refusers = refusersOf(error, first.map(target => hostOf(target)).filter(host => host !== undefined))

      if (isRefused && this.#reached.isAmong(peer.toString(), refusers, own)) {
        onRefused?.(peer.toString())
      }
      if (second !== undefined && !signal.aborted) {
        return await this.dial(second)
      }
      throw error
    }
  }

  async #awaitInbound (peer: PeerId): Promise<Connection | undefined> {
    const { self, events, wasBroken, grace: usual = DIAL_GRACE } = this.#options
    const grace = wasBroken?.(peer.toString()) === true ? Math.min(BREAK_GRACE, usual) : usual

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

  async #openOn (connection: Connection, protocol: string): Promise<OpenedStream> {
    const signal = this.#deadline()

    try {
      return { stream: await connection.newStream(protocol, { signal, runOnLimitedConnection: true }), connection }
    } catch (error) {
      if (!this.#stopped.signal.aborted) {
        this.#options.counters.count(signal.aborted ? 'stream:timeout' : 'stream:failed')
      }
      throw error
    }
  }

  /** A member's addresses with its id; nothing if there is none, and libp2p's own address book has to do. */
  #targets (peer: PeerId, addresses: readonly string[]): Multiaddr[] | undefined {
    const targets = addresses.map(text => addressOfPeer(text, peer)).filter(target => target !== undefined)

    for (let invalid = addresses.length - targets.length; invalid > 0; invalid--) {
      this.#options.counters.count('address:invalid')
    }

    return targets.length > 0 ? targets : undefined
  }

  /** Counts why a dial failed; undefined where that is because we ended it, or this node itself answered. */
  #countFailure (error: unknown, signal: AbortSignal): DialFailure | undefined {
    if (this.#stopped.signal.aborted || isSelfDial(error)) {
      return undefined
    }

    const failure = signal.aborted ? 'timeout' : dialFailureOf(error)
    this.#options.counters.count(`dial:${failure}`)

    return failure
  }

  #deadline (): AbortSignal {
    return AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#options.timeout)])
  }
}

/** Whether a dial failed because this node itself answered. */
export function isSelfDial (error: unknown): boolean {
  return error instanceof Error && error.name === 'InvalidPeerIdError'
}
