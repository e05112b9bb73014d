/**
 * Runs Lifeguard's two experiments over their grid and keeps the results in docs/lifeguard-grid.json, from which the
 * report's tables are made. See its `--help`.
 */
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { integer, oneOf, text } from '../src/cli/option-values.js'
import { VARIANT_NAMES } from '../src/sim/index.js'
import { isExact, sourceCommit } from './membership/commit.js'
import { SELECTION_NAMES, SELECTIONS } from './membership/grid-cells.js'
import { gridJobs, gridKey, gridRow, readGrid, writeGrid } from './membership/grid.js'
import { runJobs } from './membership/pool.js'
import { list, option, scriptValues, toggle } from './script.js'
import type { Contender, GridTask } from './membership/grid.js'
import type { JobResult } from './membership/job.js'

/** The alphas and betas of Lifeguard's Table VII, besides its own 5 and 6. */
const TUNINGS = [[2, 2], [2, 4], [2, 6], [4, 2], [4, 4], [4, 6], [5, 2], [5, 4]] as const

/** What is compared with first, and what is compared: a run that is stopped early has both of them in most of its cells. */
const FIRST = ['swim', 'ours'] as const

const DETECTORS = [...FIRST, ...VARIANT_NAMES.filter(name => !FIRST.some(first => first === name))]

const { cells, repetitions, variants, tuning, keep, workers, out } = scriptValues({
  name: 'sim:lifeguard',
  about: [
    'Runs the cells of Lifeguard\'s Threshold experiment (54) and Interval experiment (432) with 128 members, and keeps',
    'what they come to in lifeguard-grid.json, from which sim:report makes its tables. The detectors of a cell are run',
    'together, SWIM and ours first, and each is kept as soon as it is done: a run can be stopped and gone on with. Rows',
    'that this state of the code has made are not made again.',
    '',
    'subset: 12 cells in which SWIM errs; threshold: 54; sampled: 54 of the Interval experiment, every value evenly',
    'often; interval: 432; all: 486. A run of one cell takes a second to ten of one processor.'
  ].join('\n'),
  options: {
    cells: option('PART', `which cells: ${SELECTION_NAMES.join(', ')}`, `one of ${SELECTION_NAMES.join(', ')}`, 'subset', oneOf(...SELECTION_NAMES)),
    repetitions: option('NUMBER', 'runs of each cell, with seeds from 1; the paper has 10', 'a whole number from 1 to 1000', 1, integer(1, 1_000)),
    variants: list('NAME', 'detectors', `one of ${DETECTORS.join(', ')}`, DETECTORS, oneOf(...DETECTORS)),
    tuning: toggle('Lifeguard with the alphas and betas of its Table VII, in place of the detectors'),
    keep: toggle('keeps rows of other states of the code too; the report says so'),
    workers: option('NUMBER', 'runs at the same time', 'a whole number from 1 to 256', availableParallelism(), integer(1, 256), 'one for each processor'),
    out: option('FOLDER', 'where lifeguard-grid.json is', 'a folder', 'docs', text)
  }
})

const contenders: Contender[] = tuning
  ? TUNINGS.map(([alpha, beta]) => ({ variant: 'lifeguard', alpha, beta }))
  : DETECTORS.filter(name => variants.includes(name)).map(variant => ({ variant, alpha: 0, beta: 0 }))

const commit = sourceCommit()
mkdirSync(out, { recursive: true })
const rows = readGrid(out)
const tasks = SELECTIONS[cells].flatMap(cell => contenders.map((contender): GridTask => ({ cell, contender, repetitions }))).filter(isDue)
const jobs = tasks.flatMap((task, place) => gridJobs(task).map((job, repetition) => ({ job, place, repetition })))
const results = tasks.map((): JobResult[] => [])
let done = 0

console.log(`${tasks.length} rows of ${repetitions} runs to do at ${commit}, ${rows.size} there`)
await runJobs(jobs.map(({ job }) => job), (result, index) => {
  const { place, repetition } = jobs[index] as typeof jobs[number]
  const ofRow = results[place] as JobResult[]

  ofRow[repetition] = result
  if (Object.keys(ofRow).length === repetitions) {
    finish(tasks[place] as GridTask, ofRow)
  }
}, workers)

/** Whether there is no such row, or not of so many repetitions, or of other code. */
function isDue ({ cell, contender }: GridTask): boolean {
  const row = rows.get(gridKey({ ...cell, ...contender }))
  return row === undefined || row.repetitions < repetitions || !(keep || (row.commit === commit && isExact(commit)))
}

function finish (task: GridTask, results: readonly JobResult[]): void {
  const row = gridRow(task, results, commit)
  const cpuSeconds = results.reduce((sum, result) => sum + result.cpuSeconds, 0)

  rows.set(gridKey(row), row)
  writeGrid(out, rows)
  console.log(`${++done} of ${tasks.length}, ${gridKey(row)}: FP ${row.falsePositives}, at healthy ${row.falsePositivesAtHealthy}; ${cpuSeconds.toFixed(0)} s of processor time`)
}
