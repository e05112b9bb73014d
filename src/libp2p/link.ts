import { BULK_FRAME_MAX, encodeMessage, FRAME_MAX } from '../wire/index.js'
import { Channel } from './channel.js'
import { bulkProtocol, memberProtocol } from './protocols.js'
import type { Connections } from './connections.js'
import type { Connector } from './connector.js'
import type { Counters } from './counters.js'
import type { Seals } from './seals.js'
import type { Message } from '../core/index.js'
import type { Connection, Logger, PeerId } from '@libp2p/interface'

/** A bulk stream is for a moment: after this long without a message it is closed, in milliseconds. */
const BULK_IDLE = 10_000

/** Streams to one peer, counting one for each connection and protocol. More connections are answered on the newest. */
const CHANNELS_MAX = 8

/** What a link is made with. */
export interface LinkOptions {
  readonly cluster: string
  readonly connector: Connector
  readonly connections: Connections
  readonly seals: Seals
  readonly counters: Counters
  readonly log: Logger
}

type Kind = 'member' | 'bulk'

/**
 * What this member writes to one other member: usually one stream, and one more for what is large. An answer goes over
 * the connection on which the other one spoke. That keeps two processes apart that run under one PeerId by mistake, so
 * that the older one gets to hear of it, and it leaves a connection alone that leads nowhere any more.
 */
export class Link {
  readonly peer: PeerId
  readonly #options: LinkOptions
  readonly #channels: Array<{ readonly kind: Kind, readonly channel: Channel }> = []

  constructor (peer: PeerId, options: LinkOptions) {
    this.peer = peer
    this.#options = options
  }

  /** Sends a message, as an answer on the connection given if that is still open. */
  send (message: Message, via?: Connection): void {
    const kind = isBulk(message) ? 'bulk' : 'member'
    const answered = via?.status === 'open' && this.#channels.length < CHANNELS_MAX ? via : undefined

    this.#channelOn(kind, answered).push(message)
  }

  /** Writes what waits, and closes the streams. */
  async close (): Promise<void> {
    await Promise.all(this.#channels.map(async ({ channel }) => { await channel.close() }))
  }

  /** Closes the streams at once. */
  abort (): void {
    for (const { channel } of this.#channels) {
      channel.abort()
    }
  }

  /** The channel on that connection; with none given, on the best one that there is or is being made. */
  #channelOn (kind: Kind, via: Connection | undefined): Channel {
    const ofKind = this.#channels.filter(entry => entry.kind === kind && !entry.channel.isEnding).map(({ channel }) => channel)
    const wanted = via ?? this.#options.connector.existing(this.peer)

    return ofKind.find(({ connection }) => wanted !== undefined && connection?.id === wanted.id) ??
      ofKind.find(({ connection }) => connection === undefined && via === undefined) ??
      this.#create(kind, wanted)
  }

  #create (kind: Kind, on: Connection | undefined): Channel {
    const { cluster, connector, connections, counters, log } = this.#options
    const { protocol, frameMax, idleAfter } = kind === 'bulk'
      ? { protocol: bulkProtocol(cluster), frameMax: BULK_FRAME_MAX, idleAfter: BULK_IDLE }
      : { protocol: memberProtocol(cluster), frameMax: FRAME_MAX, idleAfter: undefined }
    const channel = new Channel({
      open: async () => await connector.open(this.peer, protocol, on),
      on,
      encode: async message => await this.#encode(message, frameMax),
      counters,
      log,
      onOpen: connection => { connections.streamOpened(connection, 'ours') },
      onClose: (connection, isSpared) => { connections.streamClosed(connection, 'ours', isSpared) },
      ...(idleAfter === undefined ? {} : { idleAfter }),
      onEnd: () => { this.#forget(channel) }
    })

    this.#channels.push({ kind, channel })

    return channel
  }

  #forget (channel: Channel): void {
    const index = this.#channels.findIndex(entry => entry.channel === channel)

    if (index >= 0) {
      this.#channels.splice(index, 1)
    }
  }

  async #encode (message: Message, frameMax: number): Promise<Uint8Array | undefined> {
    await this.#options.seals.prepare(message)
    const bytes = encodeMessage(message, this.#options.seals.of)

    if (bytes.length > frameMax) {
      this.#options.counters.count('frame:too-large')
      return undefined
    }

    return bytes
  }
}

/** What can be large and can wait. */
function isBulk ({ type }: Message): boolean {
  return type === 'sync' || type === 'delta' || type === 'table'
}
