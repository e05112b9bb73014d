import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SCENARIOS } from '../../../src/sim/index.js'
import { isWithin } from '../../../src/sim/scenarios/ranges.js'
import { SECTIONS } from '../../../bench/membership/sections.js'
import type { Parameters, Scenario } from '../../../src/sim/index.js'

/** What keeps the smallest cluster's run short. */
const SHORT: Readonly<Record<string, Parameters>> = {
  S1: { periods: 5 }, S4: { duration: 4_096 }, S5: { duration: 32_768 }, S9: { half: 5_000, cycles: 1 }, S10: { until: 100_000 },
  S11: { duration: 60_000 }, S13: { duration: 60_000 }, S15: { within: 2_000 }, S18: { loss: 25 }, S20: { ticks: 20 }, S22: { duration: 60_000 }, S25: { minutes: 1 }
}

/** How many members a cell needs. */
function leastOf ({ leastNodes, besides, defaults }: Scenario, parameters: Parameters = {}): number {
  return leastNodes + (besides === undefined ? 0 : { ...defaults, ...parameters }[besides] ?? 0)
}

describe('a scenario', () => {
  for (const scenario of SCENARIOS) {
    const { id, ranges, defaults, besides, run } = scenario
    const victims = besides === undefined ? {} : { [besides]: ranges[besides]?.least ?? 0 }
    const parameters = { ...SHORT[id], ...victims }
    const least = leastOf(scenario, parameters)

    it(`${id} says what its parameters accept, and accepts what it is run with`, () => {
      assert.deepEqual(Object.keys(ranges), Object.keys(defaults))
      assert.ok(besides === undefined || besides in defaults)

      for (const all of [defaults, ...SECTIONS.filter(section => section.scenario === id).flatMap(({ cells }) => cells.map(cell => cell.parameters ?? {}))]) {
        for (const [name, value] of Object.entries(all)) {
          const range = ranges[name]
          assert.ok(range !== undefined && isWithin(range, value), `${name}=${value}`)
        }
      }
      for (const cell of SECTIONS.find(section => section.scenario === id)?.cells ?? []) {
        assert.ok(cell.nodes >= leastOf(scenario, cell.parameters))
      }
    })

    it(`${id} keeps its promises in a cluster of the fewest members that it takes, and takes no fewer`, () => {
      assert.deepEqual(run({ seed: 1, nodes: least, parameters }).violations, [])

      for (const nodes of [least - 1, 0, -1, least + 0.5, NaN, Infinity]) {
        assert.throws(() => run({ seed: 1, nodes, parameters }), { name: 'ScenarioOptionError', message: new RegExp(`^nodes is ${nodes}: ${id} needs at least ${least}\\b`) })
      }
    })

    it(`${id} refuses a number that its parameter does not accept`, () => {
      for (const [name, { least: from, most, hasFractions = false }] of Object.entries(ranges)) {
        for (const value of [from - 1, most + 1, NaN, Infinity, ...(hasFractions ? [] : [from + 0.5])]) {
          assert.throws(() => run({ seed: 1, parameters: { [name]: value } }), {
            name: 'ScenarioOptionError', message: `${name} is ${value}: ${id} accepts ${hasFractions ? 'a number' : 'a whole number'} from ${from} to ${most}`
          })
        }
      }
    })
  }
})
