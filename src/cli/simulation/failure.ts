import { formatViolation, reduceSchedule } from '../../sim/index.js'
import { replayCommand } from './cell.js'
import type { Run, Scenario, Shrunk, Violation } from '../../sim/index.js'
import type { Cell } from './cell.js'

/** Runs that reducing a schedule may cost: some minutes of the longest chaos. */
const RUNS_MAX = 200

/** A broken promise: its seed, how to see it again, and the few faults that it takes. */
export interface Failure {
  readonly seed: number
  readonly violations: readonly Violation[]
  readonly replay: string
  /** Of a run that is made of a schedule, if it was reduced. */
  readonly reduced?: Shrunk & {
    /** How many faults the whole schedule has. */
    readonly of: number
    /** Runs these faults alone, when it is given this failure as JSON. */
    readonly replay: string
  }
}

/** One more run in which fewer faults are tried. */
export interface Attempt {
  readonly seed: number
  readonly run: number
  readonly runsMax: number
  readonly faults: number
}

/** Whether the faults of a cell's failed run can be reduced; those that a user gave are shown as they are. */
function isReducible ({ scenario, given }: Cell): boolean {
  return scenario.replay !== undefined && given === undefined
}

/** What is to be told of the runs that broke a promise. Only the first one's schedule is reduced: it takes time. */
export function failuresOf (cell: Cell, runs: readonly Run[], onAttempt: (attempt: Attempt) => void = () => undefined): Failure[] {
  return runs.filter(({ result }) => result.violations.length > 0).map((run, index) => {
    const { seed, result: { violations } } = run
    const reduced = index > 0 || !isReducible(cell) ? undefined : reduce(cell, run, onAttempt)

    return { seed, violations, replay: replayCommand(cell, seed), ...(reduced === undefined ? {} : { reduced }) }
  })
}

/** A failure as lines for people. */
export function failureText ({ seed, violations, replay, reduced }: Failure): string {
  return [
    `seed ${seed} broke a promise; see it with: ${replay} --transcript`,
    ...violations.map(violation => `  ${formatViolation(violation)}`),
    ...(reduced === undefined
      ? []
      : [
          `  ${reduced.faults.length} of ${reduced.of} faults ${reduced.faults.length === 1 ? 'is' : 'are'} enough; with these lines in a file: ${replay} --schedule FILE`,
          ...reduced.faults.map(fault => `    ${JSON.stringify(fault)}`)
        ])
  ].join('\n')
}

function reduce (cell: Cell, { seed, result }: Run, onAttempt: (attempt: Attempt) => void): Failure['reduced'] {
  let run = 0
  const scenario = watched(cell.scenario, faults => { onAttempt({ seed, run: ++run, runsMax: RUNS_MAX, faults }) })
  const shrunk = reduceSchedule(scenario, { ...cell.options, seed }, result, { runsMax: RUNS_MAX })

  return shrunk && { ...shrunk, of: result.schedule?.length ?? 0, replay: `${replayCommand(cell, seed)} --schedule -` }
}

/** The same scenario, which says before each replay of how many faults it is. */
function watched ({ replay, ...scenario }: Scenario, onReplay: (faults: number) => void): Scenario {
  return replay === undefined
    ? scenario
    : {
        ...scenario,
        replay: (options, faults) => {
          onReplay(faults.length)
          return replay(options, faults)
        }
      }
}
