import { judge } from './bars.js'
import { costsText } from './costs-text.js'
import { gridText } from './grid-text.js'
import { reportText } from './markdown.js'
import { RUNS, SECTIONS } from './sections.js'
import { stallsText } from './stalls-text.js'
import { keyOf, tasksOf } from './store.js'
import type { Bar } from './bars.js'
import type { GridRow } from './grid.js'
import type { Outcome } from './store.js'

/** What the report says of what was run. */
export interface Report {
  /** In the order of the sections, without what is no longer part of any. */
  readonly outcomes: readonly Outcome[]
  readonly bars: readonly Bar[]
  readonly text: string
}

/** Makes the report of these outcomes and of these rows of the grid. */
export function reportOf (all: Iterable<Outcome>, grid: readonly GridRow[]): Report {
  const found = new Map([...all].map(outcome => [keyOf(outcome), outcome]))
  const outcomes = new Map(RUNS.flatMap(tasksOf).map(keyOf).flatMap(key => {
    const outcome = found.get(key)
    return outcome === undefined ? [] : [[key, outcome]]
  }))
  const bars = judge(outcomes)

  return {
    outcomes: [...outcomes.values()],
    bars,
    text: reportText({ sections: SECTIONS, outcomes, bars, grid, parts: [costsText(outcomes), stallsText(outcomes), gridText(grid)] })
  }
}
