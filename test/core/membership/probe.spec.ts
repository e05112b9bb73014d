import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCluster, eventsOf } from '../cluster/scenarios.js'
import { createClaim } from '../support.js'
import { createEmpty } from '../cluster/simulated.js'
import { resolveSettings } from '../../../src/core/index.js'
import { memberIds } from '../../../src/sim/index.js'
import type { Simulation } from '../../../src/sim/index.js'

const FIVE = ['a', 'b', 'c', 'd', 'e']
const HEAD = { view: 0n, tables: [] }

describe('probing', () => {
  it('sends two messages a member in each period, whatever the size (SWIM 5.1)', () => {
    for (const size of [3, 8, 20]) {
      const cluster = createCluster(memberIds(size))
      let messages = 0

      cluster.run(20_000)
      cluster.filter(() => { messages++; return true })
      cluster.run(30_000)

      assert.ok(messages / size / 30 <= 2.1, `${size} members: ${messages / size / 30} messages a member in a second`)
    }
  })

  it('reaches every member within two rounds (SWIM 4.3)', () => {
    const cluster = createCluster(FIVE)
    const probed = new Set<string>()

    cluster.filter((from, to, message) => {
      if (from === 'a' && message.type === 'ping') probed.add(to)
      return true
    })
    cluster.run(2 * 4 * 1_000)

    assert.deepEqual([...probed].sort(), ['b', 'c', 'd', 'e'])
  })

  it('asks others before it suspects, and suspects before it declares dead (SWIM 3.1, 4.2)', () => {
    const cluster = createCluster(FIVE)

    cluster.crash('c', { silent: true })
    cluster.until(() => eventsOf(cluster.member('a'), 'member:dead').length === 1, 15_000, 'c dead at a')

    const marks = FIVE.filter(id => id !== 'c').map(id => cluster.member(id).marks)
    for (const mark of ['probe:indirect', 'probe:failed', 'suspicion:started', 'suspicion:expired'] as const) {
      assert.ok(marks.some(counts => (counts.get(mark) ?? 0) > 0), mark)
    }
    assert.equal(eventsOf(cluster.member('a'), 'member:suspect').length, 1)
  })

  it('publishes a death once, however many notice it: its accuser does', () => {
    const cluster = createCluster(FIVE)
    const published = new Set<string>()

    cluster.filter((from, _to, message) => {
      const isDeath = message.type === 'gossip' && message.updates.some(update => update.type === 'accusation' && update.accusation.state === 'dead')
      if (isDeath) published.add(from)
      // It reaches nobody, so that everybody's own time for the suspect passes.
      return !isDeath
    })
    cluster.crash('c', { silent: true })
    cluster.until(() => cluster.running().every(member => eventsOf(member, 'member:dead').length === 1), 30_000, 'c dead everywhere')

    const accusers = FIVE.filter(id => id !== 'c' && (cluster.member(id).marks.get('probe:failed') ?? 0) > 0)
    assert.deepEqual([...published].filter(id => !accusers.includes(id)), [])
    assert.ok(published.size > 0)
  })

  it('takes no late answer for the next one', () => {
    const cluster = createCluster(['a', 'b'])

    cluster.inject('b', 'a', { type: 'ack', seq: 4_000_000_000, target: 'b', head: HEAD, updates: [] })

    assert.equal(cluster.member('a').marks.get('probe:late-ack'), 1)
  })

  it('believes an answer about somebody else only from those it asked', () => {
    const cluster = createCluster(FIVE)
    let seq: number | undefined

    cluster.filter((from, to, message) => {
      if (from === 'a' && to === 'c' && message.type === 'ping') seq ??= message.seq
      return to !== 'c' && from !== 'c' && message.type !== 'ping-req'
    })
    cluster.until(() => seq !== undefined, 10_000, 'a probe of c')
    cluster.inject('e', 'a', { type: 'ack', seq: seq ?? 0, target: 'c', head: HEAD, updates: [] })
    cluster.until(() => cluster.member('a').core.members().find(({ id }) => id === 'c')?.state !== 'alive', 1_100, 'c suspected')

    assert.ok((cluster.member('a').marks.get('probe:late-ack') ?? 0) > 0)
    assert.equal(cluster.member('a').core.members().find(({ id }) => id === 'c')?.state, 'suspect')
  })

  it('gives a suspect of a larger cluster more time (SWIM 4.2)', () => {
    const ids = memberIds(30)
    const [first = '', victim = ''] = ids
    const cluster = createCluster(ids)

    cluster.crash(victim, { silent: true })
    cluster.until(() => eventsOf(cluster.member(first), 'member:suspect').length > 0, 40_000, 'the suspicion')
    const took = cluster.until(() => eventsOf(cluster.member(first), 'member:dead').length > 0, 20_000, 'the death')

    // As many intervals times the logarithm as the preset says, less the one in which the probe failed.
    assert.ok(took >= resolveSettings().suspicionMultiplier * Math.log10(29) * 1_000 - 1_000, `${took} ms`)
    assert.ok(took < 4_000, `${took} ms`)
  })

  it('goes on with two members when the third is dead', () => {
    const cluster = createCluster(['a', 'b', 'c'])

    cluster.crash('c')
    cluster.until(() => eventsOf(cluster.member('b'), 'member:dead').length === 1, 15_000, 'c dead at b')
    cluster.run(30_000)

    assert.deepEqual(eventsOf(cluster.member('a'), 'member:dead').map(({ member }) => member.id), ['c'])
  })
})

describe('anti-entropy', () => {
  it('finds a member that no gossip told of', () => {
    const cluster = createCluster(['a', 'b'])

    cluster.inject('x', 'a', { type: 'gossip', updates: [{ type: 'claim', claim: createClaim('x') }] })
    cluster.filter((_from, to, message) => to !== 'b' || message.type === 'delta' || !('updates' in message) || message.updates.length === 0)
    cluster.until(() => cluster.member('b').core.members().some(({ id }) => id === 'x'), 10_000, 'x known to b')

    assert.ok((cluster.member('a').marks.get('sync:started') ?? 0) + (cluster.member('b').marks.get('sync:started') ?? 0) > 0)
  })

  it('asks at once for a member that only a table names: its leader may be the only one to know both, and die', () => {
    const cluster = createCluster(['a', 'b'])
    cluster.run(5_000)
    const { marks, core } = cluster.member('b')
    const table = core.table('jobs') as NonNullable<ReturnType<typeof core.table>>
    const before = marks.get('sync:started') ?? 0

    const roster = [...table.roster, { id: 'x', generation: 1 }]
    cluster.inject('a', 'b', { type: 'table', table: { ...table, roster, epoch: { ...table.epoch, version: table.epoch.version + 1 } } })

    assert.equal((marks.get('sync:started') ?? 0) - before, 1)
  })

  it('answers a crowd up to a bound', () => {
    const cluster = createCluster(['a', 'b'])

    // An answer of a small view counts as 16 rows, and 32,768 rows are answered in an interval.
    for (let index = 0; index < 2_100; index++) {
      cluster.inject('x', 'a', { type: 'sync', versions: [] })
    }

    assert.ok((cluster.member('a').marks.get('sync:busy') ?? 0) > 0)
  })

  it('brings a view larger than one answer in as many as it takes', () => {
    const cluster = createCluster(['a'])

    for (const id of memberIds(1_200)) {
      cluster.inject('x', 'a', { type: 'gossip', updates: [{ type: 'claim', claim: createClaim(id) }] })
    }
    cluster.start('b', { bootstrap: ['a'] })
    cluster.until(() => cluster.member('b').core.members().length >= 1_202, 5_000, 'the whole view at b')
  })
})

describe('healing', () => {
  it('tries one dead member at a time, for ever more rarely', () => {
    const cluster = createCluster(['a', 'b', 'c', 'd'])

    for (const id of ['b', 'c', 'd']) {
      cluster.crash(id)
    }
    cluster.until(() => eventsOf(cluster.member('a'), 'member:dead').length === 3, 60_000, 'all dead')
    const first = tries(cluster, 60_000)
    cluster.run(60 * 60 * 1_000)
    const later = tries(cluster, 60_000)

    assert.ok(first >= 10, `${first} tries in the first minute`)
    assert.ok(later <= 3 && later >= 1, `${later} tries in a minute after an hour`)
  })

  it('after a split so long that nobody remembers the others, finds them through the bootstrap addresses', () => {
    const cluster = createCluster(['a', 'b'])

    const heal = cluster.cut((one, other) => one === 'a' && other === 'b')
    cluster.run(25 * 60 * 60 * 1_000)
    assert.equal(cluster.member('a').core.members().length + cluster.member('b').core.members().length, 2)
    heal()
    cluster.until(() => cluster.running().every(({ core }) => core.members().length === 2), 30_000, 'each other')
  })

  it('forgets the dead after a day', () => {
    const cluster = createCluster(['a', 'b'])

    cluster.crash('b')
    cluster.run(25 * 60 * 60 * 1_000)

    assert.deepEqual(cluster.member('a').core.members().map(({ id }) => id), ['a'])
  })

  it('knocks at the bootstrap addresses again when a member is alone', () => {
    const cluster = createEmpty()

    cluster.start('b', { bootstrap: ['a'] })
    cluster.run(30_000)
    assert.equal(cluster.member('b').marks.get('join:alone'), 1)

    cluster.start('a')
    cluster.until(() => cluster.member('b').core.members().length === 2, 5_000, 'a found')
  })
})

function tries (cluster: Simulation, duration: number): number {
  const before = cluster.member('a').marks.get('heal:tried') ?? 0
  cluster.run(duration)
  return (cluster.member('a').marks.get('heal:tried') ?? 0) - before
}
