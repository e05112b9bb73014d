import { Chance } from './chance.js'
import { Codec } from './codec.js'
import { EventQueue } from './event-queue.js'
import { resolveNetwork } from './options.js'
import { Paths } from './paths.js'
import { insert } from './revocable.js'
import { RunningHash } from './running-hash.js'
import { Tally } from './tally.js'
import { Transport } from './transport.js'
import type { CoreEvent, Effect, Input, MemberId, Message, Millis, Row, Topic } from '../core/index.js'
import type { Fault } from './faults.js'
import type { MemberHost, SimulatedMember } from './member.js'
import type { CableChange, Observer, Passage } from './observer.js'
import type { NetworkOptions, Order, SimulationOptions } from './options.js'
import type { Simulation } from './simulation.js'
import type { Filter, TransportHost } from './transport.js'

/** Hears an event of any member. */
export type Listener = (member: SimulatedMember, event: CoreEvent) => void

/** The inside of a simulation: time, what is going to happen, and what all members share. */
export class World implements MemberHost, TransportHost {
  now: Millis = 0
  readonly queue = new EventQueue()
  readonly order: Order
  readonly codec: Codec
  readonly paths: Paths
  readonly filters: Filter[] = []
  readonly members = new Map<MemberId, SimulatedMember>()
  readonly everyStart: SimulatedMember[] = []
  readonly hash = new RunningHash()
  readonly tally = new Tally()
  readonly transport: Transport
  /** For what the simulation itself decides. */
  readonly chance: Chance
  readonly #simulation: Simulation
  readonly #network: Partial<NetworkOptions>
  readonly #listeners = new Map<CoreEvent['type'], Listener[]>()
  readonly #observers: readonly Observer[]
  readonly #stepObservers: readonly Observer[]
  readonly #rowObservers: readonly Observer[]
  readonly #messageObservers: readonly Observer[]
  readonly #faultObservers: readonly Observer[]

  constructor (simulation: Simulation, { seed, network = {}, order = 'fair', observers = [], wire = true }: SimulationOptions) {
    this.order = order
    this.codec = new Codec(wire)
    this.chance = new Chance(seed, 'world')
    this.paths = new Paths(resolveNetwork(network), order, new Chance(seed, 'network'))
    this.transport = new Transport(this, new Chance(seed, 'mesh'))
    this.#simulation = simulation
    this.#network = network
    this.#observers = observers
    this.#stepObservers = observers.filter(({ step }) => step !== undefined)
    this.#rowObservers = observers.filter(({ row }) => row !== undefined)
    this.#messageObservers = observers.filter(({ message }) => message !== undefined)
    this.#faultObservers = observers.filter(({ fault }) => fault !== undefined)
    this.hash.number(seed)
  }

  find (id: MemberId): SimulatedMember | undefined {
    return this.members.get(id)
  }

  add (member: SimulatedMember): void {
    this.members.set(member.id, member)
    this.everyStart.push(member)
  }

  /** Lets the next thing happen, if it is due by then. */
  next (end: Millis): boolean {
    const appointment = this.queue.peek()

    if (appointment === undefined || appointment.at > end) {
      return false
    }
    this.queue.pop()
    this.now = Math.max(this.now, appointment.at)
    appointment.action?.()

    return true
  }

  send (member: SimulatedMember, to: MemberId, message: Message): void {
    if (to !== member.id) {
      this.transport.send(member, to, message)
    }
  }

  publish (member: SimulatedMember, topic: Topic, message: Message): void {
    this.transport.publish(member, topic, message)
  }

  bootstrap (member: SimulatedMember): void {
    const stored = member.core.phase === 'joining' ? member.stored?.members.map(({ id }) => id) ?? [] : []
    const ids = new Set([...member.options.bootstrap ?? [], ...stored])

    for (const id of ids) {
      if (id !== member.id && member.running) {
        this.transport.connections.seek(member, id)
      }
    }
  }

  drop (member: SimulatedMember, id: MemberId): void {
    const link = member.links.get(id)

    if (link !== undefined) {
      this.transport.connections.close(link)
    }
  }

  ended (member: SimulatedMember): void {
    this.end(member, { lost: false, silent: false })
  }

  emitted (member: SimulatedMember, event: CoreEvent): void {
    // A copy: a listener can end itself.
    for (const listener of [...this.#listeners.get(event.type) ?? []]) {
      listener(member, event)
    }
  }

  /** The returned function ends it. */
  listen (type: CoreEvent['type'], listener: Listener): () => void {
    const listeners = this.#listeners.get(type) ?? []
    this.#listeners.set(type, listeners)
    const end = insert(listeners, listener)

    return () => { end() }
  }

  /** Ends a process, and its connections with it. */
  end (member: SimulatedMember, how: { readonly lost: boolean, readonly silent: boolean }): void {
    member.end()
    this.transport.connections.closeAll(member, how)
  }

  stepped (member: SimulatedMember, input: Input, effects: readonly Effect[]): void {
    this.tally.steps++
    this.hash.number(member.start)
    this.hash.number(Math.round(this.now * 1_000))
    this.hash.name(input.type)
    for (const effect of effects) {
      this.hash.name(effect.type === 'emit' ? effect.event.type : effect.type === 'trace' ? effect.mark : effect.type)
    }
    for (const observer of this.#stepObservers) {
      observer.step?.({ at: this.now, member, input, effects, simulation: this.#simulation })
    }
  }

  rowChanged (member: SimulatedMember, before: Row | undefined, after: Row | undefined): void {
    for (const observer of this.#rowObservers) {
      observer.row?.({ at: this.now, member, before, after })
    }
  }

  passed (passage: Omit<Passage, 'at'>): void {
    this.tally.passage(passage)
    for (const observer of this.#messageObservers) {
      observer.message?.({ ...passage, at: this.now })
    }
  }

  /** Tells the observers what the simulation begins with. */
  begin (): void {
    for (const observer of this.#observers) {
      observer.network?.({ network: this.#network })
    }
  }

  noteFault (fault: Fault): void {
    this.tally.fault(fault.kind)
    this.hash.name(fault.kind)
    this.tellFault(fault)
  }

  tellMissed (fault: Fault, reason: string): void {
    for (const observer of this.#observers) {
      observer.missed?.({ at: this.now, fault, reason })
    }
  }

  tellCables (change: CableChange): void {
    for (const observer of this.#observers) {
      observer.cables?.(change)
    }
  }

  tellFault (fault: Fault): void {
    for (const observer of this.#faultObservers) {
      observer.fault?.({ at: this.now, fault })
    }
  }
}
