import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { addressesOf, createMember, startMember, stopAll } from './nodes.js'

/** Below a day: a member that starts with a clock further back takes the leader's term for a mistake. */
const STEP = 20 * 60 * 60 * 1_000

describe('a step of the wall clock', () => {
  for (const [direction, step] of [['forward', STEP], ['back', -STEP]] as const) {
    it(`ring-election #29: ${direction} makes nobody suspect anybody`, { timeout: 30_000 }, async t => {
      const first = await startMember()
      const second = await createMember({ bootstrap: addressesOf(first) })
      t.after(async () => { await stopAll(first, second) })
      const suspicions: string[] = []
      for (const { services: { shoal } } of [first, second]) {
        shoal.addEventListener('member:suspect', ({ detail }) => { suspicions.push(detail.peerId.toString()) })
      }
      const met = once(first.services.shoal, 'member:join')
      await second.start()
      await met

      const now = Date.now
      t.mock.method(Date, 'now', () => now() + step)
      // A third member's way in takes longer than probe, timeout and suspicion of these settings together.
      const third = await createMember({ bootstrap: addressesOf(first), timing: { joinTimeout: 500, rebalanceDelay: 2_000 }, groups: { jobs: { partitions: 3 } } })
      t.after(async () => { await stopAll(third) })
      const assigned = once(third.services.shoal, 'partition:assign')
      await third.start()
      await assigned

      assert.deepEqual(suspicions, [])
    })
  }
})
