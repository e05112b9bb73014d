import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCluster, eventsOf, settle, tableAt } from './scenarios.js'
import type { Rule } from '../../../src/core/index.js'

const FIVE = ['a', 'b', 'c', 'd', 'e']

describe('leaving', () => {
  for (const leaver of ['a', 'c']) {
    it(`${leaver} is gone in less than two seconds, never suspected, its partitions elsewhere`, () => {
      const cluster = createCluster(FIVE)
      const owned = cluster.member(leaver).core.owned('jobs').length

      cluster.leave(leaver)
      const took = cluster.until(() => !cluster.member(leaver).running, 2_000, 'the leave')
      settle(cluster, 2_000)

      assert.ok(took < 1_000, 'the leaver saw its partitions owned by others, and did not wait for the time to pass')
      assert.equal(eventsOf(cluster.member(leaver), 'partition:revoke').filter(({ reason }) => reason === 'leave').length, owned)
      for (const member of cluster.running()) {
        assert.deepEqual(eventsOf(member, 'member:suspect'), [])
        assert.equal(eventsOf(member, 'member:leave').length, 1)
      }
    })
  }

  it('a member that leaves before it has a table waits until somebody has heard its goodbye', () => {
    const cluster = createCluster(['a', 'b'])
    const late = cluster.start('c', { bootstrap: ['a'] })
    cluster.until(() => late.core.phase === 'joined', 2_000, 'c in')

    cluster.leave('c')
    assert.equal(late.running, true)
    cluster.until(() => !late.running, 900, 'the goodbye heard, well before the time for it is over')

    assert.equal(cluster.member('a').core.members().find(({ id }) => id === 'c')?.state, 'left')
  })

  it('a goodbye that nobody hears ends all the same', () => {
    const cluster = createCluster(['a', 'b'], { settings: { leaveTimeout: 500 } })

    cluster.cut(one => one === 'b')
    cluster.leave('b')
    const took = cluster.until(() => !cluster.member('b').running, 2_000, 'the leave')

    // The time to hand over, and the time for the goodbye.
    assert.equal(took, 1_500)
  })

  it('the last member leaves at once', () => {
    const cluster = createCluster(['a'])

    cluster.leave('a')

    assert.equal(cluster.member('a').running, false)
  })

  for (const leaver of ['a', 'c']) {
    it(`${leaver} waits for what works on its partitions, and each begins elsewhere only then`, () => {
      const cluster = createCluster(FIVE, { application: { stop: 3_000 } })
      const had = cluster.member(leaver).core.owned('jobs').map(({ partition }) => partition)
      const begun = new Set<number>()
      cluster.on('partition:assign', ({ id }, { partition }) => { if (id !== leaver && had.includes(partition)) begun.add(partition) })

      cluster.leave(leaver)
      cluster.run(2_900)
      assert.deepEqual([cluster.member(leaver).running, begun.size], [true, 0])
      cluster.until(() => !cluster.member(leaver).running, 1_000, 'the leave')

      assert.equal(begun.size, had.length)
      assert.deepEqual(eventsOf(cluster.member(leaver), 'partition:lost'), [])
    })
  }

  it('the last member waits for what works on its partitions, and then goes', () => {
    const cluster = createCluster(['a'], { application: { stop: 3_000 } })
    cluster.leave('a')
    const took = cluster.until(() => !cluster.member('a').running, 10_000, 'the leave')

    assert.equal(took, 3_000)
    assert.deepEqual(eventsOf(cluster.member('a'), 'partition:lost'), [])
  })

  it('all members at once are gone as soon as their work has stopped', () => {
    const cluster = createCluster(FIVE, { application: { stop: 1_000 } })
    for (const id of FIVE) cluster.leave(id)

    assert.ok(cluster.until(() => cluster.running().length === 0, 10_000, 'the leaves') < 3_000)
  })

  it('a leaver that dies before its work has stopped blocks nothing', () => {
    const took = (without: readonly Rule[]): number => {
      const cluster = createCluster(FIVE, { application: { stop: 60_000 }, core: { without } })
      cluster.leave('c')
      cluster.run(1_000)
      cluster.crash('c')
      return settle(cluster, 20_000)
    }

    assert.deepEqual([took([]) < 1_000, took(['workers:givers']) < 5_000], [true, false])
  })

  it('a leaver gets no work, and what it has goes in order', () => {
    const took = (without: readonly Rule[]): number => {
      const cluster = createCluster(FIVE, { core: { without } })
      cluster.leave('c')
      return cluster.until(() => !cluster.member('c').running, 30_000, 'the leave')
    }

    assert.deepEqual([took([]) < 1_000, took(['workers:stay']) < 10_000], [true, false])
  })

  it('a member that left comes back under a new generation, as the last in the join order', () => {
    const cluster = createCluster(FIVE)
    const generation = cluster.member('b').core.self.generation

    cluster.leave('b')
    settle(cluster, 3_000)
    cluster.start('b')
    settle(cluster, 5_000)

    assert.ok(cluster.member('b').core.self.generation > generation)
    assert.equal(cluster.member('b').core.self.position, 5)
  })

  it('nobody but the member itself can say that it left', () => {
    const cluster = createCluster(FIVE)
    const { generation, incarnation } = cluster.member('c').core.self

    // The seal of such a claim does not verify; here, the forger has only accusations to make.
    cluster.inject('b', 'a', { type: 'gossip', updates: [{ type: 'accusation', accusation: { id: 'c', generation, incarnation, state: 'dead', accuser: 'b', refused: false } }] })
    settle(cluster, 5_000)

    assert.deepEqual(eventsOf(cluster.member('a'), 'member:leave'), [])
    assert.ok(tableAt(cluster, 'a').roster.some(({ id }) => id === 'c'))
  })
})
