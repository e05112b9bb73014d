import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { createGenesis, voterIdOf } from '../../../src/index.js'
import { checkInit } from '../../../src/libp2p/check-init.js'
import { Shelf } from './shelf.js'
import type { GenesisInit, ShoalInit, StrictGenesis } from '../../../src/index.js'

async function voter (type: 'Ed25519' | 'RSA' = 'Ed25519'): Promise<string> {
  const peerId = peerIdFromPrivateKey(type === 'RSA' ? await generateKeyPair('RSA', 2048) : await generateKeyPair(type))
  return await voterIdOf({ datastore: new Shelf().datastore, cluster: 'test', peerId })
}

async function voters (count: number): Promise<string[]> {
  return await Promise.all(Array.from({ length: count }, async () => await voter()))
}

function refused (init: GenesisInit, message: RegExp): void {
  assert.throws(() => createGenesis(init), { name: 'InvalidSettingError', message })
}

describe('a genesis', () => {
  it('is another one each time, with the voters that it is given, and survives JSON', async () => {
    const ids = await voters(3)
    const [one, other] = [createGenesis({ voters: ids }), createGenesis({ voters: ids })]
    assert.notEqual(one.id, other.id)
    assert.deepEqual(one.voters.map(({ member, store }) => `${member}/${store}`), [...ids].sort())
    const config = checkInit({ cluster: 'test', groups: { jobs: { partitions: 1, mode: 'strict' } }, strict: { genesis: JSON.parse(JSON.stringify(one)) as StrictGenesis } })
    assert.deepEqual(config.strict?.genesis, one)
  })

  it('has 1, 3, 5 or 7 voters', async () => {
    const ids = await voters(8)
    for (const count of [1, 3, 5, 7]) assert.equal(createGenesis({ voters: ids.slice(0, count) }).voters.length, count)
    for (const count of [0, 2, 4, 6, 8]) refused({ voters: ids.slice(0, count) }, new RegExp(`voters are ${count}: must be 1, 3, 5 or 7`))
  })

  it('is refused with a voter that is none, or twice the same member, or cannot be verified', async () => {
    const [a = '', b = ''] = await voters(2)
    refused({ voters: [a, b, 'nobody'] }, /voters has nobody: must be a PeerId/)
    refused({ voters: [a, b, `${a}x`] }, /voters are of 2 members/)
    refused({ voters: [a, b, await voter('RSA')] }, /must be a PeerId that carries its key/)
  })

  it('is refused with leases or a drift that cannot work', async () => {
    const ids = await voters(1)
    refused({ voters: ids, leaderLease: 100 }, /leaderLease is 100: must be between 200 and 600000/)
    refused({ voters: ids, ownerLease: Number.NaN }, /ownerLease is NaN/)
    refused({ voters: ids, drift: 0 }, /drift is 0: must be between 0.001 and 0.1/)
  })
})

describe('the settings of a member', () => {
  function wrong (init: Partial<ShoalInit>, message: RegExp): void {
    assert.throws(() => checkInit({ cluster: 'test', ...init }), { name: 'InvalidSettingError', message })
  }

  it('have a genesis if any group is strict', () => {
    wrong({ groups: { jobs: { partitions: 1, mode: 'strict' } } }, /groups\.jobs is strict, and strict is not set/)
    wrong({ strict: {} as never }, /strict\.genesis is none/)
    wrong({ strict: { genesis: { id: 'g', term: 1, voters: [] } as never } }, /strict\.genesis is none/)
  })

  it('have a mode that there is, and no more strict partitions than a table holds', async () => {
    const genesis = createGenesis({ voters: await voters(1) })
    wrong({ groups: { jobs: { partitions: 1, mode: 'fast' as never } } }, /groups\.jobs\.mode is fast: must be available or strict/)
    wrong({ groups: { a: { partitions: 131_072, mode: 'strict' }, b: { partitions: 1, mode: 'strict' } }, strict: { genesis } }, /131073 partitions in strict groups/)
    assert.deepEqual(checkInit({ cluster: 'test', groups: { a: { partitions: 131_072, mode: 'strict' }, b: { partitions: 1 } }, strict: { genesis } }).groups, [
      { name: 'a', partitions: 131_072, isStrict: true }, { name: 'b', partitions: 1 }
    ])
  })
})
