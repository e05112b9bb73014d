/** Strict mode under chaos for as long as one likes. See its `--help`. */
import { availableParallelism } from 'node:os'
import { formatViolation } from '../src/sim/checkers/index.js'
import { strictChaos } from '../src/sim/strict/index.js'
import { StrictModel } from '../src/sim/strict/model.js'
import { list, scriptValues, toggle } from './script.js'
import type { ModelBounds } from '../src/sim/strict/model-state.js'

interface Band {
  readonly first: number
  readonly seeds: number
}

const WHOLE: Band = { first: 1, seeds: 2_000 }
const PROGRESS = 100

/** More than a test has time for: an election, the wait after it, and a handoff, while the owner asks. */
const LARGE: ModelBounds = { instants: 4, rounds: [0, 1], asks: 1, crashes: 0, versions: [1, 3] }

const { bands, model } = scriptValues({
  name: 'sim:strict-soak',
  about: [
    'Runs a strict cluster of 3 to 6 members through 600 s of chaos, with one seed after the other, and prints each seed',
    'that broke a promise. Exits 0, or 1 if there was one.'
  ].join('\n'),
  options: {
    bands: list('BAND', 'the seeds to run', 'FIRST:SEEDS', [WHOLE], bandNamed, '1:2000'),
    model: toggle('search the larger bounds of the model as well, some minutes and 1.5 GB')
  },
  places: ['bands']
})
let broken = 0

console.log(`Node ${process.version}, ${availableParallelism()} CPUs.`)
for (const band of bands) {
  soak(band)
}
if (model) {
  const { states, depth, broken: what, path } = new StrictModel(LARGE).search()
  console.log(`model ${JSON.stringify(LARGE)}: ${states} states, ${depth} steps deep, ${what ?? 'no promise broken'}`)
  console.log(path?.join('\n') ?? '')
  broken += what === undefined ? 0 : 1
}
process.exitCode = broken === 0 ? 0 : 1

function bandNamed (name: string): Band | undefined {
  const [first = 0, seeds = 0, ...more] = name.split(':').map(Number)
  return more.length === 0 && [first, seeds].every(value => Number.isSafeInteger(value) && value > 0) ? { first, seeds } : undefined
}

function soak ({ first, seeds }: Band): void {
  const begin = performance.now()
  let begun = 0
  let committed = 0

  for (let seed = first; seed < first + seeds; seed++) {
    const result = strictChaos({ seed })
    begun += result.begun
    committed += result.committed
    broken += result.count > 0 ? 1 : 0
    for (const violation of result.violations.slice(0, 3)) {
      console.log(`  seed ${seed}: ${formatViolation(violation)}`)
    }
    if ((seed - first + 1) % PROGRESS === 0 || seed === first + seeds - 1) {
      console.log(`  ${seed - first + 1} of ${seeds} seeds, ${broken} broken, ${begun} ownerships, ${committed} tables, ${Math.round((performance.now() - begin) / 1_000)} s`)
    }
  }
}
