import { text } from 'node:stream/consumers'
import { formatViolation, SCENARIOS, Transcript, VARIANTS } from '../../sim/index.js'
import { SIMULATE_OPTIONS } from '../options.js'
import { missingOption, resolveOptions } from '../resolve-options.js'
import { CampaignRunner } from '../simulation/campaign-runner.js'
import { runCell } from '../simulation/cell.js'
import { listLines, listText } from '../simulation/listing.js'
import { SimulationOutput } from '../simulation/output.js'
import { parseSchedule, refused } from '../simulation/schedule-file.js'
import { StoryLines } from '../simulation/story-lines.js'
import { runLine } from '../simulation/tables.js'
import { UsageError } from '../usage-error.js'
import type { Scenario } from '../../sim/index.js'
import type { OptionValues } from '../options.js'
import type { OptionSources } from '../resolve-options.js'
import type { Cell } from '../simulation/cell.js'
import type { GivenSchedule } from '../simulation/schedule-file.js'

type SimulateValues = OptionValues<typeof SIMULATE_OPTIONS>

/** `shoal simulate`: whole clusters on virtual time. Exits 1 if a run broke a promise. */
export async function simulateCommand (sources: OptionSources): Promise<number> {
  const { values } = resolveOptions('simulate', SIMULATE_OPTIONS, sources)
  const { seed = 1, seeds = 1, json = false } = values
  const output = new SimulationOutput(process.stdout, process.stderr)

  if (values.list) {
    list(output, json)
    return 0
  }
  for (const name of ['transcript', 'schedule'] as const) {
    if (seeds > 1 && values[name]) {
      throw new UsageError(`--${name} is given with --seeds ${seeds}: accepts one seed`)
    }
  }
  const cell = await cellOf(values, seed, sources)

  if (values.transcript) {
    return tell(cell, seed, output, json)
  }
  const runner = new CampaignRunner(cell, output, json)

  return await runner.run(seed, seeds)
}

async function cellOf (values: SimulateValues, seed: number, sources: OptionSources): Promise<Cell> {
  const { scenario, nodes, variant, parameter = [], schedule } = values

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
    },
    ...(schedule === undefined ? {} : { given: await readSchedule(schedule, scenario, seed, sources) })
  }
}

async function readSchedule (path: string, scenario: Scenario, seed: number, { readFile }: OptionSources): Promise<GivenSchedule> {
  if (scenario.replay === undefined) {
    const able = SCENARIOS.filter(({ replay }) => replay !== undefined).map(({ name }) => name)
    throw new UsageError(`--schedule is given with ${scenario.id}: accepts ${able.join(', ')}`)
  }

  const file = parseSchedule(path, await read(path, readFile))

  if ((file.scenario ?? scenario.id) !== scenario.id || (file.seed ?? seed) !== seed) {
    throw new UsageError(`--schedule is ${JSON.stringify(path)}: it is of ${file.scenario ?? scenario.id}, seed ${file.seed ?? seed}: accepts these as --scenario and --seed`)
  }

  return file
}

async function read (path: string, readFile: OptionSources['readFile']): Promise<string> {
  try {
    return path === '-' ? await text(process.stdin) : readFile(path)
  } catch (err) {
    throw refused(path, unreadable(err), err)
  }
}

function unreadable (err: unknown): string {
  const { code } = Object(err) as { readonly code?: unknown }

  switch (code) {
    case 'ENOENT': return 'there is no such file'
    case 'EISDIR': return 'it is a directory'
    default: return err instanceof Error ? err.message : String(err)
  }
}

function list (output: SimulationOutput, json: boolean): void {
  if (json) {
    listLines(SCENARIOS, VARIANTS).forEach(line => { output.write(line) })
  } else {
    output.print(listText(SCENARIOS, VARIANTS))
  }
}

const LEGEND = '# ms, hash up to here, member#start (* is nobody\'s); "<-" it is told, "!!" it tells its application, the rest are its choices; faults'

/** The story of one seed, as it was. */
function tell (cell: Cell, seed: number, output: SimulationOutput, json: boolean): number {
  const transcript = new Transcript()
  const story = json ? new StoryLines(line => { output.write(line) }) : transcript
  const result = runCell(cell, seed, { observers: [story], say: line => { output.progress.say(line) } })

  if (json) {
    output.write(runLine(cell, { seed, result }))
  } else {
    output.print(LEGEND)
    output.print(transcript.toString())
    result.violations.forEach(violation => { output.print(`violation: ${formatViolation(violation)}`) })
    output.print(`digest: ${result.digest}`)
    output.print(result.violations.length > 0 ? `seed ${seed} broke a promise: see the violations above` : `seed ${seed} broke no promise`)
  }

  return result.violations.length > 0 ? 1 : 0
}
