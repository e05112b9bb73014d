import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judge } from '../../../bench/membership/bars.js'
import { costsText } from '../../../bench/membership/costs-text.js'
import { runJob } from '../../../bench/membership/job.js'
import { reportText } from '../../../bench/membership/markdown.js'
import { RUNS, SECTIONS, STALLS } from '../../../bench/membership/sections.js'
import { stallsText } from '../../../bench/membership/stalls-text.js'
import { jobsOf, keyOf, outcomeOf, tasksOf } from '../../../bench/membership/store.js'
import { SCENARIOS, scenarioNamed } from '../../../src/sim/index.js'
import type { Section } from '../../../bench/membership/sections.js'
import type { Outcome, Task } from '../../../bench/membership/store.js'

const SECTION: Section = {
  scenario: 'S2', variants: ['ours', 'swim'], seeds: 2, cells: [{ nodes: 10, parameters: { silent: 1 } }, { nodes: 4, variants: ['ours'] }],
  figures: [{ name: 'firstDetectionMs', stat: 'max', label: 'first, worst ms' }, { name: 'tablesIssued', stat: 'mean', label: 'tables' }]
}

function run (task: Task): Outcome {
  return outcomeOf(task, jobsOf(task).map(runJob), 'abc1234')
}

describe('the report', () => {
  it('has every scenario, with parameters that it has, and no cell twice', () => {
    assert.deepEqual(SECTIONS.map(({ scenario }) => scenario), SCENARIOS.map(({ id }) => id))

    for (const { scenario, cells } of SECTIONS) {
      const defaults = scenarioNamed(scenario)?.defaults ?? {}
      assert.deepEqual(cells.flatMap(({ parameters = {} }) => Object.keys(parameters)).filter(name => !Object.hasOwn(defaults, name)), [])
    }
    const keys = RUNS.flatMap(tasksOf).map(keyOf)
    assert.equal(new Set(keys).size, keys.length)
  })

  it('shows what was run, leaves open what was not, and is the same for the same runs', () => {
    const text = (): string => {
      const outcomes = new Map(tasksOf(SECTION).map(task => [keyOf(task), run(task)]))
      return reportText({ sections: [SECTION], outcomes, bars: judge(outcomes), parts: [], grid: [] })
    }
    const first = text()

    assert.equal(text(), first)
    assert.match(first, /^\| cell \| figure \| ours \| swim \|$/m)
    assert.match(first, /^\| N 10, silent 1, 2 seeds \| first, worst ms \| \d+ \| \d+ \|$/m)
    assert.match(first, /^\| N 4, 2 seeds \| tables \| 1 \| {2}\|$/m)
    assert.match(first, /^\| S2, N 10: first detection of a silent crash.*\| yes \|$/m)
    assert.match(first, /^All of it is of one state of the code: commit `abc1234`/m)
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

  it('says so when its rows are of several states of the code', () => {
    const [first, second] = tasksOf(SECTION).map(run)
    const outcomes = new Map([['first', first as Outcome], ['second', { ...second as Outcome, scenario: 'S9', commit: 'def5678+' }]])
    const text = reportText({ sections: [], outcomes, bars: [], parts: [], grid: [{ commit: 'abc1234' }] })

    assert.match(text, /^\*\*Not all of it is of one state of the code\*\*/m)
    assert.match(text, /^- `abc1234`: S2, the grid$/m)
    assert.match(text, /^- `def5678\+`: S9$/m)
  })

  it('asks for less than half of what memberlist takes, in a row of its own', () => {
    const [task] = tasksOf({ ...SECTION, variants: ['ours'] })
    const ours = run(task as Task)
    const judged = (mean: number): boolean | undefined => {
      const memberlist = { ...ours, variant: 'memberlist', samples: { ...ours.samples, firstDetectionMs: { ...ours.samples['firstDetectionMs'], mean } } } as Outcome
      return judge(new Map([ours, memberlist].map(one => [keyOf(one), one]))).find(({ what }) => /S2, N 10: .*half of memberlist/.test(what))?.holds
    }
    const mean = ours.samples['firstDetectionMs']?.mean ?? NaN

    assert.deepEqual([judged(2.01 * mean), judged(2 * mean)], [true, false])
  })

  it('holds half of all messages lost against what chitchat asserts', () => {
    const [task] = tasksOf({ scenario: 'S19', variants: ['ours'], seeds: 1, cells: [{ nodes: 10 }] })
    const lost = run(task as Task)
    const judged = (removed: number, known: number, missed = 0): boolean | undefined => {
      const some = { ...lost, metrics: { ...lost.metrics, falselyRemovedIn30s: { max: removed }, notKnownEverywhere: { max: missed } }, samples: { allKnowMs: { max: known } } } as unknown as Outcome
      return judge(new Map([[keyOf(some), some]])).find(({ what }) => what.startsWith('S19, N 10:'))?.holds
    }

    assert.deepEqual([judged(0, 15_000), judged(1, 15_000), judged(0, 15_001), judged(0, 9_000, 1)], [true, false, false, false])
  })

  it('shows in how many seeds a stall was taken for an end', () => {
    const tasks = tasksOf({ ...STALLS, seeds: 2, cells: [1_000, 12_000].map(duration => ({ nodes: 5, parameters: { duration } })) })
    const text = stallsText(new Map(tasks.map(task => [keyOf(task), run(task)])))

    assert.match(text, /^\| N 5, 2 seeds \| ours \| 0 \|(?: {2}\|){10} 100 \|$/m)
    assert.match(text, /^\| N 5, 2 seeds \| memberlist \| 0 \|(?: {2}\|){10} 100 \|$/m)
  })

  it('shows what is sent beside what others send', () => {
    const tasks = SECTIONS.filter(({ scenario }) => scenario === 'S1').flatMap(tasksOf).filter(({ nodes }) => nodes === 8)
    const text = costsText(new Map(tasks.map(task => [keyOf(task), run(task)])))

    assert.match(text, /^\| quiet \(S1\), 1 cell \| messages \| 1 \| 1 \| 1 \| 1 \| 100\.0 \| 100\.0 \| 100\.0 \|$/m)
  })
})
