import { PARTITIONS_MAX, PATIENCE_MAX } from '../core/index.js'
import * as pb from './call.js'
import { DecodeError } from './decode-error.js'
import { checkName, checkRange } from './field-checks.js'
import { asPlainBytes, parse } from './protobuf.js'
import { CALL_ERROR_MAX, CALL_FRAME_MAX, CALL_KEY_MAX, CALL_PAYLOAD_MAX } from './sizes.js'
import { decodeToken, encodeToken } from './token-codec.js'
import type { CallReply, CallRequest } from './calls.js'

const ROLES = { OWNER: 'owner', STANDBY: 'standby' } as const

const REFUSALS = {
  NOT_OWNER: 'not-owner', BEHIND: 'behind', NO_HANDLER: 'no-handler', BUSY: 'busy', NOT_MEMBER: 'not-member'
} as const

const REFUSED = {
  'not-owner': pb.CallStatus.NOT_OWNER,
  behind: pb.CallStatus.BEHIND,
  'no-handler': pb.CallStatus.NO_HANDLER,
  busy: pb.CallStatus.BUSY,
  'not-member': pb.CallStatus.NOT_MEMBER
} as const

/** The bytes of a request. */
export function encodeCallRequest ({ group, partition, epoch, token, role, patience, key, payload }: CallRequest): Uint8Array {
  return pb.CallRequest.encode({
    group,
    partition,
    epoch: encodeToken(epoch),
    token: encodeToken(token),
    role: role === 'owner' ? pb.CallRole.OWNER : pb.CallRole.STANDBY,
    patience,
    ...(typeof key === 'string' ? { keyText: key } : {}),
    ...(key instanceof Uint8Array ? { keyBytes: asPlainBytes(key) } : {}),
    ...(payload.length > 0 ? { payload: asPlainBytes(payload) } : {})
  })
}

/**
 * The request that a peer's bytes are. It keeps nothing of the argument's memory.
 *
 * @throws {DecodeError} and nothing else, whatever the bytes are
 */
export function decodeCallRequest (bytes: Uint8Array): CallRequest {
  const { group, partition, epoch, token, role, patience, keyText, keyBytes, payload } = parse(pb.CallRequest.codec(), checkFrame(bytes), 'call request')
  const key = readKey(keyText, keyBytes)

  return {
    group: checkName(group, 'call.group'),
    partition: checkRange(partition, 0, PARTITIONS_MAX - 1, 'call.partition'),
    epoch: decodeToken(epoch, 'call.epoch'),
    token: decodeToken(token, 'call.token'),
    role: ROLES[role],
    patience: checkRange(patience, 1, PATIENCE_MAX, 'call.patience'),
    ...(key === undefined ? {} : { key }),
    payload: readBytes(payload, CALL_PAYLOAD_MAX, 'call.payload')
  }
}

/** The bytes of a reply. */
export function encodeCallReply (reply: CallReply): Uint8Array {
  return pb.CallReply.encode(writeReply(reply))
}

/**
 * The reply that a peer's bytes are. It keeps nothing of the argument's memory.
 *
 * @throws {DecodeError} and nothing else, whatever the bytes are
 */
export function decodeCallReply (bytes: Uint8Array): CallReply {
  const reply = parse(pb.CallReply.codec(), checkFrame(bytes), 'call reply')
  const epoch = decodeToken(reply.epoch, 'reply.epoch')

  switch (reply.status) {
    case pb.CallStatus.ANSWERED: return { type: 'answer', epoch, payload: readBytes(reply.payload, CALL_PAYLOAD_MAX, 'reply.payload') }
    case pb.CallStatus.FAILED: return { type: 'failure', epoch, error: readError(reply.error) }
    case pb.CallStatus.TOO_LARGE: return { type: 'too-large', epoch }
    default: return { type: 'refusal', epoch, reason: REFUSALS[reply.status] }
  }
}

function writeReply (reply: CallReply): pb.CallReply {
  const epoch = encodeToken(reply.epoch)

  switch (reply.type) {
    case 'answer': return { status: pb.CallStatus.ANSWERED, epoch, ...(reply.payload.length > 0 ? { payload: asPlainBytes(reply.payload) } : {}), error: '' }
    case 'failure': return { status: pb.CallStatus.FAILED, epoch, error: reply.error.slice(0, CALL_ERROR_MAX) }
    case 'too-large': return { status: pb.CallStatus.TOO_LARGE, epoch, error: '' }
    case 'refusal': return { status: REFUSED[reply.reason], epoch, error: '' }
    default: return unreachable(reply)
  }
}

function checkFrame (bytes: Uint8Array): Uint8Array {
  if (bytes.length > CALL_FRAME_MAX) {
    throw new DecodeError(`call has ${bytes.length} bytes: must have at most ${CALL_FRAME_MAX}`)
  }

  return bytes
}

function readKey (text: string | undefined, bytes: Uint8Array | undefined): string | Uint8Array | undefined {
  if (text !== undefined && bytes !== undefined) {
    throw new DecodeError('call.key is a text and bytes: must be one of them')
  }
  if (text !== undefined && new TextEncoder().encode(text).length > CALL_KEY_MAX) {
    throw new DecodeError(`call.key is too long: must have at most ${CALL_KEY_MAX} bytes`)
  }

  return text ?? (bytes === undefined ? undefined : readBytes(bytes, CALL_KEY_MAX, 'call.key'))
}

/** In memory of its own: the frame's is the muxer's. */
function readBytes (bytes: Uint8Array | undefined, max: number, field: string): Uint8Array {
  if (bytes !== undefined && bytes.length > max) {
    throw new DecodeError(`${field} has ${bytes.length} bytes: must have at most ${max}`)
  }

  return new Uint8Array(bytes ?? [])
}

function readError (error: string): string {
  if (error.length > CALL_ERROR_MAX) {
    throw new DecodeError(`reply.error has ${error.length} characters: must have at most ${CALL_ERROR_MAX}`)
  }

  return error
}

function unreachable (reply: never): never {
  throw new TypeError(`there is no reply of type ${String((reply as CallReply).type)}`)
}
