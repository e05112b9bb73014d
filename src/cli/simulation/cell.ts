import type { Scenario, ScenarioOptions } from '../../sim/index.js'

/** What is run: one cell of a scenario. */
export interface Cell {
  readonly scenario: Scenario
  readonly options: Omit<ScenarioOptions, 'seed' | 'observers'>
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
    first === last ? `seed ${first}` : `seeds ${first} to ${last}`
  ].join(', ')
}

/** The command that runs one seed again. */
export function replayCommand (cell: Cell, seed: number): string {
  const { variant, nodes } = completed(cell)

  return [
    `shoal simulate --scenario ${cell.scenario.id} --variant ${variant} --nodes ${nodes} --seed ${seed}`,
    ...Object.entries(cell.options.parameters ?? {}).map(([name, value]) => `--parameter ${name}=${value}`)
  ].join(' ')
}
