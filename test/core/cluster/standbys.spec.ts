import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { standbysOf } from '../../../src/core/assignment/table.js'
import { createCluster, eventsOf, settle, tableAt } from './scenarios.js'
import { createEmpty } from './simulated.js'
import type { Table } from '../../../src/core/index.js'

const FOUR = ['a', 'b', 'c', 'd']

describe('standbys of a group', () => {
  it('are in the table: as many as asked for, none of them the owner, evenly spread', () => {
    const cluster = createCluster(FOUR, { groups: [{ name: 'jobs', partitions: 64, replicas: 2 }] })
    const table = tableAt(cluster, 'c')
    const loads = new Map(FOUR.map(id => [id, 0]))

    for (let partition = 0; partition < 64; partition++) {
      const ids = standbysOf(table, partition).map(({ id }) => id)
      assert.equal(new Set([ownerIn(table, partition), ...ids]).size, 3)
      for (const id of ids) loads.set(id, (loads.get(id) ?? 0) + 1)
    }
    assert.deepEqual([...loads.values()], [32, 32, 32, 32])
  })

  it('take over at once when the owner dies, in the very next table', () => {
    const cluster = createCluster(FOUR, { groups: [{ name: 'jobs', partitions: 60, replicas: 1 }] })
    const before = tableAt(cluster, 'a')
    const promoted = (): number => tableAt(cluster, 'a').reasons?.filter(reason => reason === 'promoted').length ?? 0

    cluster.crash('d')
    cluster.until(() => promoted() > 0, 60_000, 'a standby in its place')

    const after = tableAt(cluster, 'a')
    const lost = [...before.owners.keys()].filter(partition => ownerIn(before, partition) === 'd')
    assert.ok(lost.every(partition => after.successors[partition] === -1 && after.owners[partition] !== -1))
    assert.equal(lost.filter(partition => ownerIn(after, partition) === standbysOf(before, partition)[0]?.id).length, promoted())
    assert.ok(promoted() >= 10, `${promoted()} of ${lost.length}`)
  })

  it('are in other zones than their owner', () => {
    const cluster = createEmpty()
    for (const [index, id] of FOUR.entries()) {
      cluster.start(id, { bootstrap: id === 'a' ? [] : ['a'], groups: [{ name: 'jobs', partitions: 32, replicas: 1 }], core: { zone: index % 2 === 0 ? 'east' : 'west' } })
      cluster.run(500)
    }
    settle(cluster, 10_000)
    const table = tableAt(cluster, 'b')
    const isEast = (id: string | undefined): boolean => id === 'a' || id === 'c'

    for (let partition = 0; partition < 32; partition++) {
      assert.notEqual(isEast(ownerIn(table, partition)), isEast(standbysOf(table, partition)[0]?.id))
    }
  })

  it('a member owns by its weight', () => {
    const cluster = createEmpty()
    for (const id of FOUR) {
      cluster.start(id, { bootstrap: id === 'a' ? [] : ['a'], groups: [{ name: 'jobs', partitions: 60, weight: { a: 0, b: 1, c: 2, d: 3 }[id] ?? 1 }] })
      cluster.run(500)
    }
    settle(cluster, 20_000)
    const table = tableAt(cluster, 'a')

    assert.deepEqual(FOUR.map(id => [...table.owners.keys()].filter(partition => ownerIn(table, partition) === id).length), [0, 10, 20, 30])
  })

  it('no more partitions move at one time than the group allows, and all move in the end', () => {
    const cluster = createCluster(['a', 'b', 'c'], { groups: [{ name: 'jobs', partitions: 64, maxMoves: 3 }] })
    cluster.start('d', { bootstrap: ['a'], groups: [{ name: 'jobs', partitions: 64, maxMoves: 3 }] })
    settle(cluster, 60_000)
    const tables = eventsOf(cluster.member('a'), 'table:change').map(({ table }) => table)

    assert.ok(tables.every(({ roster, successors }) => roster.length < 4 || successors.filter(successor => successor >= 0).length <= 3))
    cluster.until(() => cluster.member('d').core.owned('jobs').length === 16, 60_000, 'the newcomer has its part')
  })
})

function ownerIn ({ roster, owners }: Table, partition: number): string | undefined {
  return roster[owners[partition] ?? -1]?.id
}
