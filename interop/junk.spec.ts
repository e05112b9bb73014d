import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { isFormed, startCluster } from './process-cluster.js'
import type { ProcessNode } from './process-cluster.js'

/** What a dialler of libp2p says first; the half of it leaves the listener waiting. */
const HALF_A_FRAME = Buffer.from('\x13/multistre')

describe('junk on the port', () => {
  it('ring-election #21 #22 #23: HTTP, random bytes and half frames harm nobody, and are counted', async () => {
    await using cluster = await startCluster({ nodes: 2, groups: { jobs: 16 } })
    await cluster.formed()
    const [node] = cluster.nodes as [ProcessNode]
    const junk = [
      Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
      Buffer.from('{"type":"HOSTNAME"}?!£$=?!'),
      randomBytes(1),
      randomBytes(1_000),
      randomBytes(70_000),
      HALF_A_FRAME,
      Buffer.alloc(0)
    ]

    for (const bytes of junk) {
      await say(node, bytes)
    }
    const statuses = await cluster.until(statuses => isFormed(statuses, 2) === true && (statuses[0]?.counters['connection:junk'] ?? 0) >= junk.length)

    assert.equal(statuses[0]?.counters['connection:junk'], junk.length)
    assert.deepEqual(cluster.nodes.flatMap(({ events }) => events.filter(({ event }) => event === 'member:suspect')), [])
  })
})

/** Says something to a node's port and hangs up. */
async function say (node: ProcessNode, bytes: Uint8Array): Promise<void> {
  const port = Number(/\/tcp\/(\d+)/.exec(node.addrs[0] ?? '')?.[1])
  const socket = connect(port, '127.0.0.1')

  const closed = new Promise(resolve => { socket.once('close', resolve) })

  // The node may hang up first; how it does is of no interest.
  socket.on('error', () => { socket.destroy() })
  socket.resume()
  socket.end(bytes)
  await closed
}
