import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { GROUPS, StrictCluster, ownedBy, shared } from './strict-cluster.js'
import type { MemberNode } from '../nodes.js'

const TIMEOUT = { timeout: 60_000 }

let cluster: StrictCluster

afterEach(async () => { await cluster.stop() })

/** Asks a member for every partition, and gives who answered for which. */
async function answers ({ services: { shoal } }: MemberNode): Promise<string[]> {
  return await Promise.all(Array.from({ length: GROUPS.jobs.partitions }, async (_, partition) => {
    return new TextDecoder().decode(await shoal.group('jobs').request(partition, new Uint8Array(), { timeout: 30_000, idempotent: true }))
  }))
}

describe('requests in a strict group', () => {
  it('are answered by owners under their leases, before and after one is gone', TIMEOUT, async () => {
    cluster = await StrictCluster.found(3)
    const nodes = await cluster.startAll() as [MemberNode, MemberNode, MemberNode]
    for (const { services: { shoal } } of nodes) {
      shoal.group('jobs').handle(({ partition, token }) => {
        assert.equal(shoal.group('jobs').assertOwner(partition), token)
        return new TextEncoder().encode(shoal.self.peerId.toString())
      })
    }
    await shared(...nodes)
    const [a, b, gone] = nodes
    const all = await answers(a)
    assert.deepEqual(new Set(all), new Set(nodes.map(({ peerId }) => peerId.toString())))
    for (const partition of ownedBy(b)) assert.equal(all[partition], b.peerId.toString())

    cluster.cutOff(gone)
    const rest = new Set([a, b].map(({ peerId }) => peerId.toString()))
    // Those of the one that is cut off wait until its lease is over.
    assert.deepEqual((await answers(a)).filter(id => !rest.has(id)), [])
    await assert.rejects(gone.services.shoal.group('jobs').request(ownedBy(a)[0] ?? 0, new Uint8Array(), { timeout: 500 }))
  })
})
