import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { agreed, disagreement } from './agreement.js'
import { Cable } from './cable.js'
import { addressesOf, createMember, stopAll } from './nodes.js'
import { createIdentity } from './support.js'
import type { MemberNode } from './nodes.js'

const DEADLINE = 60_000
const PARTITIONS = 64

describe('a split of real connections', () => {
  it('into 2 and 3 leaves both sides serving, and heals into one leader, one epoch, one view by itself', { timeout: 3 * DEADLINE }, async t => {
    const cable = new Cable()
    const nodes: MemberNode[] = []
    t.after(async () => { await stopAll(...nodes) })

    for (const side of ['left', 'left', 'right', 'right', 'right']) {
      const { id, privateKey } = await createIdentity()
      cable.put(id, side)
      const node = await createMember(
        { groups: { jobs: { partitions: PARTITIONS } }, bootstrap: nodes.flatMap(addressesOf) },
        { privateKey, connectionGater: cable.gaterOf(id) }
      )
      cable.watch(node)
      nodes.push(node)
      await node.start()
    }
    const missing = (some: readonly MemberNode[]): string | undefined => disagreement(some, PARTITIONS)
    await agreed(() => missing(nodes), 'forming', DEADLINE)

    cable.cut(nodes)
    await agreed(() => missing(nodes.slice(0, 2)) ?? missing(nodes.slice(2)), 'both sides going on', DEADLINE)
    cable.heal()
    await agreed(() => missing(nodes), 'healing', DEADLINE)

    assert.equal(new Set(nodes.map(node => node.services.shoal.leader?.toString())).size, 1)
  })
})
