import { InvalidSettingError } from '../core/index.js'
import { wholeMicros } from './chance.js'
import { formCluster } from './formation.js'
import { resolveNetwork } from './options.js'
import { insert } from './revocable.js'
import { Starts } from './starts.js'
import { World } from './world.js'
import type { ClockOptions } from './clock.js'
import type { DutyCycle } from './execution.js'
import type { Fault } from './faults.js'
import type { SimulatedMember } from './member.js'
import type { MemberOptions, NetworkOptions, SimulationOptions } from './options.js'
import type { Between, Degradation } from './paths.js'
import type { Stats } from './tally.js'
import type { Filter } from './transport.js'
import type { MemberId, Message, Millis } from '../core/index.js'

export { UNIX_START } from './starts.js'

/** How a process ends against its will. */
export interface CrashOptions {
  readonly disk?: 'kept' | 'lost'
  /** The machine goes too, as when its power does: nobody is told, and nobody who asks is answered. */
  readonly silent?: boolean
}

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

  constructor (options: SimulationOptions) {
    if (!Number.isSafeInteger(options.seed)) {
      throw new InvalidSettingError(`seed is ${options.seed}: must be a whole number`)
    }
    this.#options = options
    this.#world = new World(this, options)
    this.#starts = new Starts(this.#world, options)
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
    const member = this.members.get(id)

    if (member === undefined) {
      throw new RangeError(`there is no member ${id}: start it first`)
    }

    return member
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
    const member = this.#starts.create(this.#starts.draft(id, options))

    this.#starts.begin(member)

    return member
  }

  /** Ends a process. Its machine, if that goes on, closes its connections and refuses new ones. */
  crash (id: MemberId, { disk = 'kept', silent = false }: CrashOptions = {}): void {
    const member = this.member(id)

    if (member.running) {
      member.isDark = silent
      this.#world.end(member, { lost: true, silent })
    }
    if (disk === 'lost') {
      member.stored = undefined
    }
  }

  /** The process stops where it is, as at a SIGSTOP; what is sent to it waits. */
  pause (id: MemberId): void {
    this.member(id).execution.pause()
  }

  resume (id: MemberId): void {
    this.member(id).execution.resume()
  }

  /** The process does nothing for so long, as when its event loop is blocked. @throws {RangeError} */
  stall (id: MemberId, duration: Millis): void {
    checkTime('duration', duration)
    this.member(id).execution.stall(duration)
  }

  /** Lifeguard's anomaly: messages are held before they go out and after they came in, and timers run. */
  block (id: MemberId): void {
    this.member(id).execution.block()
  }

  unblock (id: MemberId): void {
    this.member(id).execution.unblock()
  }

  /** The process gets the processor only part of the time; all of it again if no rhythm is given. */
  slow (id: MemberId, duty?: DutyCycle): void {
    this.member(id).execution.slow(duty)
  }

  /** Changes how a machine's clocks run; the member need not have started yet. */
  setClock (id: MemberId, options: ClockOptions): void {
    this.#starts.clockOf(id).set(this.now, options)
    this.members.get(id)?.rearm()
  }

  leave (id: MemberId): void {
    this.member(id).input({ type: 'leave' })
  }

  /** Changes what a member says of itself to applications. */
  update (id: MemberId, metadata: Uint8Array): void {
    this.member(id).input({ type: 'metadata', metadata })
  }

  /** Changes the network, but for what is on its way. */
  setNetwork (options: Partial<NetworkOptions>): void {
    this.#world.paths.options = resolveNetwork(options, this.#world.paths.options)
  }

  /**
   * Cuts the cables between members for which the function says so, both ways: nothing arrives, nothing is refused, and
   * nobody is told. The returned function mends them.
   */
  cut (isCut: Between): () => void {
    return this.cutOneWay((a, b) => isCut(a, b) || isCut(b, a))
  }

  /** The same, from the first to the second only. */
  cutOneWay (isCut: Between): () => void {
    return this.#world.paths.cut(isCut)
  }

  /** Mends every cut and every link that was made worse; false if there was none. */
  heal (): boolean {
    return this.#world.paths.heal()
  }

  /** Makes links worse; the returned function ends it. */
  degrade (between: Between, degradation: Degradation): () => void {
    return this.#world.paths.degrade(between, degradation)
  }

  /** Sees every message that has arrived, before the core does; false keeps it from the core. The returned function ends it. */
  filter (filter: Filter): () => void {
    return insert(this.#world.filters, filter)
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
  until (condition: () => boolean, limit: Millis, what: string | (() => string)): Millis {
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
   * joined in it. Takes the time that the first of them needs to lead.
   */
  formed (ids: readonly MemberId[], options: MemberOptions = {}): void {
    formCluster(this, this.#world, this.#starts, ids, options)
  }

  /** Tells the observers that the run is over. */
  end (): void {
    for (const observer of this.#options.observers ?? []) {
      observer.end?.(this)
    }
  }

  /** @internal For faults that are data (see `apply`): counts one that hit somebody, and tells the observers. */
  noteFault (fault: Fault): void {
    this.#world.noteFault(fault)
  }
}

/** The clock goes on, and to an end. */
function checkTime (name: string, time: Millis): void {
  if (!Number.isFinite(time) || time < 0) {
    throw new RangeError(`${name} is ${time}: must be a number of milliseconds, 0 or more`)
  }
}
