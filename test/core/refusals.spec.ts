import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { packToken } from '../../src/core/index.js'
import { createCluster, tableAt } from './cluster/scenarios.js'
import { createClaim } from './support.js'
import { createEmpty } from './cluster/simulated.js'
import type { Accusation, Mark, Table, Update } from '../../src/core/index.js'

const TERM = 1_700_000_000

describe('what others say of members', () => {
  const refusals: Array<[Mark, Update]> = [
    ['claim:wrong-cluster', { type: 'claim', claim: createClaim('x', { cluster: 'other' }) }],
    ['claim:stale', { type: 'claim', claim: createClaim('x', { generation: 4 }) }],
    ['accusation:unknown-member', accusation({ id: 'nobody' })],
    ['accusation:unknown-member', accusation({ generation: 6 })],
    ['accusation:stale', accusation({ generation: 4 })],
    ['accusation:stale', accusation({ incarnation: 0 })],
    ['accusation:implausible', accusation({ incarnation: 1_002 })]
  ]

  for (const [mark, update] of refusals) {
    it(`${mark}: ${JSON.stringify(update.type === 'claim' ? update.claim.cluster : update.accusation)} changes nothing`, () => {
      const cluster = createEmpty()
      const { core, marks } = cluster.start('a')
      for (const claim of [createClaim('y'), createClaim('x', { generation: 5, incarnation: 1 })]) {
        cluster.inject('y', 'a', { type: 'gossip', updates: [{ type: 'claim', claim }] })
      }
      const before = core.members()

      cluster.inject('y', 'a', { type: 'gossip', updates: [update] })

      assert.equal(marks.get(mark), 1)
      assert.deepEqual(core.members(), before)
    })
  }

  it('claim:rows-full: a view has a bound', () => {
    const cluster = createEmpty()
    const { core, marks } = cluster.start('a')

    for (let index = 0; index < 16_384; index++) {
      cluster.inject('y', 'a', { type: 'gossip', updates: [{ type: 'claim', claim: createClaim(`x${index}`, { left: index < 2 }) }] })
    }

    assert.equal(marks.get('claim:rows-full'), undefined, 'who ended makes room')
    cluster.inject('y', 'a', { type: 'gossip', updates: [{ type: 'claim', claim: createClaim('y1') }, { type: 'claim', claim: createClaim('y2') }] })
    assert.equal(marks.get('claim:rows-full'), 1)
    assert.equal(core.members().length, 16_384)
  })

  it('an implausible accusation of oneself is not answered, a plausible one is refuted above it', () => {
    const cluster = createEmpty()
    const { core, marks } = cluster.start('a')
    const { generation, incarnation } = core.self

    cluster.inject('y', 'a', { type: 'gossip', updates: [accusation({ id: 'a', generation, incarnation })] })
    assert.equal(marks.get('accusation:stranger'), 1)

    cluster.inject('y', 'a', { type: 'gossip', updates: [{ type: 'claim', claim: createClaim('y') }] })
    cluster.inject('y', 'a', { type: 'gossip', updates: [accusation({ id: 'a', generation, incarnation: incarnation + 5_000 })] })
    assert.equal(core.self.incarnation, incarnation)

    cluster.inject('y', 'a', { type: 'gossip', updates: [accusation({ id: 'a', generation, incarnation: incarnation + 5 })] })
    assert.equal(core.self.incarnation, incarnation + 6)
    assert.equal(marks.get('self:refuted'), 1)
  })
})

describe('what others say of tables', () => {
  const refusals: Array<[Mark, (table: Table) => Table]> = [
    ['table:wrong-cluster', table => ({ ...table, cluster: 'other' })],
    ['table:wrong-partitions', table => ({ ...table, partitions: 65, owners: [...table.owners, 0], tokens: [...table.tokens, 1n], successors: [...table.successors, -1] })],
    ['table:unknown-leader', table => ({ ...table, epoch: { ...table.epoch, leader: 'stranger' } })],
    ['table:ineligible-leader', table => ({ ...table, epoch: { ...table.epoch, leader: 'phone' } })],
    ['table:future-term', table => ({ ...table, epoch: { ...table.epoch, term: TERM + 90_000 } })],
    ['table:unsound', table => ({ ...table, owners: table.owners.map(() => 9) })],
    ['table:unsound', table => ({ ...table, owners: table.owners.slice(1) })],
    ['table:unsound', table => ({ ...table, tokens: table.tokens.map(() => 0n) })],
    ['table:unsound', table => ({ ...table, tokens: table.tokens.map(() => packToken({ ...table.epoch, version: 5_000 })) })],
    ['table:unsound', table => ({ ...table, roster: table.roster.map(() => table.roster[0] as Table['roster'][number]) })],
    ['table:unsound', table => ({ ...table, successors: table.successors.slice(1) })],
    ['table:unsound', table => ({ ...table, successors: table.successors.map(() => 2) })],
    ['table:unsound', table => ({ ...table, successors: table.owners })],
    ['table:unsound', table => ({ ...table, owners: table.owners.map(() => -1), successors: table.successors.map(() => 0) })],
    ['table:token-regressed', table => ({ ...table, tokens: table.tokens.map(token => token - 1n) })],
    ['table:token-regressed', table => ({ ...table, owners: table.owners.map(owner => 1 - owner) })]
  ]

  for (const [mark, change] of refusals) {
    it(`${mark}: ${change.toString().slice(9)} is not applied`, () => {
      const cluster = createCluster(['a', 'b'])
      cluster.inject('b', 'a', { type: 'gossip', updates: [{ type: 'claim', claim: createClaim('phone', { eligible: false, groups: [] }) }] })
      cluster.run(5_000)
      const table = tableAt(cluster, 'b')

      cluster.inject('x', 'b', { type: 'table', table: change({ ...table, epoch: { ...table.epoch, version: table.epoch.version + 1 } }) })

      assert.equal(cluster.member('b').marks.get(mark), 1)
      assert.deepEqual(tableAt(cluster, 'b'), table)
    })
  }

  it('table:stale-epoch: whoever shows an older table is told of the newer one', () => {
    const cluster = createCluster(['a', 'b'])
    const told: string[] = []

    cluster.filter((from, to, message) => { told.push(`${from} ${to} ${message.type}`); return true })
    cluster.inject('a', 'b', { type: 'table', table: { ...tableAt(cluster, 'b'), epoch: { term: 1, leader: 'a', version: 1 }, tokens: tableAt(cluster, 'b').tokens.map(() => 1n) } })
    cluster.run(4)

    assert.equal(cluster.member('b').marks.get('table:stale-epoch'), 1)
    assert.deepEqual(told, ['b a notice'])
  })

  it('table:groups-full: the groups of a cluster have a bound', () => {
    const cluster = createCluster(['a', 'b'])
    const table = tableAt(cluster, 'b')

    for (let index = 0; index < 64; index++) {
      cluster.inject('a', 'b', { type: 'table', table: { ...table, group: `g${index}` } })
    }

    assert.equal(cluster.member('b').marks.get('table:groups-full'), 1)
    assert.equal(cluster.member('b').core.tables().length, 64)
  })

  it('heads that name ever other groups do not make a member remember or fetch ever more', () => {
    const cluster = createCluster(['a', 'b'])
    cluster.inject('x', 'b', { type: 'gossip', updates: [{ type: 'claim', claim: createClaim('x') }] })
    const before = cluster.member('b').marks.get('table:pulled') ?? 0

    for (let index = 0; index < 1_000; index++) {
      cluster.inject('x', 'b', { type: 'notice', head: { view: 0n, tables: [{ group: `g${index}`, epoch: 1n }] } })
    }

    assert.equal((cluster.member('b').marks.get('table:pulled') ?? 0) - before, 64)
  })

  it('office:refused: groups beyond the bound get no table, the others keep theirs, and the leader keeps its term', () => {
    const cluster = createEmpty()
    const groupsOf = (member: string): Array<{ name: string, partitions: number }> => Array.from({ length: 40 }, (_, index) => ({ name: `${member}${index}`, partitions: 2 }))

    cluster.start('a', { groups: groupsOf('a') })
    cluster.start('b', { bootstrap: ['a'], groups: groupsOf('b') })
    cluster.run(10_000)
    const term = cluster.member('b').core.leadership?.term
    cluster.run(60_000)

    assert.equal(cluster.member('a').core.tables().length, 64)
    assert.equal(cluster.member('b').core.leadership?.term, term)
    const refused = cluster.member('a').marks.get('office:refused') ?? 0
    assert.ok(refused > 1 && refused < 20, `${refused} attempts`)
  })

  it('a table that was refused is not fetched again', () => {
    const cluster = createCluster(['a', 'b'])
    const table = tableAt(cluster, 'b')
    const epoch = { ...table.epoch, version: table.epoch.version + 1 }

    cluster.inject('x', 'b', { type: 'table', table: { ...table, epoch, tokens: table.tokens.map(token => token - 1n) } })
    const before = cluster.member('b').marks.get('table:pulled') ?? 0
    cluster.inject('x', 'b', { type: 'notice', head: { view: 0n, tables: [{ group: 'jobs', epoch: packToken(epoch) }] } })

    assert.equal(cluster.member('b').marks.get('table:pulled') ?? 0, before)
  })
})

describe('a table whose leader is not known', () => {
  it('is fetched again once the leader is', () => {
    const cluster = createCluster(['a', 'b'])
    const table = tableAt(cluster, 'b')
    const epoch = { term: TERM + 100, leader: 'x', version: 1 }
    const next = { ...table, epoch }
    const notice = { type: 'notice', head: { view: 0n, tables: [{ group: 'jobs', epoch: packToken(epoch) }] } } as const

    cluster.inject('x', 'b', { type: 'table', table: next })
    assert.equal(cluster.member('b').marks.get('table:unknown-leader'), 1)
    cluster.inject('x', 'b', { type: 'gossip', updates: [{ type: 'claim', claim: createClaim('x', { priority: 0 }) }] })
    const before = cluster.member('b').marks.get('table:pulled') ?? 0
    cluster.inject('x', 'b', notice)

    assert.equal(cluster.member('b').marks.get('table:pulled'), before + 1)
  })
})

describe('leadership', () => {
  it('office:collecting, office:taken: a first member takes office at once', () => {
    const cluster = createEmpty()
    const { marks } = cluster.start('a')

    assert.equal(marks.get('office:collecting'), 1)
    assert.equal(marks.get('office:taken'), 1)
  })

  it('office:settled-without-all: a member that does not report delays a table by the settling time only', () => {
    const cluster = createCluster(['a', 'b', 'c'])

    cluster.filter((_, __, message) => message.type !== 'report')
    cluster.crash('c')
    cluster.start('c')
    cluster.until(() => (cluster.member('a').marks.get('office:settled-without-all') ?? 0) > 0, 10_000, 'settling')

    assert.ok(tableAt(cluster, 'a').roster.some(({ id, generation }) => id === 'c' && generation === cluster.member('c').core.self.generation))
  })

  it('term:implausible: a report of a term more than a day ahead does not raise the next one', () => {
    const cluster = createCluster(['a', 'b', 'c'])
    let lie = true

    cluster.filter((from, to, message) => {
      if (from === 'c' && message.type === 'report' && lie) {
        lie = false
        cluster.inject('c', to, { ...message, term: TERM + 1_000_000 })
      }
      return true
    })
    cluster.crash('a')
    cluster.until(() => cluster.member('b').core.leadership?.leader === 'b', 15_000, 'b in office')

    assert.equal(cluster.member('b').marks.get('term:implausible'), 1)
    assert.ok((cluster.member('b').core.leadership?.term ?? Infinity) < TERM + 1_000)
  })

  it('table:foreign-lineage, table:pulled: a table of the other side of a split is fetched before the next one is made', () => {
    const cluster = createCluster(['a', 'b', 'c', 'd'])

    const heal = cluster.cut((one, other) => (one === 'a' || one === 'b') !== (other === 'a' || other === 'b'))
    cluster.run(30_000)
    heal()
    cluster.until(() => cluster.running().every(({ core }) => core.table('jobs')?.roster.length === 4), 60_000, 'one table')

    assert.ok((cluster.member('a').marks.get('table:foreign-lineage') ?? 0) > 0)
    assert.ok(['a', 'b', 'c'].some(id => (cluster.member(id).marks.get('table:pulled') ?? 0) > 0))
  })

  it('a term lasts as long as its leader leads undisputed: joins and crashes of others only make new versions', () => {
    const cluster = createCluster(['a', 'b', 'c'])
    const term = cluster.member('a').core.leadership?.term

    cluster.start('d', { bootstrap: ['a'] })
    cluster.run(5_000)
    cluster.crash('b')
    cluster.run(15_000)
    cluster.leave('c')
    cluster.run(5_000)

    assert.equal(cluster.member('d').core.leadership?.term, term)
    assert.equal(cluster.member('a').marks.get('office:taken'), 1)
  })

  it('ring-election #5 #6 #7: a priority is the join order, is never taken twice, and nobody changes it', () => {
    const cluster = createCluster(['a', 'b', 'c', 'd'])

    cluster.leave('b')
    cluster.run(3_000)
    cluster.start('e', { bootstrap: ['a'] })
    cluster.run(5_000)

    const shown = cluster.member('e').core.members().filter(({ position }) => position !== undefined)
    assert.deepEqual(shown.map(({ id, priority, position }) => [id, priority, position]), [['a', 1, 1], ['c', 3, 2], ['d', 4, 3], ['e', 5, 4]])
  })

  it('a priority set by hand decides, and who may not lead does not', () => {
    const cluster = createEmpty()

    cluster.start('a', { eligible: false })
    cluster.start('b', { bootstrap: ['a'], priority: 10 })
    cluster.start('c', { bootstrap: ['a'], priority: 5 })
    cluster.until(() => cluster.running().every(({ core }) => core.leadership?.leader === 'c'), 10_000, 'c leading')

    cluster.run(1_000)
    assert.equal(cluster.member('a').core.table('jobs')?.epoch.leader, 'c')
  })

  it('ring-election #18: the leader owns partitions as well', () => {
    const cluster = createCluster(['a', 'b'])

    assert.equal(cluster.member('a').core.owned('jobs').length, 32)
  })
})

function accusation (changes: Partial<Accusation>): Update {
  return { type: 'accusation', accusation: { id: 'x', generation: 5, incarnation: 1, state: 'dead', accuser: 'y', refused: false, ...changes } }
}
