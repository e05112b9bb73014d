import { breakConnection } from './breaking.js'
import type { MemberNode } from './nodes.js'
import type { ConnectionGater } from '@libp2p/interface'

/** The cables between nodes of one process: they can be cut between two sides, or around one node. */
export class Cable {
  readonly #sides = new Map<string, string>()
  readonly #isolated = new Set<string>()
  #isCut = false

  /** Puts a node on a side. */
  put (id: string, side: string): void {
    this.#sides.set(id, side)
  }

  sideOf (id: string): string | undefined {
    return this.#sides.get(id)
  }

  /** What a node needs to be subject to this. */
  gaterOf (id: string): ConnectionGater {
    const denies = (peer: { toString (): string }): boolean => this.#isolated.has(id) || !this.reaches(id, peer.toString())

    return { denyDialPeer: denies, denyOutboundEncryptedConnection: denies, denyInboundEncryptedConnection: denies }
  }

  /** Breaks what comes up although it must not: a dial can be past the gater when a cut comes. */
  watch (node: MemberNode): void {
    node.addEventListener('connection:open', ({ detail }) => {
      const [from, to] = [node.peerId.toString(), detail.remotePeer.toString()]

      if (this.#isolated.has(from) || !this.reaches(from, to)) {
        breakConnection(detail)
      }
    })
  }

  /** Whether there is a way from one node to another: both run, and no cut is between them. */
  reaches (from: string, to: string): boolean {
    return !this.#isCut || this.#sides.get(from) === this.#sides.get(to)
  }

  /** Breaks every connection between two sides, and lets no new one come up. */
  cut (nodes: readonly MemberNode[]): void {
    this.#isCut = true

    for (const node of nodes) {
      for (const connection of node.getConnections()) {
        if (!this.reaches(node.peerId.toString(), connection.remotePeer.toString())) {
          breakConnection(connection)
        }
      }
    }
  }

  heal (): void {
    this.#isCut = false
  }

  /**
   * Ends a node as far as the others can tell, as if its process were killed: it says nothing any more, its connections
   * break, and nobody listens at its addresses.
   */
  async kill (node: MemberNode): Promise<void> {
    const { components } = node as unknown as { components: { transportManager: { stop (): Promise<void> } } }

    this.#isolated.add(node.peerId.toString())
    for (const connection of node.getConnections()) {
      breakConnection(connection)
    }
    await components.transportManager.stop()
  }
}
