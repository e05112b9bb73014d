import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { noise } from '@chainsafe/libp2p-noise'
import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { mplex } from '@libp2p/mplex'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { observeAssignments } from '../src/observer.js'
import { isRecovered, startCluster } from './process-cluster.js'
import type { TableInfo } from '../src/index.js'
import type { GossipSub } from '@libp2p/gossipsub'
import type { Libp2p } from '@libp2p/interface'

const MUXERS = { yamux, mplex: () => mplex({ disconnectThreshold: 1_000_000 }) }

/** A libp2p node as anybody would put it together, that knows nothing of Shoal. */
async function startPlainNode (muxer: keyof typeof MUXERS): Promise<Libp2p<{ identify: ReturnType<ReturnType<typeof identify>>, pubsub: GossipSub }>> {
  return await createLibp2p({
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [MUXERS[muxer]()],
    services: { identify: identify(), pubsub: gossipsub() }
  })
}

describe('an observer made of plain libp2p', () => {
  for (const muxer of ['yamux', 'mplex'] as const) {
    it(`over ${muxer} has the newest table at once, and follows through the leader's death`, { timeout: 90_000 }, async t => {
      await using cluster = await startCluster({ nodes: 3, groups: { jobs: 64 } })
      const [status] = await cluster.formed()
      const leader = cluster.node(status?.leader)
      const before = await leader.table('jobs')
      const node = await startPlainNode(muxer)
      const controller = new AbortController()
      t.after(async () => { controller.abort(); await node.stop() })

      const bootstrap = cluster.nodes.flatMap(({ addrs }) => addrs)
      const tables = observeAssignments(node, { cluster: 'interop', group: 'jobs', bootstrap, signal: controller.signal })
      const first = (await tables.next()).value as TableInfo
      assert.deepEqual(first.owners.map(String), before.owners)
      assert.equal(first.epoch.version, before.epoch.version)
      assert.equal(node.getConnections().every(({ multiplexer }) => multiplexer?.includes(muxer)), true)

      await leader.kill()
      await cluster.until(statuses => isRecovered(statuses, 2, before.epoch), { deadline: 60_000 })
      const after = await cluster.running[0]?.table('jobs')
      const last = await untilEpoch(tables, after?.epoch.term ?? 0, after?.epoch.version ?? 0)

      assert.deepEqual(last.owners.map(String), after?.owners)
      assert.equal((await cluster.running[0]?.status())?.members.some(({ peerId }) => peerId === node.peerId.toString()), false)
    })
  }
})

/** The table of that epoch; each one on the way must be newer than the one before. */
async function untilEpoch (tables: AsyncGenerator<TableInfo>, term: number, version: number): Promise<TableInfo> {
  let newest = 0

  for (;;) {
    const { value, done } = await tables.next()
    assert.ok(done !== true, 'the observer must not end by itself')
    const { epoch } = value as TableInfo
    assert.ok(epoch.term * 1_000 + epoch.version > newest, 'an older table came after a newer one')
    newest = epoch.term * 1_000 + epoch.version

    if (epoch.term === term && epoch.version === version) {
      return value as TableInfo
    }
  }
}
