import { ScenarioOptionError } from '../../sim/index.js'
import { UsageError } from '../usage-error.js'
import { Roster } from './schedule-file.js'
import type { Observer, Scenario, ScenarioOptions, ScenarioResult } from '../../sim/index.js'
import type { GivenSchedule } from './schedule-file.js'

/** What is run: one cell of a scenario. */
export interface Cell {
  readonly scenario: Scenario
  readonly options: Omit<ScenarioOptions, 'seed' | 'observers'>
  /** In place of the faults that a seed makes by itself. */
  readonly given?: GivenSchedule
}

/** Who watches a run, and hears what is odd about it. */
export interface Surroundings {
  readonly observers?: readonly Observer[]
  readonly say: (line: string) => void
}

/**
 * Runs one seed of a cell.
 *
 * @throws {UsageError} if the faults given are of members that there are not, or the scenario does not have what is asked for
 */
export function runCell (cell: Cell, seed: number, { observers = [], say }: Surroundings): ScenarioResult {
  const { scenario, options, given } = cell

  if (given === undefined || scenario.replay === undefined) {
    return withFlags(() => scenario.run({ ...options, seed, observers }))
  }
  const { replay } = scenario
  const roster = new Roster()
  const result = withFlags(() => replay({ ...options, seed, observers: [...observers, roster] }, given.faults))

  roster.check(given, seed)
  roster.missedLines(given).forEach(say)

  return result
}

/** Names the flag by which a scenario was asked for what it does not have. */
function withFlags (run: () => ScenarioResult): ScenarioResult {
  try {
    return run()
  } catch (err) {
    if (err instanceof ScenarioOptionError) {
      // A message begins with the name of what it is about, which is the flag itself for the number of nodes.
      throw new UsageError(`${err.option === 'nodes' ? '--' : '--parameter '}${err.message}`, { cause: err })
    }
    throw err
  }
}

/** What a cell comes to with the scenario's own numbers filled in. */
export function completed ({ scenario, options }: Cell): Required<Cell['options']> {
  const { variant = 'ours', nodes = scenario.nodes, parameters } = options
  return { variant, nodes, parameters: { ...scenario.defaults, ...parameters } }
}

/** The cell and the seeds in one line, for people. */
export function headline (cell: Cell, first: number, last: number): string {
  const { variant, nodes, parameters } = completed(cell)

  return [
    `${cell.scenario.id} ${cell.scenario.name}, variant ${variant}, ${nodes} nodes`,
    ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`),
    first === last ? `seed ${first}` : `seeds ${first} to ${last}`,
    ...(cell.given === undefined ? [] : [`${cell.given.faults.length} ${cell.given.faults.length === 1 ? 'fault' : 'faults'} of ${cell.given.path}`])
  ].join(', ')
}

/** The command that runs one seed again. */
export function replayCommand (cell: Cell, seed: number): string {
  const { variant, nodes } = completed(cell)

  return [
    `shoal simulate --scenario ${cell.scenario.id} --variant ${variant} --nodes ${nodes} --seed ${seed}`,
    ...Object.entries(cell.options.parameters ?? {}).map(([name, value]) => `--parameter ${name}=${value}`),
    ...(cell.given === undefined ? [] : [`--schedule ${quoted(cell.given.path)}`])
  ].join(' ')
}

/** As a shell takes it for one word. */
function quoted (path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
}
