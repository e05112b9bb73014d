import { StandingStreams } from './standing-streams.js'
import type { Input, MemberId } from '../core/index.js'
import type { Connection, Libp2pEvents, PeerId, TypedEventTarget } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'

/** Which end of a connection opened a stream of the cluster. */
export type Side = 'ours' | 'theirs'

/** What is told of connections. */
export type ConnectionInput = Extract<Input, { type: 'connected' | 'disconnected' }>

/** What the connections are watched with. */
export interface ConnectionsOptions {
  readonly events: TypedEventTarget<Libp2pEvents>
  readonly connectionManager: ConnectionManager
  readonly report: (input: ConnectionInput) => void
}

/** The cluster's streams of one side on one connection. */
interface Streams {
  open: number
  /** The last one was ended, while the connection still stood, and not by its own user here. */
  isEnded: boolean
}

interface Talk extends Readonly<Record<Side, Streams>> {
  /** What the other side still kept open when its last stream of the cluster had ended. */
  readonly standing: StandingStreams
  /** This side has begun to close the connection. */
  isClosing: boolean
}

/** Peers of which it is remembered that their connection broke. Most are asked for soon. */
const BROKEN_MAX = 1_024

interface Peer {
  readonly talks: Map<string, Talk>
  /** A connection broke while another one stood. */
  isBroken: boolean
}

/**
 * Tells when the first connection to a peer opens, when the last one goes, and whether that was on purpose.
 *
 * libp2p does not say the last: to it, the end of a socket is the same whether the process behind it died or closed it.
 * The streams tell it, with every muxer: who closes a connection ends its side of all streams first, while the connection
 * stands; a process that dies takes them down with the connection.
 *
 * ```
 * closed there    theirs end, and whatever else the other side has open; then the connection
 * closed here     ours end, then the connection
 * broken          the connection, and with it the cluster's streams that are left
 * ```
 *
 * A member that lets go of its link ends its stream of the cluster, but leaves the others, as that of gossip. If one of
 * those stands to the end of the connection, theirs was not ended to close it. If none had stood, the connection counts as
 * closed, and a process that dies then is left to the probes.
 *
 * Where only theirs is left, nothing shows that libp2p on this side closed the connection, as to keep its own bounds. That
 * counts as broken, and costs a look at a member that answers.
 */
export class Connections {
  readonly #options: ConnectionsOptions
  /** By peer, with its open connections by id: as many as libp2p keeps. */
  readonly #peers = new Map<MemberId, Peer>()
  /** Peers whose last connection broke, the oldest first. */
  readonly #broken = new Set<MemberId>()
  #isTelling = false

  constructor (options: ConnectionsOptions) {
    this.#options = options
  }

  /** Watches from now on. */
  start (): void {
    const { events, connectionManager } = this.#options

    events.addEventListener('connection:open', this.#onOpen)
    events.addEventListener('connection:close', this.#onClose)
    for (const connection of connectionManager.getConnections()) {
      this.#opened(connection)
    }
  }

  /** Tells of those that are open, and of all changes from now on. */
  tell (): void {
    this.#isTelling = true
    for (const member of [...this.#peers.keys()]) {
      this.#report({ type: 'connected', member })
    }
  }

  stop (): void {
    this.#options.events.removeEventListener('connection:open', this.#onOpen)
    this.#options.events.removeEventListener('connection:close', this.#onClose)
    this.#peers.clear()
    this.#isTelling = false
  }

  /** A stream of the cluster has opened. */
  streamOpened (connection: Connection, side: Side): void {
    const streams = this.#talkOn(connection)?.[side]

    if (streams !== undefined) {
      streams.open++
      streams.isEnded = false
    }
  }

  /**
   * A stream that was told of has ended. `isSpared` if its own user let go of it: that says nothing about the connection.
   */
  streamClosed (connection: Connection, side: Side, isSpared = false): void {
    const talk = this.#talkOn(connection)
    const streams = talk?.[side]

    // Those that go down with the connection count as open: they are what shows that it broke.
    // One that opened before its connection was told of was not counted.
    if (talk !== undefined && streams !== undefined && streams.open > 0 && connection.status === 'open') {
      streams.open--
      streams.isEnded = streams.open === 0 && !isSpared

      if (talk.theirs.isEnded) {
        talk.standing.look()
      }
    }
  }

  /** Whether a peer's last connection broke, and this was not asked since. */
  takeBroken (id: MemberId): boolean {
    return this.#broken.delete(id)
  }

  /** Closes all connections to a peer in good order. */
  async close (peer: PeerId, signal: AbortSignal): Promise<void> {
    for (const talk of this.#peers.get(peer.toString())?.talks.values() ?? []) {
      talk.isClosing = true
    }
    await this.#options.connectionManager.closeConnections(peer, { signal })
  }

  /** A stream can be there before its connection is told of. */
  #talkOn (connection: Connection): Talk | undefined {
    return this.#peers.get(connection.remotePeer.toString())?.talks.get(connection.id)
  }

  #report (input: ConnectionInput): void {
    if (this.#isTelling) {
      this.#options.report(input)
    }
  }

  readonly #onOpen = ({ detail }: CustomEvent<Connection>): void => { this.#opened(detail) }

  readonly #onClose = ({ detail }: CustomEvent<Connection>): void => { this.#closed(detail) }

  #opened (connection: Connection): void {
    const member = connection.remotePeer.toString()
    const peer = this.#peers.get(member) ?? { talks: new Map<string, Talk>(), isBroken: false }

    // One that is closed already is not told of again.
    if (connection.status === 'open' && !peer.talks.has(connection.id)) {
      peer.talks.set(connection.id, {
        ours: { open: 0, isEnded: false }, theirs: { open: 0, isEnded: false }, standing: new StandingStreams(connection), isClosing: false
      })
      this.#peers.set(member, peer)

      this.#broken.delete(member)

      if (peer.talks.size === 1) {
        this.#report({ type: 'connected', member })
      }
    }
  }

  #closed (connection: Connection): void {
    const member = connection.remotePeer.toString()
    const peer = this.#peers.get(member)
    const talk = peer?.talks.get(connection.id)

    if (peer === undefined || talk === undefined) {
      return
    }

    const end = endOf(connection, talk)
    peer.talks.delete(connection.id)
    peer.isBroken ||= end === 'broken'

    if (peer.talks.size === 0) {
      this.#peers.delete(member)
      // A process that dies breaks all its connections; one without streams of the cluster does not show it.
      const lost = end === 'broken' || (end === 'unknown' && peer.isBroken)

      if (lost) {
        this.#noteBroken(member)
      }
      this.#report({ type: 'disconnected', member, lost })
    }
  }

  #noteBroken (member: MemberId): void {
    const [oldest] = this.#broken

    if (oldest !== undefined && this.#broken.size >= BROKEN_MAX) {
      this.#broken.delete(oldest)
    }
    this.#broken.add(member)
  }
}

function endOf (connection: Connection, { ours, theirs, standing, isClosing }: Talk): 'broken' | 'closed' | 'unknown' {
  const isClosedThere = theirs.isEnded && standing.size === 0

  // What breaks on a relayed connection can be the relay.
  if (isClosing || ours.isEnded || isClosedThere || !connection.direct || connection.limits !== undefined) {
    return 'closed'
  }

  return ours.open + theirs.open > 0 ? 'broken' : 'unknown'
}
