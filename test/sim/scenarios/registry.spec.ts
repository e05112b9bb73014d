import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SECTIONS } from '../../../bench/membership/sections.js'
import { SCENARIOS, scenarioNamed } from '../../../src/sim/index.js'
import type { Parameters } from '../../../src/sim/index.js'

/** Each scenario as small as it makes sense. */
const SMALL: Readonly<Record<string, { readonly nodes: number, readonly parameters?: Parameters }>> = {
  S1: { nodes: 8, parameters: { periods: 20 } },
  S2: { nodes: 8 },
  S3: { nodes: 5, parameters: { apart: 1_000, duration: 30_000 } },
  S4: { nodes: 16, parameters: { concurrent: 2, duration: 8_192 } },
  S5: { nodes: 8, parameters: { concurrent: 1, duration: 8_192 } },
  S6: { nodes: 10 },
  S7: { nodes: 12 },
  S8: { nodes: 12, parameters: { crashes: 2 } },
  S9: { nodes: 12, parameters: { faulty: 1, half: 10_000, cycles: 2 } },
  S10: { nodes: 12, parameters: { faulty: 1, until: 120_000 } },
  S11: { nodes: 6, parameters: { duration: 60_000 } },
  S12: { nodes: 12, parameters: { crashes: 2, silent: 0 } },
  S13: { nodes: 10, parameters: { duration: 120_000 } },
  S14: { nodes: 6 },
  S15: { nodes: 10, parameters: { within: 2_000 } },
  S16: { nodes: 5 },
  S17: { nodes: 8 },
  S18: { nodes: 5 },
  S19: { nodes: 10, parameters: { loss: 20 } },
  S20: { nodes: 3, parameters: { ticks: 50 } },
  S21: { nodes: 8 },
  S22: { nodes: 5 },
  S23: { nodes: 8 },
  S24: { nodes: 6 },
  S25: { nodes: 20, parameters: { minutes: 1 } },
  S26: { nodes: 2 },
  S27: { nodes: 10 }
}

/** Figures of the report that only another cell has: a member that is started twice. */
const OTHERWISE: ReadonlySet<string> = new Set(['formerStopsMs'])

describe('scenarios', () => {
  it('are the twenty-seven of the list, found by number and by name', () => {
    assert.deepEqual(SCENARIOS.map(({ id }) => id), Array.from({ length: 27 }, (_, index) => `S${index + 1}`))
    assert.equal(new Set(SCENARIOS.map(({ name }) => name)).size, 27)
    for (const scenario of SCENARIOS) {
      assert.equal(scenarioNamed(scenario.id.toLowerCase()), scenario)
      assert.equal(scenarioNamed(scenario.name), scenario)
    }
    assert.equal(scenarioNamed('S0'), undefined)
  })

  it('refuse a parameter that they do not have', () => {
    for (const { run, id } of SCENARIOS) {
      assert.throws(() => run({ seed: 1, parameters: { colour: 1 } }), { name: 'ScenarioOptionError', message: new RegExp(`^colour is no parameter of ${id}: accepts`) })
    }
  })

  for (const scenario of SCENARIOS) {
    const options = { seed: 1, ...SMALL[scenario.id] }

    it(`${scenario.id} ${scenario.name} keeps its promises in a small cluster, and is the same for the same seed`, () => {
      const result = scenario.run(options)

      assert.deepEqual(result.violations, [])
      assert.equal(result.metrics['staleWritesAccepted'], 0)
      assert.ok([...Object.values(result.metrics), ...Object.values(result.samples).flat()].every(Number.isFinite), JSON.stringify(result.metrics))
      assert.deepEqual(scenario.run(options), result)
      assert.notEqual(scenario.run({ ...options, seed: 2 }).digest, result.digest)
      for (const { name } of SECTIONS.find(section => section.scenario === scenario.id)?.figures ?? []) {
        assert.ok(name in result.metrics || name in result.samples || OTHERWISE.has(name), `the report shows ${name}`)
      }
    })
  }
})
