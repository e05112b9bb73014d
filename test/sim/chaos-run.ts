import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCheckers } from '../../src/sim/checkers/index.js'
import { CHAOS_APPLICATION, chaosCoda, chaosSchedule, FAULT_KINDS, memberIds, runSchedule } from '../../src/sim/index.js'
import type { Checkers, Violation } from '../../src/sim/checkers/index.js'
import type { MemberId, Rule } from '../../src/core/index.js'
import type { Fault } from '../../src/sim/index.js'

const CORE = join(dirname(fileURLToPath(import.meta.url)), '../../src/core')

/** How long the faults go on, in milliseconds. */
const DURATION = 60_000

/** After the last judgement becomes possible, and after the last start that the schedule makes. */
const SLACK = 15_000

const NODES_MIN = 2
const NODES_MAX = 8

/** How many seeds a band has, enough that what they give to judge hardly varies, and its first. */
export const SEEDS = Number(process.env['SHOAL_CHAOS_SEEDS'] ?? 400)
export const FIRST_SEED = Number(process.env['SHOAL_CHAOS_FIRST'] ?? firstSeed())

/** A single seed that is replayed need not have everything; so many have. */
const MANY = 40

/** What of a run is not decided by its seed. */
export interface ChaosRun {
  readonly seed: number
  readonly nodes: number
  /** Whether the last half of the members, two at least, is named by no fault. */
  readonly isHalfSpared?: boolean
  readonly isPastJudged?: boolean
  readonly without?: readonly Rule[]
}

/** Another band of seeds whenever the core changes, and the same one on every machine as long as it does not. */
function firstSeed (): number {
  const files = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js')).sort()
  const hash = createHash('sha256')
  for (const name of files) hash.update(readFileSync(join(CORE, name)))

  return 1_000 + hash.digest().readUInt32BE() % 1_000_000
}

/** How many members the run of a band's seed has. */
export function nodesOf (seed: number): number {
  return NODES_MIN + seed % (NODES_MAX - NODES_MIN + 1)
}

/** Runs of chaos, and how much they gave to judge. */
export class Chaos {
  readonly #fired = new Map<Fault['kind'], number>()
  readonly #judged = { fairTime: 0, suspicions: 0, deaths: 0, closing: 0, silent: 0, probed: 0 }
  #runs = 0

  /** Chaos, calm, one more end of a member in that calm, and calm again, with all checkers. */
  run ({ seed, nodes, isHalfSpared = false, isPastJudged = false, without = [] }: ChaosRun): readonly Violation[] {
    const ids = memberIds(nodes)
    const checkers = createCheckers({ nodes, isPastJudged })
    const calm = checkers.quiet + SLACK
    const schedule = chaosSchedule(seed, { ids, duration: DURATION, spared: isHalfSpared ? spared(ids) : [] })
    const { simulation, stats } = runSchedule({
      seed,
      ids,
      faults: [...schedule, chaosCoda(seed, ids, DURATION + calm)],
      order: seed % 2 === 0 ? 'fair' : 'nasty',
      member: { core: { without }, application: CHAOS_APPLICATION },
      observers: checkers.observers,
      calm
    })

    assert.ok(checkers.isSettled(simulation.now), 'the end of the run was to be judged')
    this.#count(stats.faults, checkers)

    return checkers.violations
  }

  /** That every kind of fault hit somebody, and that what the detector did was not all excused. */
  expectJudged (): void {
    const { fairTime, suspicions, deaths } = this.#judged
    const runs = this.#runs

    if (runs < MANY) {
      return
    }
    assert.deepEqual(FAULT_KINDS.filter(kind => (this.#fired.get(kind) ?? 0) === 0), [], 'kinds of faults that never hit anybody')
    // In the mean of all runs: minutes of somebody who had no excuse to give somebody up, and ends that all had to notice.
    assert.ok(fairTime >= 60_000 * runs, `${fairTime} ms of pairs without an excuse in ${runs} runs`)
    assert.ok(suspicions >= runs / 10, `${suspicions} suspicions that had to end well in ${runs} runs`)
    assert.ok(deaths >= runs, `${deaths} deaths without an excuse in ${runs} runs`)
    for (const kind of ['closing', 'silent', 'probed'] as const) {
      assert.ok(this.#judged[kind] >= runs, `${this.#judged[kind]} observers of an end judged as ${kind} in ${runs} runs`)
    }
  }

  #count (faults: ReadonlyMap<Fault['kind'], number>, { judged: { fairTime, suspicions, deaths, endings } }: Checkers): void {
    const judged = this.#judged

    for (const [kind, count] of faults) {
      this.#fired.set(kind, (this.#fired.get(kind) ?? 0) + count)
    }
    this.#runs++
    judged.fairTime += fairTime
    judged.suspicions += suspicions
    judged.deaths += deaths.right + deaths.wrong
    judged.closing += endings.closing
    judged.silent += endings.silent
    judged.probed += endings.probed
  }
}

/** Two members have only each other: then everybody is a victim. */
function spared (ids: readonly MemberId[]): readonly MemberId[] {
  return ids.length < 3 ? [] : ids.slice(-Math.max(2, Math.floor(ids.length / 2)))
}
