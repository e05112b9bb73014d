import { carryOut, missedReason } from './apply.js'
import { wholeMicros } from './chance.js'
import { Controls } from './controls.js'
import { formCluster } from './formation.js'
import { resolveNetwork } from './options.js'
import { checkClock, checkDegradation, checkDuty, checkFormed, checkMember, checkSimulation } from './option-checks.js'
import { insert } from './revocable.js'
import { Starts } from './starts.js'
import { World } from './world.js'
import type { ClockOptions } from './clock.js'
import type { CrashOptions } from './controls.js'
import type { DutyCycle } from './execution.js'
import type { Fault } from './faults.js'
import type { SimulatedMember } from './member.js'
import type { CableChange } from './observer.js'
import type { MemberOptions, NetworkOptions, SimulationOptions } from './options.js'
import type { Between, Degradation } from './paths.js'
import type { Stats } from './tally.js'
import type { Filter } from './transport.js'
import type { Listener } from './world.js'
import type { CoreEvent, MemberId, Message, Millis } from '../core/index.js'

export { UNIX_START } from './starts.js'
export type { CrashOptions } from './controls.js'

/**
 * A whole cluster on virtual time: the cores that ship, and a network, disks, clocks and processes that fail as they are
 * told. One seed decides everything; the same seed gives the same run on every machine.
 *
 * ```ts
 * const simulation = new Simulation({ seed: 1 })
 * simulation.formed(['a', 'b', 'c'])
 * simulation.crash('a')
 * simulation.until(() => simulation.member('b').core.leadership?.leader === 'b', 10_000, 'a new leader')
 * ```
 */
export class Simulation {
  readonly #options: SimulationOptions
  readonly #world: World
  readonly #starts: Starts
  readonly #controls: Controls
  #wasFormed = false

  constructor (options: SimulationOptions) {
    checkSimulation(options)
    this.#options = options
    this.#world = new World(this, options)
    this.#starts = new Starts(this.#world, options)
    this.#controls = new Controls(this.#world, this.#starts)
    this.#world.begin()
  }

  get seed (): number {
    return this.#options.seed
  }

  /** Milliseconds since the beginning. */
  get now (): Millis {
    return this.#world.now
  }

  /** The newest process of each member. */
  get members (): ReadonlyMap<MemberId, SimulatedMember> {
    return this.#world.members
  }

  /** Every process that ever ran, the ended ones too. */
  get everyStart (): readonly SimulatedMember[] {
    return this.#world.everyStart
  }

  /** Numbers of what has happened so far. */
  get stats (): Stats {
    return this.#world.tally
  }

  /** A hash of all that has happened so far: equal if, but for collisions, two runs are the same. */
  digest (): string {
    return this.#world.hash.digest
  }

  /** The newest process of a member. */
  member (id: MemberId): SimulatedMember {
    return this.#controls.member(id)
  }

  /** The processes that run, paused ones included, in the order in which their members were first started. */
  running (): SimulatedMember[] {
    return [...this.members.values()].filter(member => member.running)
  }

  /**
   * Starts a member, or starts it again as a new process, with what its disk holds and with the options that it had before
   * if none are given. A process of it that still runs goes on, with nobody to hear it: its address is the new one's now.
   */
  start (id: MemberId, options?: MemberOptions): SimulatedMember {
    checkMember(options)
    return this.#controls.start(id, options)
  }

  /** Ends a process. Its machine, if that goes on, closes its connections and refuses new ones. */
  crash (id: MemberId, options: CrashOptions = {}): void {
    this.#tell(this.#controls.crash(id, options), { kind: options.silent === true ? 'power-off' : 'crash', member: id })
  }

  /** The process stops where it is, as at a SIGSTOP; what is sent to it waits. */
  pause (id: MemberId): void {
    this.#tell(this.#controls.pause(id), { kind: 'pause', member: id })
  }

  resume (id: MemberId): void {
    this.#tell(this.#controls.resume(id), { kind: 'resume', member: id })
  }

  /** The process does nothing for so long, as when its event loop is blocked. @throws {RangeError} */
  stall (id: MemberId, duration: Millis): void {
    checkTime('duration', duration)
    this.#tell(this.#controls.stall(id, duration), { kind: 'stall', member: id, duration })
  }

  /** Lifeguard's anomaly: messages are held before they go out and after they came in, and timers run. */
  block (id: MemberId): void {
    this.#tell(this.#controls.block(id), { kind: 'block', member: id })
  }

  unblock (id: MemberId): void {
    this.#tell(this.#controls.unblock(id), { kind: 'unblock', member: id })
  }

  /** The process gets the processor only part of the time; all of it again if no rhythm is given. @throws {InvalidSettingError} */
  slow (id: MemberId, duty?: DutyCycle): void {
    checkDuty(duty)
    this.#tell(this.#controls.slow(id, duty), { kind: 'slow', member: id, stall: duty?.stall ?? 0, every: duty?.every ?? 1 })
  }

  /** Changes how a machine's clocks run; the member need not have started yet. @throws {InvalidSettingError} */
  setClock (id: MemberId, options: ClockOptions): void {
    checkClock(options)
    this.#controls.setClock(id, options)
    this.#tell(true, { kind: 'clock', member: id, ...options })
  }

  leave (id: MemberId): void {
    this.#tell(this.#controls.leave(id), { kind: 'leave', member: id })
  }

  /** Changes what a member says of itself to applications. */
  update (id: MemberId, metadata: Uint8Array): void {
    this.#tell(this.#controls.update(id, metadata), { kind: 'update', member: id, metadata: String.fromCharCode(...metadata) })
  }

  /** Changes the network, but for what is on its way. @throws {InvalidSettingError} */
  setNetwork (options: Partial<NetworkOptions>): void {
    this.#world.paths.options = resolveNetwork(options, this.#world.paths.options)
    this.#tell(true, { kind: 'network', options })
  }

  /**
   * Cuts the cables between members for which the function says so, both ways: nothing arrives, nothing is refused, and
   * nobody is told. The returned function mends them. The function is asked again and again, by the checkers too, and has
   * to say the same as long as the cut lasts.
   */
  cut (isCut: Between): () => void {
    return this.cutOneWay((a, b) => isCut(a, b) || isCut(b, a))
  }

  /** The same, from the first to the second only. */
  cutOneWay (isCut: Between): () => void {
    return this.#byHand('cut', isCut, this.#world.paths.cut(isCut))
  }

  /** Mends every cut and every link that was made worse; false if there was none. */
  heal (): boolean {
    return this.#tell(this.#world.paths.heal(), { kind: 'heal' })
  }

  /** Makes links worse; the returned function ends it. @throws {InvalidSettingError} */
  degrade (between: Between, degradation: Degradation): () => void {
    checkDegradation(degradation)
    return this.#byHand('degrade', between, this.#world.paths.degrade(between, degradation))
  }

  /**
   * Calls back on events of that type, as an application's listener at every process of every member: from the first step
   * on, and after every restart. The returned function ends it.
   */
  on<T extends CoreEvent['type']> (type: T, listener: (member: SimulatedMember, event: Extract<CoreEvent, { type: T }>) => void): () => void {
    return this.#world.listen(type, listener as Listener)
  }

  /** Sees every message that has arrived, before the core does; false keeps it from the core. The returned function ends it. */
  filter (filter: Filter): () => void {
    const end = insert(this.#world.filters, filter)
    return () => { end() }
  }

  /** Lets a peer that need not be a member say something: to the core as it is, at once, past the network and the wire. */
  inject (from: MemberId, to: MemberId, message: Message): void {
    this.member(to).input({ type: 'message', from, message })
  }

  /** Calls a function at an instant from now, before or after what is due then as it comes. @throws {RangeError} */
  after (delay: Millis, action: () => void): void {
    checkTime('delay', delay)
    this.#world.queue.push(wholeMicros(this.now + delay), action)
  }

  /** Runs for so long. @throws {RangeError} for less than no time, and for no end */
  run (duration: Millis): void {
    checkTime('duration', duration)
    const end = wholeMicros(this.now + duration)

    while (this.#world.next(end));
    this.#world.now = end
  }

  /** Runs until the condition holds, and says how long that took. @throws {Error} when it does not within the time; {RangeError} */
  until (condition: () => boolean, limit: Millis, what: string | (() => string) = 'what the condition asks for (a third argument can say it)'): Millis {
    checkTime('limit', limit)
    const start = this.now

    while (!condition()) {
      if (!this.#world.next(start + limit)) {
        throw new Error(`seed ${this.seed}: not within ${limit} ms: ${typeof what === 'string' ? what : what()}`)
      }
    }

    return wholeMicros(this.now - start)
  }

  /**
   * Starts members as a cluster that has been there for long: everybody knows everybody, by the order given as if they had
   * joined in it. Takes the time that the first of them needs to lead. Once, and of members that were not started before.
   *
   * @throws {InvalidSettingError} before it changes anything
   */
  formed (ids: readonly MemberId[], options: MemberOptions = {}): void {
    checkFormed(ids, this.members, this.#wasFormed)
    checkMember(options)
    this.#wasFormed = true
    formCluster(this, this.#world, this.#starts, ids, options)
  }

  /** Tells the observers that the run is over. */
  end (): void {
    for (const observer of this.#options.observers ?? []) {
      observer.end?.(this)
    }
  }

  /** @internal For faults that are data (see `apply`): counts one that hits somebody, and tells the observers. */
  carryOut (fault: Fault): boolean {
    const hasHit = carryOut(this.#controls, fault)

    if (hasHit) {
      this.#world.noteFault(fault)
    } else {
      this.#world.tellMissed(fault, missedReason(this.#controls, fault))
    }

    return hasHit
  }

  /** What was done by a method is told as the fault that it is, and is no part of what is counted and hashed. */
  #tell (hasHit: boolean, fault: Now<Fault>): boolean {
    if (hasHit) {
      this.#world.tellFault({ ...fault, at: this.now } as Fault)
    }

    return hasHit
  }

  #byHand (kind: CableChange['kind'], between: Between, undo: () => boolean): () => void {
    this.#world.tellCables({ at: this.now, kind, between, isMended: false })

    return () => {
      if (undo()) this.#world.tellCables({ at: this.now, kind, between, isMended: true })
    }
  }
}

/** A fault that happens now. */
type Now<T> = T extends unknown ? Omit<T, 'at'> : never

/** The clock goes on, and to an end. */
function checkTime (name: string, time: Millis): void {
  if (!Number.isFinite(time) || time < 0) {
    throw new RangeError(`${name} is ${time}: must be a number of milliseconds, 0 or more`)
  }
}
