import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RULES } from '../../../src/core/index.js'
import { scenarioNamed, settingsOf, VARIANT_NAMES, VARIANTS } from '../../../src/sim/index.js'

describe('variants', () => {
  it('switch off rules that there are, and have settings that are accepted', () => {
    for (const name of VARIANT_NAMES) {
      assert.deepEqual(VARIANTS[name].without.filter(rule => !RULES.includes(rule)), [])
      assert.ok(settingsOf(name).probeInterval > 0)
    }
    assert.deepEqual(VARIANTS.ours.without, [])
  })

  it('of SWIM detects a silent crash when memberlist\'s formula says', () => {
    const samples = [1, 2, 3, 4, 5].flatMap(seed => scenarioNamed('S2')?.run({ seed, nodes: 30, variant: 'swim' }).samples['firstDetectionMs'] ?? [])
    const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length
    // Two intervals until it is suspected, then alpha times log10 N of them.
    const expected = 1_000 * (2 + 5 * Math.log10(30))

    assert.equal(samples.length, 5)
    assert.ok(Math.abs(mean - expected) < 1_500, `${mean} ms, expected ${expected}`)
  })
})
