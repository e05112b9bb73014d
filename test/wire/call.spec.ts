import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { callMessages, fromCallMeaning, oversized, refusedReplies, refusedRequests, REQUEST } from '../../interop/vectors/calls.js'
import { fromHex, toHex } from '../../interop/vectors/meaning.js'
import {
  CALL_ERROR_MAX, CALL_FRAME_MAX, CALL_KEY_MAX, CALL_PAYLOAD_MAX, decodeCallReply, decodeCallRequest, DecodeError, encodeCallReply, encodeCallRequest
} from '../../src/wire/index.js'
import { names, tokens } from './arbitraries.js'
import { bytesField, concat, numberField } from './raw.js'
import type { CallMeaning } from '../../interop/vectors/calls.js'
import type { CallReply, CallRequest } from '../../src/wire/index.js'

const RUNS = { numRuns: 2_000 }
const vectors = JSON.parse(readFileSync('interop/vectors/calls.json', 'utf8')) as {
  [list in 'requests' | 'replies']: Array<{ name: string, bytes: string, meaning: CallMeaning }>
} & { [list in 'refusedRequests' | 'refusedReplies']: Array<{ name: string, bytes: string }> }

describe('a request and a reply', () => {
  it('are the same after encoding and decoding', () => {
    fc.assert(fc.property(requests(), request => { assert.deepEqual(decodeCallRequest(encodeCallRequest(request)), request) }), RUNS)
    fc.assert(fc.property(replies(), reply => { assert.deepEqual(decodeCallReply(encodeCallReply(reply)), reply) }), RUNS)
  })

  it('keep nothing of the memory that they were decoded from', () => {
    fc.assert(fc.property(requests(), replies(), (request, reply) => {
      const bytes = [encodeCallRequest(request), encodeCallReply(reply)] as const
      const decoded = [decodeCallRequest(bytes[0]), decodeCallReply(bytes[1])]
      for (const each of bytes) each.fill(0xff)
      assert.deepEqual(decoded, [request, reply])
    }))
  })

  it('are said of junk by a DecodeError, and nothing else', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), judge), RUNS)
    fc.assert(fc.property(fc.oneof(requests().map(encodeCallRequest), replies().map(encodeCallReply)), fc.nat(5_000), fc.integer({ min: 1, max: 255 }), (bytes, where, by) => {
      const index = where % bytes.length
      bytes[index] = (bytes[index] ?? 0) ^ by
      judge(bytes)
      judge(bytes.subarray(0, index))
    }), RUNS)
  })
})

describe('a call ends at its limit:', () => {
  const bounded = (what: string, max: number, pass: (n: number) => unknown): void => {
    it(`${what} of ${max}`, () => {
      pass(max)
      assert.throws(() => pass(max + 1), DecodeError)
    })
  }
  const request = (changes: Partial<CallRequest>): CallRequest => decodeCallRequest(encodeCallRequest({ ...REQUEST, ...changes }))
  const rawError = (error: string): CallReply => decodeCallReply(concat(numberField(1, 1n), bytesField(2, new Uint8Array(16)), bytesField(4, Buffer.from(error))))

  bounded('a partition', 131_071, n => request({ partition: n }))
  bounded('a patience', 10_000_000, n => request({ patience: n }))
  bounded('a text as its key', CALL_KEY_MAX, n => request({ key: 'x'.repeat(n) }))
  bounded('bytes as its key', CALL_KEY_MAX, n => request({ key: new Uint8Array(n) }))
  bounded('a group\'s name', 64, n => request({ group: 'x'.repeat(n) }))
  bounded('a payload', CALL_PAYLOAD_MAX, n => request({ payload: new Uint8Array(n) }))
  bounded('an answer', CALL_PAYLOAD_MAX, n => decodeCallReply(encodeCallReply({ type: 'answer', epoch: 1n, payload: new Uint8Array(n) })))
  bounded('an error', CALL_ERROR_MAX, n => rawError('x'.repeat(n)))
  bounded('a frame of a request', CALL_FRAME_MAX, n => decodeCallRequest(filled(encodeCallRequest(REQUEST), n)))
  bounded('a frame of a reply', CALL_FRAME_MAX, n => decodeCallReply(filled(encodeCallReply({ type: 'too-large', epoch: 1n }), n)))

  it('a longer error is cut on the way out', () => {
    assert.deepEqual(decodeCallReply(encodeCallReply({ type: 'failure', epoch: 1n, error: 'x'.repeat(CALL_ERROR_MAX + 1) })), { type: 'failure', epoch: 1n, error: 'x'.repeat(CALL_ERROR_MAX) })
  })

  it('the largest request and the largest reply fit in a frame', () => {
    const largest = encodeCallRequest({
      group: 'x'.repeat(64), partition: 131_071, epoch: 2n ** 128n - 1n, token: 2n ** 128n - 1n, role: 'standby', patience: 10_000_000, key: 'x'.repeat(CALL_KEY_MAX), payload: new Uint8Array(CALL_PAYLOAD_MAX)
    })

    assert.ok(largest.length <= CALL_FRAME_MAX)
    assert.ok(encodeCallReply({ type: 'answer', epoch: 2n ** 128n - 1n, payload: new Uint8Array(CALL_PAYLOAD_MAX) }).length <= CALL_FRAME_MAX)
    assert.ok(encodeCallReply({ type: 'failure', epoch: 2n ** 128n - 1n, error: '€'.repeat(CALL_ERROR_MAX) }).length <= CALL_FRAME_MAX)
  })

  it('a payload one byte above it is refused for that', () => {
    assert.throws(() => decodeCallRequest(oversized().request), /call\.payload has 1048577 bytes: must have at most 1048576/)
    assert.throws(() => decodeCallReply(oversized().reply), /reply\.payload has 1048577 bytes/)
  })
})

describe('the vectors of calls', () => {
  for (const { name, bytes, meaning } of vectors.requests) {
    it(`${name}: bytes and meaning are each other's`, () => {
      assert.deepEqual(decodeCallRequest(fromHex(bytes)), fromCallMeaning<CallRequest>(meaning))
      assert.equal(toHex(encodeCallRequest(fromCallMeaning<CallRequest>(meaning))), bytes)
    })
  }

  for (const { name, bytes, meaning } of vectors.replies) {
    it(`${name}: bytes and meaning are each other's`, () => {
      assert.deepEqual(decodeCallReply(fromHex(bytes)), fromCallMeaning<CallReply>(meaning))
      assert.equal(toHex(encodeCallReply(fromCallMeaning<CallReply>(meaning))), bytes)
    })
  }

  for (const { name, bytes } of vectors.refusedRequests) {
    it(`a request with ${name} is refused`, () => { assert.throws(() => decodeCallRequest(fromHex(bytes)), DecodeError) })
  }

  for (const { name, bytes } of vectors.refusedReplies) {
    it(`a reply with ${name} is refused`, () => { assert.throws(() => decodeCallReply(fromHex(bytes)), DecodeError) })
  }

  it('are those that are written', () => {
    const { requests, replies } = callMessages()

    assert.deepEqual(vectors.requests.map(({ name }) => name), Object.keys(requests))
    assert.deepEqual(vectors.replies.map(({ name }) => name), Object.keys(replies))
    assert.deepEqual(vectors.refusedRequests.map(({ bytes }) => bytes), Object.values(refusedRequests()).map(toHex))
    assert.deepEqual(vectors.refusedReplies.map(({ bytes }) => bytes), Object.values(refusedReplies()).map(toHex))
  })
})

function requests (): fc.Arbitrary<CallRequest> {
  return fc.record({
    group: names(),
    partition: fc.nat(131_071),
    epoch: tokens(),
    token: tokens(),
    role: fc.constantFrom('owner', 'standby'),
    patience: fc.integer({ min: 1, max: 10_000_000 }),
    key: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.uint8Array({ maxLength: 1_024 })),
    payload: fc.uint8Array({ maxLength: 300 })
  }, { requiredKeys: ['group', 'partition', 'epoch', 'token', 'role', 'patience', 'payload'], noNullPrototype: true })
}

function replies (): fc.Arbitrary<CallReply> {
  const epoch = tokens()

  return fc.oneof(
    fc.record({ type: fc.constant('answer' as const), epoch, payload: fc.uint8Array({ maxLength: 300 }) }, { noNullPrototype: true }),
    fc.record({ type: fc.constant('failure' as const), epoch, error: fc.string({ unit: 'grapheme', maxLength: 20 }) }, { noNullPrototype: true }),
    fc.record({ type: fc.constant('too-large' as const), epoch }, { noNullPrototype: true }),
    fc.record({ type: fc.constant('refusal' as const), epoch, reason: fc.constantFrom('not-owner', 'behind', 'no-handler', 'busy', 'not-member') }, { noNullPrototype: true })
  )
}

/** With a field that nobody knows, so that it has so many bytes: its head takes 5. */
function filled (bytes: Uint8Array, size: number): Uint8Array {
  return concat(bytes, bytesField(900, new Uint8Array(size - bytes.length - 5)))
}

// What gets through is whole: it arrives as it is.
function judge (bytes: Uint8Array): void {
  for (const [decode, encode] of [[decodeCallRequest, encodeCallRequest], [decodeCallReply, encodeCallReply]] as const) {
    try {
      const message = decode(bytes)
      assert.deepEqual(decode((encode as (message: unknown) => Uint8Array)(message)), message)
    } catch (error) {
      assert.ok(error instanceof DecodeError, String(error))
    }
  }
}
