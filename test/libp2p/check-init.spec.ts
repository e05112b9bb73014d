import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkInit } from '../../src/libp2p/check-init.js'
import type { ShoalInit } from '../../src/index.js'

const REFUSED: ReadonlyArray<readonly [unknown, RegExp]> = [
  [{}, /cluster has the name undefined/],
  [{ cluster: 'Orders' }, /cluster has the name Orders: must be 1 to 64 of a-z/],
  [{ cluster: 'a'.repeat(65) }, /cluster has the name a+/],
  [{ cluster: 'a', groups: { 'a/b': { partitions: 1 } } }, /groups has the name a\/b/],
  [{ cluster: 'a', groups: { jobs: { partitions: 0 } } }, /groups\.jobs\.partitions is 0: must be a whole number between 1 and 131072/],
  [{ cluster: 'a', groups: { jobs: {} } }, /groups\.jobs\.partitions is undefined/],
  [{ cluster: 'a', groups: { jobs: { partitions: 131_073 } } }, /groups\.jobs\.partitions is 131073/],
  [{ cluster: 'a', groups: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`g${index}`, { partitions: 1 }])) }, /groups has 65 entries: must have at most 64/],
  [{ cluster: 'a', groups: { jobs: { partitions: 1, replicas: 8 } } }, /groups\.jobs\.replicas is 8: must be a whole number between 0 and 7/],
  [{ cluster: 'a', groups: { jobs: { partitions: 1, maxMovesPerRound: 0 } } }, /groups\.jobs\.maxMovesPerRound is 0: must be a whole number between 1/],
  [{ cluster: 'a', groups: { jobs: { partitions: 1, weight: -1 } } }, /groups\.jobs\.weight is -1: must be a whole number between 0 and 65535/],
  [{ cluster: 'a', zone: 'two words' }, /zone is "two words": must be 1 to 64 printable ASCII characters/],
  [{ cluster: 'a', bootstrap: 'x' }, /bootstrap must be an array/],
  [{ cluster: 'a', bootstrap: ['10.0.0.1:4001'] }, /bootstrap has 10\.0\.0\.1:4001: must be a multiaddr/],
  [{ cluster: 'a', bootstrap: [''] }, /bootstrap has : must be a multiaddr/],
  [{ cluster: 'a', priority: 0.5 }, /priority is 0\.5: must be a whole number/],
  [{ cluster: 'a', eligible: 'no' }, /eligible is no: must be true or false/],
  [{ cluster: 'a', metadata: new Uint8Array(513) }, /metadata has 513 bytes: must have at most 512/],
  [{ cluster: 'a', metadata: 'text' }, /metadata is of type string: must be a Uint8Array of at most 512 bytes/],
  [{ cluster: 'a', maxLinks: 0 }, /maxLinks is 0: must be a whole number between 1 and 65536/],
  [{ cluster: 'a', detector: { probeTimeout: 2_000 } }, /probeTimeout is 2000: must be below probeInterval, which is 1000/],
  [{ cluster: 'a', timing: { settle: -1 } }, /settle is -1/]
]

describe('what shoal() is given', () => {
  for (const [init, message] of REFUSED) {
    it(`is refused with ${String(message)}`, () => {
      assert.throws(() => checkInit(init as ShoalInit), { name: 'InvalidSettingError', message })
    })
  }

  it('has defaults for all but the cluster', () => {
    const { cluster, groups, bootstrap, priority, eligible, metadata, maxLinks } = checkInit({ cluster: 'orders' })

    assert.deepEqual({ cluster, groups, bootstrap, priority, eligible, metadata, maxLinks }, {
      cluster: 'orders', groups: [], bootstrap: [], priority: undefined, eligible: true, metadata: new Uint8Array(), maxLinks: 128
    })
  })

  it('has its groups by name, whatever their order', () => {
    const { groups } = checkInit({ cluster: 'a', groups: { b: { partitions: 2 }, a: { partitions: 1 } } })

    assert.deepEqual(groups, [{ name: 'a', partitions: 1 }, { name: 'b', partitions: 2 }])
  })

  it('says of a group what is not the default', () => {
    const { groups, zone } = checkInit({ cluster: 'a', zone: 'rack-7', groups: { a: { partitions: 1, replicas: 0, weight: 1 }, b: { partitions: 2, replicas: 1, maxMovesPerRound: 3, weight: 0 } } })

    assert.deepEqual(groups, [{ name: 'a', partitions: 1 }, { name: 'b', partitions: 2, replicas: 1, maxMoves: 3, weight: 0 }])
    assert.equal(zone, 'rack-7')
  })

  it('names an address once, however often it is given', () => {
    assert.equal(checkInit({ cluster: 'a', bootstrap: ['/ip4/10.0.0.1/tcp/1', '/ip4/10.0.0.1/tcp/1'] }).bootstrap.length, 1)
  })
})
