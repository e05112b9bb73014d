import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { scenarioNamed } from '../../src/sim/index.js'
import { SOAK_SEEDS } from './kept-seeds.js'

describe('the soak', () => {
  for (const { seed, why } of SOAK_SEEDS) {
    it(`of seed ${seed} breaks no promise: ${why}`, () => {
      assert.deepEqual(scenarioNamed('chaos')?.run({ seed }).violations, [])
    })
  }
})
