import { INVARIANTS } from './invariants.js'
import type { MemberId, Millis } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, Step } from '../observer.js'
import type { Simulation } from '../simulation.js'
import type { Findings } from './findings.js'
import type { GroundTruth } from './ground-truth.js'

/** How often the partitions are counted, in milliseconds. */
const INTERVAL = 100

/** From when after the last fault on partitions must have owners, and how long each may be without one then. */
export interface CoverageBounds {
  readonly unowned: Millis
  readonly move: Millis
}

/**
 * That every partition has an owner that runs, on every side of a split: so long after the last fault, however much of
 * it still lasts, each group of members that all reach each other owns everything.
 */
export class Coverage implements Observer {
  readonly #findings: Findings
  readonly #truth: GroundTruth
  readonly #bounds: CoverageBounds
  #lookedAt = 0
  #reportedFor = -1
  /** Since when each partition has had no owner on its side, as `side group partition`. */
  #unserved = new Map<string, Millis>()

  constructor (findings: Findings, truth: GroundTruth, bounds: CoverageBounds) {
    this.#findings = findings
    this.#truth = truth
    this.#bounds = bounds
  }

  step ({ at, simulation }: Step): void {
    const isDue = at - this.#lookedAt >= INTERVAL && this.#truth.isSteady(at, this.#bounds.unowned)

    if (!isDue || this.#reportedFor === this.#truth.lastFaultAt) {
      return
    }
    this.#lookedAt = at

    const former = this.#unserved
    this.#unserved = new Map()

    for (const side of sidesOf(simulation, this.#truth)) {
      const unserved = unservedOn(side).map(what => ({ what, since: former.get(what) ?? at }))
      const [worst] = unserved.filter(({ since }) => at - since > this.#bounds.move)

      for (const { what, since } of unserved) {
        this.#unserved.set(what, since)
      }
      if (worst !== undefined) {
        this.#report(at, side, `${worst.what} has had no owner since ${worst.since} ms, and ${unserved.length - 1} others`)
      }
    }
  }

  #report (at: Millis, { id, isWhole }: Side, what: string): void {
    this.#reportedFor = this.#truth.lastFaultAt
    this.#findings.add({ invariant: isWhole ? INVARIANTS.served : INVARIANTS.connected, at, member: id, what })
  }
}

interface Side {
  readonly id: MemberId
  readonly members: readonly SimulatedMember[]
  readonly isWhole: boolean
}

/** The working members by whom they reach and are reached by; a side on which not everybody reaches everybody is none. */
function sidesOf (simulation: Simulation, truth: GroundTruth): Side[] {
  const working = simulation.running().filter(({ id, core }) => truth.isWorking(id) && core.phase === 'joined')
  const sides = new Map<string, SimulatedMember[]>()

  for (const member of working) {
    const reached = working.filter(other => other === member || (truth.reaches(member.id, other.id) && truth.reaches(other.id, member.id)))
    const key = reached.map(({ id }) => id).join()
    sides.set(key, [...sides.get(key) ?? [], member])
  }

  return [...sides].flatMap(([key, members]) => {
    const isClosed = members.map(({ id }) => id).join() === key
    return isClosed ? [{ id: members[0]?.id ?? '', members, isWhole: members.length === working.length }] : []
  })
}

/** The partitions that nobody on the side owns, as `side group partition`. */
function unservedOn ({ members }: Side): string[] {
  const groups = new Map(members.flatMap(({ core }) => core.self.groups).map(group => [group.name, group.partitions]))
  const side = members.map(({ id }) => id).join()

  return [...groups].flatMap(([group, partitions]) => {
    const held = new Set(members.flatMap(({ core }) => core.owned(group).map(({ partition }) => partition)))
    return Array.from({ length: partitions }, (_, partition) => partition).filter(partition => !held.has(partition)).map(partition => `${side} ${group} ${partition}`)
  })
}
