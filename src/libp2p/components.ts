import type { GossipSub } from '@libp2p/gossipsub'
import type { ComponentLogger, Libp2pEvents, PeerId, PrivateKey, TypedEventTarget } from '@libp2p/interface'
import type { AddressManager, ConnectionManager, Registrar } from '@libp2p/interface-internal'
import type { Datastore } from 'interface-datastore'

/** What Shoal uses of a libp2p node. gossipsub is the service named `pubsub`. */
export interface ShoalComponents {
  readonly peerId: PeerId
  readonly privateKey: PrivateKey
  readonly logger: ComponentLogger
  readonly events: TypedEventTarget<Libp2pEvents>
  readonly addressManager: AddressManager
  readonly connectionManager: ConnectionManager
  readonly registrar: Registrar
  readonly datastore: Datastore
  readonly pubsub: GossipSub
}
