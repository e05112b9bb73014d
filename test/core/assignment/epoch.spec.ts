import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import fc from 'fast-check'
import { compareEpochs, formatToken, packToken, unpackToken } from '../../../src/core/index.js'
import type { Epoch } from '../../../src/core/index.js'

const epochs = fc.record<Epoch>({
  term: fc.integer({ min: 0, max: 2 ** 40 }),
  leader: fc.constantFrom('a', 'b', 'c', 'd'),
  version: fc.integer({ min: 0, max: 0xffff_ffff })
})

describe('epochs and tokens', () => {
  it('comparing tokens compares epochs', () => {
    fc.assert(fc.property(epochs, epochs, (a, b) => {
      const difference = packToken(a) - packToken(b)
      assert.equal(Math.sign(compareEpochs(a, b)), difference > 0n ? 1 : difference < 0n ? -1 : 0)
    }), { numRuns: 2_000 })
  })

  it('the texts of tokens sort as the tokens do', () => {
    fc.assert(fc.property(epochs, epochs, (a, b) => {
      const [one, other] = [formatToken(packToken(a)), formatToken(packToken(b))]
      assert.equal(one.length, 32)
      assert.equal(one < other, packToken(a) < packToken(b))
    }), { numRuns: 2_000 })
  })

  it('a token gives its term and version back', () => {
    fc.assert(fc.property(epochs, epoch => {
      const { term, version } = unpackToken(packToken(epoch))
      assert.deepEqual({ term, version }, { term: epoch.term, version: epoch.version })
    }))
  })

  it('the term counts before the version: a paused leader cannot overtake its successor', () => {
    assert.ok(compareEpochs({ term: 2, leader: 'b', version: 1 }, { term: 1, leader: 'a', version: 4_000_000_000 }) > 0)
  })
})

describe('member ids', () => {
  it('sort as text as their bytes do, for every type of key that has PeerIds', async () => {
    const types = ['Ed25519', 'secp256k1', 'RSA'] as const
    const keys = await Promise.all(types.flatMap(type => Array.from({ length: type === 'RSA' ? 1 : 20 }, () => generateKeyPair(type as 'Ed25519'))))
    const ids = keys.map(key => peerIdFromPrivateKey(key))

    const byText = [...ids].sort((a, b) => a.toString() < b.toString() ? -1 : 1)
    const byBytes = [...ids].sort((a, b) => Buffer.compare(a.toMultihash().bytes, b.toMultihash().bytes))

    assert.deepEqual(byText.map(String), byBytes.map(String))
  })
})
