import { areEqual } from './bytes.js'
import { DecodeError } from './decode-error.js'
import { asPlainBytes, parse } from './protobuf.js'
import * as pb from './shoal.js'
import type { Claim, Table } from '../core/index.js'

/**
 * The envelope bytes of a claim or a table of our own, which has no `seal` yet. The same object must give the same
 * bytes.
 */
export type SealOf = (body: Claim | Table) => Uint8Array

/** What goes into the signature of a claim, so that it can never pass for the signature of anything else. */
export const CLAIM_DOMAIN = 'shoal-claim'

/** What goes into the signature of a table. */
export const TABLE_DOMAIN = 'shoal-table'

/** The payload type of a claim's envelope. */
export const CLAIM_CODEC: Uint8Array = new TextEncoder().encode('/shoal/claim/1')

/** The payload type of a table's envelope. */
export const TABLE_CODEC: Uint8Array = new TextEncoder().encode('/shoal/table/1')

/** The parts of a libp2p signed envelope (RFC 0002). */
export interface EnvelopeParts {
  /** A libp2p `PublicKey` message. */
  readonly publicKey: Uint8Array
  readonly payloadType: Uint8Array
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

/** The one form of an envelope. */
export function encodeEnvelope ({ publicKey, payloadType, payload, signature }: EnvelopeParts): Uint8Array {
  return pb.Envelope.encode({
    publicKey: asPlainBytes(publicKey),
    payloadType: asPlainBytes(payloadType),
    payload: asPlainBytes(payload),
    signature: asPlainBytes(signature)
  })
}

/**
 * The payload of an envelope, as a view of it. The signature is not verified here.
 *
 * @throws {DecodeError} unless it is of that type and has its one form
 */
export function openEnvelope (seal: Uint8Array, payloadType: Uint8Array): Uint8Array {
  const { publicKey, payloadType: type, payload, signature } = parse(pb.Envelope.codec(), seal, 'envelope')

  if (publicKey === undefined || type === undefined || payload === undefined || signature === undefined) {
    throw new DecodeError('envelope lacks a field')
  }
  if (!areEqual(type, payloadType)) {
    throw new DecodeError(`envelope is not of type ${new TextDecoder().decode(payloadType)}`)
  }
  // With a second payload in it, the one that is read could be another than the one whose signature is verified.
  if (!areEqual(encodeEnvelope({ publicKey, payloadType, payload, signature }), seal)) {
    throw new DecodeError('envelope is not in its one form: each field once, in order, nothing else')
  }

  return payload
}
