import { INVARIANTS } from './invariants.js'
import type { MemberId, Millis, Row } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, RowChange, Step } from '../observer.js'
import type { Findings } from './findings.js'
import type { GroundTruth } from './ground-truth.js'
import type { JudgedCounts } from './judged.js'

/** How often is looked who could be judged, in milliseconds. */
const INTERVAL = 1_000

/**
 * That nobody healthy is given up. A fault excuses those whom it names: a member that was stopped, blocked or started is
 * one to be missed, and one that was blocked or slow may have missed others; a cut cable is an excuse to the two at its
 * ends; a network that loses much is one to all. Whatever else happens to others is none.
 */
export class FalseAlarms implements Observer {
  readonly #findings: Findings
  readonly #truth: GroundTruth
  readonly #judged: JudgedCounts
  readonly #traces: Millis
  /** Those that somebody made, by accuser and by what they are about. */
  readonly #accusations = new Set<string>()
  #lookedAt = 0

  /** @param traces how long after its end a fault is still an excuse, in milliseconds */
  constructor (findings: Findings, truth: GroundTruth, judged: JudgedCounts, traces: Millis) {
    this.#findings = findings
    this.#truth = truth
    this.#judged = judged
    this.#traces = traces
  }

  row ({ at, member, before, after }: RowChange): void {
    if (after === undefined || after.id === member.id || (after.state === before?.state && after.generation === before.generation)) {
      return
    }
    if (after.state === 'dead') {
      this.#death(at, member, this.#truth.processOf(after.id, after.generation))
    } else if (after.state === 'suspect') {
      this.#suspicion(at, member, after)
    }
  }

  step ({ at, simulation }: Step): void {
    const time = at - this.#lookedAt

    if (time < INTERVAL) {
      return
    }
    this.#lookedAt = at

    if (this.#truth.isSettled(at, this.#traces)) {
      return
    }
    const running = simulation.running()

    for (const observer of running) {
      const fair = running.filter(subject => subject !== observer && !this.#hasExcuse(at, observer.id, subject.id)).length
      this.#judged.fairTime += fair * time
      this.#judged.excusedTime += (running.length - 1 - fair) * time
    }
  }

  #death (at: Millis, observer: SimulatedMember, subject: SimulatedMember | undefined): void {
    const { deaths } = this.#judged

    if (subject === undefined) {
      deaths.right++
    } else if (this.#hasExcuse(at, observer.id, subject.id)) {
      deaths.excused++
    } else {
      deaths.wrong++
      this.#findings.add({ invariant: INVARIANTS.healthy, at, member: observer.id, what: `${subject.id} is healthy, and held to be dead` })
    }
  }

  /** An accusation is judged when it is made; who hears of it later, as after a split, hears what was right once. */
  #suspicion (at: Millis, observer: SimulatedMember, { id, generation, incarnation, accuser = observer.id }: Row): void {
    const subject = this.#truth.processOf(id, generation)
    const accusation = `${accuser} ${id} ${generation} ${incarnation}`
    const isNew = !this.#accusations.has(accusation)
    this.#accusations.add(accusation)

    if (subject === undefined || this.#hasExcuse(at, observer.id, subject.id)) {
      return
    }
    this.#judged.suspicions++

    if (isNew && this.#truth.isCalm(at, this.#traces) && !this.#hasExcuse(at, accuser, subject.id)) {
      this.#findings.add({ invariant: INVARIANTS.trusted, at, member: observer.id, what: `${subject.id} is healthy, and suspected by ${accuser}` })
    }
  }

  #hasExcuse (at: Millis, observer: MemberId, subject: MemberId): boolean {
    const truth = this.#truth
    const memory = truth.memoryOf(observer, at, this.#traces)

    return !truth.isWorking(subject) || !truth.isUntouched(subject, at, memory) ||
      !truth.isFairJudge(observer, at, this.#traces) || !truth.isLinked(observer, subject, at, memory)
  }
}
