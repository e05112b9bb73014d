import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { packToken } from '../../../src/core/index.js'
import { keepOneOfEach } from '../../../src/core/assignment/sides.js'
import { createCluster, eventsOf, settle } from '../cluster/scenarios.js'

/** The least sum of squared loads of any choice, by trying them all. */
function best (runners: ReadonlyArray<readonly string[]>): number {
  let least = Infinity

  const visit = (partition: number, loads: ReadonlyMap<string, number>): void => {
    const choice = runners[partition]

    if (choice === undefined) {
      least = Math.min(least, squares([...loads.values()]))
    } else if (choice.length === 0) {
      visit(partition + 1, loads)
    }
    for (const id of choice ?? []) visit(partition + 1, new Map([...loads, [id, (loads.get(id) ?? 0) + 1]]))
  }
  visit(0, new Map())

  return least
}

function squares (loads: readonly number[]): number {
  return loads.reduce((sum, load) => sum + load * load, 0)
}

describe('of two running owners', () => {
  it('one is kept, of those that run, so that the loads are as even as they can be', () => {
    const runners = fc.array(fc.subarray(['a', 'b', 'c', 'd'], { maxLength: 2 }), { maxLength: 7 })

    fc.assert(fc.property(runners, given => {
      const kept = keepOneOfEach(given)
      const loads = new Map<string, number>()
      for (const id of kept) if (id !== undefined) loads.set(id, (loads.get(id) ?? 0) + 1)

      assert.ok(given.every((choice, partition) => choice.length === 0 ? kept[partition] === undefined : choice.includes(kept[partition] ?? '')))
      assert.equal(squares([...loads.values()]), best(given))
    }))
  })

  it('of 16,384 partitions and 200 members on two sides none is more than one above another', () => {
    const kept = keepOneOfEach(Array.from({ length: 16_384 }, (_, partition) => [`a${partition % 80}`, `b${partition * 7 % 120}`]))
    const loads = new Map<string, number>()
    for (const id of kept) loads.set(id ?? '', (loads.get(id ?? '') ?? 0) + 1)

    assert.equal(loads.size, 200)
    assert.ok(Math.max(...loads.values()) - Math.min(...loads.values()) <= 1)
  })
})

describe('a member that another line\'s table leaves out', () => {
  it('table:put-off: goes on until there is a table of both, and is told no more than that it was contested', () => {
    const cluster = createCluster(['a', 'b', 'c', 'd', 'e'])
    const heal = cluster.cut((from, to) => ['a', 'b'].includes(from) !== ['a', 'b'].includes(to))
    cluster.run(60_000)
    // The larger side's table, as one that was told of it before the leaders have met.
    const [table] = cluster.member('a').core.tables()
    assert.ok(table !== undefined)
    heal()
    const { term } = cluster.member('c').core.tables()[0]?.epoch ?? { term: 0 }
    const epoch = { ...table.epoch, term: Math.max(term, table.epoch.term) + 1 }
    cluster.inject('a', 'd', { type: 'table', table: { ...table, epoch, parent: table.epoch, tokens: table.tokens.map(() => packToken(epoch)) } })

    assert.equal(cluster.member('d').marks.get('table:put-off'), 1)
    assert.ok(cluster.member('d').core.owned('jobs').length > 0)
    settle(cluster, 60_000)
    assert.deepEqual([...new Set(eventsOf(cluster.member('d'), 'partition:lost').map(({ reason }) => reason))], ['conflict'])
  })
})
