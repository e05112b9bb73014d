import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { peerIdFromString } from '@libp2p/peer-id'
import { decodeStrictMessage, decodeStrictTable, encodeStatement, encodeStrictMessage, encodeStrictTable } from '../../src/wire/index.js'
import { fromHex, fromMeaning, toHex } from '../../interop/vectors/meaning.js'
import { strictMessagesByType } from './strict-arbitraries.js'
import type { Meaning } from '../../interop/vectors/meaning.js'
import type { Statement, StrictMessage, StrictTable } from '../../src/core/index.js'

const { tables, statements, messages } = JSON.parse(readFileSync('interop/vectors/strict.json', 'utf8')) as {
  tables: Array<{ bytes: string, digest: string, meaning: Meaning }>
  statements: Array<{ signed: string, signer: string, signature: string, meaning: Meaning }>
  messages: Array<{ bytes: string, meaning: Meaning }>
}

describe('the vectors of strict mode', () => {
  for (const { bytes, meaning } of messages) {
    it(`${String(meaning.type)}: bytes and meaning are one`, () => {
      assert.deepEqual(decodeStrictMessage(fromHex(bytes)), fromMeaning<StrictMessage>(meaning))
      assert.equal(toHex(encodeStrictMessage(fromMeaning<StrictMessage>(meaning))), bytes)
    })
  }

  it('have every type of message', () => {
    assert.deepEqual([...new Set(messages.map(({ meaning }) => meaning.type))].sort(), Object.keys(strictMessagesByType()).sort())
  })

  it('have tables whose bytes, digest and meaning are one', () => {
    for (const { bytes, digest, meaning } of tables) {
      assert.deepEqual(decodeStrictTable(fromHex(bytes), 'table'), fromMeaning<StrictTable>(meaning))
      assert.equal(toHex(encodeStrictTable(fromMeaning<StrictTable>(meaning))), bytes)
      assert.equal(createHash('sha256').update(fromHex(bytes)).digest('hex'), digest)
    }
  })

  it('have a statement that its voter has signed, as the key in its PeerId shows', async () => {
    for (const { signed, signer, signature, meaning } of statements) {
      const key = peerIdFromString(signer).publicKey ?? assert.fail('the PeerId carries its key')
      assert.equal(toHex(encodeStatement(fromMeaning<Statement>(meaning))), signed)
      assert.equal(await key.verify(fromHex(signed), fromHex(signature)), true)
      assert.equal(await key.verify(fromHex(signed.replace(/.$/, last => last === '0' ? '1' : '0')), fromHex(signature)), false)
    }
  })
})
