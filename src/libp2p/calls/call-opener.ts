import { callProtocol } from '../protocols.js'
import { peerIdOfMember } from '../public-view.js'
import type { MemberId } from '../../core/index.js'
import type { Connector, OpenedStream } from '../connector.js'
import type { Connection, Stream } from '@libp2p/interface'

/**
 * Opens the streams of calls. On a connection that has just come up, one goes first: libp2p takes ten streams before the
 * other side has a connection ready for them, and closes it altogether at one more.
 */
export class CallOpener {
  readonly #connector: Pick<Connector, 'existing' | 'open'>
  readonly #protocol: string
  /** On which a stream has come up. */
  readonly #ready = new WeakSet<Connection>()
  /** The one that goes first, by member. */
  readonly #first = new Map<MemberId, Promise<OpenedStream>>()

  constructor (connector: Pick<Connector, 'existing' | 'open'>, cluster: string) {
    this.#connector = connector
    this.#protocol = callProtocol(cluster)
  }

  /** Opens a stream to a member. Where the first one fails, so do those that wait for it: each would dial in vain. */
  async open (to: MemberId): Promise<Stream> {
    const peer = peerIdOfMember(to)

    while (true) {
      const connection = this.#connector.existing(peer)

      if (connection !== undefined && this.#ready.has(connection)) {
        return (await this.#connector.open(peer, this.#protocol, connection)).stream
      }

      const first = this.#first.get(to)

      if (first === undefined) {
        return await this.#openFirst(to)
      }
      await first
    }
  }

  async #openFirst (to: MemberId): Promise<Stream> {
    const opening = this.#connector.open(peerIdOfMember(to), this.#protocol)
    this.#first.set(to, opening)

    try {
      const { stream, connection } = await opening
      this.#ready.add(connection)

      return stream
    } finally {
      this.#first.delete(to)
    }
  }
}
