import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { strictChaos } from '../../../src/sim/strict/index.js'
import { formatViolation } from '../../../src/sim/checkers/index.js'
import { STRICT_KEPT_SEEDS } from './kept-seeds.js'

/** A hundred runs take ten seconds on a machine of their own. */
const PATIENCE = 120_000

describe('strict chaos', () => {
  it('breaks no promise in a hundred runs of ten minutes each', { timeout: PATIENCE }, () => {
    let begun = 0
    for (let seed = 1; seed <= 100; seed++) {
      const result = strictChaos({ seed })
      begun += result.begun
      assert.deepEqual(result.violations.map(formatViolation), [], `seed ${seed}: npm run sim:strict-soak -- ${seed}:1`)
    }

    // Nobody breaks a promise who never owns anything.
    assert.ok(begun > 3_000, `${begun} ownerships`)
  })

  for (const { seed, why } of STRICT_KEPT_SEEDS) {
    it(`of seed ${seed} breaks no promise: ${why}`, () => {
      assert.deepEqual(strictChaos({ seed }).violations.map(formatViolation), [])
    })
  }

  it('shows two owners at one instant when clocks run further apart than is assumed', { timeout: PATIENCE }, () => {
    const broken = [1, 2, 4, 5].flatMap(seed => strictChaos({ seed, drift: 0.01, spread: 0.3 }).violations)

    assert.ok(broken.some(({ invariant }) => invariant.startsWith('I9 ')))
  })

  it('of one seed is one run', () => {
    assert.deepEqual(strictChaos({ seed: 7, duration: 200_000 }), strictChaos({ seed: 7, duration: 200_000 }))
  })
})
