import { concerns, isAilment, isCableFault, isRough, isTogether, isUnbearable, lastingOf } from './fault-reach.js'
import type { MemberId, Millis, Settings } from '../../core/index.js'
import type { ByHand, CableFault } from './fault-reach.js'
import type { Fault } from '../faults.js'
import type { NetworkOptions } from '../options.js'
import type { SimulatedMember } from '../member.js'
import type { CableChange, Observer, Step } from '../observer.js'
import type { Simulation } from '../simulation.js'

/** Faults that stop a process for a while and leave everything else as it was. */
const STOPS: ReadonlySet<string> = new Set<Fault['kind']>(['pause', 'resume', 'stall'])

/** Stops that follow each other within this time, in milliseconds, are one story. */
const STOPS_TOGETHER = 60_000

/** For how long a mended cable is remembered, in milliseconds: longer than any trace of it lasts. */
const CABLE_MEMORY = 3_600_000

/**
 * What really happened, by data or by a method of the simulation: which members and which cables were touched, and what
 * still lasts. The checkers judge by it what the members could know. What a filter does is no part of it.
 */
export class GroundTruth implements Observer {
  readonly #probeTimeout: Millis
  #simulation: Simulation | undefined
  #lastFaultAt: Millis = 0
  /** The last one but starts, which make nobody ill. */
  #ailedAt: Millis = Number.NEGATIVE_INFINITY
  #ailedBefore: Millis = Number.NEGATIVE_INFINITY
  #network: Partial<NetworkOptions> = {}
  /** Until when the network was not calm, and until when nobody could bear it. */
  #roughUntil = Number.NEGATIVE_INFINITY
  #unbearableUntil = Number.NEGATIVE_INFINITY
  /** How often cables were cut or degraded by a function. */
  #byHand = 0
  readonly #touched = new Map<MemberId, Millis>()
  /** The same without mere stops. */
  readonly #hurt = new Map<MemberId, Millis>()
  /** When the stops of each member began that are one story. */
  readonly #stops = new Map<MemberId, { readonly from: Millis, readonly to: Millis }>()
  /** What has not ended yet, by what ends it. */
  readonly #lasting = new Map<string, Fault | ByHand>()
  /** Cables that were mended, the oldest first. */
  #mended: Array<{ readonly fault: CableFault | ByHand, readonly at: Millis }> = []

  constructor ({ probeTimeout }: Pick<Settings, 'probeTimeout'>) {
    this.#probeTimeout = probeTimeout
  }

  get lastFaultAt (): Millis {
    return this.#lastFaultAt
  }

  step ({ at, member, input, simulation }: Step): void {
    this.#simulation = simulation

    if (input.type === 'start') {
      // A new process in the place of one that still ran has nothing of what lasted there.
      this.#endAll(at, key => !key.startsWith('link ') && key.endsWith(` ${member.id}`))
    }
    if (input.type === 'start' || input.type === 'leave') {
      this.#lastFaultAt = at
      this.#touch(member.id, at)
    }
  }

  fault ({ at, fault }: { readonly at: Millis, readonly fault: Fault }): void {
    this.#lastFaultAt = at
    const { begins, ends } = lastingOf(fault)

    const ended = this.#endAll(at, ends)

    if (begins !== undefined) {
      this.#lasting.set(begins, fault)
    }
    if (fault.kind === 'network') {
      this.#changeNetwork(at, fault)
    }
    if (isAilment(fault) && 'member' in fault && (fault.kind !== 'slow' || fault.stall > 0 || ended > 0)) {
      const until = fault.kind === 'stall' ? at + fault.duration : at
      this.#touch(fault.member, until, STOPS.has(fault.kind))
      if (STOPS.has(fault.kind)) this.#stop(fault.member, at, until, fault.kind === 'resume')
    }
    if (fault.kind !== 'start' && fault.kind !== 'start-empty') {
      this.#ail(at)
    }
  }

  network ({ network }: { readonly network: Partial<NetworkOptions> }): void {
    const fault = { at: 0, kind: 'network', options: network } as const

    this.#changeNetwork(0, fault)
    // A network that is slow from the beginning, and no more, is what the members live with.
    if ((network.loss ?? 0) === 0 && !isUnbearable(network, this.#probeTimeout)) {
      this.#lasting.delete('network')
    }
  }

  cables ({ at, kind, between, isMended }: CableChange): void {
    this.#lastFaultAt = at
    this.#ail(at)

    if (isMended) {
      const [key] = [...this.#lasting].find(([, fault]) => fault.kind === 'by-hand' && fault.between === between) ?? []
      this.#endAll(at, other => other === key)
    } else {
      this.#lasting.set(`link by hand ${++this.#byHand}`, { kind: 'by-hand', between, isCut: kind === 'cut' })
    }
  }

  /** What has not ended yet: faults that are data or are told as such, and `by-hand` for each function that cuts or degrades cables. */
  lasting (): Array<Fault | ByHand> {
    return [...this.#lasting.values()]
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

  /** Whether nothing lasts, and nothing but starts came in so long a time before that instant, nor has come after it. */
  isAlone (instant: Millis, time: Millis): boolean {
    const before = this.#ailedAt >= instant ? this.#ailedBefore : this.#ailedAt
    return this.#lasting.size === 0 && this.#lastFaultAt <= instant && instant - before >= time
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

  /** Whether the cable between the two, and the network, have let them hear each other for so long. */
  isLinked (a: MemberId, b: MemberId, at: Millis, time: Millis): boolean {
    const isCut = [...this.#lasting.values()].some(fault => isCableFault(fault) && concerns(fault, a, b)) ||
      this.#mended.some(({ fault, at: mendedAt }) => at - mendedAt < time && concerns(fault, a, b))

    return !isCut && at - this.#unbearableUntil >= time
  }

  /** Whether the network as a whole was calm for so long. */
  isCalm (at: Millis, time: Millis): boolean {
    return at - this.#roughUntil >= time
  }

  /** Whether nothing has touched the member itself for so long. */
  isUntouched (id: MemberId, at: Millis, time: Millis): boolean {
    return this.#isLeftAlone(this.#touched, () => true, id, at, time)
  }

  /** Whether the member itself has no reason to misjudge others: it may have been stopped, but not hurt. */
  isFairJudge (id: MemberId, at: Millis, time: Millis): boolean {
    return this.#isLeftAlone(this.#hurt, ({ kind }) => !STOPS.has(kind), id, at, time)
  }

  /**
   * How far back from now a member's memory of so long reaches: in the time in which it was stopped it learned nothing, and
   * what was before that is as recent to it as if there had been no stop.
   */
  memoryOf (id: MemberId, at: Millis, time: Millis): Millis {
    const stop = this.#stops.get(id)
    // What a process does when it goes on comes before word of that.
    const isRecent = stop !== undefined && (at - stop.to <= time || this.#lasting.has(`pause ${id}`))

    return isRecent ? time + at - stop.from : time
  }

  #isLeftAlone (touched: ReadonlyMap<MemberId, Millis>, counts: (fault: Fault | ByHand) => boolean, id: MemberId, at: Millis, time: Millis): boolean {
    const lasts = [...this.#lasting.values()].some(fault => 'member' in fault && fault.member === id && counts(fault))
    return !lasts && at - (touched.get(id) ?? Number.NEGATIVE_INFINITY) >= time
  }

  #touch (id: MemberId, until: Millis, isStop = false): void {
    this.#touched.set(id, Math.max(until, this.#touched.get(id) ?? until))
    if (!isStop) this.#hurt.set(id, Math.max(until, this.#hurt.get(id) ?? until))
  }

  #stop (id: MemberId, at: Millis, to: Millis, isEnd: boolean): void {
    const former = this.#stops.get(id)
    const isSame = former !== undefined && (isEnd || at - former.to < STOPS_TOGETHER)

    this.#stops.set(id, isSame ? { from: former.from, to: Math.max(to, former.to) } : { from: at, to })
  }

  #ail (at: Millis): void {
    this.#ailedBefore = this.#ailedAt === at ? this.#ailedBefore : this.#ailedAt
    this.#ailedAt = at
  }

  /** Ends what lasts under such keys, and says how much that was. */
  #endAll (at: Millis, ends: (key: string) => boolean): number {
    const ended = [...this.#lasting].filter(([key]) => ends(key))

    for (const [key, fault] of ended) {
      this.#end(at, key, fault)
    }

    return ended.length
  }

  #end (at: Millis, key: string, fault: Fault | ByHand): void {
    this.#lasting.delete(key)

    if (isCableFault(fault)) {
      this.#mended = [...this.#mended.filter(({ at: mendedAt }) => at - mendedAt < CABLE_MEMORY), { fault, at }]
    }
  }

  #changeNetwork (at: Millis, fault: Extract<Fault, { kind: 'network' }>): void {
    const before = this.#network
    this.#network = { ...before, ...fault.options }

    if (isRough(this.#network)) {
      this.#lasting.set('network', fault)
    } else {
      this.#lasting.delete('network')
    }
    this.#roughUntil = isRough(this.#network) ? Number.POSITIVE_INFINITY : isRough(before) ? at : this.#roughUntil
    this.#unbearableUntil = isUnbearable(this.#network, this.#probeTimeout)
      ? Number.POSITIVE_INFINITY
      : isUnbearable(before, this.#probeTimeout) ? at : this.#unbearableUntil
  }
}
