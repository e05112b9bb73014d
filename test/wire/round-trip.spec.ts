import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { decodeClaimSeal, decodeMessage, decodeTableSeal, encodeClaim, encodeMessage, encodeTable } from '../../src/wire/index.js'
import { claims, messages, messagesByType, tables, unsignedSeal } from './arbitraries.js'
import { CLAIM } from './raw.js'
import type { Claim, Message, Table } from '../../src/core/index.js'

describe('a message', () => {
  for (const [type, arbitrary] of Object.entries<fc.Arbitrary<Message>>(messagesByType())) {
    it(`of type ${type} is the same after encoding and decoding`, () => {
      fc.assert(fc.property(arbitrary, message => {
        assert.deepEqual(decodeMessage(encodeMessage(message, neverAsked)), message)
      }))
    })
  }

  it('has the same bytes each time', () => {
    fc.assert(fc.property(messages(), message => {
      assert.deepEqual(encodeMessage(message, neverAsked), encodeMessage(structuredClone(message), neverAsked))
    }))
  })

  it('is the same in a part of a larger buffer as alone', () => {
    fc.assert(fc.property(messages(), fc.uint8Array({ minLength: 1, maxLength: 9 }), (message, around) => {
      const bytes = encodeMessage(message, neverAsked)
      const larger = Buffer.concat([around, bytes, around])
      assert.deepEqual(decodeMessage(larger.subarray(around.length, around.length + bytes.length)), message)
    }))
  })

  it('keeps nothing of the memory that it was decoded from', () => {
    fc.assert(fc.property(messages(), message => {
      const bytes = encodeMessage(message, neverAsked)
      const decoded = decodeMessage(bytes)
      bytes.fill(0xff)
      assert.deepEqual(decoded, message)
    }))
  })

  it('has its metadata in memory of its own, apart from the seal', () => {
    const metadata = Uint8Array.of(1, 2, 3)
    const decoded = decodeClaimSeal(unsignedSeal({ ...CLAIM, metadata }))
    decoded.seal?.fill(0)
    assert.deepEqual(decoded.metadata, metadata)
  })

  it('takes the seal of each claim and table of our own from the caller, and only of those', () => {
    fc.assert(fc.property(claims(), claims(), (own, foreign) => {
      const unsealed = withoutSeal(own)
      const message: Message = { type: 'gossip', updates: [{ type: 'claim', claim: unsealed }, { type: 'claim', claim: foreign }] }
      const asked: Array<Claim | Table> = []

      const bytes = encodeMessage(message, body => {
        asked.push(body)
        return unsignedSeal(body)
      })

      assert.equal(asked.length, 1)
      assert.equal(asked[0], unsealed)
      assert.deepEqual(decodeMessage(bytes), { type: 'gossip', updates: [{ type: 'claim', claim: own }, { type: 'claim', claim: foreign }] })
    }))
  })
})

describe('what is signed', () => {
  it('of a claim is the same with its seal and without', () => {
    fc.assert(fc.property(claims(), claim => {
      assert.deepEqual(encodeClaim(claim), encodeClaim(withoutSeal(claim)))
    }))
  })

  it('of a table is the same with its seal and without', () => {
    fc.assert(fc.property(tables(), table => {
      assert.deepEqual(encodeTable(table), encodeTable(withoutSeal(table)))
    }))
  })

  it('comes back from the seal, with the seal', () => {
    fc.assert(fc.property(claims(), tables(), (claim, table) => {
      assert.deepEqual(decodeClaimSeal(unsignedSeal(claim)), claim)
      assert.deepEqual(decodeTableSeal(unsignedSeal(table)), table)
    }))
  })
})

function neverAsked (): never {
  throw new Error('everything here has its seal')
}

function withoutSeal<T extends Claim | Table> ({ seal, ...body }: T): Omit<T, 'seal'> {
  return body
}
