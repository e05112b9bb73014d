/** Chaos for a night. See its `--help`. */
import { availableParallelism, loadavg } from 'node:os'
import { formatViolation } from '../src/sim/checkers/index.js'
import { assert } from '../src/core/index.js'
import { scenarioNamed } from '../src/sim/index.js'
import { list, scriptValues } from './script.js'
import type { Scenario } from '../src/sim/index.js'

interface Band {
  readonly fewest: number
  readonly nodes: number
  readonly first: number
  readonly seeds: number
  readonly ticks: number
}

const BANDS: Readonly<Record<string, Band>> = {
  small: { fewest: 2, nodes: 8, first: 1, seeds: 4_096, ticks: 5_000 },
  large: { fewest: 64, nodes: 64, first: 1, seeds: 256, ticks: 5_000 }
}

const CHAOS = chaosScenario()

/** A line of progress comes after so many seeds. */
const PROGRESS = 32

const { bands } = scriptValues({
  name: 'sim:soak',
  about: [
    'Runs the scenario of chaos with one seed after the other, and prints each seed that broke a promise with the command',
    'that replays it. Exits 0, or 1 if there was one.',
    '',
    'A band is small (4096 seeds of 2 to 8 members, 5000 ticks of 100 ms each), large (256 seeds of 64 members) or',
    'MEMBERS:FIRST:SEEDS:TICKS of your own, such as 8:1:100:5000.'
  ].join('\n'),
  options: {
    bands: list('BAND', 'what to run', `${Object.keys(BANDS).join(', ')} or MEMBERS:FIRST:SEEDS:TICKS`, Object.values(BANDS), bandNamed, Object.keys(BANDS).join(','))
  },
  places: ['bands']
})
let failures = 0

console.log(`Node ${process.version}, ${availableParallelism()} CPUs, load average ${loadavg()[0]?.toFixed(1)}.`)
for (const band of bands) {
  failures += soak(band)
}
process.exitCode = failures === 0 ? 0 : 1

function chaosScenario (): Scenario {
  const scenario = scenarioNamed('chaos')
  assert(scenario !== undefined, 'there is a scenario of chaos')

  return scenario
}

function bandNamed (name: string): Band | undefined {
  const given = name.split(':').map(Number)
  const [nodes = 0, first = 0, seeds = 0, ticks = 0] = given
  const isOwn = given.length === 4 && given.every(value => Number.isSafeInteger(value) && value > 0)

  return Object.hasOwn(BANDS, name) ? BANDS[name] : isOwn ? { fewest: nodes, nodes, first, seeds, ticks } : undefined
}

function soak (band: Band): number {
  const { fewest, nodes, first, seeds, ticks } = band
  const begin = performance.now()
  let broken = 0

  console.log(`\n${fewest} to ${nodes} members, seeds ${first} to ${first + seeds - 1}, ${ticks} ticks of 100 ms`)
  for (let seed = first; seed < first + seeds; seed++) {
    broken += isClean(seed, band) ? 0 : 1

    if ((seed - first + 1) % PROGRESS === 0 || seed === first + seeds - 1) {
      console.log(`  ${seed - first + 1} of ${seeds} seeds, ${broken} broken, ${Math.round((performance.now() - begin) / 1_000)} s`)
    }
  }

  return broken
}

function isClean (seed: number, { fewest, nodes, ticks }: Band): boolean {
  const replay = fewest === nodes ? `npm run sim:soak -- ${nodes}:${seed}:1:${ticks}` : `shoal simulate --scenario chaos --nodes ${nodes} --seed ${seed}`

  try {
    const { violations } = CHAOS.run({ seed, nodes, parameters: { ticks, fewest } })

    for (const violation of violations) {
      console.log(`  seed ${seed}: ${'member' in violation ? formatViolation(violation as Parameters<typeof formatViolation>[0]) : `${violation.invariant}: ${violation.what}`}`)
    }
    if (violations.length > 0) console.log(`  replay: ${replay}`)

    return violations.length === 0
  } catch (error) {
    console.log(`  seed ${seed}: ${error instanceof Error ? error.stack : String(error)}\n  replay: ${replay}`)
    return false
  }
}
