import { membersIn } from '../faults.js'
import { isNetworkFault, isTogether, lastingOf } from './fault-reach.js'
import type { MemberId, Millis } from '../../core/index.js'
import type { Fault } from '../faults.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, Step } from '../observer.js'
import type { Simulation } from '../simulation.js'

/** Faults that stop a process for a while and leave everything else as it was. */
const STOPS: ReadonlySet<Fault['kind']> = new Set<Fault['kind']>(['pause', 'resume', 'stall'])

/**
 * What really happened, as far as faults were applied as data: by whom a member was touched, and what still lasts. The
 * checkers judge by it what the members could know.
 */
export class GroundTruth implements Observer {
  #simulation: Simulation | undefined
  #lastFaultAt: Millis = 0
  /** When the network as a whole was last touched. */
  #networkAt = Number.NEGATIVE_INFINITY
  readonly #touched = new Map<MemberId, Millis>()
  /** The same without mere stops. */
  readonly #hurt = new Map<MemberId, Millis>()
  /** What has not ended yet, by what ends it. */
  readonly #lasting = new Map<string, Fault>()

  get lastFaultAt (): Millis {
    return this.#lastFaultAt
  }

  step ({ at, member, input, simulation }: Step): void {
    this.#simulation = simulation

    if (input.type === 'start' || input.type === 'leave') {
      this.#touch(member.id, at)
    }
  }

  fault ({ at, fault }: { readonly at: Millis, readonly fault: Fault }): void {
    this.#lastFaultAt = at
    const { begins, ends } = lastingOf(fault)

    for (const key of this.#lasting.keys()) {
      if (ends(key)) this.#lasting.delete(key)
    }
    if (begins !== undefined) {
      this.#lasting.set(begins, fault)
    }
    if (isNetworkFault(fault)) {
      this.#networkAt = at
    }
    for (const id of membersIn(fault)) {
      this.#touched.set(id, at)
      if (!STOPS.has(fault.kind)) this.#hurt.set(id, at)
    }
  }

  /** Whether nothing lasts, and the last fault was so long ago. */
  isSettled (at: Millis, time: Millis): boolean {
    return this.#lasting.size === 0 && at - this.#lastFaultAt >= time
  }

  /** Whether the last fault was so long ago, and what lasts leaves the members that it does not name as they are. */
  isSteady (at: Millis, time: Millis): boolean {
    const isClear = [...this.#lasting.values()].every(({ kind }) => kind === 'pause' || kind === 'split')
    return isClear && at - this.#lastFaultAt >= time
  }

  /** Whether the process does what it should. */
  isWorking (id: MemberId): boolean {
    const member = this.#simulation?.members.get(id)
    return member?.running === true && !member.execution.isPaused && !member.execution.isBlocked
  }

  /** That start of a member, if it is the one that runs. */
  processOf (id: MemberId, generation: number): SimulatedMember | undefined {
    const member = this.#simulation?.members.get(id)
    return member?.running === true && member.core.self.generation === generation ? member : undefined
  }

  /** Whether no cable between the two is cut. */
  reaches (from: MemberId, to: MemberId): boolean {
    return [...this.#lasting.values()].every(fault => isTogether(fault, from, to))
  }

  /** Whether that start of the member runs and was not touched for so long. */
  isHealthy (id: MemberId, generation: number, at: Millis, time: Millis): boolean {
    const member = this.#simulation?.members.get(id)
    return member?.core.self.generation === generation && this.isWorking(id) && this.isUntouched(id, at, time)
  }

  /** Whether no fault has touched the member, or the network, for so long. */
  isUntouched (id: MemberId, at: Millis, time: Millis): boolean {
    return this.#isLeftAlone(this.#touched, id, at, time)
  }

  /** Whether the member has no reason to misjudge others: it may have been stopped, but not hurt. */
  isFairJudge (id: MemberId, at: Millis, time: Millis): boolean {
    return this.#isLeftAlone(this.#hurt, id, at, time)
  }

  #isLeftAlone (touched: ReadonlyMap<MemberId, Millis>, id: MemberId, at: Millis, time: Millis): boolean {
    const lasts = [...this.#lasting.values()].some(fault => isNetworkFault(fault) || membersIn(fault).includes(id))
    return !lasts && at - this.#networkAt >= time && at - (touched.get(id) ?? Number.NEGATIVE_INFINITY) >= time
  }

  #touch (id: MemberId, at: Millis): void {
    this.#lastFaultAt = at
    this.#touched.set(id, at)
    this.#hurt.set(id, at)
  }
}
