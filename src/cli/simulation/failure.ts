import { formatViolation, reduceSchedule } from '../../sim/index.js'
import { replayCommand } from './cell.js'
import type { Run, Shrunk, Violation } from '../../sim/index.js'
import type { Cell } from './cell.js'

/** Runs that reducing a schedule may cost: some minutes of the longest chaos. */
const RUNS_MAX = 200

/** A broken promise: its seed, how to see it again, and the few faults that it takes. */
export interface Failure {
  readonly seed: number
  readonly violations: readonly Violation[]
  readonly replay: string
  /** Of a run that is made of a schedule, if it was reduced. */
  readonly reduced?: Shrunk & { readonly of: number }
}

/** What is to be told of the runs that broke a promise. Only the first one's schedule is reduced: it takes time. */
export function failuresOf (cell: Cell, runs: readonly Run[]): Failure[] {
  return runs.filter(({ result }) => result.violations.length > 0).map(({ seed, result }, index) => {
    const shrunk = index > 0 ? undefined : reduceSchedule(cell.scenario, { ...cell.options, seed }, result, { runsMax: RUNS_MAX })

    return {
      seed,
      violations: result.violations,
      replay: replayCommand(cell, seed),
      ...(shrunk === undefined ? {} : { reduced: { ...shrunk, of: result.schedule?.length ?? 0 } })
    }
  })
}

/** A failure as lines for people. */
export function failureText ({ seed, violations, replay, reduced }: Failure): string {
  return [
    `seed ${seed} broke a promise; see it with: ${replay} --transcript`,
    ...violations.map(violation => `  ${formatViolation(violation)}`),
    ...(reduced === undefined ? [] : [`  ${reduced.faults.length} of ${reduced.of} faults are enough:`, ...reduced.faults.map(fault => `    ${JSON.stringify(fault)}`)])
  ].join('\n')
}
