import { gather, rounded, scenarioNamed } from '../../src/sim/index.js'
import type { Parameters, Summary, VariantName } from '../../src/sim/index.js'
import type { Job, JobResult } from './job.js'
import type { Measured } from './rows-file.js'
import type { Cell, Runs } from './sections.js'

/** What one cell came to with one detector. */
export interface Outcome extends Measured {
  readonly scenario: string
  readonly nodes: number
  readonly parameters: Parameters
  readonly variant: VariantName
  /** The first and the last seed. */
  readonly seeds: readonly [number, number]
  readonly metrics: Readonly<Record<string, Summary>>
  readonly samples: Readonly<Record<string, Summary>>
  readonly violations: readonly string[]
  /** Of each run, in the order of the seeds: whoever runs it again must get these. */
  readonly digests: readonly string[]
}

/** One cell with one detector, that the report runs. */
export interface Task {
  readonly scenario: string
  readonly nodes: number
  readonly parameters: Parameters
  readonly variant: VariantName
  readonly seeds: number
}

/** The tasks of one part of the report, its cells one after the other. */
export function tasksOf ({ scenario, cells, variants, seeds }: Runs): Task[] {
  return cells.flatMap((cell: Cell) => (cell.variants ?? variants).map(variant => ({
    scenario, nodes: cell.nodes, parameters: { ...scenarioNamed(scenario)?.defaults, ...cell.parameters }, variant, seeds: cell.seeds ?? seeds
  })))
}

/** The runs of a task. */
export function jobsOf ({ seeds, ...task }: Task): Job[] {
  return Array.from({ length: seeds }, (_, index) => ({ ...task, seed: index + 1 }))
}

/** Puts the runs of a task together. */
export function outcomeOf ({ seeds, ...task }: Task, results: readonly JobResult[], commit: string): Outcome {
  const { metrics, samples } = gather(results.map(({ metrics, samples, digest }, index) => ({ seed: index + 1, result: { metrics, samples, digest, violations: [] } })))

  return {
    commit,
    ...task,
    seeds: [1, seeds],
    metrics: roundedAll(metrics),
    samples: roundedAll(samples),
    violations: results.flatMap(({ violations }, index) => violations.map(violation => `seed ${index + 1}: ${violation}`)),
    digests: results.map(({ digest }) => digest)
  }
}

/** Which cell and detector an outcome is of. */
export function keyOf ({ scenario, nodes, parameters, variant }: Pick<Outcome, 'scenario' | 'nodes' | 'parameters' | 'variant'>): string {
  return [scenario, nodes, ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`), variant].join(' ')
}

function roundedAll (summaries: Readonly<Record<string, Summary>>): Record<string, Summary> {
  return Object.fromEntries(Object.entries(summaries).map(([name, summary]) => [
    name, Object.fromEntries(Object.entries(summary).map(([stat, value]) => [stat, rounded(value as number)])) as unknown as Summary
  ]))
}
