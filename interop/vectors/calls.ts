import { encodeCallReply, encodeCallRequest } from '../../src/wire/index.js'
import { CALL_ERROR_MAX, CALL_KEY_MAX, CALL_PAYLOAD_MAX } from '../../src/wire/sizes.js'
import * as pb from '../../src/wire/call.js'
import { bytesField, concat, rawTokens } from '../../test/wire/raw.js'
import { fromHex, toHex } from './meaning.js'
import type { CallReply, CallRequest } from '../../src/wire/index.js'

/** A request or a reply as JSON: tokens are decimal texts, bytes are hexadecimal, a key of bytes is `keyBytes`. */
export type CallMeaning = { readonly [field: string]: unknown }

/** A request with nothing special about it. */
export const REQUEST: CallRequest = { group: 'jobs', partition: 3, epoch: 6n, token: 5n, role: 'owner', patience: 5_000, payload: Uint8Array.of(1, 2) }

/** The same in the form of the generated code, to be spoilt. */
export const RAW_REQUEST: pb.CallRequest = { group: 'jobs', partition: 3, epoch: rawTokens(6), token: rawTokens(5), role: pb.CallRole.OWNER, patience: 5_000 }

const RAW_REPLY: pb.CallReply = { status: pb.CallStatus.ANSWERED, epoch: rawTokens(6), error: '' }

/** Requests and replies by name. */
export function callMessages (): { readonly requests: Record<string, CallRequest>, readonly replies: Record<string, CallReply> } {
  return {
    requests: {
      'request': REQUEST,
      'request with a text as its key': { ...REQUEST, key: 'Öl' },
      'request with bytes as its key': { ...REQUEST, key: Uint8Array.of(0, 255) },
      'request with the empty key': { ...REQUEST, key: '' },
      'request to a standby, with no payload': { ...REQUEST, role: 'standby', payload: new Uint8Array(), patience: 10_000_000, partition: 0 }
    },
    replies: {
      'answer': { type: 'answer', epoch: 6n, payload: Uint8Array.of(3) },
      'answer with nothing in it': { type: 'answer', epoch: 2n ** 128n - 1n, payload: new Uint8Array() },
      'failure': { type: 'failure', epoch: 6n, error: 'no such row' },
      'answer that is too large': { type: 'too-large', epoch: 6n },
      'refusal by a former owner': { type: 'refusal', epoch: 7n, reason: 'not-owner' },
      'refusal by who is behind': { type: 'refusal', epoch: 5n, reason: 'behind' },
      'refusal without a handler': { type: 'refusal', epoch: 6n, reason: 'no-handler' },
      'refusal of one too many': { type: 'refusal', epoch: 0n, reason: 'busy' },
      'refusal of a stranger': { type: 'refusal', epoch: 0n, reason: 'not-member' }
    }
  }
}

/** Bytes that every receiver refuses as a request, by what is wrong with them. */
export function refusedRequests (): Record<string, Uint8Array> {
  return {
    'nothing': new Uint8Array(),
    'junk': Uint8Array.of(255, 255),
    'a group with a capital in its name': request({ group: 'Jobs' }),
    'a partition of 131,072': request({ partition: 131_072 }),
    'an epoch of 15 bytes': request({ epoch: new Uint8Array(15) }),
    'no token': request({ token: undefined }),
    'an unknown role': concat(request({}), Uint8Array.of(5 << 3, 2)),
    'a patience of 0': request({ patience: 0 }),
    'a patience of 10,000,001': request({ patience: 10_000_001 }),
    'a key that is a text and bytes': request({ keyText: 'a', keyBytes: Uint8Array.of(97) }),
    'a text as its key of 1,025 bytes': request({ keyText: `x${'ö'.repeat(CALL_KEY_MAX / 2)}` }),
    'bytes as its key of 1,025 bytes': request({ keyBytes: new Uint8Array(CALL_KEY_MAX + 1) })
  }
}

/** Bytes that every receiver refuses as a reply. */
export function refusedReplies (): Record<string, Uint8Array> {
  return {
    'nothing': new Uint8Array(),
    'junk': Uint8Array.of(255, 255),
    'no epoch': reply({ epoch: undefined }),
    'an unknown status': concat(reply({}), Uint8Array.of(1 << 3, 8)),
    'an error of 1,025 characters': reply({ status: pb.CallStatus.FAILED, error: 'x'.repeat(CALL_ERROR_MAX + 1) })
  }
}

/** A request or a reply with a payload one byte above the bound; too large for a file. */
export function oversized (): { readonly request: Uint8Array, readonly reply: Uint8Array } {
  const payload = new Uint8Array(CALL_PAYLOAD_MAX + 1)
  return { request: concat(pb.CallRequest.encode(RAW_REQUEST), bytesField(9, payload)), reply: concat(pb.CallReply.encode(RAW_REPLY), bytesField(3, payload)) }
}

/** What the file of vectors says. */
export function describeCalls (): object {
  const { requests, replies } = callMessages()
  const hex = (all: Record<string, Uint8Array>): object[] => Object.entries(all).map(([name, bytes]) => ({ name, bytes: toHex(bytes) }))

  return {
    about: 'Requests and replies of calls, without frames: bytes and meaning. Tokens are decimal texts, bytes are hexadecimal, a key of bytes is called keyBytes.',
    requests: Object.entries(requests).map(([name, message]) => ({ name, bytes: toHex(encodeCallRequest(message)), meaning: toCallMeaning(message) })),
    replies: Object.entries(replies).map(([name, message]) => ({ name, bytes: toHex(encodeCallReply(message)), meaning: toCallMeaning(message) })),
    refusedRequests: hex(refusedRequests()),
    refusedReplies: hex(refusedReplies())
  }
}

/** A request or a reply as JSON. */
export function toCallMeaning (message: CallRequest | CallReply): CallMeaning {
  return Object.fromEntries(Object.entries(message).map(([field, value]: [string, unknown]) => {
    const name = field === 'key' && value instanceof Uint8Array ? 'keyBytes' : field
    return [name, typeof value === 'bigint' ? value.toString() : value instanceof Uint8Array ? toHex(value) : value]
  }))
}

/** The request or the reply that the JSON means. */
export function fromCallMeaning<T extends CallRequest | CallReply> (meaning: CallMeaning): T {
  return Object.fromEntries(Object.entries(meaning).map(([field, value]) => {
    switch (field) {
      case 'epoch':
      case 'token': return [field, BigInt(value as string)]
      case 'payload': return [field, fromHex(value as string)]
      case 'keyBytes': return ['key', fromHex(value as string)]
      default: return [field, value]
    }
  })) as T
}

function request (changes: Partial<pb.CallRequest>): Uint8Array {
  return pb.CallRequest.encode({ ...RAW_REQUEST, ...changes })
}

function reply (changes: Partial<pb.CallReply>): Uint8Array {
  return pb.CallReply.encode({ ...RAW_REPLY, ...changes })
}
