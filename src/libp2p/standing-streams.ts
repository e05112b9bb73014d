import type { Connection, Stream } from '@libp2p/interface'

/**
 * The streams of one connection, of whatever protocol, that its other end keeps open: those that there were at a look,
 * less those that it has ended since.
 */
export class StandingStreams {
  readonly #connection: Connection
  /** No more than the connection has. */
  readonly #streams = new Set<Stream>()

  constructor (connection: Connection) {
    this.#connection = connection
  }

  get size (): number {
    return this.#streams.size
  }

  /** Takes in those that there are now. */
  look (): void {
    for (const stream of this.#connection.streams) {
      // Before its protocol is agreed on, a stream of ours may not have arrived there: nobody would end it.
      if (stream.protocol !== '' && stream.remoteWriteStatus === 'writable' && !this.#streams.has(stream)) {
        this.#streams.add(stream)
        this.#watch(stream)
      }
    }
  }

  #watch (stream: Stream): void {
    const ended = (): void => {
      stream.removeEventListener('remoteCloseWrite', ended)
      stream.removeEventListener('close', ended)

      // What goes down with the connection was not ended by anybody.
      if (this.#connection.status === 'open') {
        this.#streams.delete(stream)
      }
    }

    stream.addEventListener('remoteCloseWrite', ended)
    stream.addEventListener('close', ended)
  }
}
