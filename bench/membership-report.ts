/** Runs all scenarios and writes docs/membership-report.md and .json. See its `--help`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { integer, oneOf, text } from '../src/cli/option-values.js'
import { sourceCommit } from './membership/commit.js'
import { readGrid } from './membership/grid.js'
import { runJobs } from './membership/pool.js'
import { reportOf } from './membership/report.js'
import { readRows, writeRows } from './membership/rows-file.js'
import { RUNS, SECTIONS } from './membership/sections.js'
import { jobsOf, keyOf, outcomeOf, tasksOf } from './membership/store.js'
import { list, option, scriptValues, toggle } from './script.js'
import type { Bar } from './membership/bars.js'
import type { Outcome } from './membership/store.js'

const NAMES = SECTIONS.map(({ scenario }) => scenario)

const { only, text: isTextOnly, workers, out } = scriptValues({
  name: 'sim:report',
  about: [
    'Runs all scenarios, ours beside other detectors, and writes membership-report.md and membership-report.json. The',
    'part about Lifeguard\'s grid is of what sim:lifeguard left in the same folder. Every figure is the same on any',
    'machine; progress and processor time, which are not, are printed and go nowhere else.'
  ].join('\n'),
  options: {
    only: list('SCENARIO', 'runs these; of the others it keeps what the file has, and says so where that is of other code', `one of ${NAMES.join(', ')}`, NAMES, oneOf(...NAMES), 'all'),
    text: toggle('runs nothing, and writes the Markdown again from what the JSON has'),
    workers: option('NUMBER', 'runs at the same time', 'a whole number from 1 to 256', availableParallelism(), integer(1, 256), 'one for each processor'),
    out: option('FOLDER', 'where both files are', 'a folder', 'docs', text)
  }
})

const jsonPath = join(out, 'membership-report.json')
const markdownPath = join(out, 'membership-report.md')
const commit = sourceCommit()
mkdirSync(out, { recursive: true })
const outcomes = new Map(readRows<Outcome>(jsonPath).map(outcome => [keyOf(outcome), outcome]))

for (const runs of RUNS.filter(({ scenario }) => !isTextOnly && only.includes(scenario))) {
  const tasks = tasksOf(runs)
  const jobs = tasks.flatMap(task => jobsOf(task))
  let cpuSeconds = 0
  const results = await runJobs(jobs, result => { cpuSeconds += result.cpuSeconds }, workers)

  for (const task of tasks) {
    const outcome = outcomeOf(task, results.splice(0, task.seeds), commit)
    outcomes.set(keyOf(task), outcome)
    outcome.violations.forEach(violation => { console.log(`${keyOf(task)} ${violation}`) })
  }
  console.log(`${runs.scenario}: ${jobs.length} runs, ${cpuSeconds.toFixed(0)} s of processor time`)
  // After each part: a long run that is stopped has not been for nothing.
  write()
}

// A bar begins with its scenario: of those that nobody asked for there is nothing new.
for (const { what, measured, holds } of write().filter(bar => only.some(name => bar.what.split(/[:,]/)[0] === name))) {
  console.log(`${holds === undefined ? 'not run' : holds ? 'holds  ' : 'BROKEN '}  ${what}: ${measured}`)
}
console.log(`wrote ${markdownPath} and ${jsonPath}`)

/** Writes both files. */
function write (): readonly Bar[] {
  const report = reportOf(outcomes.values(), [...readGrid(out).values()])

  writeRows(jsonPath, report.outcomes)
  writeFileSync(markdownPath, report.text)

  return report.bars
}
