import type { GossipsubOpts } from '@libp2p/gossipsub'

/** Bytes of one inbound gossipsub message: far above what Shoal publishes, because one that is too large ends the link. */
const INBOUND_MAX = 4 * 1024 * 1024

/**
 * The gossipsub options that Shoal is tested with. Where they differ from gossipsub's own:
 *
 * - `floodPublish: false`: a publication goes to the mesh, not to every connected subscriber; where these are few, Shoal says
 *   otherwise for its own.
 * - `fastMsgIdFn`: duplicates are told by their signature before it is verified; otherwise every copy costs one.
 * - `runOnLimitedConnection`: gossip runs over relayed connections too.
 * - `allowPublishToZeroTopicPeers`: a member that is alone publishes to nobody without an error.
 * - `IPColocationFactorWeight: 0`: more than ten peers behind one address (a NAT, one machine) are no attack.
 */
export function recommendedGossip (): Partial<GossipsubOpts> {
  return {
    floodPublish: false,
    fastMsgIdFn: signatureOf,
    runOnLimitedConnection: true,
    allowPublishToZeroTopicPeers: true,
    scoreParams: { IPColocationFactorWeight: 0 },
    maxInboundDataLength: INBOUND_MAX
  }
}

/** Unsigned messages share an id, which is never remembered: they are refused before. */
const signatureOf: NonNullable<GossipsubOpts['fastMsgIdFn']> = ({ signature }) => String.fromCharCode(...signature ?? [])
