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

/**
 * Runs one seed of a cell.
 *
 * @throws {UsageError} if the faults given are of members that there are not
 */
export function runCell ({ scenario, options, given }: Cell, seed: number, observers: readonly Observer[] = []): ScenarioResult {
  if (given === undefined || scenario.replay === undefined) {
    return scenario.run({ ...options, seed, observers })
  }
  const roster = new Roster()
  const result = scenario.replay({ ...options, seed, observers: [...observers, roster] }, given.faults)

  roster.check(given, seed)

  return result
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
    ...(cell.given === undefined ? [] : [`${cell.given.faults.length} faults of ${cell.given.path}`])
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
