import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { packToken, TERM_LEAD_MAX } from '../../../src/core/index.js'
import { createCluster, eventsOf, ownershipsOf, settle, tableAt } from './scenarios.js'
import type { Rule } from '../../../src/core/index.js'
import type { Simulation } from '../../../src/sim/index.js'

/** What a member owns first. */
function firstOf (cluster: Simulation, id: string): { readonly partition: number, readonly token: bigint } {
  const [owned] = cluster.member(id).core.owned('jobs')
  assert.ok(owned !== undefined)
  return owned
}

function ownerOf (cluster: Simulation, partition: number): string | undefined {
  return ownershipsOf(tableAt(cluster, 'a'))[partition]?.owner
}

describe('a partition at which a handler failed', () => {
  it('handoff:failed: goes to somebody else, and nothing else moves', () => {
    const cluster = createCluster(['a', 'b', 'c'])
    const owned = firstOf(cluster, 'b')
    const before = tableAt(cluster, 'a').tokens
    cluster.member('b').input({ type: 'failed', group: 'jobs', ...owned })
    cluster.run(1_000)

    assert.equal(cluster.member('a').marks.get('handoff:failed'), 1)
    assert.ok(['a', 'c'].includes(ownerOf(cluster, owned.partition) ?? ''))
    assert.deepEqual(tableAt(cluster, 'a').tokens.flatMap((token, partition) => token === before[partition] ? [] : [partition]), [owned.partition])
    cluster.run(20_000)
    assert.notEqual(ownerOf(cluster, owned.partition), 'b')
  })

  it('and that nobody else can have comes back after a rest, under a new token', () => {
    const cluster = createCluster(['a'])
    const owned = firstOf(cluster, 'a')
    cluster.member('a').input({ type: 'failed', group: 'jobs', ...owned })
    cluster.run(20_000)
    assert.equal(ownerOf(cluster, owned.partition), undefined)
    cluster.run(11_000)

    assert.equal(ownerOf(cluster, owned.partition), 'a')
    const again = eventsOf(cluster.member('a'), 'partition:assign').filter(({ partition }) => partition === owned.partition).at(-1)
    assert.ok(again !== undefined && again.token > owned.token)
  })

  it('that a leaver has goes to whoever failed at it, if there is nobody else', () => {
    const cluster = createCluster(['a', 'b'])
    const owned = firstOf(cluster, 'a')
    cluster.member('a').input({ type: 'failed', group: 'jobs', ...owned })
    cluster.run(1_000)
    assert.equal(ownerOf(cluster, owned.partition), 'b')
    cluster.leave('b')

    assert.ok(cluster.until(() => !cluster.member('b').running, 5_000, 'b gone') < 1_000)
  })
})

describe('a token that a resource refuses', () => {
  it('handoff:fenced: is replaced by one above what the resource has seen, whoever leads', () => {
    for (const id of ['a', 'b']) {
      const cluster = createCluster(['a', 'b', 'c'])
      const { partition } = firstOf(cluster, id)
      const { term } = tableAt(cluster, 'a').epoch
      const seen = packToken({ term: term + 100, leader: 'z', version: 7 })
      cluster.member(id).input({ type: 'fenced', group: 'jobs', partition, seen })
      settle(cluster, 5_000)
      cluster.run(1_000)

      const owned = cluster.member(id).core.owned('jobs').find(one => one.partition === partition)
      assert.ok(owned !== undefined && owned.token > seen)
      assert.deepEqual(eventsOf(cluster.member(id), 'partition:lost').map(({ reason }) => reason), ['fenced'])
      assert.ok((cluster.member('a').marks.get('handoff:fenced') ?? 0) >= 1)
    }
  })

  it('of a term that nobody would believe of a leader changes nothing', () => {
    const termAfter = (without: readonly Rule[]): boolean => {
      const cluster = createCluster(['a', 'b'], { core: { without } })
      const { partition } = firstOf(cluster, 'b')
      const { version, term } = tableAt(cluster, 'a').epoch
      cluster.member('b').input({ type: 'fenced', group: 'jobs', partition, seen: packToken({ term: term + 10 * TERM_LEAD_MAX, leader: 'z', version: 7 }) })
      cluster.run(5_000)
      assert.equal(cluster.member('a').core.table('jobs')?.epoch.term, term)
      return tableAt(cluster, 'a').epoch.version === version
    }

    assert.deepEqual([termAfter([]), termAfter(['fenced:plausible'])], [true, false])
  })

  it('handoff:stale-fence: said of somebody else\'s partition, or under another token, changes nothing', () => {
    const cluster = createCluster(['a', 'b', 'c'])
    const { partition, token } = firstOf(cluster, 'b')
    const { version } = tableAt(cluster, 'a').epoch
    cluster.inject('c', 'a', { type: 'fenced', group: 'jobs', partition, token, seen: token + 1n })
    cluster.inject('b', 'a', { type: 'fenced', group: 'jobs', partition, token: 1n, seen: token + 1n })
    cluster.inject('b', 'a', { type: 'fenced', group: 'jobs', partition, token, seen: token })
    cluster.run(1_000)

    assert.equal(cluster.member('a').marks.get('handoff:stale-fence'), 3)
    assert.equal(tableAt(cluster, 'a').epoch.version, version)
  })
})

describe('a crashed member that is expected back', () => {
  const settings = { rejoinWindow: 30_000 }

  it('gets what it had under new tokens, and nobody else\'s partition moves', () => {
    const movedIn = (without: readonly Rule[]): boolean => {
      const cluster = createCluster(['a', 'b', 'c'], { settings, core: { without } })
      const before = ownershipsOf(tableAt(cluster, 'a'))
      cluster.crash('b')
      cluster.run(10_000)
      cluster.start('b', { bootstrap: ['a'], settings, core: { without } })
      settle(cluster, 20_000)
      const after = ownershipsOf(tableAt(cluster, 'a'))

      return after.some(({ owner, token }, partition) => owner !== before[partition]?.owner || (token === before[partition]?.token) === (owner === 'b'))
    }

    assert.deepEqual([movedIn([]), movedIn(['plan:rejoin'])], [false, true])
  })

  it('and does not come loses it when its time is over', () => {
    const cluster = createCluster(['a', 'b', 'c'], { settings })
    const { version } = tableAt(cluster, 'a').epoch
    cluster.crash('b')
    cluster.run(29_000)
    assert.equal(tableAt(cluster, 'a').epoch.version, version)
    cluster.run(5_000)

    assert.deepEqual(tableAt(cluster, 'a').roster.map(({ id }) => id), ['a', 'c'])
    settle(cluster, 1_000)
  })

  it('but went on purpose loses it at once', () => {
    const cluster = createCluster(['a', 'b', 'c'], { settings })
    cluster.leave('b')

    settle(cluster, 1_000)
  })

  it('is given nothing more while it is away, and gets back what it had from a leader that came meanwhile', () => {
    const cluster = createCluster(['a', 'b', 'c', 'd'], { settings })
    const had = cluster.member('c').core.owned('jobs').map(({ partition }) => partition)
    cluster.crash('c')
    cluster.run(5_000)
    cluster.crash('a')
    cluster.run(5_000)
    const away = ownershipsOf(tableAt(cluster, 'b')).flatMap(({ owner }, partition) => owner === 'c' ? [partition] : [])
    assert.deepEqual(away, had)
    cluster.start('c', { bootstrap: ['b'], settings })
    cluster.until(() => cluster.member('c').core.owned('jobs').length >= had.length, 10_000, 'c at work')

    assert.deepEqual(had.filter(partition => ownershipsOf(tableAt(cluster, 'b'))[partition]?.owner !== 'c'), [])
  })
})
