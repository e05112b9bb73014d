import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { scenarioNamed } from '../../src/sim/index.js'
import { SOAK_SEEDS } from './kept-seeds.js'

/** 64 members take half a minute on a machine of their own. */
const PATIENCE = 300_000

describe('the soak', () => {
  for (const { seed, why, ...cell } of SOAK_SEEDS) {
    it(`of seed ${seed} breaks no promise: ${why}`, { timeout: PATIENCE }, () => {
      assert.deepEqual(scenarioNamed('chaos')?.run({ seed, ...cell }).violations, [])
    })
  }
})
