import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { StrictModel } from '../../../src/sim/strict/model.js'
import type { StrictRule } from '../../../src/core/index.js'
import type { ModelBounds } from '../../../src/sim/strict/model-state.js'

/** Searching takes some seconds on a machine of its own. */
const PATIENCE = 300_000

/** What is searched whole; `docs/strict.md` has the same numbers. */
const SEARCHES: ReadonlyArray<{ readonly what: string, readonly bounds: ModelBounds, readonly states: number, readonly without: readonly StrictRule[] }> = [
  {
    what: 'an election while the old leader moves the partition',
    bounds: { instants: 3, rounds: [0, 1], asks: 0, crashes: 0, versions: [3, 1] },
    states: 20_348,
    without: ['voter:accept-order', 'voter:lease-blocks', 'voter:drift']
  },
  {
    what: 'a handoff while the owner asks',
    bounds: { instants: 5, rounds: [0, 0], asks: 1, crashes: 0, versions: [3, 1] },
    states: 32_090,
    without: ['handoff:waits-for-lease', 'owner:no-renewal-in-handoff', 'owner:known-table']
  },
  {
    what: 'an election while a voter crashes',
    bounds: { instants: 4, rounds: [0, 1], asks: 0, crashes: 1, versions: [1, 0] },
    states: 2_580,
    without: ['voter:lease-after-restart']
  },
  {
    what: 'an election while the old leader renews its lease',
    bounds: { instants: 4, rounds: [1, 1], asks: 0, crashes: 0, versions: [1, 0] },
    states: 21_241,
    without: []
  }
]

describe('every order of events within the bounds', () => {
  for (const { what, bounds, states, without } of SEARCHES) {
    it(`of ${what} keeps the promises`, { timeout: PATIENCE }, () => {
      const result = new StrictModel(bounds).search()

      assert.deepEqual([result.broken, result.path], [undefined, undefined])
      assert.equal(result.states, states)
    })

    for (const rule of without) {
      it(`of ${what} finds that ${rule} is gone`, { timeout: PATIENCE }, () => {
        assert.notEqual(new StrictModel(bounds, [rule]).search().broken, undefined)
      })
    }
  }
})
