import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { RecordEnvelope } from '@libp2p/peer-record'
import { compareEpochs, formatToken, packToken } from '../../src/core/index.js'
import { MemberList } from '../../src/core/membership/member-list.js'
import {
  CLAIM_CODEC, CLAIM_DOMAIN, decodeClaimSeal, DecodeError, decodeMessage, decodeTableSeal, encodeClaim, encodeMessage, encodeTable,
  TABLE_CODEC, TABLE_DOMAIN
} from '../../src/wire/index.js'
import { fromHex, fromMeaning, toHex } from '../../interop/vectors/meaning.js'
import { messagesByType } from './arbitraries.js'
import { CLAIM } from './raw.js'
import type { Claim, Epoch, Message, RowVersion, Table } from '../../src/core/index.js'
import type { Meaning } from '../../interop/vectors/meaning.js'

interface SealVector {
  readonly name: string
  readonly type: 'claim' | 'table'
  readonly domain: string
  readonly payloadType: string
  readonly signer: string
  readonly payload: string
  readonly seal: string
  readonly meaning: Meaning
}

interface MessageVector {
  readonly name: string
  readonly bytes: string
  readonly meaning: Meaning
}

const { seals, messages, refused } = read<{
  seals: SealVector[], messages: MessageVector[], refused: Array<{ name: string, bytes: string }>
}>('messages')
const { tokens } = read<{ tokens: Array<{ epoch: Epoch, tag: string, token: string }> }>('tokens')
const { views } = read<{ views: Array<{ rows: Array<RowVersion & { text: string, digest: string }>, digest: string }> }>('view-digest')
const { keys } = read<{ keys: Array<{ key: string, partitions: number, partition: number }> }>('key-to-partition')

describe('the vectors of messages', () => {
  for (const { name, bytes, meaning } of messages) {
    it(`${name}: the bytes have the meaning`, () => {
      assert.deepEqual(decodeMessage(fromHex(bytes)), fromMeaning<Message>(meaning))
    })

    it(`${name}: the meaning has the bytes`, () => {
      assert.equal(toHex(encodeMessage(fromMeaning<Message>(meaning), neverAsked)), bytes)
    })
  }

  it('have every type of message', () => {
    const types = new Set(messages.map(({ meaning }) => meaning.type))
    assert.deepEqual([...types].sort(), Object.keys(messagesByType()).sort())
  })

  for (const { name, bytes } of refused) {
    it(`${name} is refused`, () => {
      assert.throws(() => decodeMessage(fromHex(bytes)), DecodeError)
    })
  }
})

describe('the vectors of seals', () => {
  for (const vector of seals.filter(({ type }) => type === 'claim')) {
    it(`${vector.name}: payload and seal have the meaning`, () => {
      const claim = fromMeaning<Claim>(vector.meaning)
      assert.equal(toHex(encodeClaim(claim)), vector.payload)
      assert.deepEqual(decodeClaimSeal(fromHex(vector.seal)), { ...claim, seal: fromHex(vector.seal) })
      assert.deepEqual([vector.domain, vector.payloadType], [CLAIM_DOMAIN, toHex(CLAIM_CODEC)])
    })
  }

  for (const vector of seals.filter(({ type }) => type === 'table')) {
    it(`${vector.name}: payload and seal have the meaning`, () => {
      const table = fromMeaning<Table>(vector.meaning)
      assert.equal(toHex(encodeTable(table)), vector.payload)
      assert.deepEqual(decodeTableSeal(fromHex(vector.seal)), { ...table, seal: fromHex(vector.seal) })
      assert.deepEqual([vector.domain, vector.payloadType], [TABLE_DOMAIN, toHex(TABLE_CODEC)])
    })
  }

  for (const { name, domain, payload, payloadType, seal, signer } of seals) {
    it(`${name}: libp2p verifies the envelope, and who signed it`, async () => {
      const envelope = await RecordEnvelope.openAndCertify(fromHex(seal), domain)
      assert.equal(peerIdFromPublicKey(envelope.publicKey).toString(), signer)
      assert.equal(toHex(envelope.payload), payload)
      assert.equal(toHex(new Uint8Array(envelope.payloadType.slice())), payloadType)
    })

    it(`${name}: libp2p refuses the envelope under the other domain, and with a bit flipped`, async () => {
      const spoilt = fromHex(seal)
      spoilt[spoilt.length - 1] = (spoilt.at(-1) ?? 0) ^ 1
      await assert.rejects(RecordEnvelope.openAndCertify(fromHex(seal), domain === CLAIM_DOMAIN ? TABLE_DOMAIN : CLAIM_DOMAIN))
      await assert.rejects(RecordEnvelope.openAndCertify(spoilt, domain))
    })
  }
})

describe('the vectors of tokens', () => {
  for (const { epoch, tag, token } of tokens) {
    it(`term ${epoch.term}, version ${epoch.version} of ...${epoch.leader.slice(-4)} packs into ${token}`, () => {
      assert.equal(formatToken(packToken(epoch)), token)
      assert.equal(token.slice(16, 24), tag)
    })
  }

  it('ascend by epoch and by text', () => {
    for (const [index, { epoch, token }] of tokens.entries()) {
      const before = tokens[index - 1]
      assert.ok(before === undefined || compareEpochs(before.epoch, epoch) < 0 && before.token < token, token)
    }
  })
})

describe('the vectors of view digests', () => {
  for (const { rows, digest } of views) {
    it(`${rows.map(({ state }) => state).join(' and ') || 'nobody'}: the rows have the digest, in either order`, () => {
      for (const given of [rows, rows.toReversed()]) {
        const members = new MemberList()
        for (const { id, generation, incarnation, state } of given) {
          members.set({ id, generation, incarnation, state, claim: { ...CLAIM, id }, since: 0, aliveSince: 0, returned: false })
        }
        assert.equal(members.digest, BigInt(`0x${digest}`))
      }
    })
  }
})

describe('the vectors of keys', () => {
  for (const { key, partitions, partition } of keys) {
    it(`${key.slice(0, 32) || 'nothing'} is in partition ${partition} of ${partitions}`, () => {
      const digest = createHash('sha256').update(fromHex(key)).digest('hex')
      assert.equal(Number(BigInt(`0x${digest.slice(0, 16)}`) % BigInt(partitions)), partition)
    })
  }
})

function read<T> (name: string): T {
  return JSON.parse(readFileSync(`interop/vectors/${name}.json`, 'utf8')) as T
}

function neverAsked (): never {
  throw new Error('everything here has its seal')
}
