import { summarize } from '../statistics.js'
import type { Violation } from '../checkers/index.js'
import type { Summary } from '../statistics.js'
import type { ScenarioResult } from './scenario.js'

/** One run of a campaign: the same cell with another seed. */
export interface Run {
  readonly seed: number
  readonly result: ScenarioResult
}

/** What many seeds of one cell come to. */
export interface Campaign {
  readonly seeds: number
  /** Over the runs, one number of each. */
  readonly metrics: Readonly<Record<string, Summary>>
  /** Over all measurements of all runs: a run can have several, or none. */
  readonly samples: Readonly<Record<string, Summary>>
  readonly violations: ReadonlyArray<Violation & { readonly seed: number }>
}

/** Puts the runs of one cell together. */
export function gather (runs: readonly Run[]): Campaign {
  return {
    seeds: runs.length,
    metrics: summaries(runs.map(({ result }) => Object.fromEntries(Object.entries(result.metrics).map(([name, value]) => [name, [value]])))),
    samples: summaries(runs.map(({ result }) => result.samples)),
    violations: runs.flatMap(({ seed, result }) => result.violations.map(violation => ({ ...violation, seed })))
  }
}

/** The names in the order in which they first came up, so that a table reads as the scenario was written. */
function summaries (lists: ReadonlyArray<Readonly<Record<string, readonly number[]>>>): Record<string, Summary> {
  const all = new Map<string, number[]>()

  for (const list of lists) {
    for (const [name, values] of Object.entries(list)) {
      all.set(name, [...all.get(name) ?? [], ...values.filter(Number.isFinite)])
    }
  }

  return Object.fromEntries([...all].flatMap(([name, values]) => {
    const summary = summarize(values)
    return summary === undefined ? [] : [[name, summary]]
  }))
}
