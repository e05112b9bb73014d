import { Channel } from '../channel.js'
import { readFrames } from '../member-protocol.js'
import { peerIdOf } from '../peer-ids.js'
import { strictProtocol } from '../protocols.js'
import { BULK_FRAME_MAX, DecodeError, decodeStrictMessage, encodeStrictMessage } from '../../wire/index.js'
import type { MemberId, StrictMessage } from '../../core/index.js'
import type { Connections } from '../connections.js'
import type { Connector } from '../connector.js'
import type { Counters } from '../counters.js'
import type { Connection, Logger, Stream } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

/** Streams that a peer may have open to us on one connection: the one in use, and former ones whose end has not arrived. */
const STREAMS_MAX = 4

/** Members that we have streams open to. */
const CHANNELS_MAX = 256

/** After this long without a message a stream is closed, in milliseconds: voters and owners speak far more often. */
const IDLE = 30_000

/** What the streams are made with. */
export interface StrictStreamsOptions {
  readonly cluster: string
  readonly registrar: Registrar
  readonly connector: Connector
  readonly connections: Connections
  readonly counters: Counters
  readonly log: Logger
  /** Whether a peer is a live member. Whoever is none is not listened to. */
  readonly isMember: (id: MemberId) => boolean
  readonly take: (from: MemberId, message: StrictMessage) => void
}

/** What members say to each other in strict mode: one stream in each direction. What is lost is asked for again. */
export class StrictStreams {
  readonly #options: StrictStreamsOptions
  /** By member, the least recently used first. */
  readonly #channels = new Map<MemberId, Channel<StrictMessage>>()
  readonly #inbound = new Set<Stream>()
  #isClosed = false

  constructor (options: StrictStreamsOptions) {
    this.#options = options
  }

  async open (): Promise<void> {
    const { cluster, registrar } = this.#options

    await registrar.handle(strictProtocol(cluster), (stream, connection) => { void this.#serve(stream, connection) }, {
      maxInboundStreams: STREAMS_MAX,
      runOnLimitedConnection: true
    })
  }

  /** Sends a message if it can. */
  send (to: MemberId, message: StrictMessage): void {
    const channel = this.#isClosed ? undefined : this.#channelTo(to)

    if (channel !== undefined) {
      this.#channels.delete(to)
      this.#channels.set(to, channel)
      channel.push(message)
      this.#evict()
    }
  }

  /** Gives up the stream to a member that is gone. */
  drop (id: MemberId): void {
    this.#channels.get(id)?.abort()
    this.#channels.delete(id)
  }

  /** Writes what waits, and closes all streams. */
  async close (): Promise<void> {
    const channels = [...this.#channels.values()]

    this.#isClosed = true
    this.#channels.clear()
    await Promise.all(channels.map(async channel => { await channel.close() }))
    await this.#options.registrar.unhandle(strictProtocol(this.#options.cluster))
    for (const stream of this.#inbound) {
      stream.abort(new Error('this member stops'))
    }
  }

  #channelTo (id: MemberId): Channel<StrictMessage> | undefined {
    const present = this.#channels.get(id)
    return present === undefined || present.isEnding ? this.#create(id) : present
  }

  #create (id: MemberId): Channel<StrictMessage> | undefined {
    const { cluster, connections, connector, counters, log } = this.#options
    const peer = peerIdOf(id)

    if (peer === undefined) {
      counters.count('address:invalid')
      return undefined
    }
    const channel = new Channel<StrictMessage>({
      open: async () => await connector.open(peer, strictProtocol(cluster), connector.existing(peer)),
      encode: async message => this.#encode(message),
      counters,
      log,
      idleAfter: IDLE,
      onOpen: connection => { connections.streamOpened(connection, 'ours') },
      onClose: (connection, isSpared) => { connections.streamClosed(connection, 'ours', isSpared) },
      onEnd: () => { if (this.#channels.get(id) === channel) this.#channels.delete(id) }
    })

    return channel
  }

  #encode (message: StrictMessage): Uint8Array | undefined {
    const bytes = encodeStrictMessage(message)

    if (bytes.length > BULK_FRAME_MAX) {
      this.#options.counters.count('frame:too-large')
      return undefined
    }

    return bytes
  }

  #evict (): void {
    for (const [id, channel] of this.#channels) {
      if (this.#channels.size <= CHANNELS_MAX) {
        return
      }
      this.#channels.delete(id)
      this.#options.counters.count('link:evicted')
      void channel.close()
    }
  }

  async #serve (stream: Stream, connection: Connection): Promise<void> {
    const { connections, counters, isMember, log, take } = this.#options
    const from = connection.remotePeer.toString()

    this.#inbound.add(stream)
    if (stream.status === 'open') {
      connections.streamOpened(connection, 'theirs')
      stream.addEventListener('close', () => { connections.streamClosed(connection, 'theirs') }, { once: true })
    }

    try {
      await stream.close()
      await readFrames(stream, BULK_FRAME_MAX, async frame => {
        if (isMember(from)) {
          take(from, decodeStrictMessage(frame))
        } else {
          counters.count('strict:stranger')
        }
      })
    } catch (error) {
      if (error instanceof DecodeError) {
        counters.count('decode:error')
      }
      log('strict stream of %p ended - %e', connection.remotePeer, error)
      stream.abort(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.#inbound.delete(stream)
    }
  }
}
