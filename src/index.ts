/**
 * @packageDocumentation
 *
 * Shoal makes a cluster out of libp2p nodes: membership by SWIM, a leader, and partitions of named groups, each owned
 * by one member under a fencing token.
 *
 * Gossip gives eventual agreement, not mutual exclusion: while the network is split, both sides go on, and two members
 * can own one partition. Their tokens differ and are ordered, so a resource that refuses smaller tokens stays correct.
 *
 * @example
 *
 * ```ts
 * import { createLibp2p } from 'libp2p'
 * import { shoal } from 'shoal'
 *
 * const node = await createLibp2p({
 *   // transports, encryption, muxers
 *   services: {
 *     identify: identify(),
 *     pubsub: gossipsub(recommendedGossip()),
 *     shoal: shoal({ cluster: 'orders', groups: { jobs: { partitions: 64 } } })
 *   }
 * })
 *
 * node.services.shoal.addEventListener('partition:assign', ({ detail }) => {
 *   console.log('mine:', detail.group, detail.partition, detail.token)
 * })
 * ```
 */

import { ShoalService } from './libp2p/shoal-service.js'
import type { Shoal, ShoalInit } from './api.js'
import type { ShoalComponents } from './libp2p/shoal-service.js'

export type * from './api.js'
export type { DetectorOptions, DetectorSettings, LossReason, MemberState, Preset, RevokeReason, TimingSettings } from './core/index.js'
export { formatToken } from './core/index.js'
export * from './errors.js'
export { createGenesis, voterIdOf } from './libp2p/strict/genesis.js'
export { recommendedGossip } from './libp2p/recommended-gossip.js'
export type { ShoalComponents } from './libp2p/shoal-service.js'

/** Makes a libp2p node a member of a cluster. Needs identify and gossipsub (as `pubsub`) among the services. */
export function shoal (init: ShoalInit): (components: ShoalComponents) => Shoal {
  return components => new ShoalService(components, init)
}
