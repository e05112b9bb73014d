import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'
import { gridJobs, gridKey, gridRow, readGrid } from '../bench/membership/grid.js'
import { runJob } from '../bench/membership/job.js'
import { reportOf } from '../bench/membership/report.js'
import { readRows } from '../bench/membership/rows-file.js'
import { RUNS } from '../bench/membership/sections.js'
import { jobsOf, keyOf, outcomeOf, tasksOf } from '../bench/membership/store.js'
import type { GridRow } from '../bench/membership/grid.js'
import type { Outcome } from '../bench/membership/store.js'

const DOCS = join(resolve(dirname(fileURLToPath(import.meta.url)), '../..'), 'docs')

/** Rows that are run again: cheap ones, of every part of the core, and some of the detectors that ours is compared with. */
const AGAIN = [
  'S1 56 periods=60 ours',
  'S3 17 loss=0.1 apart=5000 duration=175000 memberlist',
  'S4 128 concurrent=4 duration=8192 alpha=0 beta=0 ours',
  'S4 128 concurrent=4 duration=8192 alpha=0 beta=0 lifeguard',
  'S13 10 reaches=1 duration=300000 ours',
  'S16 20 duplicate=0 limit=60000 ours',
  'S18 10 loss=25 delay=2 limit=120000 ours',
  'S22 5 both=1 duration=180000 ours',
  'S24 10 ours',
  'S26 3 silent=1 ours',
  'S27 30 crashes=1 preset=0 swim'
]

/** Of the grid, so many of the cheapest rows of each experiment. */
const GRID_AGAIN = 2

/** What is wrong is shown, but not hundreds of times. */
const PROBLEMS_MAX = 10

const REPORT_HINT = 'the code does not do what the report says of it: run npm run sim:report, read what changed, and say why in the commit'
const GRID_HINT = 'the code does not do what the grid says of it: run npm run sim:lifeguard, then npm run sim:report, read what changed, and say why in the commit'

const outcomes = new Map(readRows<Outcome>(join(DOCS, 'membership-report.json')).map(outcome => [keyOf(outcome), outcome]))
const grid = readGrid(DOCS)
const tasks = RUNS.flatMap(tasksOf)

describe('docs/membership-report.json', () => {
  it('has every cell that the report runs, with every seed, and no other', () => {
    const due = tasks.map(keyOf)
    const problems = [
      ...tasks.filter(task => outcomes.get(keyOf(task))?.digests.length !== task.seeds).map(task => `${keyOf(task)}: ${outcomes.get(keyOf(task))?.digests.length ?? 0} of ${task.seeds} seeds`),
      ...[...outcomes.keys()].filter(key => !due.includes(key)).map(key => `${key}: not run any more`)
    ]

    assert.equal(problems.length, 0, `${REPORT_HINT}\n${problems.slice(0, PROBLEMS_MAX).join('\n')}`)
    assert.deepEqual([...outcomes.keys()], due, REPORT_HINT)
  })

  for (const key of AGAIN) {
    it(`is of this core, as far as ${key} shows`, () => {
      const task = tasks.find(one => keyOf(one) === key)
      assert.ok(task !== undefined, `the report has no ${key} any more: name another cell here`)
      const again = outcomeOf(task, jobsOf(task).map(runJob), outcomes.get(key)?.commit ?? 'none')

      // As the file has it, which knows no undefined.
      assert.deepEqual(JSON.parse(JSON.stringify(again)), outcomes.get(key), REPORT_HINT)
    })
  }

  it('is what the text of docs/membership-report.md is made of', () => {
    const text = readFileSync(join(DOCS, 'membership-report.md'), 'utf8')
    assert.equal(text, reportOf(outcomes.values(), [...grid.values()]).text, 'the text is not of these figures: run npm run sim:report -- --text')
  })
})

describe('docs/lifeguard-grid.json', () => {
  const cheapest = [...grid.values()].filter(({ variant }) => variant === 'ours' || variant === 'lifeguard').sort((a, b) => cost(a) - cost(b))
  const again = [...Map.groupBy(cheapest, ({ interval }) => interval === undefined).values()].flatMap(rows => rows.slice(0, GRID_AGAIN))

  it('has rows of both experiments', () => {
    assert.equal(again.length, 2 * GRID_AGAIN, GRID_HINT)
  })

  for (const row of again) {
    it(`is of this core, as far as the row ${gridKey(row)} shows`, () => {
      const { concurrent, duration, interval, variant, alpha, beta } = row
      const cell = { concurrent, duration, ...(interval === undefined ? {} : { interval }) }
      // One repetition is enough of a row that has several: the figures of all follow from those of each.
      const task = { cell, contender: { variant, alpha, beta }, repetitions: 1 }
      const first = gridRow(task, gridJobs(task).map(runJob), row.commit)

      assert.equal(first.digests[0], row.digests[0], GRID_HINT)
      if (row.repetitions === 1) {
        assert.deepEqual(first, row, GRID_HINT)
      }
    })
  }
})

/** What a run takes grows with how often somebody is cut off, and with how many. */
function cost ({ concurrent, duration, interval }: GridRow): number {
  return concurrent * (interval === undefined ? duration : 120_000 / (duration + interval))
}
