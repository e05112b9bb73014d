import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { disagreements, loads } from '../agreement.js'
import { createEmpty } from './simulated.js'

const FIVE = ['a', 'b', 'c', 'd', 'e']

describe('formation', () => {
  it('a cluster of one owns everything', () => {
    const cluster = createEmpty()

    cluster.start('a')

    assert.deepEqual(disagreements(cluster), [])
    assert.equal(cluster.member('a').marks.get('table:applied'), 1)
    assert.deepEqual(loads(cluster.member('a')), new Map([['a', 64]]))
  })

  it('the leader is told before its table, and the table before what it brings', () => {
    const cluster = createEmpty()

    cluster.start('a')
    cluster.start('b', { bootstrap: ['a'] })
    cluster.until(() => cluster.member('b').core.owned('jobs').length > 0, 5_000, 'work for b')

    for (const { events } of cluster.members.values()) {
      const order = events.map(({ type }) => type).filter(type => ['leader:change', 'table:change', 'partition:assign'].includes(type))
      assert.deepEqual([...new Set(order)], ['leader:change', 'table:change', 'partition:assign'])
    }
  })

  it('five that start in one instant, with the address of one of them, are one cluster within five seconds', () => {
    const cluster = createEmpty()

    for (const id of FIVE) {
      cluster.start(id, { bootstrap: id === 'a' ? [] : ['a'] })
    }
    cluster.until(() => cluster.running().every(({ core }) => core.members().length === 5) && disagreements(cluster).length === 0, 5_000, 'agreement')

    assert.deepEqual([...loads(cluster.member('a')).values()].sort(), [12, 13, 13, 13, 13])
  })

  it('five that start in one instant, each with the addresses of all, are one cluster within five seconds', () => {
    const cluster = createEmpty()

    for (const id of FIVE) {
      cluster.start(id, { bootstrap: FIVE })
    }
    cluster.until(() => cluster.running().every(({ core }) => core.members().length === 5) && disagreements(cluster).length === 0, 5_000, 'agreement')
  })

  it('joiners within the rebalance delay make one table, not one each', () => {
    const cluster = createEmpty()
    cluster.start('a')
    cluster.run(2_000)
    const rosters: number[] = []
    cluster.on('table:change', ({ id }, { table }) => { if (id === 'a') rosters.push(table.roster.length) })

    for (const id of ['b', 'c', 'd', 'e']) {
      cluster.start(id, { bootstrap: ['a'] })
      cluster.run(50)
    }
    cluster.until(() => disagreements(cluster).length === 0, 5_000, 'agreement')

    // One that says who hands over to whom, and one in which that is done.
    assert.deepEqual(rosters, [5, 5])
  })

  it('members that start before the address that they join are one cluster within five seconds of its start', () => {
    const cluster = createEmpty()

    for (const id of ['b', 'c', 'd', 'e']) {
      cluster.start(id, { bootstrap: ['a'] })
    }
    cluster.run(7_000)
    cluster.start('a')
    cluster.until(() => cluster.running().every(({ core }) => core.members().length === 5) && disagreements(cluster).length === 0, 5_000, 'agreement')
  })
})
