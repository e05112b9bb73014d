import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareEpochs, packToken } from '../../../src/core/index.js'
import { createEmpty } from './simulated.js'
import { createClaim } from '../support.js'
import { createCluster, eventsOf, settle, tableAt } from './scenarios.js'
import type { Table } from '../../../src/core/index.js'

const HOUR = 60 * 60 * 1_000
const THREE = ['a', 'b', 'c']

describe('terms', () => {
  it('grow through a restart within the same second, with the record', () => {
    const cluster = createEmpty()
    const first = cluster.start('a')
    const before = tableAt(cluster, 'a')

    cluster.crash('a')
    cluster.start('a')

    assert.ok(first.stored !== undefined)
    assert.ok(compareEpochs(tableAt(cluster, 'a').epoch, before.epoch) > 0)
  })

  it('grow through a restart with the clock an hour back, with the record', () => {
    const cluster = createEmpty()
    cluster.start('a')
    const before = tableAt(cluster, 'a')

    cluster.crash('a')
    cluster.setClock('a', { step: -HOUR })
    cluster.start('a')

    assert.ok(tableAt(cluster, 'a').tokens.every(token => token > packToken(before.epoch)))
  })

  it('of a leader whose clock went back are above what the others have, also if it hears no reports', () => {
    const cluster = createCluster(THREE)

    // a comes back with its clock an hour back and nothing stored, and hears no report of the table that the others have.
    cluster.crash('a')
    cluster.member('a').stored = undefined
    cluster.setClock('a', { step: -HOUR })
    cluster.filter((_from, _to, message) => message.type !== 'report')
    cluster.start('a', { bootstrap: ['b'], priority: 0 })
    settle(cluster, 30_000)

    assert.equal(cluster.member('c').core.leadership?.leader, 'a')
  })

  it('of a table from days ahead do not become ours, whoever hands it on', () => {
    const cluster = createCluster(THREE)
    const term = cluster.member('a').core.leadership?.term ?? 0
    const table = tableAt(cluster, 'a')
    const future: Table = { ...table, epoch: { term: 2 ** 50, leader: 'c', version: 1 } }

    cluster.filter((from, to, message) => {
      if (message.type === 'report' && from === 'c') {
        cluster.inject('c', to, { ...message, tables: [{ group: 'jobs', epoch: packToken(future.epoch) }] })
        cluster.inject('c', to, { type: 'table', table: future })
      }
      return from !== 'c' || message.type !== 'report'
    })
    cluster.crash('b')
    cluster.start('b')
    cluster.run(30_000)

    assert.ok((cluster.member('a').stored?.term ?? 0) < term + 1_000)
    cluster.crash('b')
    cluster.until(() => tableAt(cluster, 'a').roster.every(({ id }) => id !== 'b'), 15_000, 'a table without b')
  })
})

describe('tokens', () => {
  it('of a partition are remembered while nobody owns it', () => {
    const cluster = createEmpty()
    cluster.start('a', { groups: [] })
    cluster.start('w', { bootstrap: ['a'] })
    cluster.until(() => cluster.member('w').core.owned('jobs').length === 64, 5_000, 'work for w')
    const before = tableAt(cluster, 'a').tokens

    cluster.crash('w')
    cluster.until(() => tableAt(cluster, 'a').owners.every(owner => owner === -1), 20_000, 'nobody owns')
    assert.deepEqual(tableAt(cluster, 'a').tokens, before)

    const old = tableAt(cluster, 'a')
    cluster.inject('w', 'a', { type: 'table', table: { ...old, epoch: { ...old.epoch, version: old.epoch.version + 1 }, roster: [{ id: 'a', generation: 1 }], owners: old.owners.map(() => 0) } })
    assert.equal(cluster.member('a').marks.get('table:token-regressed'), 1)
  })
})

describe('two clusters that do not fit', () => {
  it('ring-election #35: where a group has two sizes, the side that does not lead ends with a clear refusal, and others can join', () => {
    const cluster = createEmpty()
    cluster.start('x', { bootstrap: ['a'], groups: [{ name: 'jobs', partitions: 128 }] })
    cluster.run(4_000)
    cluster.start('a')
    cluster.start('b', { bootstrap: ['a'] })
    cluster.until(() => ['x', 'a', 'b'].some(id => cluster.member(id).core.phase === 'refused'), 20_000, 'a refusal')

    for (const { id, core } of cluster.running()) {
      if (core.phase === 'refused') cluster.crash(id)
    }
    cluster.run(15_000)
    const [survivor] = cluster.running()
    const sizes = new Set(cluster.running().map(({ core }) => core.table('jobs')?.partitions))
    assert.equal(sizes.size, 1)
    assert.equal(eventsOf(survivor as NonNullable<typeof survivor>, 'refused').length, 0)
  })

  it('a joiner goes by what the best-ranked member says, not by a single mistaken one', () => {
    const cluster = createCluster(THREE)

    cluster.inject('y', 'b', { type: 'gossip', updates: [{ type: 'claim', claim: createClaim('y', { priority: 99, groups: [{ name: 'jobs', partitions: 65 }] }) }] })
    const joiner = cluster.start('d', { bootstrap: ['b'] })
    cluster.until(() => joiner.core.phase === 'joined', 5_000, 'd in')
  })

  it('join:unasked: a view that nobody asked for is not believed', () => {
    const cluster = createEmpty()
    const joiner = cluster.start('d', { bootstrap: ['a'] })

    cluster.inject('x', 'd', { type: 'delta', joined: true, updates: [{ type: 'claim', claim: createClaim('x') }], wanted: [] })

    assert.equal(joiner.marks.get('join:unasked'), 1)
    assert.equal(joiner.core.phase, 'joining')
  })
})

describe('strangers', () => {
  it('cannot accuse anybody', () => {
    const cluster = createCluster(THREE)

    for (const id of THREE) {
      for (const victim of THREE) {
        const { generation, incarnation } = cluster.member(victim).core.self
        cluster.inject('x', id, { type: 'gossip', updates: [{ type: 'accusation', accusation: { id: victim, generation, incarnation, state: 'dead', accuser: 'a', refused: false } }] })
      }
    }
    cluster.run(10_000)

    assert.deepEqual(cluster.running().flatMap(member => [...eventsOf(member, 'member:suspect'), ...eventsOf(member, 'member:dead')]), [])
    assert.equal(cluster.member('b').marks.get('accusation:stranger'), 3)
  })
})
