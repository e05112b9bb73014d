import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCluster, eventsOf, settle, tableAt } from './scenarios.js'
import { createEmpty } from './simulated.js'

const THREE = ['a', 'b', 'c']

describe('a restart', () => {
  it('within a second is noticed by its generation: the former process owns nothing any more', () => {
    const cluster = createCluster(THREE)
    const before = tableAt(cluster, 'a')

    cluster.crash('c')
    cluster.start('c')
    settle(cluster, 10_000)

    const after = tableAt(cluster, 'a')
    const index = after.roster.findIndex(({ id }) => id === 'c')
    assert.ok((after.roster[index]?.generation ?? 0) > (before.roster.find(({ id }) => id === 'c')?.generation ?? 0))
    for (const [partition, owner] of after.owners.entries()) {
      assert.ok(owner !== index || (after.tokens[partition] ?? 0n) > (before.tokens[partition] ?? 0n), `partition ${partition} kept the token of a dead process`)
    }
  })

  it('of the whole cluster, without any disk, makes larger tokens than before', () => {
    const cluster = createCluster(THREE)
    const largest = tableAt(cluster, 'a').tokens.reduce((a, b) => a > b ? a : b)

    for (const id of THREE) {
      cluster.crash(id)
      cluster.member(id).stored = undefined
    }
    cluster.run(1_500)
    for (const id of THREE) {
      cluster.start(id)
    }
    settle(cluster, 10_000)

    assert.ok(tableAt(cluster, 'a').tokens.every(token => token > largest))
  })

  it('with its record finds the cluster through the members that it knew', () => {
    const cluster = createCluster(THREE)

    cluster.run(2_000)
    cluster.crash('b')
    cluster.start('b', { bootstrap: [] })
    settle(cluster, 10_000)

    assert.equal(cluster.member('b').core.members().length, 3)
  })

  it('with a clock that went back takes a generation above the one that it stored', () => {
    const cluster = createEmpty()

    cluster.start('a', { stored: { generation: 9_000_000_000_000, term: 7, members: [] } })

    assert.equal(cluster.member('a').core.self.generation, 9_000_000_000_001)
  })

  it('with a clock that went back and no record takes a generation above the one that the others remember', () => {
    const cluster = createCluster(THREE)

    cluster.crash('c')
    cluster.run(20_000)
    const claim = cluster.member('a').core.members().find(({ id }) => id === 'c')
    cluster.member('c').stored = { generation: 1, term: 0, members: [] }
    cluster.start('c')
    settle(cluster, 10_000)

    assert.ok(cluster.member('c').core.self.generation > (claim?.generation ?? 0))
  })

  it('under an id that still runs ends the older process, which loses what it had', () => {
    const cluster = createCluster(THREE)
    const older = cluster.member('c')
    const owned = older.core.owned('jobs').length

    const [claim] = [older.core.self]
    cluster.inject('a', 'c', {
      type: 'gossip',
      updates: [{
        type: 'claim',
        claim: {
          cluster: 'test', id: 'c', generation: claim.generation + 1, incarnation: 0, left: false, priority: 9, eligible: true, term: 0,
          addresses: [], groups: [], metadata: new Uint8Array(), probation: false, leaving: false, protocol: { min: 1, max: 1 }
        }
      }]
    })

    assert.equal(older.core.phase, 'superseded')
    assert.equal(older.marks.get('self:superseded'), 1)
    assert.equal(eventsOf(older, 'partition:lost').filter(({ reason }) => reason === 'superseded').length, owned)
    assert.equal(eventsOf(older, 'superseded').length, 1)
  })

  it('ring-election #35: with another number of partitions is refused, and says which and by whom', () => {
    const cluster = createCluster(THREE)

    const stranger = cluster.start('d', { bootstrap: ['a'], groups: [{ name: 'jobs', partitions: 128 }] })
    cluster.run(3_000)

    assert.equal(stranger.core.phase, 'refused')
    assert.equal(stranger.marks.get('join:group-mismatch'), 1)
    const [refused] = eventsOf(stranger, 'refused')
    assert.deepEqual({ ...refused, at: undefined, by: undefined }, { type: 'refused', group: 'jobs', ours: 128, theirs: 64, at: undefined, by: undefined })
    assert.ok(THREE.includes(refused?.by ?? ''))
    cluster.crash('d')
    settle(cluster, 5_000)
    assert.equal(cluster.member('a').core.members().length, 3)
  })
})
