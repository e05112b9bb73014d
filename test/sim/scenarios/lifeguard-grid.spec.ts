import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { gridJobs } from '../../../bench/membership/grid.js'
import { SELECTIONS } from '../../../bench/membership/grid-cells.js'
import { runJob } from '../../../bench/membership/job.js'
import type { GridCell } from '../../../bench/membership/grid-cells.js'
import type { VariantName } from '../../../src/sim/index.js'

interface FalseDeaths {
  readonly all: number
  readonly atHealthy: number
}

/** The false positives of one repetition. */
function falseDeaths (cell: GridCell, variant: VariantName): FalseDeaths {
  const [all, atHealthy] = gridJobs({ cell, contender: { variant, alpha: 0, beta: 0 }, repetitions: 1 }).map(runJob)
    .flatMap(({ metrics }) => [metrics['falsePositives'] ?? NaN, metrics['falsePositivesAtHealthy'] ?? NaN])

  return { all: all ?? NaN, atHealthy: atHealthy ?? NaN }
}

function nameOf ({ concurrent, duration, interval }: GridCell): string {
  return `${concurrent} members blocked for ${duration} ms${interval === undefined ? '' : `, again every ${interval} ms`}`
}

describe('Lifeguard\'s grid', () => {
  // One member alone makes plain SWIM err: the least harm of the cells in which it does.
  const least: GridCell = { concurrent: 1, duration: 32_768 }
  let swim: FalseDeaths

  before(() => { swim = falseDeaths(least, 'swim') })

  it('has 54 and 432 cells, of which every selection is a part', () => {
    const all = SELECTIONS.all.map(nameOf)

    assert.deepEqual([SELECTIONS.threshold.length, SELECTIONS.interval.length, new Set(all).size], [54, 432, 54 + 432])
    for (const [name, cells] of Object.entries(SELECTIONS)) {
      assert.deepEqual(cells.map(nameOf).filter(cell => !all.includes(cell)), [], name)
      assert.equal(new Set(cells.map(nameOf)).size, cells.length, name)
    }
  })

  it('is sampled evenly: each C with each D once, every interval six or seven times', () => {
    const counts = (key: (cell: GridCell) => unknown): number[] => [...Map.groupBy(SELECTIONS.sampled, key).values()].map(({ length }) => length).sort()

    assert.deepEqual(counts(({ concurrent, duration }) => `${concurrent} ${duration}`), Array.from({ length: 54 }, () => 1))
    assert.deepEqual(counts(({ interval }) => interval), [6, 6, 7, 7, 7, 7, 7, 7])
    // Not one interval for long or for short anomalies only.
    assert.ok(counts(({ interval, duration }) => `${interval} ${duration}`).every(count => count <= 2))
    assert.ok(counts(({ interval, concurrent }) => `${interval} ${concurrent}`).every(count => count === 1))
  })

  it('makes SWIM err, also at members that nothing is wrong with', () => {
    assert.ok(swim.all > 200 && swim.atHealthy > 200, JSON.stringify(swim))
  })

  it('makes SWIM err less with any one of Lifeguard\'s parts', () => {
    for (const part of ['buddy', 'lha-probe', 'lha-suspicion', 'lifeguard'] as const) {
      assert.ok(falseDeaths(least, part).all < swim.all, part)
    }
  })

  for (const cell of SELECTIONS.subset) {
    it(`finds what ships to err by less than 1.5 % of the least that SWIM does with ${nameOf(cell)}`, () => {
      const ours = falseDeaths(cell, 'ours')

      assert.ok(ours.all < 0.015 * swim.all && ours.atHealthy < 0.015 * swim.atHealthy, JSON.stringify({ ours, swim }))
    })
  }
})
