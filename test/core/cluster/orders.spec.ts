import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCluster, eventsOf, settle, tableAt } from './scenarios.js'
import type { MemberId, Order, Table } from '../../../src/core/index.js'
import type { Simulation } from '../../../src/sim/index.js'

const FOUR = ['a', 'b', 'c', 'd']

describe('what members order', () => {
  it('a frozen group keeps what it has when somebody joins, and gives orphans away', () => {
    const cluster = createCluster(FOUR)
    give(cluster, 'c', { kind: 'freeze', group: 'jobs' }, table => table.orders?.frozen === true)
    const before = tableAt(cluster, 'a')

    cluster.start('e', { bootstrap: ['a'] })
    settle(cluster, 20_000)
    assert.deepEqual(ownersIn(tableAt(cluster, 'a')), ownersIn(before))

    cluster.crash('b')
    settle(cluster, 60_000)
    for (const [partition, owner] of ownersIn(before).entries()) {
      assert.equal(ownersIn(tableAt(cluster, 'a'))[partition] === owner, owner !== 'b')
    }
    give(cluster, 'c', { kind: 'thaw', group: 'jobs' }, table => table.orders === undefined)
    settle(cluster, 20_000)
    assert.equal(cluster.member('e').core.owned('jobs').length, 16)
  })

  it('a pinned partition goes where it is pinned, in order, and stays there', () => {
    const cluster = createCluster(FOUR)
    const partition = ownersIn(tableAt(cluster, 'a')).indexOf('b')

    give(cluster, 'd', { kind: 'pin', group: 'jobs', partition, member: 'c' }, table => ownersIn(table)[partition] === 'c')
    assert.ok(eventsOf(cluster.member('b'), 'partition:revoke').some(event => event.partition === partition && event.reason === 'moved'))
    cluster.start('e', { bootstrap: ['a'] })
    settle(cluster, 20_000)
    assert.equal(ownersIn(tableAt(cluster, 'a'))[partition], 'c')
    give(cluster, 'd', { kind: 'unpin', group: 'jobs', partition }, table => table.orders === undefined)
  })

  it('a drained member hands over all that it has, and stays a member', () => {
    const cluster = createCluster(FOUR)
    const { generation } = cluster.member('c').core.self

    give(cluster, 'b', { kind: 'drain', member: 'c', generation }, table => !ownersIn(table).includes('c'))
    settle(cluster, 5_000)
    assert.equal(cluster.member('c').core.owned('jobs').length, 0)
    give(cluster, 'b', { kind: 'undrain', member: 'c' }, table => ownersIn(table).includes('c'))
  })

  it('what somebody failed at does not go to a drained member', () => {
    const cluster = createCluster(FOUR)
    give(cluster, 'b', { kind: 'drain', member: 'c', generation: cluster.member('c').core.self.generation }, table => !ownersIn(table).includes('c'))
    settle(cluster, 5_000)
    const [first] = cluster.member('b').core.owned('jobs')
    assert.ok(first !== undefined)

    cluster.member('b').input({ type: 'failed', group: 'jobs', ...first })
    cluster.until(() => ownersIn(tableAt(cluster, 'a'))[first.partition] !== 'b', 5_000, 'it is elsewhere')

    assert.ok(['a', 'd'].includes(ownersIn(tableAt(cluster, 'a'))[first.partition] ?? ''))
    assert.equal(tableAt(cluster, 'a').reasons?.[first.partition], 'failed')
  })

  it('orders outlive the leader that noted them', () => {
    const cluster = createCluster(FOUR)
    give(cluster, 'd', { kind: 'pin', group: 'jobs', partition: 7, member: 'c' }, table => ownersIn(table)[7] === 'c')

    cluster.crash('a')
    settle(cluster, 60_000)

    assert.deepEqual(tableAt(cluster, 'b').orders?.pins, [{ partition: 7, member: 'c' }])
    assert.equal(ownersIn(tableAt(cluster, 'b'))[7], 'c')
  })

  it('the drain of a former start does not bind the next one', () => {
    const cluster = createCluster(FOUR)
    const { generation } = cluster.member('c').core.self
    give(cluster, 'b', { kind: 'drain', member: 'c', generation }, table => !ownersIn(table).includes('c'))

    cluster.crash('c')
    settle(cluster, 60_000)
    cluster.start('c')
    cluster.until(() => cluster.member('c').core.owned('jobs').length === 16, 60_000, 'its part again')

    assert.equal(tableAt(cluster, 'a').orders, undefined)
  })
})

/** A member orders something, and everybody has a table that shows it. */
function give (cluster: Simulation, from: MemberId, order: Order, shows: (table: Table) => boolean): void {
  cluster.member(from).input({ type: 'order', order })
  cluster.until(() => cluster.running().every(({ id }) => shows(tableAt(cluster, id))), 10_000, `${order.kind} in the table`)
}

function ownersIn ({ roster, owners }: Table): Array<MemberId | undefined> {
  return owners.map(owner => roster[owner]?.id)
}
