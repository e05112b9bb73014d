import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCluster, eventsOf, settle, tableAt } from './scenarios.js'
import { createEmpty } from './simulated.js'

const STRICT = { name: 'ledger', partitions: 8, isStrict: true } as const
const JOBS = { name: 'jobs', partitions: 8 }

describe('a group that voters assign', () => {
  it('gets no table of a leader, as the other groups of its members do', () => {
    const cluster = createEmpty()
    cluster.start('a', { groups: [JOBS, STRICT] })
    cluster.start('b', { bootstrap: ['a'], groups: [JOBS, STRICT] })
    settle(cluster, 5_000)
    assert.equal(tableAt(cluster, 'b').roster.length, 2)
    for (const member of cluster.running()) assert.equal(member.core.table('ledger'), undefined)
  })

  it('is seen as such by everybody', () => {
    const cluster = createEmpty()
    cluster.start('a', { groups: [STRICT] })
    const b = cluster.start('b', { bootstrap: ['a'], groups: [STRICT] })
    cluster.until(() => b.core.phase === 'joined', 2_000, 'b in')
    assert.deepEqual(b.core.members().map(({ groups }) => groups), [[STRICT], [STRICT]])
  })

  it('refuses the table of a leader that takes it for another kind', () => {
    const cluster = createEmpty()
    const a = cluster.start('a', { groups: [STRICT] })
    cluster.until(() => a.core.phase === 'joined', 2_000, 'a in')
    const table = { ...tableAt(createCluster(['a']), 'a'), group: 'ledger', partitions: 8 }
    cluster.inject('x', 'a', { type: 'table', table: { ...table, owners: table.owners.slice(0, 8), tokens: table.tokens.slice(0, 8), successors: table.successors.slice(0, 8) } })
    assert.equal(a.marks.get('table:wrong-partitions'), 1)
    assert.equal(a.core.table('ledger'), undefined)
  })

  for (const [ours, theirs] of [[STRICT, { ...STRICT, isStrict: undefined }], [{ ...STRICT, isStrict: undefined }, STRICT]] as const) {
    it(`keeps out who takes it for another kind: ${ours.isStrict === true ? 'strict' : 'available'} among the other`, () => {
      const bare = ({ isStrict, ...group }: { name: string, partitions: number, isStrict?: true | undefined }) => ({ ...group, ...isStrict === true && { isStrict } })
      const cluster = createEmpty()
      cluster.start('a', { groups: [bare(theirs)] })
      cluster.run(1_000)
      const b = cluster.start('b', { bootstrap: ['a'], groups: [bare(ours)] })
      cluster.run(3_000)
      assert.equal(b.core.phase, 'refused')
      assert.deepEqual(eventsOf(b, 'refused').map(({ ours: here, theirs: there }) => [here, there]), [[8, 8]])
    })
  }
})

describe('a member that has more to hand over than its core knows of', () => {
  it('says goodbye only when that is done', () => {
    const cluster = createCluster(['a', 'b'])
    const { core } = cluster.member('b')
    core.step(cluster.now, { type: 'leave', isBusy: true })
    cluster.run(1_000)
    assert.equal(core.phase, 'leaving')
    assert.equal(core.self.state, 'alive')
    core.step(cluster.now, { type: 'drained' })
    assert.equal(core.self.state, 'left')
  })
})
