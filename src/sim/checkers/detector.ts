import { INVARIANTS } from './invariants.js'
import { ProbeCounts } from './probe-counts.js'
import type { MemberSnapshot, Millis } from '../../core/index.js'
import type { Fault } from '../faults.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, Step } from '../observer.js'
import type { Simulation } from '../simulation.js'
import type { Findings } from './findings.js'
import type { GroundTruth } from './ground-truth.js'
import type { JudgedCounts } from './judged.js'
import type { DetectorTimes } from './times.js'

/** How often is looked who ended, in milliseconds. */
const INTERVAL = 50

/** How long a member must have run to be in everybody's view, in milliseconds. */
const JOINED = 5_000

/** Where an observer stood at an ending: how many probes it had made, whom else it held to be live, and when it must know. */
interface Outlook {
  readonly probes: number
  readonly others: readonly MemberSnapshot[]
  due: Millis
}

/** A process that ended. */
interface Ending {
  readonly subject: SimulatedMember
  readonly at: Millis
  /** When all must know, if all of them are well. */
  readonly allKnowAt: Millis
  /** When that was looked at. */
  isJudged: boolean
  /** Who must know by its own probes, and by when as soon as it has made enough of them. */
  readonly observers: Map<SimulatedMember, Outlook>
}

/** What it takes to notice an ending. */
export interface DetectorBounds extends DetectorTimes {
  readonly indirectProbes: number
}

/**
 * That the dead are noticed. Where all others are well, by a time of the clock. Where others are not, a member depends
 * on nobody as long as it hears anybody: after so many probes of its own one has failed, and a suspicion that nobody
 * confirms takes its time. Probes are counted, as a member that doubts itself makes them less often.
 */
export class Detector implements Observer {
  readonly #findings: Findings
  readonly #truth: GroundTruth
  readonly #judged: JudgedCounts
  readonly #bounds: DetectorBounds
  readonly #probes = new ProbeCounts()
  readonly #endings = new Set<Ending>()
  readonly #ended = new WeakSet<SimulatedMember>()
  #simulation: Simulation | undefined
  #lookedAt = 0

  constructor (findings: Findings, truth: GroundTruth, judged: JudgedCounts, bounds: DetectorBounds) {
    this.#findings = findings
    this.#truth = truth
    this.#judged = judged
    this.#bounds = bounds
  }

  fault ({ at, fault }: { readonly at: Millis, readonly fault: Fault }): void {
    if (fault.kind === 'crash' || fault.kind === 'power-off') {
      this.#noteEndings(at)
    }
  }

  step (step: Step): void {
    const { at, member, simulation } = step
    this.#simulation = simulation

    if (this.#probes.count(step)) {
      this.#noteProbe(at, member)
    }
    if (at - this.#lookedAt < INTERVAL) {
      return
    }
    this.#lookedAt = at
    this.#noteEndings(at)

    for (const ending of this.#endings) {
      this.#judge(at, ending)
    }
  }

  #noteEndings (at: Millis): void {
    for (const subject of this.#simulation?.everyStart ?? []) {
      if (!subject.running && !this.#ended.has(subject)) {
        const observers = (this.#simulation?.running() ?? []).map(observer => [observer, this.#outlookOf(observer, subject)] as const)

        this.#ended.add(subject)
        this.#endings.add({ subject, at, allKnowAt: at + (subject.isDark ? this.#bounds.silent : this.#bounds.closing), isJudged: false, observers: new Map(observers) })
      }
    }
  }

  #outlookOf (observer: SimulatedMember, subject: SimulatedMember): Outlook {
    return { probes: this.#probes.of(observer), others: othersOf(observer, subject), due: Number.POSITIVE_INFINITY }
  }

  /** One more probe is over when the next one begins. */
  #noteProbe (at: Millis, member: SimulatedMember): void {
    for (const { observers } of this.#endings) {
      const observer = observers.get(member)

      if (observer?.due === Number.POSITIVE_INFINITY && this.#probes.of(member) - observer.probes > this.#bounds.probes) {
        observer.due = at + this.#bounds.unconfirmed
      }
    }
  }

  #judge (at: Millis, ending: Ending): void {
    if (!ending.isJudged && at >= ending.allKnowAt) {
      ending.isJudged = true
      this.#judgeAll(at, ending)
    }
    for (const [observer, outlook] of ending.observers) {
      if (!observer.running || at >= outlook.due) {
        ending.observers.delete(observer)
        this.#judgeOne(at, ending, observer, outlook)
      }
    }
    if (ending.isJudged && ending.observers.size === 0) {
      this.#endings.delete(ending)
    }
  }

  #judgeAll (at: Millis, ending: Ending): void {
    const { subject, at: endedAt } = ending
    const { probes, recovery } = this.#bounds
    const observers = [...ending.observers.keys()].filter(({ running }) => running)
    const joined = subject.isDark ? JOINED : Math.max(JOINED, (probes + 1) * subject.settings.probeInterval)

    if (!this.#truth.isAlone(endedAt, recovery) || !observers.every(({ id }) => this.#truth.isUntouched(id, at, at - endedAt + joined))) {
      return
    }
    for (const observer of observers) {
      this.#judged.endings[subject.isDark ? 'silent' : 'closing']++
      this.#expectKnown(at, ending, observer)
    }
  }

  #judgeOne (at: Millis, ending: Ending, observer: SimulatedMember, { others }: Outlook): void {
    const time = at - ending.at
    const truth = this.#truth
    // Whoever joined since then knew of nobody at the time.
    const company = others.length > 0 ? others : othersOf(observer, ending.subject)
    const well = company.filter(({ id, generation }) => truth.processOf(id, generation) !== undefined && truth.isWorking(id) &&
      truth.isUntouched(id, at, time) && truth.isLinked(observer.id, id, at, time))
    // One of those whom it asks to probe for it is well, whoever they are: so it does not take the silence for its own.
    const isHearing = company.length === 0 || company.length - well.length < Math.min(this.#bounds.indirectProbes, company.length)

    if (observer.running && truth.isUntouched(observer.id, at, time) && truth.isCalm(at, time) && isHearing) {
      this.#judged.endings.probed++
      this.#expectKnown(at, ending, observer)
    }
  }

  #expectKnown (at: Millis, { subject, at: endedAt }: Ending, observer: SimulatedMember): void {
    const row = live(observer).find(({ id, generation }) => id === subject.id && generation === subject.core.self.generation)

    if (row !== undefined) {
      this.#findings.add({ invariant: INVARIANTS.detected, at, member: observer.id, what: `${subject.id} ended at ${endedAt} ms, and is held to be ${row.state}` })
    }
  }
}

function othersOf (observer: SimulatedMember, subject: SimulatedMember): MemberSnapshot[] {
  return live(observer).filter(({ id }) => id !== observer.id && id !== subject.id)
}

function live (observer: SimulatedMember): MemberSnapshot[] {
  return observer.core.members().filter(({ state }) => state === 'alive' || state === 'suspect')
}
