/**
 * Writes docs/membership-report.md and .json: `npm run sim:report [-- --only S9] [--workers 2]`. With `--only` the other
 * scenarios keep what the JSON has of them. Prints progress and processor time, which belong to this machine and go nowhere
 * else.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { judge } from './membership/bars.js'
import { gridText } from './membership/grid-text.js'
import { reportText } from './membership/markdown.js'
import { runJobs } from './membership/pool.js'
import { SECTIONS } from './membership/sections.js'
import { jobsOf, keyOf, outcomeOf, readOutcomes, tasksOf, writeOutcomes } from './membership/store.js'
import type { Bar } from './membership/bars.js'

const JSON_PATH = 'docs/membership-report.json'
const TEXT_PATH = 'docs/membership-report.md'

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, workers: { type: 'string' } } })
const only = values.only?.flatMap(names => names.split(',')) ?? SECTIONS.map(({ scenario }) => scenario)
const unknown = only.find(name => !SECTIONS.some(({ scenario }) => scenario === name))

if (unknown !== undefined) {
  console.error(`--only names ${unknown}: accepts ${SECTIONS.map(({ scenario }) => scenario).join(', ')}`)
  process.exit(2)
}

const outcomes = readOutcomes(JSON_PATH)

for (const section of SECTIONS.filter(({ scenario }) => only.includes(scenario))) {
  const tasks = tasksOf(section)
  const jobs = tasks.flatMap(task => jobsOf(task))
  let cpuSeconds = 0
  const results = await runJobs(jobs, (_, result) => { cpuSeconds += result.cpuSeconds }, values.workers === undefined ? undefined : Number(values.workers))

  for (const task of tasks) {
    const outcome = outcomeOf(task, results.splice(0, task.seeds))
    outcomes.set(keyOf(task), outcome)
    outcome.violations.forEach(violation => { console.log(`${keyOf(task)} ${violation}`) })
  }
  console.log(`${section.scenario}: ${jobs.length} runs, ${cpuSeconds.toFixed(0)} s of processor time`)
  // After each section: a long run that is stopped has not been for nothing.
  write()
}

for (const { what, measured, holds } of write()) {
  console.log(`${holds === undefined ? 'not run' : holds ? 'holds  ' : 'BROKEN '}  ${what}: ${measured}`)
}

/** Writes both files, in the order of the sections, with what is no longer part of any left out. */
function write (): Bar[] {
  const current = new Map(SECTIONS.flatMap(tasksOf).map(keyOf).flatMap(key => {
    const outcome = outcomes.get(key)
    return outcome === undefined ? [] : [[key, outcome]]
  }))
  const bars = judge(current)

  writeOutcomes(JSON_PATH, [...current.values()])
  writeFileSync(TEXT_PATH, reportText({ sections: SECTIONS, outcomes: current, bars, grid: gridText() }))

  return bars
}
