import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isRecovered, startCluster } from './process-cluster.js'
import type { EventLine, ProcessCluster, ProcessNode } from './process-cluster.js'

/** Bounds a hang; nothing here takes so long. */
const DEADLINE = 120_000

const MEMBERS = 20
const PAUSE_MS = 20_000

const BURN = new URL('./burn.js', import.meta.url).href

describe('twenty processes', () => {
  it('survive three kills, a pause and a busy member, and none of them declares a healthy one dead', { timeout: 4 * DEADLINE }, async () => {
    await using cluster = await startCluster({ nodes: MEMBERS - 1, groups: { jobs: 64 } })
    const busy = await cluster.start({ env: { NODE_OPTIONS: `--import=${BURN}` } })
    const [formed] = await cluster.formed({ deadline: DEADLINE })
    const leader = cluster.node(formed?.leader)
    const [paused, ...others] = cluster.nodes.filter(node => node !== leader && node !== busy) as [ProcessNode, ...ProcessNode[]]
    const killed = [leader, ...others.slice(0, 2)]

    const before = await leader.table('jobs')
    await Promise.all(killed.map(async node => await node.kill()))
    const statuses = await cluster.until(statuses => isRecovered(statuses, MEMBERS - 3, before.epoch), { deadline: DEADLINE })

    assert.ok(statuses.filter(({ counters }) => (counters['dial:refused'] ?? 0) > 0).length >= 2, 'the addresses of the dead refuse')
    assert.ok(statuses.filter(({ counters }) => (counters['crash:refused'] ?? 0) > 0).length >= 2, 'that counts: it is where they were reached')
    assertOnlyDead(cluster, killed)

    const after = await others[2]?.table('jobs') ?? assert.fail('somebody is left')
    busy.signal('SIGUSR2')
    paused.pause()
    const stopped = performance.now()
    await cluster.until(statuses => isRecovered(statuses, MEMBERS - 4, after.epoch) === true && performance.now() - stopped >= PAUSE_MS, { deadline: DEADLINE })
    busy.signal('SIGUSR2')
    paused.resume()
    await cluster.formed({ deadline: DEADLINE })

    assert.equal(cluster.running.length, MEMBERS - 3)
    assertOnlyDead(cluster, [...killed, paused])
  })
})

/** Whoever was declared dead, by anybody who still runs, is one of these. */
function assertOnlyDead (cluster: ProcessCluster, unhealthy: readonly ProcessNode[]): void {
  const dead = new Set(cluster.running.flatMap(({ events }) => events.filter(isDeath).map(({ peerId }) => peerId)))
  const wrong = [...dead].filter(id => unhealthy.every(({ peerId }) => peerId !== id))

  assert.deepEqual(wrong, [])
}

type Death = Extract<EventLine, { event: 'member:dead' }>

function isDeath (line: EventLine): line is Death {
  return line.event === 'member:dead'
}
