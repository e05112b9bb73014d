import { createCheckers } from '../checkers/index.js'
import { chaosSchedule, runSchedule } from '../schedule.js'
import { CRASH_GROUNDS } from './crash-grounds.js'
import { HOSTILE_GROUNDS } from './hostile-grounds.js'
import { LEADER_GROUNDS } from './leader-grounds.js'
import { NETWORK_GROUNDS } from './network-grounds.js'
import type { GroundOptions, Grounds } from './ground.js'
import type { Violation } from '../checkers/index.js'

/** How long faults happen in the chaos, in milliseconds. */
const CHAOS_DURATION = 40_000

/** Everything at random. */
function chaos ({ seed, without }: GroundOptions): readonly Violation[] {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, 3 + seed % 4)
  const checkers = createCheckers({ nodes: ids.length })

  runSchedule({
    seed,
    ids,
    faults: chaosSchedule(seed, { ids, duration: CHAOS_DURATION }),
    order: seed % 2 === 0 ? 'fair' : 'nasty',
    member: { core: { without } },
    observers: checkers.observers,
    calm: checkers.quiet + 5_000
  })

  return checkers.violations
}

/** Every scenario on which the rules have to prove themselves. */
export const GROUNDS = { ...CRASH_GROUNDS, ...LEADER_GROUNDS, ...NETWORK_GROUNDS, ...HOSTILE_GROUNDS, chaos } as const satisfies Grounds

/** The name of one of them. */
export type GroundName = keyof typeof GROUNDS
