import { BULK_FRAME_MAX, DecodeError, FRAME_MAX } from '../wire/index.js'
import { readMessages } from './member-protocol.js'
import { bulkProtocol, memberProtocol } from './protocols.js'
import type { MemberId, Message } from '../core/index.js'
import type { Connections } from './connections.js'
import type { Counters } from './counters.js'
import type { Connection, Logger, Stream } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

/**
 * Streams that a peer may have open to us on one connection and protocol: the one in use, and former ones whose end
 * has not arrived.
 */
const STREAMS_MAX = 4

/** What the inbound side is made with. */
export interface InboundOptions {
  readonly cluster: string
  readonly registrar: Registrar
  readonly connections: Connections
  readonly counters: Counters
  readonly log: Logger
  /** A message came; the next one of that stream is read when this is done. */
  readonly take: (from: MemberId, message: Message, connection: Connection) => Promise<void>
}

/** The streams that other members write to us. */
export class Inbound {
  readonly #options: InboundOptions
  readonly #streams = new Set<Stream>()

  constructor (options: InboundOptions) {
    this.#options = options
  }

  async open (): Promise<void> {
    for (const [protocol, frameMax] of this.#protocols()) {
      await this.#options.registrar.handle(protocol, (stream, connection) => { void this.#serve(stream, connection, frameMax) }, {
        maxInboundStreams: STREAMS_MAX,
        runOnLimitedConnection: true
      })
    }
  }

  async close (): Promise<void> {
    for (const [protocol] of this.#protocols()) {
      await this.#options.registrar.unhandle(protocol)
    }
    for (const stream of this.#streams) {
      stream.abort(new Error('this member stops'))
    }
  }

  #protocols (): Array<readonly [protocol: string, frameMax: number]> {
    const { cluster } = this.#options
    return [[memberProtocol(cluster), FRAME_MAX], [bulkProtocol(cluster), BULK_FRAME_MAX]]
  }

  async #serve (stream: Stream, connection: Connection, frameMax: number): Promise<void> {
    const { counters, log, take } = this.#options
    const from = connection.remotePeer.toString()

    this.#streams.add(stream)
    this.#watch(stream, connection)

    try {
      // Nothing is ever written here: with our half closed, the remote's closing frees the stream on both sides.
      await stream.close()
      await readMessages(stream, frameMax, async message => { await take(from, message, connection) })
    } catch (error) {
      if (error instanceof DecodeError) {
        counters.count('decode:error')
      }
      log('stream of %p ended - %e', connection.remotePeer, error)
      stream.abort(error instanceof Error ? error : new Error(String(error)))
    } finally {
      this.#streams.delete(stream)
    }
  }

  #watch (stream: Stream, connection: Connection): void {
    const { connections } = this.#options

    if (stream.status === 'open') {
      connections.streamOpened(connection, 'theirs')
      stream.addEventListener('close', () => { connections.streamClosed(connection, 'theirs') }, { once: true })
    }
  }
}
