import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { decodeClaimSeal, DecodeError, decodeMessage, decodeTableSeal, encodeClaim, encodeMessage, encodeTable } from '../../src/wire/index.js'
import { claims, messages, messagesByType, tables } from './arbitraries.js'
import { claimEnvelope, tableEnvelope } from './raw.js'
import type { Claim, Message, Table } from '../../src/core/index.js'

const RUNS = { numRuns: 2_000 }

describe('junk is a message or a DecodeError, nothing else:', () => {
  it('random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => { judgeMessage(bytes) }), RUNS)
  })

  it('random bytes behind the head of each type', () => {
    const types = Object.keys(messagesByType()).length
    fc.assert(fc.property(fc.integer({ min: 1, max: types }), fc.uint8Array({ maxLength: 100 }), (type, bytes) => {
      judgeMessage(Uint8Array.of(type << 3 | 2, bytes.length, ...bytes))
    }), RUNS)
  })

  for (const [type, arbitrary] of Object.entries<fc.Arbitrary<Message>>(messagesByType())) {
    it(`a ${type} cut at every byte`, () => {
      fc.assert(fc.property(arbitrary, message => {
        const bytes = encodeMessage(message, neverAsked)
        fc.pre(bytes.length < 2_000)
        for (let length = 0; length < bytes.length; length++) judgeMessage(bytes.subarray(0, length))
      }), { numRuns: 10 })
    })
  }

  it('messages with bits flipped', () => {
    fc.assert(fc.property(messages(), damages(), (message, damage) => {
      judgeMessage(spoil(encodeMessage(message, neverAsked), damage))
    }), RUNS)
  })

  it('claims with bits flipped, in a sound envelope', () => {
    fc.assert(fc.property(claims(), damages(), (claim, damage) => {
      judgeClaim(claimEnvelope(spoil(encodeClaim(claim), damage)))
    }), RUNS)
  })

  it('tables with bits flipped, in a sound envelope', () => {
    fc.assert(fc.property(tables(), damages(), (table, damage) => {
      judgeTable(tableEnvelope(spoil(encodeTable(table), damage)))
    }), RUNS)
  })

  it('random bytes in a sound envelope', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      judgeClaim(claimEnvelope(bytes))
      judgeTable(tableEnvelope(bytes))
    }), RUNS)
  })
})

/** Where a byte is changed, and to what it is added. */
type Damage = Array<readonly [where: number, by: number]>

function damages (): fc.Arbitrary<Damage> {
  return fc.array(fc.tuple(fc.nat(5_000), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
}

function spoil (bytes: Uint8Array, damage: Damage): Uint8Array {
  const spoilt = new Uint8Array(bytes)
  for (const [where, by] of damage) {
    const index = where % Math.max(1, bytes.length)
    spoilt[index] = (spoilt[index] ?? 0) ^ by
  }
  return spoilt
}

// What gets through is whole: it can be passed on, and arrives as it is.
function judgeMessage (bytes: Uint8Array): void {
  const message = decodeOrRefuse(() => decodeMessage(bytes))
  if (message !== undefined) assert.deepEqual(decodeMessage(encodeMessage(message, neverAsked)), message)
}

function judgeClaim (seal: Uint8Array): void {
  const claim = decodeOrRefuse(() => decodeClaimSeal(seal))
  if (claim !== undefined) assert.deepEqual(bare(decodeClaimSeal(claimEnvelope(encodeClaim(claim)))), bare(claim))
}

function judgeTable (seal: Uint8Array): void {
  const table = decodeOrRefuse(() => decodeTableSeal(seal))
  if (table !== undefined) assert.deepEqual(bare(decodeTableSeal(tableEnvelope(encodeTable(table)))), bare(table))
}

function decodeOrRefuse<T> (decode: () => T): T | undefined {
  try {
    return decode()
  } catch (error) {
    assert.ok(error instanceof DecodeError, String(error))
  }
  return undefined
}

function bare<T extends Claim | Table> ({ seal, ...body }: T): Omit<T, 'seal'> {
  return body
}

function neverAsked (): never {
  throw new Error('everything here has its seal')
}
