import type { ScenarioOptions } from '../../src/sim/index.js'
import type { ChaosRun } from './chaos-run.js'

/** A run of chaos that once broke something, and what. */
export interface KeptSeed extends ChaosRun {
  readonly why: string
}

/** Seeds that once failed; they stay for ever. */
export const KEPT_SEEDS: readonly KeptSeed[] = [
  { seed: 16, nodes: 4, why: 'a leader that leaves while it collects published one more table' },
  { seed: 25, nodes: 6, why: 'the same, with members that were stopped' },
  { seed: 57, nodes: 3, why: 'a leader is told under an older term in the step in which it takes office' },
  { seed: 46, nodes: 6, why: 'a leader died with a table that nobody else had' },
  { seed: 85, nodes: 3, why: 'the clocks of two leaders were an hour apart' },
  { seed: 92, nodes: 3, why: 'a restarted leader had known more than those who were left' },
  { seed: 58, nodes: 6, why: 'carried over from the smaller chaos before this one' },
  { seed: 65, nodes: 6, why: 'carried over from the smaller chaos before this one' },
  { seed: 81, nodes: 6, why: 'carried over from the smaller chaos before this one' },
  { seed: 248, nodes: 6, why: 'carried over from the smaller chaos before this one' },
  { seed: 5188, nodes: 3, why: 'a ping on a connection that was dropped meanwhile made a suspect of one who was heard all the time' },
  { seed: 10037, nodes: 8, why: 'the same at the end of a stop' },
  { seed: 5100, nodes: 6, why: 'an accuser never heard that a member on probation had cleared itself' },
  { seed: 5218, nodes: 5, why: 'the same, with three observers that gave it up' },
  { seed: 10204, nodes: 7, why: 'the same, while the accusation still came round' },
  { seed: 10642, nodes: 4, why: 'the same, with an accuser that heard nobody' },
  { seed: 10216, nodes: 5, isHalfSpared: true, why: 'the same in the half that no fault names' },
  { seed: 20039, nodes: 7, isHalfSpared: true, why: 'the other side of a split told of a death on this one, and nobody told the dead' },
  { seed: 487_244, nodes: 4, isHalfSpared: true, why: 'a term that was seen before its table was applied was not stored with it' },
  { seed: 305_712, nodes: 3, why: 'a successor on the other side of a split had not begun' },
  { seed: 488_261, nodes: 6, isHalfSpared: true, why: 'an old table of another line came when all whom it names had left it' },
  { seed: 446_519, nodes: 5, isHalfSpared: true, why: 'an owner of the other side ended after the leader had heard of its work' },
  { seed: 446_756, nodes: 4, why: 'a member gave its table to a leader that collected, and stopped going by it before that one planned' },
  { seed: 594_043, nodes: 4, isHalfSpared: true, why: 'the same, after another leader had had it before' },
  { seed: 446_679, nodes: 4, why: 'a leader forgot its own leadership of 32 tables ago, and took its line for another' }
]

/** Seeds in which a member lost its disk and its clock, and met nobody who remembered it, at one time or another. */
export const FORGETFUL_SEEDS: readonly ChaosRun[] = [
  { seed: 121, nodes: 4 }, { seed: 386, nodes: 3 }, { seed: 1034, nodes: 7 }, { seed: 1047, nodes: 6 }, { seed: 1067, nodes: 5 },
  { seed: 1205, nodes: 3 }, { seed: 1542, nodes: 4 }, { seed: 2669, nodes: 4 }, { seed: 2789, nodes: 5 }, { seed: 5294, nodes: 4 },
  { seed: 947_512, nodes: 8 }, { seed: 947_543, nodes: 4 }
]

/** A seed of the soak, with its longer runs, that once broke something, and what. */
export interface SoakSeed extends Pick<ScenarioOptions, 'nodes' | 'parameters'> {
  readonly seed: number
  readonly why: string
}

const FORGOTTEN = 'a member took a number again of which nobody told it'
const TERM_LOST = 'a member heard its own former claim, and kept the start and not the term of it'
const UNTOLD = 'nobody told the accused what was said of it'
const CORRELATED = 'the other side of a healed split told of one death, and each teller counted as one more accuser'

/** Seeds of the soak that once failed. */
export const SOAK_SEEDS: readonly SoakSeed[] = [
  ...[6, 9, 278, 477, 539, 676, 807, 1390].map(seed => ({ seed, why: FORGOTTEN })),
  ...[14, 46, 65, 466, 646, 725].map(seed => ({ seed, why: TERM_LOST })),
  ...[63, 138, 366, 375, 591, 688, 782, 1260].map(seed => ({ seed, why: UNTOLD })),
  { seed: 20, why: 'a term that was seen was forgotten with the start that had named it' },
  { seed: 1061, why: 'a leader took versions of one leadership that it had missed for those of another' },
  { seed: 1697, why: 'all answers to a new leader were lost' },
  ...[612, 1807].map(seed => ({ seed, why: CORRELATED })),
  ...[195, 2282].map(seed => ({ seed, why: 'a member took the number again under which it had left, and could never be believed' })),
  { seed: 435, why: 'a refutation was lost on its way to one member, which gave up somebody whom it could have asked' },
  { seed: 297, why: 'a report was lost that named the last term of a leader without disk and clock' },
  { seed: 1032, why: 'a leader took an older table of its own line, that came first, for one of another' },
  { seed: 610, why: 'a member that doubted itself gave another up on one lost probe' },
  { seed: 812, why: 'a joiner heard nobody, and was taken for one that was alone' },
  { seed: 75, nodes: 64, parameters: { fewest: 64, ticks: 2_700 }, why: 'a member gave up a healthy one that it alone could have heard, on one lost ping' },
  { seed: 136, nodes: 64, parameters: { fewest: 64, ticks: 2_550 }, why: 'a member that only one side of a split could hear gave up another one of these on one lost ping' },
  { seed: 936, why: 'a member that stalled again and again pinged a suspect three times after each stall' },
  { seed: 472, why: 'the same' },
  { seed: 2502, why: 'the same' },
  { seed: 3007, why: 'the same' },
  { seed: 3724, why: 'a new member that had to lead knew nobody who had made the table, and planned from nothing' },
  { seed: 439, why: 'a leaver on probation changed what it had said already' }
]
