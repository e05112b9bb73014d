import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { RULES } from '../../src/core/index.js'
import { formatViolation } from '../../src/sim/checkers/index.js'
import { GAUGED, GAUGES, GROUNDS, MUTANTS, SEEN_IN_STEPS } from '../../src/sim/mutants.js'
import type { Violation } from '../../src/sim/checkers/index.js'
import type { Rule } from '../../src/core/index.js'
import type { GaugeName, GroundName } from '../../src/sim/mutants.js'

/** Figures are added up over these. */
const GAUGE_SEEDS = [1, 2, 3]

const clean = new Map<string, readonly Violation[]>()

/** What the checkers find where every rule holds but for those; run once for all the rules that are judged there. */
function baseline (ground: GroundName, seed: number, without: readonly Rule[] = []): readonly Violation[] {
  const key = `${ground} ${seed} ${without.join()}`
  const found = clean.get(key) ?? GROUNDS[ground]({ seed, without })
  clean.set(key, found)

  return found
}

describe('a rule that is switched off', () => {
  it('has one entry: a scenario that shows it, a figure that does, or the remark that only single steps do', () => {
    const entries = [...MUTANTS.map(({ rule }) => rule), ...GAUGED.map(({ rule }) => rule), ...SEEN_IN_STEPS]
    assert.deepEqual(entries.sort(), [...RULES].sort())
  })

  for (const { rule, besides = [], ground, caughtAs, seeds = 1 } of MUTANTS) {
    it(`${rule} is missed in ${ground}`, () => {
      for (let seed = 1; seed <= seeds; seed++) {
        assert.deepEqual(baseline(ground, seed, besides).map(formatViolation), [], `${ground} of seed ${seed} is not clean with the rule`)
        const violations = GROUNDS[ground]({ seed, without: [rule, ...besides] })

        if (violations.some(({ invariant }) => caughtAs.some(name => name === invariant))) {
          return
        }
        assert.deepEqual(violations.map(formatViolation), [], `seed ${seed} of ${ground} breaks something else than ${caughtAs.join(' or ')}`)
      }
      assert.fail(`${rule} was not missed on ${seeds} seeds of ${ground}`)
    })
  }
})

describe('a rule that is a matter of figures', () => {
  const sums = new Map<string, number>()

  function sum (gauge: GaugeName, without: readonly Rule[]): number {
    const key = `${gauge} ${without.join()}`
    const figure = sums.get(key) ?? GAUGE_SEEDS.reduce((total, seed) => total + GAUGES[gauge]({ seed, without }), 0)
    sums.set(key, figure)

    return figure
  }

  for (const { rule, gauge, factor } of GAUGED) {
    it(`${rule} is missed in ${gauge}`, () => {
      const [present, absent] = [sum(gauge, []), sum(gauge, [rule])]
      assert.ok(absent > present * factor, `${present} with it, ${absent} without it: not ${factor} times as bad`)
    })
  }
})

describe('a scenario with all rules', () => {
  for (const ground of Object.keys(GROUNDS) as GroundName[]) {
    it(`${ground} is clean`, () => {
      assert.deepEqual(baseline(ground, 1).map(formatViolation), [])
    })
  }
})
