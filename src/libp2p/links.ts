import { closeIfUnused, isInMesh } from './idle-connections.js'
import { Link } from './link.js'
import { peerIdOf } from './peer-ids.js'
import type { Mesh } from './idle-connections.js'
import type { LinkOptions } from './link.js'
import type { MemberId, Message } from '../core/index.js'
import type { Connection, PeerId } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'

/** What the links are made with. */
export interface LinksOptions extends LinkOptions {
  readonly maxLinks: number
  readonly connectionManager: ConnectionManager
  readonly mesh: Mesh
}

/**
 * The links to other members, at most `maxLinks` of them: a cluster can be larger than what one member keeps open, and
 * then the least recently used goes.
 */
export class Links {
  readonly #options: LinksOptions
  /** By member, the least recently used first. */
  readonly #links = new Map<MemberId, Link>()
  /** Evicted ones that still write what waited. */
  readonly #retiring = new Set<Link>()
  /** Members whose connections are to be closed, unless they are wanted again first. */
  readonly #unwanted = new Map<MemberId, AbortController>()
  #isClosed = false

  constructor (options: LinksOptions) {
    this.#options = options
  }

  get size (): number {
    return this.#links.size
  }

  /** Sends a message if it can, as an answer on a connection; whether it arrived is for the protocol to find out. */
  send (to: MemberId, message: Message, via?: Connection): void {
    const link = this.#isClosed ? undefined : this.#links.get(to) ?? this.#create(to)

    if (link !== undefined) {
      this.#unwanted.get(to)?.abort()
      this.#touch(to, link)
      link.send(message, via)
      this.#evict()
    }
  }

  /** A member was heard: its link is in use. */
  heard (from: MemberId): void {
    const link = this.#links.get(from)

    if (link !== undefined) {
      this.#touch(from, link)
    }
  }

  /** Gives up the streams to a member that is gone, and the connections that may be left over from it. */
  drop (id: MemberId): void {
    const link = this.#links.get(id)
    const peer = link?.peer ?? peerIdOf(id)

    this.#links.delete(id)
    link?.abort()

    if (peer !== undefined) {
      void this.#closeConnections(id, peer, true)
    }
  }

  /** Writes what waits, and closes all streams. */
  async close (): Promise<void> {
    const links = [...this.#links.values(), ...this.#retiring]

    this.#isClosed = true
    this.#links.clear()
    for (const controller of this.#unwanted.values()) {
      controller.abort()
    }
    await Promise.all(links.map(async link => { await link.close() }))
  }

  #create (to: MemberId): Link | undefined {
    const peer = peerIdOf(to)

    if (peer === undefined) {
      this.#options.counters.count('address:invalid')
      return undefined
    }

    return new Link(peer, this.#options)
  }

  #touch (id: MemberId, link: Link): void {
    this.#links.delete(id)
    this.#links.set(id, link)
  }

  #evict (): void {
    while (this.#links.size > this.#options.maxLinks) {
      const [id, link] = this.#links.entries().next().value as [MemberId, Link]

      this.#links.delete(id)
      this.#options.counters.count('link:evicted')
      void this.#retire(id, link)
    }
  }

  async #retire (id: MemberId, link: Link): Promise<void> {
    this.#retiring.add(link)
    await link.close()
    this.#retiring.delete(link)

    if (!this.#isClosed && !this.#links.has(id) && !isInMesh(this.#options.mesh, link.peer)) {
      await this.#closeConnections(id, link.peer, false)
    }
  }

  async #closeConnections (id: MemberId, peer: PeerId, isGone: boolean): Promise<void> {
    const { connectionManager, connections, cluster, log } = this.#options
    const controller = new AbortController()

    this.#unwanted.get(id)?.abort()
    this.#unwanted.set(id, controller)

    try {
      await closeIfUnused({ connectionManager, connections, peer, cluster, isGone }, controller.signal)
    } catch (error) {
      // The connection stays as it is; libp2p's own limits still hold.
      log.error('connection to %p was not closed - %e', peer, error)
    } finally {
      if (this.#unwanted.get(id) === controller) {
        this.#unwanted.delete(id)
      }
    }
  }
}
