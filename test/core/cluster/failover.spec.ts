import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareEpochs } from '../../../src/core/index.js'
import { createCluster, eventsOf, ownershipsOf, settle, tableAt } from './scenarios.js'
import type { MemberId, Table } from '../../../src/core/index.js'

const FIVE = ['a', 'b', 'c', 'd', 'e']

/** Longer than the first probe, its indirect round and the suspicion time of five members, with two rounds to spare. */
const DETECTION_MAX = 12_000

/** One that was replaced works again after its probation of 30 s. */
const HEALED_MAX = 60_000

/** A single survivor hears nobody, and takes that for its own fault for 30 s. */
const DEAF_MAX = 50_000

describe('failover', () => {
  for (const victims of [['a'], ['c'], ['a', 'b'], ['b', 'd'], ['a', 'b', 'c', 'd']]) {
    it(`when ${victims.join(' and ')} of five crash, only their partitions move, under a newer epoch and larger tokens`, () => {
      const cluster = createCluster(FIVE)
      const before = tableAt(cluster, 'e')

      for (const id of victims) {
        cluster.crash(id)
      }
      settle(cluster, victims.length === 4 ? DEAF_MAX : DETECTION_MAX)

      assertOnlyMoved(before, tableAt(cluster, 'e'), victims)
    })
  }

  it('ring-election #14: a new leader starts from the table that it finds, not from an empty one', () => {
    const cluster = createCluster(FIVE)
    const before = tableAt(cluster, 'e')

    cluster.crash('a')
    settle(cluster, DETECTION_MAX)

    const kept = ownershipsOf(before).filter(({ owner }, partition) => owner === ownershipsOf(tableAt(cluster, 'e'))[partition]?.owner)
    assert.equal(kept.length, ownershipsOf(before).filter(({ owner }) => owner !== 'a').length)
  })

  it('ring-election #28: members that die together make no table in which a dead one gets work', () => {
    const cluster = createCluster(FIVE)

    cluster.crash('b')
    cluster.crash('d')
    settle(cluster, DETECTION_MAX)

    const tables = eventsOf(cluster.member('a'), 'table:change').map(({ table }) => table).slice(-2)
    const gained = ownershipsOf(tables[1] as Table).filter(({ owner, token }, partition) => token !== tables[0]?.tokens[partition] && (owner === 'b' || owner === 'd'))
    assert.deepEqual(gained, [])
  })

  it('a member that is unreachable for one only stays: the others reach it', () => {
    const cluster = createCluster(FIVE)
    const before = tableAt(cluster, 'a')

    cluster.cut((a, b) => a === 'a' && b === 'c')
    cluster.run(60_000)

    assert.deepEqual(tableAt(cluster, 'a').epoch, before.epoch)
    assert.ok((cluster.member('a').marks.get('probe:indirect') ?? 0) > 0, 'the direct probe was to fail')
    assert.deepEqual(cluster.running().flatMap(member => eventsOf(member, 'member:suspect')), [])
  })

  it('a suspect that is alive refutes, and nothing moves', () => {
    const cluster = createCluster(FIVE)
    const before = tableAt(cluster, 'a')

    const heal = cluster.cut((a, b) => a === 'c' || b === 'c')
    cluster.until(() => eventsOf(cluster.member('a'), 'member:suspect').length > 0, 10_000, 'suspicion')
    heal()
    settle(cluster, 5_000)

    assert.ok((cluster.member('c').marks.get('self:refuted') ?? 0) > 0)
    assert.deepEqual(tableAt(cluster, 'a').epoch, before.epoch)
    assert.deepEqual(eventsOf(cluster.member('a'), 'member:dead'), [])
  })

  it('ring-election #10: a leader that hangs is replaced', () => {
    const cluster = createCluster(FIVE)

    cluster.pause('a')
    cluster.until(() => cluster.member('b').core.leadership?.leader === 'b', DETECTION_MAX, 'a new leader')
  })

  it('ring-election #11 #13: a member that was stopped accuses nobody, gives up what it lost, and is a member again', () => {
    const cluster = createCluster(FIVE)
    const owned = cluster.member('c').core.owned('jobs')

    // In the middle of a probe: its answer waits when the member goes on, and its time is long over.
    let hasPinged = false
    cluster.filter((from, _to, message) => { hasPinged ||= from === 'c' && message.type === 'ping'; return true })
    cluster.until(() => hasPinged, 5_000, 'a ping of c')
    cluster.pause('c')
    cluster.run(30_000)
    const accusationsBefore = cluster.member('c').marks.get('probe:failed') ?? 0
    cluster.resume('c')
    settle(cluster, HEALED_MAX)

    const lost = eventsOf(cluster.member('c'), 'partition:lost').filter(({ reason }) => reason === 'superseded')
    assert.deepEqual(lost.map(({ partition, token }) => ({ partition, token })), owned)
    assert.equal(cluster.member('c').marks.get('probe:failed') ?? 0, accusationsBefore)
    assert.equal(cluster.member('c').marks.get('pause:noticed'), 1)
  })

  it('ring-election #11: a leader that was stopped comes back without evicting anybody', () => {
    const cluster = createCluster(FIVE)

    cluster.pause('a')
    cluster.run(25_000)
    cluster.resume('a')
    settle(cluster, HEALED_MAX)

    assert.deepEqual(eventsOf(cluster.member('a'), 'member:dead'), [])
    assert.equal(cluster.member('e').core.leadership?.leader, 'a')
  })

  it('ring-election #20: a table of a former term is not applied, whatever its version', () => {
    const cluster = createCluster(FIVE)
    const old = tableAt(cluster, 'e')

    cluster.crash('a')
    settle(cluster, DETECTION_MAX)
    const current = tableAt(cluster, 'e')
    cluster.inject('a', 'e', { type: 'table', table: { ...old, epoch: { ...old.epoch, version: 4_000_000_000 } } })

    assert.deepEqual(tableAt(cluster, 'e'), current)
    assert.equal(cluster.member('e').marks.get('table:stale-epoch'), 1)
  })
})

function assertOnlyMoved (before: Table, after: Table, victims: readonly MemberId[]): void {
  assert.ok(compareEpochs(after.epoch, before.epoch) > 0, 'the epoch must grow')

  for (const [partition, { owner, token }] of ownershipsOf(before).entries()) {
    const now = ownershipsOf(after)[partition]

    if (victims.includes(owner as MemberId)) {
      assert.ok(!victims.includes(now?.owner as MemberId), `partition ${partition} is still owned by ${now?.owner}`)
      assert.ok((now?.token ?? 0n) > (token ?? 0n), `partition ${partition} moved without a larger token`)
    } else {
      assert.deepEqual(now, { owner, token }, `partition ${partition} had no need to move`)
    }
  }
}
