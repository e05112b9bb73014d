import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseSchedule } from '../src/cli/simulation/schedule-file.js'
import { FAULT_KINDS, NETWORK_DEFAULTS, problemOf, scenarioNamed, SCENARIOS } from '../src/sim/index.js'
import { INVARIANTS } from '../src/sim/checkers/invariants.js'
import type { Parameters } from '../src/sim/index.js'

const TEXT = readFileSync(join(resolve(dirname(fileURLToPath(import.meta.url)), '../..'), 'docs/operations.md'), 'utf8')

/** What keeps a run short. */
const SHORT: Readonly<Record<string, Parameters>> = {
  S1: { periods: 5 }, S4: { duration: 4_096 }, S5: { duration: 32_768 }, S9: { half: 5_000, cycles: 1 }, S10: { until: 100_000 },
  S11: { duration: 60_000 }, S13: { duration: 60_000 }, S20: { ticks: 20 }, S22: { duration: 60_000 }, S25: { minutes: 1 }
}

/** The cells of each row of its tables. */
const ROWS = TEXT.split('\n').filter(line => line.startsWith('| ')).map(line => line.slice(2, -2).split(' | ').map(cell => cell.trim()))

function namesIn (cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
}

describe('operations.md', () => {
  it('has every kind of fault with its fields', () => {
    for (const kind of FAULT_KINDS) {
      const row = ROWS.find(([kinds]) => namesIn(kinds).includes(kind))
      // The problem of a field that there is none of names all that there are.
      const [, fields = ''] = /accepts at(?:, )?(.*)$/.exec(problemOf({ at: 0, kind, 'no-such-field': 1 }) ?? '') ?? []

      assert.deepEqual(namesIn(row?.[1]), fields.split(', ').filter(field => field !== ''), kind)
    }
    const [, , options = ''] = ROWS.find(([kinds]) => kinds === '`network`') ?? []
    assert.deepEqual(namesIn(options), Object.keys(NETWORK_DEFAULTS))
  })

  it('has a schedule that runs as it says, and breaks no promise', () => {
    const lines = TEXT.split('\n').filter(line => line.startsWith('    {"at"')).join('\n')
    const { faults } = parseSchedule('operations.md', lines)
    const result = scenarioNamed('chaos')?.replay?.({ seed: 1, nodes: 5, parameters: { fewest: 5 } }, faults)

    assert.deepEqual(result?.violations, [])
    assert.deepEqual([result?.metrics['members'], result?.metrics['faults']], [5, faults.length])
  })

  it('says what each figure of each scenario is', () => {
    const explained = new Set(ROWS.flatMap(([names]) => namesIn(names)))

    for (const { id, leastNodes, besides, ranges, run } of SCENARIOS) {
      const victims = besides === undefined ? {} : { [besides]: ranges[besides]?.least ?? 0 }
      const { metrics, samples } = run({ seed: 1, nodes: Math.max(4, leastNodes + Object.values(victims).reduce((sum, count) => sum + count, 0)), parameters: { ...SHORT[id], ...victims } })

      for (const name of [...Object.keys(metrics), ...Object.keys(samples)]) {
        assert.ok(explained.has(name.replace(/^deathsBy-.*/, 'deathsBy-LIE')), `${id} has ${name}`)
      }
    }
  })

  it('names every promise that a run can break', () => {
    for (const invariant of Object.values(INVARIANTS)) {
      const [number = '', ...words] = invariant.split(' ')
      const [, promises = ''] = ROWS.find(([cell]) => cell === number) ?? []

      assert.ok(promises.split('; ').includes(words.join(' ')), invariant)
    }
  })
})
