import { scenarioNamed } from '../../src/sim/index.js'
import type { Parameters, VariantName } from '../../src/sim/index.js'

/** One run to make: a scenario, a cell of its grid, a detector and a seed. */
export interface Job {
  readonly scenario: string
  readonly nodes: number
  readonly parameters: Parameters
  readonly variant: VariantName
  readonly seed: number
}

/** What came of it, small enough to be kept. */
export interface JobResult {
  readonly metrics: Readonly<Record<string, number>>
  readonly samples: Readonly<Record<string, readonly number[]>>
  readonly violations: readonly string[]
  readonly digest: string
  /** Measured on this machine: never kept. */
  readonly cpuSeconds: number
}

/** Runs a job, here. */
export function runJob ({ scenario: name, ...options }: Job): JobResult {
  const scenario = scenarioNamed(name)

  if (scenario === undefined) {
    throw new RangeError(`there is no scenario ${name}`)
  }
  const before = process.threadCpuUsage()
  const { metrics, samples, violations, digest } = scenario.run(options)
  const { user, system } = process.threadCpuUsage(before)

  return {
    metrics,
    samples,
    violations: violations.map(({ invariant, what }) => `${invariant}: ${what}`),
    digest,
    cpuSeconds: (user + system) / 1_000_000
  }
}
