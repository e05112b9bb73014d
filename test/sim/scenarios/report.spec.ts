import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judge } from '../../../bench/membership/bars.js'
import { runJob } from '../../../bench/membership/job.js'
import { reportText } from '../../../bench/membership/markdown.js'
import { SECTIONS } from '../../../bench/membership/sections.js'
import { jobsOf, keyOf, outcomeOf, tasksOf } from '../../../bench/membership/store.js'
import { SCENARIOS, scenarioNamed } from '../../../src/sim/index.js'
import type { Section } from '../../../bench/membership/sections.js'
import type { Outcome, Task } from '../../../bench/membership/store.js'

const SECTION: Section = {
  scenario: 'S2', variants: ['ours', 'swim'], seeds: 2, cells: [{ nodes: 10, parameters: { silent: 1 } }, { nodes: 4, variants: ['ours'] }],
  figures: [{ name: 'firstDetectionMs', stat: 'max', label: 'first, worst ms' }, { name: 'tablesIssued', stat: 'mean', label: 'tables' }]
}

function run (task: Task): Outcome {
  return outcomeOf(task, jobsOf(task).map(runJob))
}

describe('the report', () => {
  it('has every scenario, with parameters that it has, and no cell twice', () => {
    assert.deepEqual(SECTIONS.map(({ scenario }) => scenario), SCENARIOS.map(({ id }) => id))

    for (const { scenario, cells } of SECTIONS) {
      const defaults = scenarioNamed(scenario)?.defaults ?? {}
      assert.deepEqual(cells.flatMap(({ parameters = {} }) => Object.keys(parameters)).filter(name => !Object.hasOwn(defaults, name)), [])
    }
    const keys = SECTIONS.flatMap(tasksOf).map(keyOf)
    assert.equal(new Set(keys).size, keys.length)
  })

  it('shows what was run, leaves open what was not, and is the same for the same runs', () => {
    const text = (): string => {
      const outcomes = new Map(tasksOf(SECTION).map(task => [keyOf(task), run(task)]))
      return reportText({ sections: [SECTION], outcomes, bars: judge(outcomes), grid: '' })
    }
    const first = text()

    assert.equal(text(), first)
    assert.match(first, /^\| cell \| figure \| ours \| swim \|$/m)
    assert.match(first, /^\| N 10, silent 1, 2 seeds \| first, worst ms \| \d+ \| \d+ \|$/m)
    assert.match(first, /^\| N 4, 2 seeds \| tables \| 1 \| {2}\|$/m)
    assert.match(first, /^\| S2, N 10: first detection of a silent crash.*\| yes \|$/m)
    assert.match(first, /^\| S2, N 1000: first detection of a silent crash.*\| not run \|$/m)
  })

  it('says of a bar that is not met that it does not hold', () => {
    const task = tasksOf(SECTION)[0] as Task
    const outcome = run(task)
    const slow = { ...outcome, samples: { ...outcome.samples, firstDetectionMs: { ...outcome.samples['firstDetectionMs'], mean: 60_000 } } } as Outcome
    const barOf = (some: Outcome): boolean | undefined => judge(new Map([[keyOf(task), some]])).find(({ what }) => what.startsWith('S2, N 10: first detection'))?.holds

    assert.equal(barOf(outcome), true)
    assert.equal(barOf(slow), false)
  })
})
