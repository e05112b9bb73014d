import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { packToken } from '../../../src/core/index.js'
import { createCluster, eventsOf, ownershipsOf, settle, tableAt } from './scenarios.js'
import { createEmpty } from './simulated.js'
import type { MemberId, Message, Rule, Table } from '../../../src/core/index.js'
import type { MemberOptions, Simulation } from '../../../src/sim/index.js'

const GROUPS = [{ name: 'jobs', partitions: 8 }]
const NEVER = 3_600_000

/** The first member, with all partitions, and a second one that is about to get half of them. */
function handingOver (options: MemberOptions = {}, ids: readonly MemberId[] = ['a', 'b']): Simulation {
  const cluster = createEmpty()

  for (const id of ids) {
    cluster.start(id, { bootstrap: id === 'a' ? [] : ['a'], groups: GROUPS, ...options })
    if (id === 'a') cluster.run(2_000)
  }
  cluster.until(() => handoffsIn(tableAt(cluster, 'a')) > 0, 5_000, 'a handoff')

  return cluster
}

function handoffsIn ({ successors }: Table): number {
  return successors.filter(successor => successor >= 0).length
}

function ownedBy (cluster: Simulation, id: MemberId): number {
  return cluster.member(id).core.owned('jobs').length
}

describe('a handoff', () => {
  it('leaves the owner in the table until it has stopped, and touches no other partition', () => {
    const cluster = handingOver({ application: { stop: 1_000 } })
    const { tokens } = tableAt(cluster, 'a')
    cluster.run(500)

    assert.deepEqual([ownedBy(cluster, 'a'), ownedBy(cluster, 'b')], [8, 0])
    assert.equal(eventsOf(cluster.member('a'), 'partition:revoke').length, 4)
    settle(cluster, 2_000)
    assert.deepEqual([ownedBy(cluster, 'a'), ownedBy(cluster, 'b')], [4, 4])
    const after = tableAt(cluster, 'a')
    for (const [partition, token] of after.tokens.entries()) {
      assert.equal(token === tokens[partition], after.roster[after.owners[partition] ?? -1]?.id === 'a')
    }
    assert.deepEqual(eventsOf(cluster.member('a'), 'partition:lost'), [])
  })

  it('of many partitions whose work stops together is over with one more table', () => {
    const cluster = handingOver({ application: { stop: 1_000 } })
    const { version } = tableAt(cluster, 'a').epoch
    settle(cluster, 3_000)

    assert.equal(tableAt(cluster, 'a').epoch.version, version + 1)
  })

  it('ends at its deadline, and the owner is told that it lost the partition', () => {
    const cluster = handingOver({ application: { stop: NEVER }, settings: { handoffTimeout: 2_000 } })
    const took = settle(cluster, 5_000)

    assert.ok(took >= 1_900 && took < 2_500, `${took} ms`)
    assert.deepEqual(eventsOf(cluster.member('a'), 'partition:lost').map(({ reason }) => reason), new Array(4).fill('superseded'))
  })

  for (const stalled of ['leader', 'owner'] as const) {
    it(`ends at its deadline although the ${stalled} stood still for a second`, () => {
      const cluster = handingOver({ application: { stop: NEVER }, settings: { handoffTimeout: 3_000 } }, ['a', 'b', 'c'])
      cluster.stall(stalled === 'leader' ? 'a' : 'b', 1_000)

      assert.ok(settle(cluster, 6_000) < 6_000)
    })
  }

  it('goes on under the next leader, with a deadline of its own', () => {
    const cluster = createEmpty()
    cluster.start('z', { groups: [] })
    cluster.run(1_000)
    for (const id of ['a', 'b', 'c']) cluster.start(id, { bootstrap: ['z'], groups: GROUPS, application: { stop: NEVER }, settings: { handoffTimeout: 4_000 } })
    cluster.run(3_000)
    cluster.start('d', { bootstrap: ['z'], groups: GROUPS, application: { stop: NEVER }, settings: { handoffTimeout: 4_000 } })
    cluster.until(() => handoffsIn(tableAt(cluster, 'z')) > 0, 10_000, 'a handoff')
    cluster.run(2_000)
    cluster.crash('z')
    cluster.until(() => tableAt(cluster, 'd').epoch.leader !== 'z', 20_000, 'a new leader')
    const begun = cluster.now

    assert.ok(handoffsIn(tableAt(cluster, 'd')) > 0)
    settle(cluster, 10_000)
    assert.ok(cluster.now - begun >= 3_900, `${cluster.now - begun} ms`)
  })

  it('that a release answered while the leader died is not waited for: it is said to the next one', () => {
    const cluster = createEmpty()
    cluster.start('z', { groups: [] })
    cluster.run(1_000)
    for (const id of ['a', 'b']) cluster.start(id, { bootstrap: ['z'], groups: GROUPS })
    cluster.run(3_000)
    cluster.filter((_from, to, { type }) => type !== 'release' || to !== 'z')
    cluster.start('d', { bootstrap: ['z'], groups: GROUPS })
    cluster.until(() => handoffsIn(tableAt(cluster, 'a')) > 0, 10_000, 'a handoff')
    cluster.run(100)
    cluster.crash('z')

    settle(cluster, 5_000)
    assert.ok(ownedBy(cluster, 'd') >= 2)
  })

  it('is at once when the owner dies', () => {
    const cluster = handingOver({ application: { stop: NEVER } }, ['a', 'b', 'c'])
    settle(cluster, 30_000)
    cluster.start('d', { bootstrap: ['a'], groups: GROUPS, application: { stop: NEVER } })
    cluster.until(() => handoffsIn(tableAt(cluster, 'a')) > 0, 5_000, 'a handoff')
    const { roster, owners, successors } = tableAt(cluster, 'a')
    const giver = roster[owners[successors.findIndex((successor, partition) => successor >= 0 && roster[owners[partition] ?? -1]?.id !== 'a')] ?? -1]?.id ?? ''
    const heirs = successors.flatMap((successor, partition) => successor >= 0 && roster[owners[partition] ?? -1]?.id === giver ? [partition] : [])

    assert.ok(heirs.length > 0)
    cluster.crash(giver)
    cluster.until(() => tableAt(cluster, 'd').roster.every(({ id }) => id !== giver), 5_000, 'a table without it')
    for (const partition of heirs) assert.equal(ownershipsOf(tableAt(cluster, 'd'))[partition]?.owner, 'd')
  })

  it('that is called off costs an owner that was told to stop its token, and nobody else anything', () => {
    const cluster = handingOver({ application: { stop: 10_000 } })
    const { tokens, successors } = tableAt(cluster, 'a')
    cluster.run(1_000)
    cluster.crash('b')
    cluster.until(() => handoffsIn(tableAt(cluster, 'a')) === 0, 9_000, 'it called off')

    assert.deepEqual(tableAt(cluster, 'a').tokens, tokens)
    cluster.run(10_000)
    assert.equal(ownedBy(cluster, 'a'), 8)
    for (const [partition, token] of tableAt(cluster, 'a').tokens.entries()) {
      assert.equal(token === tokens[partition], (successors[partition] ?? -1) < 0, `partition ${partition}`)
    }
    assert.equal(eventsOf(cluster.member('a'), 'partition:lost').length, 0)
  })

  it('of 16,384 partitions takes a few tables, each in the time of a look at every partition', { timeout: 60_000 }, () => {
    const cluster = createEmpty()
    const groups = [{ name: 'jobs', partitions: 16_384 }]
    cluster.start('a', { groups })
    cluster.run(2_000)
    cluster.start('b', { groups, bootstrap: ['a'] })
    const { version } = tableAt(cluster, 'a').epoch
    settle(cluster, 10_000)

    assert.equal(ownedBy(cluster, 'b'), 8_192)
    assert.ok(tableAt(cluster, 'a').epoch.version - version <= 3)
  })
})

describe('a release', () => {
  /** Three members, of which b holds something, and what a says to b's release of it with that changed. */
  function released (change: Partial<Extract<Message, { type: 'release' }>>, without: readonly Rule[] = [], from = 'b', to = 'a'): readonly [Simulation, number] {
    const cluster = createCluster(['a', 'b', 'c'], { core: { without } })
    const [owned] = cluster.member('b').core.owned('jobs')
    assert.ok(owned !== undefined)
    const epoch = packToken(tableAt(cluster, 'a').epoch)
    cluster.inject(from, to, { type: 'release', group: 'jobs', epoch, failed: false, partitions: [owned.partition], tokens: [owned.token], ...change })
    const { version } = tableAt(cluster, 'a').epoch
    cluster.run(100)

    return [cluster, tableAt(cluster, 'a').epoch.version - version]
  }

  it('handoff:stale-release: under another token, or of somebody else\'s partition, changes nothing', () => {
    for (const [cluster, tables] of [released({ tokens: [1n] }), released({}, [], 'c')]) {
      assert.equal(cluster.member('a').marks.get('handoff:stale-release'), 1)
      assert.equal(tables, 0)
    }
  })

  it('handoff:not-leader: to somebody who does not lead changes nothing', () => {
    const [cluster, tables] = released({}, [], 'b', 'c')
    assert.deepEqual([cluster.member('c').marks.get('handoff:not-leader'), tables], [1, 0])
  })

  it('late, of a handoff that is over, does not count for the next one', () => {
    const lateRelease = (without: readonly Rule[]): number => {
      const cluster = createCluster(['a', 'b', 'c'], { core: { without }, application: { stop: NEVER }, settings: { handoffTimeout: 1_000 } })
      cluster.start('d', { bootstrap: ['a'], core: { without }, application: { stop: NEVER }, settings: { handoffTimeout: 1_000 } })
      const isMoving = (): boolean => {
        const { roster, owners, successors } = tableAt(cluster, 'a')
        return successors.some((successor, partition) => successor >= 0 && roster[owners[partition] ?? -1]?.id === 'b')
      }
      cluster.until(isMoving, 5_000, 'a handoff of b')
      const { successors, roster, owners } = tableAt(cluster, 'a')
      const partition = successors.findIndex((successor, one) => successor >= 0 && roster[owners[one] ?? -1]?.id === 'b')
      cluster.inject('b', 'a', { type: 'release', group: 'jobs', epoch: packToken(tableAt(cluster, 'a').epoch), failed: false, partitions: [partition], tokens: [1n] })
      cluster.run(100)

      return Number(ownershipsOf(tableAt(cluster, 'a'))[partition]?.owner !== 'b')
    }

    assert.deepEqual([lateRelease([]), lateRelease(['handoff:keyed-by-token'])], [0, 1])
  })

  it('is said again until the table shows that it was heard', () => {
    const took = (without: readonly Rule[]): number => {
      const cluster = createEmpty()
      let lost = 0
      cluster.filter((_from, _to, { type }) => type !== 'release' || lost++ > 0)
      for (const id of ['a', 'b']) cluster.start(id, { bootstrap: id === 'a' ? [] : ['a'], groups: [{ name: 'jobs', partitions: 2 }], core: { without } })
      cluster.run(5_000)
      cluster.start('c', { bootstrap: ['a'], groups: [{ name: 'jobs', partitions: 2 }], core: { without } })
      cluster.leave('b')
      return cluster.until(() => !cluster.member('b').running, 60_000, 'b gone')
    }
    const [present, absent] = [took([]), took(['handoff:said-again'])]

    assert.ok(present < 2_000 && absent > 9_000, `${present} ms with it, ${absent} ms without it`)
  })

  it('handoff:unknown-work: of what the member does not have changes nothing', () => {
    const cluster = createCluster(['a', 'b'])
    const member = cluster.member('b')
    const before = member.core.owned('jobs')
    member.input({ type: 'released', group: 'jobs', partition: before[0]?.partition ?? 0, token: 1n })
    member.input({ type: 'fenced', group: 'jobs', partition: before[0]?.partition ?? 0, seen: 1n })
    member.input({ type: 'failed', group: 'other', partition: 0, token: 1n })

    assert.equal(member.marks.get('handoff:unknown-work'), 3)
    assert.deepEqual(member.core.owned('jobs'), before)
  })
})
