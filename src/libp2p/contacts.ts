import { peerOf } from './addresses.js'
import { tableProtocol } from './protocols.js'
import type { Libp2p, Logger, PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Members that an observer stays connected with, if it was given so many addresses: one of them may die. */
const CONTACTS_MIN = 3

/** How long a dial may take, in milliseconds. */
const DIAL_TIMEOUT = 5_000

/** What finding contacts takes. */
export interface ContactsOptions {
  readonly node: Libp2p
  readonly cluster: string
  readonly bootstrap: readonly Multiaddr[]
  readonly log: Logger
  readonly signal: AbortSignal
}

/** The members that an observer can ask: peers it is connected with that serve the cluster's tables. */
export class Contacts {
  readonly #options: ContactsOptions
  /** Who answered at an address last. */
  readonly #found = new Map<Multiaddr, PeerId>()
  #isDialling = false

  constructor (options: ContactsOptions) {
    this.#options = options
  }

  /** All contacts there are now, in random order. */
  async list (): Promise<PeerId[]> {
    const { node } = this.#options
    const peers = node.getPeers()
    const serves = await Promise.all(peers.map(async peer => await this.#servesTables(peer)))

    return shuffled(peers.filter((_, index) => serves[index]))
  }

  /** Dials the addresses that are not connected if there are too few contacts; one that answers is identified. */
  async seek (): Promise<void> {
    if (this.#isDialling || (await this.list()).length >= CONTACTS_MIN) {
      return
    }
    this.#isDialling = true
    await Promise.all(this.#options.bootstrap.filter(address => !this.#isConnected(address)).map(async address => { await this.#dial(address) }))
    this.#isDialling = false
  }

  async #servesTables (peer: PeerId): Promise<boolean> {
    const { node, cluster, log } = this.#options

    try {
      return (await node.peerStore.get(peer)).protocols.includes(tableProtocol(cluster))
    } catch (error) {
      // Forgotten between two looks, or not written yet: it is no contact now.
      log('%p is not in the address book - %e', peer, error)
      return false
    }
  }

  #isConnected (address: Multiaddr): boolean {
    const named = peerOf(address)
    const found = this.#found.get(address)

    return this.#options.node.getPeers().some(peer => peer.toString() === named || found?.equals(peer) === true)
  }

  async #dial (address: Multiaddr): Promise<void> {
    const { node, log, signal } = this.#options

    try {
      const connection = await node.dial(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(DIAL_TIMEOUT)]) })
      this.#found.set(address, connection.remotePeer)
    } catch (error) {
      log('bootstrap address %a was not reached - %e', address, error)
    }
  }
}

function shuffled<T> (values: readonly T[]): T[] {
  return values.map(value => ({ value, at: Math.random() })).sort((a, b) => a.at - b.at).map(({ value }) => value)
}
