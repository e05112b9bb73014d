import { INVARIANTS } from './invariants.js'
import type { MemberId, Millis } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, RowChange, Step } from '../observer.js'
import type { Simulation } from '../simulation.js'
import type { Findings } from './findings.js'
import type { GroundTruth } from './ground-truth.js'

/** How long after a fault its traces may show, and how soon an end is to be noticed, in milliseconds. */
export interface DetectorBounds {
  readonly traces: Millis
  readonly detection: Millis
}

/** How often is looked who ended, in milliseconds. */
const INTERVAL = 50

interface Ending {
  readonly member: SimulatedMember
  readonly at: Millis
}

/** That the dead are noticed, and nobody else is: healthy is who no fault has touched for as long as faults leave traces. */
export class Detector implements Observer {
  readonly #findings: Findings
  readonly #truth: GroundTruth
  readonly #bounds: DetectorBounds
  /** Processes that ended and have not been noticed yet, as far as is known here. */
  readonly #endings: Ending[] = []
  readonly #ended = new WeakSet<SimulatedMember>()
  #lookedAt = 0

  constructor (findings: Findings, truth: GroundTruth, bounds: DetectorBounds) {
    this.#findings = findings
    this.#truth = truth
    this.#bounds = bounds
  }

  row ({ at, member, before, after }: RowChange): void {
    if (after === undefined || after.state === before?.state || after.id === member.id) {
      return
    }
    const isUntouched = this.#truth.isHealthy(after.id, after.generation, at, this.#bounds.traces)

    if (after.state === 'dead' && isUntouched && this.#truth.isUntouched(member.id, at, this.#bounds.traces)) {
      this.#findings.add({ invariant: INVARIANTS.healthy, at, member: member.id, what: `${after.id} is healthy, and held to be dead` })
    } else if (after.state === 'suspect' && isUntouched && this.#truth.isFairJudge(after.accuser ?? member.id, at, this.#bounds.traces)) {
      this.#findings.add({ invariant: INVARIANTS.trusted, at, member: member.id, what: `${after.id} is healthy, and suspected by ${after.accuser}` })
    }
  }

  step ({ at, simulation }: Step): void {
    if (at - this.#lookedAt < INTERVAL) {
      return
    }
    this.#lookedAt = at
    this.#noteEndings(at, simulation)

    while (this.#endings[0] !== undefined && at - this.#endings[0].at >= this.#bounds.detection) {
      this.#judge(this.#endings.shift() as Ending, simulation)
    }
  }

  #noteEndings (at: Millis, { everyStart }: Simulation): void {
    for (const member of everyStart) {
      if (!member.running && !this.#ended.has(member)) {
        this.#ended.add(member)
        this.#endings.push({ member, at })
      }
    }
  }

  /** Whoever was not touched since then, and was a member before it, must know. */
  #judge ({ member, at }: Ending, simulation: Simulation): void {
    for (const judge of simulation.running()) {
      const row = judge.core.members().find(({ id }) => id === member.id)
      const isBelieved = row !== undefined && row.generation === member.core.self.generation && (row.state === 'alive' || row.state === 'suspect')

      if (isBelieved && this.#truth.isUntouched(judge.id, simulation.now, simulation.now - at)) {
        this.#report(simulation.now, judge.id, `${member.id} ended at ${at} ms, and is held to be ${row.state}`)
      }
    }
  }

  #report (at: Millis, member: MemberId, what: string): void {
    this.#findings.add({ invariant: INVARIANTS.detected, at, member, what })
  }
}
