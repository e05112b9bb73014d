import { createSettings, ShoalCore } from './support.js'
import type { CoreEvent, CoreOptions, Effect, GroupSpec, Input, Mark, MemberId, Message, Millis, Settings, StoredRecord } from '../../src/core/index.js'

/** What makes a member of a virtual cluster. */
export interface MemberOptions {
  readonly bootstrap?: readonly MemberId[]
  readonly groups?: readonly GroupSpec[]
  readonly settings?: Settings
  readonly priority?: number
  readonly eligible?: boolean
  readonly stored?: StoredRecord
}

/** One core, and what it did. */
export interface VirtualMember {
  readonly id: MemberId
  readonly core: ShoalCore
  readonly events: Array<CoreEvent & { readonly at: Millis }>
  readonly marks: Map<Mark, number>
  stored: StoredRecord | undefined
  running: boolean
  paused: boolean
}

interface Delivery {
  readonly at: Millis
  readonly order: number
  readonly to: MemberId
  readonly input: Input
}

const LATENCY: Millis = 2
const UNIX_START = 1_700_000_000_000

/**
 * Cores on virtual time and a network of our own making: every message takes 2 ms, unless the link is cut. One number
 * decides all chance.
 */
export class VirtualCluster {
  readonly members = new Map<MemberId, VirtualMember>()
  /** Every process that ever ran, the ended ones too. */
  readonly everyStart: VirtualMember[] = []
  now: Millis = 0
  /** How far the wall clock of members that start from now on is off. */
  clockStep: Millis = 0
  readonly #options = new Map<MemberId, MemberOptions>()
  #queue: Delivery[] = []
  #order = 0
  #starts: number
  readonly #cut: Array<(from: MemberId, to: MemberId) => boolean> = []
  /** Sees every message on its way; false loses it. */
  onMessage: (from: MemberId, to: MemberId, message: Message) => boolean = () => true
  /** When the copies of a message arrive, after it was sent: one, two or none; in any order with others. */
  delays: () => readonly Millis[] = () => [LATENCY]

  constructor (seed = 0) {
    this.#starts = seed * 1_000
  }

  /** Starts a member, or starts it again as a new process with what it stored. */
  start (id: MemberId, options: MemberOptions = this.#options.get(id) ?? {}): VirtualMember {
    const stored = options.stored ?? this.members.get(id)?.stored
    const coreOptions: CoreOptions = {
      self: id,
      cluster: 'test',
      settings: options.settings ?? createSettings(),
      groups: options.groups ?? [{ name: 'jobs', partitions: 64 }],
      seed: ++this.#starts,
      bootstrap: (options.bootstrap ?? []).length > 0,
      ...(options.priority === undefined ? {} : { priority: options.priority }),
      ...(options.eligible === undefined ? {} : { eligible: options.eligible }),
      ...(stored === undefined ? {} : { stored })
    }
    const member: VirtualMember = {
      id, core: new ShoalCore(coreOptions), events: [], marks: new Map(), stored, running: true, paused: false
    }

    this.#queue = this.#queue.filter(({ to }) => to !== id)
    this.#options.set(id, options)
    this.members.set(id, member)
    this.everyStart.push(member)
    this.#step(member, { type: 'start', unixMs: UNIX_START + this.now + this.clockStep, addresses: [`/memory/${id}`] })

    return member
  }

  /** Ends a process without a word. */
  crash (id: MemberId): void {
    this.member(id).running = false
  }

  /** The process stops where it is; what is sent to it waits. */
  pause (id: MemberId): void {
    this.member(id).paused = true
  }

  resume (id: MemberId): void {
    this.member(id).paused = false
  }

  leave (id: MemberId): void {
    this.#step(this.member(id), { type: 'leave' })
  }

  /** Cuts the links for which the function says so, both ways; the returned function heals them. */
  cut (isCut: (a: MemberId, b: MemberId) => boolean): () => void {
    return this.cutOneWay((a, b) => isCut(a, b) || isCut(b, a))
  }

  /** The same, from the first to the second only. */
  cutOneWay (isCut: (from: MemberId, to: MemberId) => boolean): () => void {
    this.#cut.push(isCut)

    return () => { this.#cut.splice(this.#cut.indexOf(isCut), 1) }
  }

  member (id: MemberId): VirtualMember {
    const member = this.members.get(id)

    if (member === undefined) {
      throw new Error(`there is no ${id}`)
    }

    return member
  }

  running (): VirtualMember[] {
    return [...this.members.values()].filter(member => member.running)
  }

  /** Lets a peer that need not be a member say something. */
  inject (from: MemberId, to: MemberId, message: Message): void {
    this.#step(this.member(to), { type: 'message', from, message })
  }

  /** Runs for so long. */
  run (duration: Millis): void {
    const end = this.now + duration

    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      next()
    }
    this.now = end
  }

  /** Runs until the condition holds; throws when it does not within the time. */
  until (condition: () => boolean, limit: Millis, what: string | (() => string)): Millis {
    const start = this.now

    for (let next = this.#next(start + limit); !condition(); next = this.#next(start + limit)) {
      if (next === undefined) {
        throw new Error(`not within ${limit} ms: ${typeof what === 'string' ? what : what()}`)
      }
      next()
    }

    return this.now - start
  }

  /** The next thing that happens, up to an instant. */
  #next (end: Millis): (() => void) | undefined {
    const delivery = this.#queue.reduce<Delivery | undefined>((a, b) => this.member(b.to).paused || (a !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order))) ? a : b, undefined)
    const timers = this.running().filter(({ paused }) => !paused).map(member => ({ member, at: member.core.nextTimeout() ?? Infinity }))
    const timer = timers.reduce<typeof timers[number] | undefined>((a, b) => a !== undefined && a.at <= b.at ? a : b, undefined)
    const at = Math.max(this.now, Math.min(delivery?.at ?? Infinity, timer?.at ?? Infinity))

    if (at > end) {
      return undefined
    }

    return () => {
      this.now = at
      if (delivery !== undefined && delivery.at <= (timer?.at ?? Infinity)) {
        this.#queue = this.#queue.filter(other => other !== delivery)
        this.#step(this.member(delivery.to), delivery.input)
      } else if (timer !== undefined) {
        this.#step(timer.member, { type: 'wake' })
      }
    }
  }

  #step (member: VirtualMember, input: Input): void {
    if (member.running) {
      for (const effect of member.core.step(this.now, input)) {
        this.#carryOut(member, effect)
      }
    }
  }

  #carryOut (member: VirtualMember, effect: Effect): void {
    switch (effect.type) {
      case 'send': this.#send(member.id, effect.to, effect.message); break
      case 'publish':
        for (const other of this.members.values()) {
          this.#send(member.id, other.id, effect.message)
        }
        break
      case 'store': member.stored = effect.record; break
      case 'bootstrap': this.#bootstrap(member); break
      case 'emit':
        member.events.push({ ...effect.event, at: this.now })
        member.running &&= effect.event.type !== 'left'
        break
      case 'trace': member.marks.set(effect.mark, (member.marks.get(effect.mark) ?? 0) + 1); break
    }
  }

  #bootstrap (member: VirtualMember): void {
    const addresses = [...this.#options.get(member.id)?.bootstrap ?? [], ...member.stored?.members.map(({ id }) => id) ?? []]

    for (const id of addresses) {
      if (id !== member.id && this.members.get(id)?.running === true && this.#isOpen(member.id, id)) {
        this.#deliver(member.id, { type: 'contact', member: id })
      }
    }
  }

  #send (from: MemberId, to: MemberId, message: Message): void {
    if (from !== to && this.members.get(to)?.running === true && this.#isOpen(from, to) && this.onMessage(from, to, message)) {
      for (const delay of this.delays()) {
        this.#deliver(to, { type: 'message', from, message }, delay)
      }
    }
  }

  #deliver (to: MemberId, input: Input, delay = LATENCY): void {
    this.#queue.push({ at: this.now + delay, order: this.#order++, to, input })
  }

  #isOpen (a: MemberId, b: MemberId): boolean {
    return !this.#cut.some(isCut => isCut(a, b))
  }
}
