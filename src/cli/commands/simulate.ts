import { setImmediate } from 'node:timers/promises'
import { formatViolation, gather, SCENARIOS, Transcript, VARIANTS } from '../../sim/index.js'
import { SIMULATE_OPTIONS } from '../options.js'
import { missingOption, resolveOptions } from '../resolve-options.js'
import { completed, headline } from '../simulation/cell.js'
import { failuresOf, failureText } from '../simulation/failure.js'
import { campaignText, listText, summaryJson } from '../simulation/tables.js'
import { UsageError } from '../usage-error.js'
import type { Campaign, Run } from '../../sim/index.js'
import type { OptionValues } from '../options.js'
import type { OptionSources } from '../resolve-options.js'
import type { Cell } from '../simulation/cell.js'

/** The long ids of the simulated members, and what is enough of them to tell them apart. */
const LONG_ID = /12D3KooW([a-z])[1-9]*([1-9]{4})/g

/** `shoal simulate`: whole clusters on virtual time. Exits 1 if a run broke a promise. */
export async function simulateCommand (sources: OptionSources): Promise<number> {
  const { values } = resolveOptions('simulate', SIMULATE_OPTIONS, sources)
  const { seed = 1, seeds = 1, json = false } = values

  if (values.list) {
    print(listText(SCENARIOS, VARIANTS))
    return 0
  }
  const cell = cellOf(values)

  if (!values.transcript) {
    const runs = await runAll(cell, seed, seeds, json)
    report(cell, runs, json)

    return runs.some(({ result }) => result.violations.length > 0) ? 1 : 0
  }
  if (seeds > 1) {
    throw new UsageError(`--transcript is given with --seeds ${seeds}: accepts one seed`)
  }

  return tell(cell, seed)
}

function cellOf ({ scenario, nodes, variant, parameter = [] }: OptionValues<typeof SIMULATE_OPTIONS>): Cell {
  if (scenario === undefined) {
    throw missingOption('scenario', SIMULATE_OPTIONS.scenario)
  }
  const unknown = parameter.find(({ name }) => !Object.hasOwn(scenario.defaults, name))

  if (unknown !== undefined) {
    throw new UsageError(`--parameter names ${unknown.name}: ${scenario.id} accepts ${Object.keys(scenario.defaults).join(', ') || 'none'}`)
  }

  return {
    scenario,
    options: {
      ...(nodes === undefined ? {} : { nodes }),
      ...(variant === undefined ? {} : { variant }),
      parameters: Object.fromEntries(parameter.map(({ name, value }) => [name, value]))
    }
  }
}

/** The story of one seed, as it was. */
function tell ({ scenario, options }: Cell, seed: number): number {
  const transcript = new Transcript()
  const { violations, digest } = scenario.run({ ...options, seed, observers: [transcript] })

  print(transcript.toString())
  for (const violation of violations) {
    print(`violation: ${formatViolation(violation)}`)
  }
  print(`digest: ${digest}`)

  return violations.length > 0 ? 1 : 0
}

async function runAll (cell: Cell, first: number, count: number, json: boolean): Promise<Run[]> {
  const runs: Run[] = []

  for (let seed = first; seed < first + count; seed++) {
    const { metrics, samples, violations, digest, schedule } = cell.scenario.run({ ...cell.options, seed })

    // Without the schedule, of which only a failing one is worth keeping.
    runs.push({ seed, result: { metrics, samples, violations, digest, ...(violations.length > 0 && schedule !== undefined ? { schedule } : {}) } })
    if (json) {
      write({ event: 'run', scenario: cell.scenario.id, ...completed(cell), seed, metrics, samples, violations, digest })
    }
    // Lets what was written go out.
    await setImmediate()
  }

  return runs
}

function report (cell: Cell, runs: readonly Run[], json: boolean): void {
  const { seeds, metrics, samples, violations } = gather(runs)

  if (json) {
    write({ event: 'summary', scenario: cell.scenario.id, ...completed(cell), seeds, metrics: summaries(metrics), samples: summaries(samples), violations: violations.length })
  } else {
    print(`${headline(cell, runs[0]?.seed ?? 0, runs.at(-1)?.seed ?? 0)}\n\n${campaignText({ seeds, metrics, samples, violations })}`)
  }
  for (const failure of failuresOf(cell, runs)) {
    if (json) {
      write({ event: 'violation', scenario: cell.scenario.id, ...failure })
    } else {
      print(`\n${failureText(failure)}`)
    }
  }
}

function summaries (all: Campaign['metrics']): object {
  return Object.fromEntries(Object.entries(all).map(([name, summary]) => [name, summaryJson(summary)]))
}

function print (text: string): void {
  process.stdout.write(`${text.replace(LONG_ID, '$1$2')}\n`)
}

function write (line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
