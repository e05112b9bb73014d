import { shrink } from '../shrink.js'
import type { Shrunk, ShrinkOptions } from '../shrink.js'
import type { Scenario, ScenarioOptions, ScenarioResult } from './scenario.js'

/**
 * The few faults of a failed run that it takes to break one of the same invariants; undefined of a scenario that is not
 * made of a schedule, and of a run that broke nothing.
 */
export function reduceSchedule (scenario: Scenario, options: ScenarioOptions, { schedule, violations }: ScenarioResult, limits: ShrinkOptions = {}): Shrunk | undefined {
  const { replay } = scenario
  const broken = new Set(violations.map(({ invariant }) => invariant))

  if (replay === undefined || schedule === undefined || broken.size === 0) {
    return undefined
  }

  return shrink(schedule, faults => replay(options, faults).violations.some(({ invariant }) => broken.has(invariant)), limits)
}
