import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { canVote, digestOf, signStatement, SignatureVerifier } from '../../../src/libp2p/strict/signatures.js'
import { TABLE } from './promises.js'
import type { Statement } from '../../../src/core/index.js'
import type { PrivateKey } from '@libp2p/interface'

function statementOf (changes: Partial<Statement> = {}): Statement {
  const { genesis, term, version, leader, config } = TABLE
  return { genesis, term, version, leader, config, digest: digestOf(TABLE), ...changes }
}

function idOf (key: PrivateKey): string {
  return peerIdFromPrivateKey(key).toString()
}

describe('the signature of a voter', () => {
  for (const type of ['Ed25519', 'secp256k1'] as const) {
    it(`of type ${type} is valid under its statement and of its member, and nowhere else`, async () => {
      const [key, other] = [await generateKeyPair(type), await generateKeyPair(type)]
      const signature = await signStatement(key, statementOf())
      const spoilt = signature.map((byte, index) => index === 5 ? byte ^ 1 : byte)

      for (let again = 0; again < 2; again++) {
        const verifier = new SignatureVerifier()
        assert.equal(verifier.verify(statementOf(), idOf(key), signature), true)
        assert.equal(verifier.verify(statementOf(), idOf(key), signature), true)
        assert.equal(verifier.verify(statementOf(), idOf(other), signature), false)
        assert.equal(verifier.verify(statementOf({ version: 2 }), idOf(key), signature), false)
        assert.equal(verifier.verify(statementOf({ previous: TABLE.config }), idOf(key), signature), false)
        assert.equal(verifier.verify(statementOf({ genesis: 'g2' }), idOf(key), signature), false)
        assert.equal(verifier.verify(statementOf(), idOf(key), spoilt), false)
        assert.equal(verifier.verify(statementOf(), idOf(key), new Uint8Array(1)), false)
        assert.equal(verifier.verify(statementOf(), 'nobody', signature), false)
      }
    })
  }

  it('cannot be that of a member whose id does not carry its key', async () => {
    const key = await generateKeyPair('RSA', 2048)
    const signature = await signStatement(key, statementOf())
    assert.equal(new SignatureVerifier().verify(statementOf(), idOf(key), signature), false)
    assert.equal(canVote(idOf(key)), false)
    assert.equal(canVote(idOf(await generateKeyPair('Ed25519'))), true)
  })
})

describe('the digest of a table', () => {
  it('is that of its content', () => {
    assert.equal(digestOf(TABLE), digestOf(structuredClone(TABLE)))
    assert.notEqual(digestOf(TABLE), digestOf({ ...TABLE, version: 2 }))
    assert.match(digestOf(TABLE), /^[0-9a-f]{64}$/)
  })
})
