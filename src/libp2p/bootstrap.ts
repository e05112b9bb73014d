import { peerOf } from './addresses.js'
import { isSelfDial } from './connector.js'
import { peerIdOf } from './peer-ids.js'
import type { Connector } from './connector.js'
import type { MemberId, StoredRecord } from '../core/index.js'
import type { Logger, PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Dials that run side by side. */
const DIALS_MAX = 8

/** Stored members that one round tries: any one of them is enough. */
const STORED_MAX = 32

/** What the bootstrap is made with. */
export interface BootstrapOptions {
  readonly self: PeerId
  readonly addresses: readonly Multiaddr[]
  readonly stored: StoredRecord['members']
  readonly connector: Connector
  readonly log: Logger
  /** Our own addresses, as text and without our id. */
  readonly ownAddresses: () => readonly string[]
  /** Whether the member is still looking for a cluster: only then are the stored members tried. */
  readonly isJoining: () => boolean
  readonly contact: (member: MemberId) => void
}

/** Finds members through the addresses that this one was given, and through those that it knew before. */
export class Bootstrap {
  readonly #options: BootstrapOptions
  /** Addresses behind which this member itself answered. */
  readonly #own = new Set<string>()
  /** Who answered at an address last. */
  readonly #found = new Map<string, PeerId>()
  #isRunning = false

  constructor (options: BootstrapOptions) {
    this.#options = options
  }

  /** Tries all addresses once, and reports each member reached. While a round runs, another is not begun. */
  async round (): Promise<void> {
    if (this.#isRunning) {
      return
    }
    this.#isRunning = true

    try {
      await this.#runAll(this.#attempts())
    } finally {
      this.#isRunning = false
    }
  }

  #attempts (): Array<() => Promise<PeerId | undefined>> {
    const { addresses, stored, isJoining } = this.#options
    const own = new Set(this.#options.ownAddresses())
    const others = addresses.filter(address => !own.has(address.toString()) && !this.#own.has(address.toString()))
    const known = isJoining() ? stored.slice(0, STORED_MAX) : []

    return [
      ...others.map(address => async () => await this.#tryAddress(address)),
      ...known.map(({ id, addresses }) => async () => await this.#tryStored(id, addresses))
    ]
  }

  async #runAll (attempts: Array<() => Promise<PeerId | undefined>>): Promise<void> {
    const reached = new Set<MemberId>()
    const work = async (): Promise<void> => {
      for (let attempt = attempts.shift(); attempt !== undefined; attempt = attempts.shift()) {
        const id = (await attempt())?.toString()

        if (id !== undefined && !reached.has(id)) {
          reached.add(id)
          this.#options.contact(id)
        }
      }
    }

    await Promise.all(Array.from({ length: DIALS_MAX }, work))
  }

  async #tryAddress (address: Multiaddr): Promise<PeerId | undefined> {
    const text = address.toString()
    const named = peerOf(address)
    const peer = named === undefined ? this.#found.get(text) : peerIdOf(named)

    if (peer?.equals(this.#options.self) === true) {
      return undefined
    }
    if (peer !== undefined && this.#options.connector.existing(peer) !== undefined) {
      return peer
    }

    try {
      const { connector } = this.#options
      const connection = named !== undefined && peer !== undefined ? await connector.connect(peer, [text]) : await connector.dial(address)
      this.#found.set(text, connection.remotePeer)

      return connection.remotePeer
    } catch (error) {
      this.#noteFailure(address, error)
      return undefined
    }
  }

  async #tryStored (id: MemberId, addresses: readonly string[]): Promise<PeerId | undefined> {
    const peer = peerIdOf(id)

    if (peer === undefined || peer.equals(this.#options.self)) {
      return undefined
    }

    try {
      await this.#options.connector.connect(peer, addresses)
      return peer
    } catch (error) {
      this.#options.log('stored member %p was not reached - %e', peer, error)
      return undefined
    }
  }

  /** libp2p refuses a connection to ourselves. A name can lead elsewhere the next time; an IP address does not. */
  #noteFailure (address: Multiaddr, error: unknown): void {
    const isName = address.getComponents()[0]?.name.startsWith('dns') === true

    if (isSelfDial(error) && !isName) {
      this.#own.add(address.toString())
    }
    this.#options.log('bootstrap address %a was not reached - %e', address, error)
  }
}
