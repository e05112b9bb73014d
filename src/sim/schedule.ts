import { apply } from './apply.js'
import { Simulation } from './simulation.js'
import type { MemberId, Millis } from '../core/index.js'
import type { Fault } from './faults.js'
import type { ApplicationOptions, SimulationOptions } from './options.js'
import type { Stats } from './tally.js'

export { CHAOS_DEFAULTS, chaosCoda, chaosSchedule } from './chaos-schedule.js'
export type { ChaosOptions, ChaosRates } from './chaos-schedule.js'

/** How long a run goes on after its last fault, in milliseconds: long enough for everything to settle. */
export const CALM = 120_000

/** Applications of which some take their time to stop, and a few cannot do their work. */
export const CHAOS_APPLICATION: ApplicationOptions = { stop: { min: 0, max: 2_000 }, failures: { share: 0.002, after: { min: 0, max: 3_000 } } }

/** A run that is made of a list of faults. */
export interface ScheduleSpec extends SimulationOptions {
  readonly ids: readonly MemberId[]
  readonly faults: readonly Fault[]
  /** Whether the members join each other, each knowing all addresses, or are a settled cluster from the beginning. Default `joining`. */
  readonly begin?: 'joining' | 'formed'
  /** How long the run goes on after the last fault. */
  readonly calm?: Millis
}

/** How a run ended. */
export interface Outcome {
  readonly simulation: Simulation
  readonly digest: string
  readonly stats: Stats
}

/** Runs a schedule to its end. Judging it is for the observers. */
export function runSchedule ({ ids, faults, begin = 'joining', calm = CALM, ...options }: ScheduleSpec): Outcome {
  const simulation = new Simulation({ ...options, member: { bootstrap: ids, ...options.member } })

  if (begin === 'formed') {
    simulation.formed(ids)
  } else {
    for (const id of ids) simulation.start(id)
  }
  for (const fault of faults) {
    simulation.after(fault.at, () => { apply(simulation, fault) })
  }
  simulation.run(Math.max(0, ...faults.map(({ at }) => at)) + calm)
  simulation.end()

  return { simulation, digest: simulation.digest(), stats: simulation.stats }
}
