import { ADDRESSES_MAX, GROUPS_MAX, METADATA_MAX, PRIORITY_MAX, PROTOCOL_VERSION_MAX } from '../core/index.js'
import { DecodeError } from './decode-error.js'
import { CLAIM_CODEC, openEnvelope } from './envelope.js'
import { checkAddress, checkCounter, checkGroups, checkMemberId, checkName, checkRange, checkZone } from './field-checks.js'
import { asPlainBytes, parse } from './protobuf.js'
import * as pb from './shoal.js'
import { CLAIM_SEAL_MAX } from './sizes.js'
import type { Claim } from '../core/index.js'

const LIMITS = { addresses: ADDRESSES_MAX, groups: GROUPS_MAX }

/** What the subject of a claim signs: the payload of its envelope. The `seal` is not part of it. */
export function encodeClaim (claim: Claim): Uint8Array {
  const { priority, addresses, groups, metadata, protocol, zone = '', ...rest } = claim

  return pb.Claim.encode({
    ...rest,
    priority: BigInt(priority),
    addresses: [...addresses],
    groups: groups.map(({ replicas = 0, maxMoves = 0, isStrict = false, ...group }) => ({ ...group, replicas, maxMoves, strict: isStrict })),
    zone,
    protocolMin: protocol.min,
    protocolMax: protocol.max,
    ...(metadata.length > 0 ? { metadata: asPlainBytes(metadata) } : {})
  })
}

/**
 * The claim in an envelope, with a copy of the envelope as its `seal`. The signature is not verified here.
 *
 * @throws {DecodeError}
 */
export function decodeClaimSeal (bytes: Uint8Array): Claim {
  if (bytes.length > CLAIM_SEAL_MAX) {
    throw new DecodeError(`claim has ${bytes.length} bytes with its envelope: must have at most ${CLAIM_SEAL_MAX}`)
  }

  const seal = new Uint8Array(bytes)

  return { ...readClaim(parse(pb.Claim.codec(), openEnvelope(seal, CLAIM_CODEC), 'claim', LIMITS)), seal }
}

function readClaim (claim: pb.Claim): Claim {
  const metadata = new Uint8Array(claim.metadata ?? [])
  checkRange(metadata.length, 0, METADATA_MAX, 'claim.metadata length')

  return {
    cluster: checkName(claim.cluster, 'claim.cluster'),
    id: checkMemberId(claim.id, 'claim.id'),
    generation: checkCounter(claim.generation, 'claim.generation'),
    incarnation: checkCounter(claim.incarnation, 'claim.incarnation'),
    left: claim.left,
    priority: checkRange(Number(claim.priority), -PRIORITY_MAX, PRIORITY_MAX, 'claim.priority'),
    eligible: claim.eligible,
    term: checkCounter(claim.term, 'claim.term'),
    addresses: claim.addresses.map(text => checkAddress(text, 'claim.addresses')),
    groups: checkGroups(claim.groups, 'claim.groups'),
    metadata,
    probation: claim.probation,
    leaving: claim.leaving,
    ...checkZone(claim.zone, 'claim.zone'),
    protocol: readProtocol(claim)
  }
}

function readProtocol ({ protocolMin, protocolMax }: pb.Claim): Claim['protocol'] {
  const min = checkRange(protocolMin, 1, PROTOCOL_VERSION_MAX, 'claim.protocol_min')
  return { min, max: checkRange(protocolMax, min, PROTOCOL_VERSION_MAX, 'claim.protocol_max') }
}
