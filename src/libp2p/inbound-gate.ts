import type { ConnectionGater, MultiaddrConnection } from '@libp2p/interface'

/** What libp2p closes a connection with whose other side did not keep to its protocols. */
const MISTAKE = 'EncryptionFailedError'

/**
 * Counts inbound connections that end before they are encrypted: port scans, HTTP requests, random bytes. libp2p
 * refuses these by itself and says nothing of it. What the gater given lets in or denies stays as it is.
 */
export class InboundGate {
  readonly gater: ConnectionGater
  #junk = 0

  constructor (gater: ConnectionGater = {}) {
    const encrypted = new WeakSet<MultiaddrConnection>()

    this.gater = {
      ...gater,
      denyInboundConnection: async connection => {
        let isAnswered = false
        // Sent something: nothing is before a whole frame of multistream was read. So this is a peer, and if it ends now,
        // it did not wait any longer, as all do whose dials a process finds that was stopped for a while.
        connection.addEventListener('idle', () => { isAnswered = true }, { once: true })
        connection.addEventListener('close', ({ error }) => {
          if (!encrypted.has(connection) && (!isAnswered || error?.name === MISTAKE)) this.#junk++
        }, { once: true })
        return await gater.denyInboundConnection?.(connection) ?? false
      },
      denyInboundEncryptedConnection: async (peer, connection) => {
        encrypted.add(connection)
        return await gater.denyInboundEncryptedConnection?.(peer, connection) ?? false
      }
    }
  }

  /** How many connections were junk. */
  get junk (): number {
    return this.#junk
  }
}
