import { apply } from '../apply.js'
import { createCheckers, StandstillError } from '../checkers/index.js'
import { Simulation } from '../simulation.js'
import type { Fault } from '../faults.js'
import type { CheckerOptions, Violation } from '../checkers/index.js'
import type { Claim, MemberId, Message, Millis, Rule, Table } from '../../core/index.js'
import type { MemberOptions, SimulationOptions } from '../options.js'

/** What a run is made with, besides what its scenario says. */
export interface GroundOptions {
  readonly seed: number
  /** The rules that do not hold. */
  readonly without: readonly Rule[]
}

/** What a scenario needs to have otherwise. */
export interface GroundShape {
  readonly member?: MemberOptions
  readonly network?: SimulationOptions['network']
  readonly order?: SimulationOptions['order']
  readonly checkers?: CheckerOptions
}

/** Scenarios by name; each returns what the checkers found. */
export type Grounds = Readonly<Record<string, (options: GroundOptions) => readonly Violation[]>>

/** How often is looked whether a violation was found: the run need not go on then. */
const SLICE: Millis = 250

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never

/** A simulation with all checkers, on which a rule has to prove itself. Ends as soon as a checker reports. */
export class Ground {
  readonly simulation: Simulation
  readonly #checkers: ReturnType<typeof createCheckers>
  readonly #quiet: Millis

  constructor ({ seed, without }: GroundOptions, { member = {}, network, order, checkers = {} }: GroundShape = {}) {
    this.#checkers = createCheckers({ nodes: 5, ...checkers })
    this.#quiet = this.#checkers.quiet
    this.simulation = new Simulation({
      seed,
      ...(network === undefined ? {} : { network }),
      ...(order === undefined ? {} : { order }),
      member: { ...member, core: { ...member.core, without } },
      observers: this.#checkers.observers
    })
  }

  get violations (): readonly Violation[] {
    return this.#checkers.violations
  }

  get isCaught (): boolean {
    return this.violations.length > 0
  }

  /** Starts members one after the other, each through the first, and lets them settle. */
  join (ids: readonly MemberId[], options: MemberOptions = {}): this {
    for (const id of ids) {
      this.simulation.start(id, { bootstrap: ids.filter(other => other !== id).slice(0, id === ids[0] ? 0 : 1), ...options })
      this.run(700)
    }

    return this.run(5_000)
  }

  /** Applies a fault, now. */
  fault (fault: WithoutTime<Fault>): this {
    if (!this.isCaught) {
      apply(this.simulation, { ...fault, at: this.simulation.now } as Fault)
    }

    return this
  }

  /** What a member says of itself, as far as it shows, with something changed; nobody signed it. */
  claimOf (id: MemberId, changes: Partial<Claim> = {}): Claim {
    const { state: _state, position: _position, ...self } = this.simulation.member(id).core.self
    return { cluster: 'simulated', left: false, term: 0, ...self, ...changes }
  }

  /** The group's newest table at a member, with something changed. */
  tableOf (id: MemberId, changes: Partial<Table> = {}): Table {
    const { seal: _seal, ...table } = this.simulation.member(id).core.table('jobs') as Table
    return { ...table, ...changes }
  }

  /** Lets somebody say something, who need not be a member. */
  inject (from: MemberId, to: MemberId, message: Message): this {
    if (!this.isCaught && this.simulation.member(to).running) {
      this.simulation.inject(from, to, message)
    }

    return this
  }

  /** Runs for so long, or until a violation. */
  run (duration: Millis): this {
    for (let rest = duration; !this.isCaught && rest > 0; rest -= SLICE) {
      this.#runSlice(Math.min(SLICE, rest))
    }

    return this
  }

  #runSlice (duration: Millis): void {
    try {
      this.simulation.run(duration)
    } catch (error) {
      // The checker that throws it has reported it.
      if (!(error instanceof StandstillError)) throw error
    }
  }

  /** Lets everything settle and come to rest, and judges the end. */
  finish (): readonly Violation[] {
    this.run(this.#quiet + SLICE * 20)
    this.simulation.end()

    return this.violations
  }
}
