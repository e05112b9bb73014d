import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, describe, it } from 'node:test'
import { createCheckers, formatViolation } from '../../src/sim/checkers/index.js'
import { chaosSchedule, FAULT_KINDS, memberIds, runSchedule } from '../../src/sim/index.js'
import { KEPT_SEEDS } from './kept-seeds.js'
import type { Fault } from '../../src/sim/index.js'

const CORE = join(dirname(fileURLToPath(import.meta.url)), '../../src/core')

/** How long the faults go on, in milliseconds. */
const DURATION = 60_000
const SLACK = 5_000
const NODES_MIN = 2
const NODES_MAX = 8

const SEEDS = Number(process.env['SHOAL_CHAOS_SEEDS'] ?? 80)
const FIRST_SEED = Number(process.env['SHOAL_CHAOS_FIRST'] ?? firstSeed())

/** Another band of seeds whenever the core changes, and the same one on every machine as long as it does not. */
function firstSeed (): number {
  const files = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js')).sort()
  const hash = createHash('sha256')
  for (const name of files) hash.update(readFileSync(join(CORE, name)))

  return 1_000 + hash.digest().readUInt32BE() % 1_000_000
}

const fired = new Map<Fault['kind'], number>()

function runChaos (seed: number, nodes: number): string[] {
  const ids = memberIds(nodes)
  const checkers = createCheckers({ nodes })
  const { simulation, stats } = runSchedule({
    seed,
    ids,
    faults: chaosSchedule(seed, { ids, duration: DURATION }),
    order: seed % 2 === 0 ? 'fair' : 'nasty',
    observers: checkers.observers,
    calm: checkers.quiet + SLACK
  })

  for (const [kind, count] of stats.faults) {
    fired.set(kind, (fired.get(kind) ?? 0) + count)
  }
  assert.ok(checkers.isSettled(simulation.now), 'the end of the run was to be judged')

  return checkers.violations.map(formatViolation)
}

describe('chaos', () => {
  for (const { seed, nodes, why } of KEPT_SEEDS) {
    it(`of seed ${seed} with ${nodes} members breaks no promise: ${why}`, () => {
      assert.deepEqual(runChaos(seed, nodes), [])
    })
  }

  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
    const nodes = NODES_MIN + seed % (NODES_MAX - NODES_MIN + 1)

    it(`of seed ${seed} (SHOAL_CHAOS_FIRST=${seed} SHOAL_CHAOS_SEEDS=1) with ${nodes} members breaks no promise`, () => {
      assert.deepEqual(runChaos(seed, nodes), [])
    })
  }

  after(() => {
    // A single seed that is replayed need not have them all.
    if (SEEDS >= 20) {
      assert.deepEqual(FAULT_KINDS.filter(kind => (fired.get(kind) ?? 0) === 0), [], 'kinds of faults that never hit anybody')
    }
  })
})
