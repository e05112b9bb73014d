import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { formatViolation, INVARIANTS } from '../../src/sim/checkers/index.js'
import { Chaos, FIRST_SEED, nodesOf, SEEDS } from './chaos-run.js'
import type { Rule } from '../../src/core/index.js'

/** What keeps the healthy from being given up, all of it. */
const GUARDS: readonly Rule[] = [
  'death:needs-suspicion', 'crash:two-observers', 'health', 'health:timeout', 'nack', 'confirmation', 'deaf', 'pause:grace', 'buddy', 'witness',
  'suspicion:direct-evidence', 'probe:indirect', 'probe:early-verdict', 'damping', 'confirmation:first-hand'
]

/** Seeds that show what becomes of the healthy without it. */
const UNGUARDED = { first: 5_000, seeds: 40 }

describe('chaos that spares half of the members', () => {
  const chaos = new Chaos()

  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    it(`of seed ${seed} (SHOAL_CHAOS_FIRST=${seed} SHOAL_CHAOS_SEEDS=1) with ${nodesOf(seed)} members breaks no promise`, () => {
      assert.deepEqual(chaos.run({ seed, nodes: nodesOf(seed), isHalfSpared: true }).map(formatViolation), [])
    })
  }

  after(() => { chaos.expectJudged() })

  it('gives healthy members up where nothing guards them, and is caught', () => {
    const unguarded = new Chaos()
    const seeds = Array.from({ length: UNGUARDED.seeds }, (_, index) => UNGUARDED.first + index)
    const caught = seeds.filter(seed => unguarded.run({ seed, nodes: nodesOf(seed), isHalfSpared: true, without: GUARDS }).some(({ invariant }) => invariant === INVARIANTS.healthy))

    assert.ok(caught.length > 1, `on seeds ${caught.join() || 'none'}`)
  })
})
