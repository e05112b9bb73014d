import { Agreement } from './agreement.js'
import { AppliedTables } from './applied-tables.js'
import { Bounds } from './bounds.js'
import { Coverage } from './coverage.js'
import { Detector } from './detector.js'
import { Epochs } from './epochs.js'
import { FalseAlarms } from './false-alarms.js'
import { FencedResource } from './fenced-resource.js'
import { Findings } from './findings.js'
import { GroundTruth } from './ground-truth.js'
import { HandOvers } from './hand-overs.js'
import { Handlers } from './handlers.js'
import { Holdings } from './holdings.js'
import { JudgedCounts } from './judged.js'
import { resolveCheckers } from './options.js'
import { OwnWord } from './own-word.js'
import { Past } from './past.js'
import { Plans } from './plans.js'
import { RowOrder } from './row-order.js'
import type { Millis } from '../../core/index.js'
import type { Fault } from '../faults.js'
import type { Observer } from '../observer.js'
import type { ByHand } from './fault-reach.js'
import type { Violation } from './findings.js'
import type { Judged } from './judged.js'
import type { CheckerOptions } from './options.js'

export { unended } from './unended.js'
export { disagreements } from './agreement.js'
export { StandstillError } from './bounds.js'
export { formatViolation } from './findings.js'
export type { Violation } from './findings.js'
export { INVARIANTS } from './invariants.js'
export type { Invariant } from './invariants.js'
export type { Judged } from './judged.js'
export { firstOf, liveIn, workersOf } from './leading.js'
export type { CheckerOptions } from './options.js'

/** What has not ended: a fault, or a function that cuts or degrades cables. */
export type Lasting = Fault | ByHand

/** The checkers of one run. */
export interface Checkers {
  /** To be given to the simulation, all of them. */
  readonly observers: readonly Observer[]
  /** What they found, the first ones of many. */
  readonly violations: readonly Violation[]
  /** How much there was to judge for those of the detector. */
  readonly judged: Judged
  /** How long after the last fault a run has to go on to be judged in full, in milliseconds. */
  readonly quiet: Millis
  /** The faults that have not ended yet: a run that ends with one is not judged by what it came to. */
  lasting (): ReadonlyArray<Lasting>
  /** Whether that has come: a run that ends before is not judged by the last state that it came to. */
  isSettled (now: Millis): boolean
}

/** Makes a set of checkers for one run: everything in `INVARIANTS`, but for what the options except. */
export function createCheckers (options: CheckerOptions = {}): Checkers {
  const bounds = resolveCheckers(options)
  const findings = new Findings(bounds.except)
  const truth = new GroundTruth(bounds.settings)
  const holdings = new Holdings()
  const judged = new JudgedCounts()
  const past = new Past(findings, truth, { ...bounds, patience: bounds.settings.joinTimeout })

  return {
    observers: [
      // First, so that the others see the fault or step in it.
      truth,
      past,
      new RowOrder(findings),
      new OwnWord(findings, past),
      new Epochs(findings, past),
      new AppliedTables(findings),
      new Plans(findings, { truth, past, holdings, settings: bounds.settings }),
      new HandOvers(findings, truth, holdings, bounds.settings),
      // After those that judge what a step decides, which it does by what was so before.
      holdings,
      new Handlers(findings),
      new FencedResource(findings, past, ({ now }) => truth.isSettled(now, bounds.settle)),
      new Agreement(findings, truth, bounds.settle),
      new Coverage(findings, truth, bounds),
      new FalseAlarms(findings, truth, judged, bounds.traces),
      new Detector(findings, truth, judged, { ...bounds.times, indirectProbes: bounds.settings.indirectProbes }),
      new Bounds(findings, truth, { ...bounds, window: bounds.settings.probeInterval })
    ],
    violations: findings.violations,
    judged,
    quiet: bounds.quiet,
    lasting: () => truth.lasting(),
    isSettled: now => truth.isSettled(now, bounds.quiet)
  }
}
