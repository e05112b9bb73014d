import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { hash32, mix32 } from '../../src/core/hash.js'

describe('mix32', () => {
  it('agrees with the published MurmurHash3_x86_32 of the empty text, which is fmix32 of the seed', () => {
    assert.equal(mix32(0), 0)
    assert.equal(mix32(1), 0x514e28b7)
    assert.equal(mix32(0xffffffff), 0x81f16f39)
  })

  it('loses nothing: its inverse gives the number back', () => {
    fc.assert(fc.property(uint32(), n => unmix32(mix32(n)) === n))
  })

  it('takes a signed number as the unsigned one with the same bits', () => {
    fc.assert(fc.property(uint32(), n => mix32(n | 0) === mix32(n)))
  })
})

describe('hash32', () => {
  it('is fmix32 of the published FNV-1a vectors', () => {
    assert.equal(hash32(''), mix32(0x811c9dc5))
    assert.equal(hash32('a'), mix32(0xe40c292c))
    assert.equal(hash32('b'), mix32(0xe70c2de5))
    assert.equal(hash32('foobar'), mix32(0xbf9cf968))
  })

  it('keeps its own vectors, so that old and new releases agree', () => {
    assert.equal(hash32(''), 0xab3e7c0b)
    assert.equal(hash32('a'), 0x1a80b1b3)
    assert.equal(hash32('foobar'), 0x0c0da6dc)
  })

  it('reads the bytes that a UTF-8 encoder writes, halves of surrogate pairs included', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), loneSurrogates())
    fc.assert(fc.property(texts, uint32(), (text, seed) => {
      assert.equal(hash32(text, seed), mix32(fnv1a(new TextEncoder().encode(text), seed)))
    }), { numRuns: 1_000 })
  })

  it('gives different values for different seeds', () => {
    fc.assert(fc.property(fc.string(), uint32(), uint32(), (text, a, b) => {
      assert.equal(hash32(text, a) === hash32(text, b), a === b)
    }))
  })

  it('spreads ids that differ in their last character only: each output bit is set about half the time', () => {
    const ones = new Array<number>(32).fill(0)
    for (let n = 0; n < 10_000; n++) {
      const hash = hash32(`12D3KooW${n}`)
      ones.forEach((count, bit) => { ones[bit] = count + ((hash >>> bit) & 1) })
    }
    // Six standard deviations of 10,000 fair coins are 300.
    for (const count of ones) assert.ok(Math.abs(count - 5_000) < 300, `${count} of 10,000`)
  })
})

function uint32 (): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 0xffffffff })
}

function loneSurrogates (): fc.Arbitrary<string> {
  const units = fc.array(fc.integer({ min: 0xd7f0, max: 0xe00f }), { maxLength: 6 })
  return units.map(codes => String.fromCharCode(...codes))
}

/** FNV-1a by its definition, in big integers. */
function fnv1a (bytes: Uint8Array, seed: number): number {
  let hash = BigInt((0x811c9dc5 ^ seed) >>> 0)
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn
  return Number(hash)
}

/** The steps of fmix32 undone in reverse order, with the inverses of its multipliers modulo 2^32. */
function unmix32 (n: number): number {
  let mixed = n ^ (n >>> 16)
  mixed = Math.imul(mixed, 0x7ed1b41d)
  mixed ^= (mixed >>> 13) ^ (mixed >>> 26)
  mixed = Math.imul(mixed, 0xa5cb9243)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
