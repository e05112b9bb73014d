import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { formatViolation } from '../../src/sim/checkers/index.js'
import { Chaos, FIRST_SEED, nodesOf, SEEDS } from './chaos-run.js'
import { KEPT_SEEDS } from './kept-seeds.js'

describe('chaos', () => {
  const chaos = new Chaos()

  for (const { why, ...run } of KEPT_SEEDS) {
    it(`of seed ${run.seed} with ${run.nodes} members breaks no promise: ${why}`, () => {
      assert.deepEqual(chaos.run(run).map(formatViolation), [])
    })
  }

  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    it(`of seed ${seed} (SHOAL_CHAOS_FIRST=${seed} SHOAL_CHAOS_SEEDS=1) with ${nodesOf(seed)} members breaks no promise`, () => {
      assert.deepEqual(chaos.run({ seed, nodes: nodesOf(seed) }).map(formatViolation), [])
    })
  }

  after(() => { chaos.expectJudged() })
})
