import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { DecodeError, decodeStrictMessage, decodeStrictTable, encodeStatement, encodeStrictMessage, encodeStrictTable } from '../../src/wire/index.js'
import { statements, strictMessages, strictMessagesByType, strictTables } from './strict-arbitraries.js'
import type { StrictMessage } from '../../src/core/index.js'

const RUNS = { numRuns: 1_000 }

describe('a strict message', () => {
  for (const [type, arbitrary] of Object.entries<fc.Arbitrary<StrictMessage>>(strictMessagesByType())) {
    it(`of type ${type} is the same after encoding and decoding`, () => {
      fc.assert(fc.property(arbitrary, message => {
        assert.deepEqual(decodeStrictMessage(encodeStrictMessage(message)), message)
      }))
    })

    it(`of type ${type}, cut at any byte, is a message or refused`, () => {
      fc.assert(fc.property(arbitrary, message => {
        const bytes = encodeStrictMessage(message)
        fc.pre(bytes.length < 2_000)
        for (let length = 0; length < bytes.length; length++) judge(bytes.subarray(0, length))
      }), { numRuns: 5, interruptAfterTimeLimit: 20_000 })
    })
  }

  it('keeps nothing of the memory that it was decoded from', () => {
    fc.assert(fc.property(strictMessages(), message => {
      const bytes = encodeStrictMessage(message)
      const decoded = decodeStrictMessage(bytes)
      bytes.fill(0xff)
      assert.deepEqual(decoded, message)
    }))
  })

  it('waits rather a millisecond too long than one too short', () => {
    const refusal = { type: 'refusal', genesis: 'g', voter: 'A/b', asked: 1, reason: 'lease', term: 2, wait: 10.2 } as const
    assert.deepEqual(decodeStrictMessage(encodeStrictMessage(refusal)), { ...refusal, wait: 11 })
    assert.deepEqual(decodeStrictMessage(encodeStrictMessage({ ...refusal, wait: -3 })), { ...refusal, wait: 0 })
  })
})

describe('junk is a strict message or a DecodeError, nothing else:', () => {
  it('random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => { judge(bytes) }), RUNS)
  })

  it('random bytes behind the head of each type', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 12 }), fc.uint8Array({ maxLength: 100 }), (type, bytes) => {
      judge(Uint8Array.of(0x0a, 1, 0x67, type << 3 | 2, bytes.length, ...bytes))
    }), RUNS)
  })

  it('messages with bits flipped', () => {
    const damages = fc.array(fc.tuple(fc.nat(5_000), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 })
    fc.assert(fc.property(strictMessages(), damages, (message, damage) => {
      const bytes = new Uint8Array(encodeStrictMessage(message))
      for (const [where, by] of damage) bytes[where % bytes.length] = (bytes[where % bytes.length] ?? 0) ^ by
      judge(bytes)
    }), RUNS)
  })
})

describe('a strict table', () => {
  it('has one form, whatever it was decoded from', () => {
    fc.assert(fc.property(strictTables(), table => {
      const bytes = encodeStrictTable(table)
      assert.deepEqual(decodeStrictTable(bytes, 'table'), table)
      assert.deepEqual(encodeStrictTable(structuredClone(table)), bytes)
      assert.throws(() => decodeStrictTable(Uint8Array.of(...bytes, 0x78, 1), 'table'), /one form/)
    }))
  })
})

describe('a statement', () => {
  it('has other bytes than every other one, and a domain before them', () => {
    fc.assert(fc.property(statements(), statements(), (a, b) => {
      assert.deepEqual(encodeStatement(a), encodeStatement(structuredClone(a)))
      assert.ok(Buffer.from(encodeStatement(a)).includes('shoal-strict-statement'))
      fc.pre(JSON.stringify(a) !== JSON.stringify(b))
      assert.notDeepEqual(encodeStatement(a), encodeStatement(b))
    }))
  })
})

// What gets through is whole: it can be passed on, and arrives as it is.
function judge (bytes: Uint8Array): void {
  let message: StrictMessage | undefined

  try {
    message = decodeStrictMessage(bytes)
  } catch (error) {
    assert.ok(error instanceof DecodeError, String(error))
  }
  if (message !== undefined) assert.deepEqual(decodeStrictMessage(encodeStrictMessage(message)), message)
}
