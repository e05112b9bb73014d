import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareTables, isFormed, isRecovered, startCluster } from './process-cluster.js'
import type { EventLine, ProcessCluster, ProcessNode, StatusJson, TableJson } from './process-cluster.js'

const JOBS = { jobs: 64 }

/** What a cluster was before something happened to it. */
interface Before {
  readonly leader: ProcessNode
  readonly followers: readonly ProcessNode[]
  readonly table: TableJson
}

async function observe (cluster: ProcessCluster): Promise<Before> {
  const [status] = await cluster.formed()
  const leader = cluster.node(status?.leader)

  return { leader, followers: cluster.nodes.filter(node => node !== leader), table: await leader.table('jobs') }
}

async function recovered (cluster: ProcessCluster, { table }: Before): Promise<StatusJson[]> {
  return await cluster.until(statuses => isRecovered(statuses, cluster.running.length, table.epoch), { deadline: 60_000 })
}

/** Every survivor has the same table, in which only what the lost owned has moved, under larger tokens. */
async function assertOnlyMoved (cluster: ProcessCluster, { table }: Before, lost: readonly ProcessNode[]): Promise<void> {
  const tables = await Promise.all(cluster.running.map(async node => await node.table('jobs')))
  const ids = new Set(lost.map(({ peerId }) => peerId))

  for (const after of tables) {
    assert.deepEqual(after, tables[0])
    assert.equal(compareTables(table, after, ids).wrong, undefined)
    assert.equal(compareTables(table, after, ids).moved, table.owners.filter(owner => ids.has(owner ?? '')).length)
  }
}

describe('SIGKILL', () => {
  const victims: Array<[string, (before: Before) => ProcessNode[]]> = [
    ['the leader', ({ leader }) => [leader]],
    ['an owner that does not lead', ({ followers }) => followers.slice(0, 1)],
    ['two members at once, the leader among them', ({ leader, followers }) => [leader, ...followers.slice(0, 1)]],
    ['two members at once that do not lead', ({ followers }) => followers.slice(0, 2)]
  ]

  for (const [who, choose] of victims) {
    it(`of ${who}: every partition is owned by a live member at every survivor, and nobody else's moved`, async () => {
      await using cluster = await startCluster({ nodes: 5, groups: JOBS })
      const before = await observe(cluster)
      const lost = choose(before)

      await Promise.all(lost.map(async node => await node.kill()))
      await recovered(cluster, before)

      await assertOnlyMoved(cluster, before, lost)
    })
  }
})

describe('SIGSTOP for 30 seconds and SIGCONT', () => {
  it('ring-election #12 #13 #15: the member gives up what it lost, applies the newer table, and is a member again', async () => {
    await using cluster = await startCluster({ nodes: 5, groups: JOBS })
    const before = await observe(cluster)
    const [paused] = before.followers as [ProcessNode]
    const owned = await paused.partitions()
    const mark = paused.events.length

    paused.pause()
    const stopped = performance.now()
    await cluster.until(statuses => isRecovered(statuses, 4, before.table.epoch) === true && performance.now() - stopped >= 30_000, { deadline: 90_000 })
    paused.resume()
    await cluster.formed({ deadline: 60_000 })

    const told = paused.events.slice(mark)
    const lost = told.filter(isLoss).map(({ group, partition, token }) => ({ group, partition, token }))
    assert.deepEqual(lost, owned)
    assert.ok(told.filter(isLoss).every(({ reason }) => reason === 'superseded'))
    assert.deepEqual(before.leader.events.filter(({ event }) => event === 'member:dead').length, 1, 'nobody else was accused to death')
  })
})

describe('SIGTERM', () => {
  it('ring-election #31: the member is gone, its partitions are elsewhere, and nobody ever suspected it', async () => {
    await using cluster = await startCluster({ nodes: 5, groups: JOBS })
    const before = await observe(cluster)
    const [leaver] = before.followers as [ProcessNode]
    const mark = leaver.events.length

    const exit = await leaver.terminate()
    await recovered(cluster, before)

    assert.deepEqual(exit, { code: 0, signal: null })
    await assertOnlyMoved(cluster, before, [leaver])
    assert.deepEqual(leaver.events.slice(mark).filter(({ event }) => event === 'partition:revoke').length, before.table.owners.filter(owner => owner === leaver.peerId).length)
    assert.equal(leaver.events.at(-1)?.event, 'leave')
    for (const node of cluster.running) {
      assert.deepEqual(node.events.filter(line => line.event === 'member:suspect' || line.event === 'member:dead'), [])
      assert.equal(node.events.filter(({ event }) => event === 'member:leave').length, 1)
    }
  })

  it('of the leader: the next in rank takes over at once', async () => {
    await using cluster = await startCluster({ nodes: 3, groups: JOBS })
    const before = await observe(cluster)

    await before.leader.terminate()
    const statuses = await recovered(cluster, before)

    assert.equal(isFormed(statuses, 2), true)
    assert.deepEqual(cluster.running.flatMap(({ events }) => events.filter(({ event }) => event === 'member:suspect')), [])
  })
})

type Loss = Extract<EventLine, { event: 'partition:lost' }>

function isLoss (line: EventLine): line is Loss {
  return line.event === 'partition:lost'
}
