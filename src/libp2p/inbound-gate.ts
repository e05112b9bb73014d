import type { ConnectionGater, MultiaddrConnection } from '@libp2p/interface'

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
        connection.addEventListener('close', () => { if (!encrypted.has(connection)) this.#junk++ }, { once: true })
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
