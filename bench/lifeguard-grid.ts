/**
 * Runs the grid of Lifeguard's two experiments and keeps the results in docs/lifeguard-grid.json, from which the report's
 * tables are made: `npm run sim:lifeguard [-- --cells subset|threshold|interval|all --repetitions 10 --variants swim,ours
 * --tuning --workers 2]`. Rows that the file has already are not run again, so it can be stopped and gone on with.
 *
 * A run of the Threshold experiment takes two to four seconds of one processor, one of the Interval experiment five to
 * fifteen: the subset (12 cells, once, 7 detectors) some ten minutes, all 486 cells ten times for two detectors a day.
 */
import { parseArgs } from 'node:util'
import { VARIANT_NAMES } from '../src/sim/index.js'
import { allCells, gridJobs, gridKey, gridRow, readGrid, SUBSET, writeGrid } from './membership/grid.js'
import { runJobs } from './membership/pool.js'
import type { VariantName } from '../src/sim/index.js'
import type { Contender, GridCell } from './membership/grid.js'

/** The alphas and betas of Lifeguard's Table VII, besides its own 5 and 6. */
const TUNINGS = [[2, 2], [2, 4], [2, 6], [4, 2], [4, 4], [4, 6], [5, 2], [5, 4]] as const

const CELLS: Readonly<Record<string, () => readonly GridCell[]>> = {
  subset: () => SUBSET,
  threshold: () => allCells().filter(({ interval }) => interval === undefined),
  interval: () => allCells().filter(({ interval }) => interval !== undefined),
  all: allCells
}

const { values } = parseArgs({
  options: {
    cells: { type: 'string', default: 'subset' },
    repetitions: { type: 'string', default: '1' },
    variants: { type: 'string', default: VARIANT_NAMES.join(',') },
    tuning: { type: 'boolean', default: false },
    workers: { type: 'string' }
  }
})
const variants = values.variants.split(',')
const unknown = variants.find(name => !VARIANT_NAMES.some(known => known === name))
const cells = CELLS[values.cells]?.()
const repetitions = Number(values.repetitions)

if (cells === undefined || unknown !== undefined || !Number.isInteger(repetitions) || repetitions < 1) {
  console.error(`accepts --cells ${Object.keys(CELLS).join('|')}, --variants of ${VARIANT_NAMES.join(',')}, --repetitions from 1`)
  process.exit(2)
}

const contenders: Contender[] = values.tuning
  ? TUNINGS.map(([alpha, beta]) => ({ variant: 'lifeguard', alpha, beta }))
  : variants.map(variant => ({ variant: variant as VariantName, alpha: 0, beta: 0 }))
const rows = readGrid()
const todo = cells.flatMap(cell => contenders.map(contender => ({ cell, contender }))).filter(({ cell, contender }) => (rows.get(gridKey({ ...cell, ...contender }))?.repetitions ?? 0) < repetitions)

console.log(`${todo.length} rows of ${repetitions} runs to do, ${rows.size} there`)
for (const [index, { cell, contender }] of todo.entries()) {
  let cpuSeconds = 0
  const results = await runJobs(gridJobs(cell, contender, repetitions), (_, result) => { cpuSeconds += result.cpuSeconds }, values.workers === undefined ? undefined : Number(values.workers))
  const row = gridRow(cell, contender, results)

  rows.set(gridKey(row), row)
  writeGrid(rows)
  console.log(`${index + 1} ${gridKey(row)}: FP ${row.falsePositives}, at healthy ${row.falsePositivesAtHealthy}; ${cpuSeconds.toFixed(0)} s of processor time`)
}
