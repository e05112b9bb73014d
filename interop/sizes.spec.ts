import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startCluster } from './process-cluster.js'
import type { StatusJson } from './process-cluster.js'

function loadsIn ([status]: readonly StatusJson[]): number[] {
  const owners = status?.groups['jobs']?.owners ?? {}
  return (status?.members ?? []).map(({ peerId }) => owners[peerId] ?? 0).sort((a, b) => a - b)
}

describe('sizes', () => {
  it('ring-election #18 #43: a cluster of one owns everything, without an admin server too', async () => {
    await using cluster = await startCluster({ nodes: 1, groups: { jobs: 64 }, args: ['--no-admin'] })

    const assigned = new Set<number>()
    await cluster.nodes[0]?.waitFor(line => line.event === 'partition:assign' && assigned.add(line.partition).size === 64)
  })

  it('of 8 members with 5 partitions, five own one each', async () => {
    await using cluster = await startCluster({ nodes: 8, groups: { jobs: 5 } })

    assert.deepEqual(loadsIn(await cluster.formed()), [0, 0, 0, 1, 1, 1, 1, 1])
  })

  it('ring-election #1 #25 #37: 10,007 partitions on 7 members are shared out evenly', async () => {
    await using cluster = await startCluster({ nodes: 7, groups: { jobs: 10_007 } })

    assert.deepEqual(loadsIn(await cluster.formed({ deadline: 60_000 })), [1429, 1429, 1429, 1430, 1430, 1430, 1430])
  })

  it('several groups share one leader and one membership', async () => {
    await using cluster = await startCluster({ nodes: 3, groups: { jobs: 12, mail: 7, reports: 1 } })

    const [status] = await cluster.formed()

    assert.deepEqual(Object.keys(status?.groups ?? {}), ['jobs', 'mail', 'reports'])
  })
})
