import { Chance } from '../chance.js'
import { createCheckers, unended } from '../checkers/index.js'
import { memberIds } from '../member-ids.js'
import { CHAOS_APPLICATION, chaosSchedule, runSchedule } from '../schedule.js'
import { Recorder } from './recorder.js'
import { defineScenario, ScenarioOptionError } from './scenario.js'
import { settingsOf, VARIANTS } from './variants.js'
import type { MemberId } from '../../core/index.js'
import type { Fault } from '../faults.js'
import type { CompleteOptions, ScenarioResult } from './scenario.js'

/** A tick of the schedule, in milliseconds: probabilities are per tick. */
const TICK = 100

/** After the last judgement becomes possible, in milliseconds: some are made at the next step only. */
const SLACK = 5_000

/** The members of the smallest cluster, where nothing else is asked for and there are as many. */
const FEWEST = 2

/** S20: everything at once. */
export const chaos = defineScenario({
  id: 'S20',
  name: 'chaos',
  about: [
    'al8n/memberlist\'s VOPR: `ticks` of 100 ms (chosen) in which faults of all kinds come by chance, then calm,',
    'with every checker of every invariant watching every step. Clusters of `fewest` to as many members as asked',
    'for, by the seed.'
  ].join(' '),
  nodes: 8,
  defaults: { ticks: 5_000, fewest: FEWEST },
  ranges: { fewest: { least: 1, most: 10_000 } },
  run: options => {
    const ids = idsOf(options)
    const faults = chaosSchedule(options.seed, { ids, duration: options.parameter('ticks') * TICK, rates: { tick: TICK } })

    return runFaults(options, faults)
  },
  replay: runFaults
})

/** Runs a given list of faults in place of the seed's own: as it was, but for the faults that were taken out. */
function runFaults (options: CompleteOptions, faults: readonly Fault[]): ScenarioResult {
  const { seed, variant, observers } = options
  const ids = idsOf(options)
  const settings = settingsOf(variant)
  const checkers = createCheckers({ settings, nodes: ids.length })
  const recorder = new Recorder()

  recorder.begin()
  const { digest, simulation, stats } = runSchedule({
    seed,
    ids,
    faults,
    network: VARIANTS[variant].network,
    member: { settings, core: { without: VARIANTS[variant].without }, keepEvents: false, application: CHAOS_APPLICATION },
    observers: [...checkers.observers, recorder, ...observers],
    calm: checkers.quiet + SLACK
  })

  return {
    metrics: {
      members: ids.length,
      faults: [...stats.faults.values()].reduce((sum, count) => sum + count, 0),
      leaderChanges: recorder.leaderships.size,
      tablesIssued: recorder.epochs.size,
      oscillationsPerMember: recorder.returns / ids.length,
      staleWritesAccepted: recorder.sharedTokens
    },
    samples: {},
    violations: [...checkers.violations, ...unended(simulation.now, checkers.lasting())],
    digest,
    schedule: faults
  }
}

function idsOf ({ seed, nodes, parameter }: CompleteOptions): MemberId[] {
  const asked = parameter('fewest')

  if (asked > Math.max(nodes, FEWEST)) {
    throw new ScenarioOptionError(`fewest is ${asked}: S20 accepts no more than nodes, which is ${nodes}`)
  }
  const fewest = Math.min(nodes, asked)

  return memberIds(fewest + new Chance(seed, 'size').below(nodes - fewest + 1))
}
