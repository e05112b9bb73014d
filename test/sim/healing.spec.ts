import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { memberIds } from '../../src/sim/index.js'
import { startsOfHealing } from '../../src/sim/mutants.js'

describe('a split that heals', () => {
  const ids = memberIds(10)

  for (const [some, others, partitions] of [[2, 3, 16], [3, 2, 64], [5, 5, 16]] as const) {
    it(`of ${some} and ${others} members starts none of ${partitions} partitions where it did not run`, () => {
      const starts = [1, 2, 3, 4, 5, 6].map(seed => startsOfHealing({ seed, without: [] }, { sides: [ids.slice(0, some), ids.slice(some, some + others)], partitions }))

      assert.deepEqual(starts, starts.map(() => 0))
    })
  }
})
