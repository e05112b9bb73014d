import { resolveSettings } from '../core/index.js'
import { Chance } from './chance.js'
import { Clock } from './clock.js'
import { checkMemberId } from './member-ids.js'
import { SimulatedMember } from './member.js'
import { addressesOf } from './options.js'
import type { MemberOptions, SimulationOptions } from './options.js'
import type { World } from './world.js'
import type { CoreOptions, MemberId, StoredRecord } from '../core/index.js'

/** The wall clock at the beginning of every simulation, in Unix milliseconds. */
export const UNIX_START = 1_700_000_000_000

/** What members are started with if nobody says anything else. */
const DEFAULTS: MemberOptions = { groups: [{ name: 'jobs', partitions: 64 }] }

/** What a process is going to be made with. */
export interface Draft {
  readonly id: MemberId
  readonly given: MemberOptions
  readonly options: MemberOptions
  readonly clock: Clock
  readonly core: CoreOptions
  /** What the wall clock of its machine shows. */
  readonly unixMs: number
}

/** Makes processes: what each start of a member takes over from the one before, and from its machine. */
export class Starts {
  readonly #world: World
  readonly #options: SimulationOptions
  readonly #seeds: Chance
  /** With what each member was started last, but for its disk. */
  readonly #given = new Map<MemberId, MemberOptions>()
  readonly #clocks = new Map<MemberId, Clock>()
  readonly #hasRowObservers: boolean

  constructor (world: World, options: SimulationOptions) {
    this.#world = world
    this.#hasRowObservers = options.observers?.some(({ row }) => row !== undefined) === true
    this.#options = options
    this.#seeds = new Chance(options.seed, 'members')
  }

  /** What the member's next process is to be made with. */
  draft (id: MemberId, given = this.#given.get(id) ?? {}): Draft {
    checkMemberId(id)
    const clock = this.clockOf(id)
    const options = { ...DEFAULTS, ...this.#options.member, ...given }
    const former = this.#world.find(id)
    const stored = given.stored ?? (former === undefined ? options.stored : former.stored)

    return { id, given, options, clock, core: this.#coreOptions(id, options, stored), unixMs: this.#unixMs(clock) }
  }

  /** A process whose core has not been told to start. */
  create ({ id, given, options, clock, core }: Draft): SimulatedMember {
    const onRow: CoreOptions['onRow'] = (before, after) => { this.#world.rowChanged(member, before, after) }
    const observed = this.#hasRowObservers ? { onRow, ...core } : core
    const member: SimulatedMember = new SimulatedMember(this.#world, { id, start: this.#world.everyStart.length, options, clock, core: observed })

    const { stored: _, ...again } = given
    this.#given.set(id, again)
    this.#world.add(member)

    return member
  }

  /** Tells the core to start. */
  begin (member: SimulatedMember): void {
    member.input({ type: 'start', unixMs: this.#unixMs(member.clock), addresses: addressesOf(member.id) })
  }

  /** The clock of a member's machine. */
  clockOf (id: MemberId): Clock {
    const clock = this.#clocks.get(id) ?? new Clock()
    this.#clocks.set(id, clock)

    return clock
  }

  #unixMs (clock: Clock): number {
    return Math.round(UNIX_START + this.#world.now + clock.step)
  }

  #coreOptions (id: MemberId, options: MemberOptions, stored: StoredRecord | undefined): CoreOptions {
    const { bootstrap = [], groups = [], settings, priority, eligible, metadata, core } = options

    return {
      self: id,
      cluster: this.#options.cluster ?? 'simulated',
      settings: resolveSettings(settings),
      groups,
      seed: this.#seeds.below(0x1_0000_0000),
      bootstrap: bootstrap.length > 0,
      ...(priority === undefined ? {} : { priority }),
      ...(eligible === undefined ? {} : { eligible }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(stored === undefined ? {} : { stored }),
      ...core
    }
  }
}
