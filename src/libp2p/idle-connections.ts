import { bulkProtocol, memberProtocol, strictProtocol, tableProtocol } from './protocols.js'
import type { Connections } from './connections.js'
import type { GossipSub } from '@libp2p/gossipsub'
import type { PeerId, Stream } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'

/** What libp2p opens on every connection by itself; a connection with only these serves nobody else. */
const COMMON_PROTOCOLS = /^\/(ipfs\/(id|id\/push|ping)|meshsub|floodsub|libp2p\/(autonat|dcutr))(\/|$)/

/** How long a connection may take to close in good order, in milliseconds. */
const CLOSE_TIMEOUT = 1_000

/** How often to look whether a connection is used, and the time between two looks, in milliseconds. */
const LOOKS_MAX = 10
const LOOK_INTERVAL = 200

/** gossipsub, with the part of it that its interface leaves out. */
export interface Mesh extends Pick<GossipSub, 'getTopics'> {
  getMeshPeers?(topic: string): string[]
}

/** Whether gossip runs through the peer: then its connection is in use however long we say nothing to it ourselves. */
export function isInMesh (mesh: Mesh, peer: PeerId): boolean {
  return mesh.getTopics().some(topic => mesh.getMeshPeers?.(topic).includes(peer.toString()) === true)
}

/** A peer whose connections may be closed. */
export interface IdlePeer {
  readonly connectionManager: Pick<ConnectionManager, 'getConnections'>
  readonly connections: Pick<Connections, 'close'>
  readonly peer: PeerId
  readonly cluster: string
  /** Whether the peer is gone for good: then it does not matter what it has still open. */
  readonly isGone: boolean
}

/**
 * Closes the connections to a peer if nothing but the cluster and libp2p itself uses them, and the peer has no link on
 * them: of two members, the one that lets go last closes. All or none: gossipsub does
 * not survive the closing of one of several. While a stream's protocol is still being negotiated it cannot be told:
 * then this looks again, as long as the connections are unwanted.
 */
export async function closeIfUnused ({ connectionManager, connections, peer, cluster, isGone }: IdlePeer, signal: AbortSignal): Promise<void> {
  for (let looks = 0; looks < LOOKS_MAX && !signal.aborted; looks++) {
    const streams = connectionManager.getConnections(peer).flatMap(connection => connection.streams)

    if (streams.some(({ protocol }) => protocol !== '' && !isCommon(protocol, cluster) && !(isGone && protocol === strictProtocol(cluster))) || (!isGone && streams.some(stream => isLinkOf(stream, cluster)))) {
      return
    }
    if (streams.every(({ protocol }) => protocol !== '')) {
      await connections.close(peer, AbortSignal.timeout(CLOSE_TIMEOUT))
      return
    }
    await pause(LOOK_INTERVAL, signal)
  }
}

/** Whether a stream is the peer's own link to us. Closing it would lose what the peer is just saying on it. */
function isLinkOf ({ direction, protocol, remoteWriteStatus }: Stream, cluster: string): boolean {
  return direction === 'inbound' && protocol === memberProtocol(cluster) && remoteWriteStatus === 'writable'
}

function isCommon (protocol: string, cluster: string): boolean {
  return [memberProtocol(cluster), bulkProtocol(cluster), tableProtocol(cluster)].includes(protocol) || COMMON_PROTOCOLS.test(protocol)
}

async function pause (ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>(resolve => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)

    function done (): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
