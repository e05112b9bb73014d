import { ShoalCore } from '../core/index.js'
import { Application } from './application.js'
import { Execution } from './execution.js'
import { admitted } from './intake.js'
import type { Clock } from './clock.js'
import type { Appointment } from './event-queue.js'
import type { ExecutionHost } from './execution.js'
import type { Link } from './link.js'
import type { MemberOptions } from './options.js'
import type { CoreEvent, CoreOptions, Effect, Input, Mark, MemberId, Message, Millis, Settings, StoredRecord, Topic } from '../core/index.js'

/** What happened to an application, and when. */
export type TimedEvent = CoreEvent & { readonly at: Millis }

/** Messages on connections and their bytes; publications count one for each hop. */
export interface Traffic {
  messages: number
  bytes: number
}

/** What a member asks of the simulation. */
export interface MemberHost extends ExecutionHost {
  stepped (member: SimulatedMember, input: Input, effects: readonly Effect[]): void
  send (member: SimulatedMember, to: MemberId, message: Message): void
  /** An event went to the application. */
  emitted (member: SimulatedMember, event: CoreEvent): void
  publish (member: SimulatedMember, topic: Topic, message: Message): void
  bootstrap (member: SimulatedMember): void
  /** The core says that another member is dead: what is left of the connection to it is of no use. */
  drop (member: SimulatedMember, id: MemberId): void
  /** The process has come to its own end. */
  ended (member: SimulatedMember): void
}

/** What a process is made with. */
export interface MemberInit {
  readonly id: MemberId
  readonly start: number
  readonly options: MemberOptions
  readonly core: CoreOptions
  readonly clock: Clock
}

type Handler = (event: CoreEvent) => void

/** Stored members that the next start tries; any one of them is enough (see the adapter's bootstrap). */
export const STORED_MAX = 32

const WAKE_RANKS = { fair: 1, nasty: Number.NEGATIVE_INFINITY } as const

/** One process of a member: a core, and what drives it as an adapter does. */
export class SimulatedMember {
  readonly id: MemberId
  /** The ordinal of this process among all of the simulation. */
  readonly start: number
  readonly core: ShoalCore
  readonly options: MemberOptions
  readonly settings: Settings
  readonly clock: Clock
  readonly execution: Execution
  readonly events: TimedEvent[] = []
  readonly marks = new Map<Mark, number>()
  readonly sent: Traffic = { messages: 0, bytes: 0 }
  readonly received: Traffic = { messages: 0, bytes: 0 }
  /** Connections by the peer's id, the least recently used first. */
  readonly links = new Map<MemberId, Link>()
  /** Those of them over which publications go. */
  readonly mesh = new Set<Link>()
  /** When the mesh was last looked after. */
  meshAt: Millis = Number.NEGATIVE_INFINITY
  /** What is on its disk. */
  stored: StoredRecord | undefined
  running = true
  /** Its machine is without power: nothing answers, not even with a refusal. */
  isDark = false
  readonly #host: MemberHost
  readonly #application: Application
  readonly #handlers = new Map<string, Handler[]>()
  readonly #inputs: Input[] = []
  #isStepping = false
  #alarm: Appointment | undefined
  #armedFor: Millis | undefined

  constructor (host: MemberHost, { id, start, options, core, clock }: MemberInit) {
    this.id = id
    this.start = start
    this.options = options
    this.settings = core.settings
    this.clock = clock
    this.core = new ShoalCore(core)
    this.stored = core.stored
    this.execution = new Execution(host, () => { this.input({ type: 'wake' }) })
    this.#host = host
    this.#application = new Application({ queue: host.queue, now: () => host.now, say: input => { this.#say(input) } }, options.application ?? {}, core.seed)
  }

  /** Calls back on events of that type, as an application's listener; those of its first step are over by then (see `Simulation.on`). */
  on<T extends CoreEvent['type']> (type: T, handler: (event: Extract<CoreEvent, { type: T }>) => void): void {
    this.#handlers.set(type, [...this.#handlers.get(type) ?? [], handler as Handler])
  }

  /** Feeds the core. Steps and effects never nest: what an effect brings about comes after the others. */
  input (input: Input): void {
    this.#inputs.push(input)

    if (this.#isStepping) {
      return
    }
    this.#isStepping = true
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
        if (this.running) this.#step(next)
      }
    } finally {
      this.#isStepping = false
    }
    this.#arm()
  }

  /** Takes a peer's message in, from itself or by a topic. */
  receive (from: MemberId, message: Message, isPublished = false): void {
    if (this.running) {
      this.input({ type: 'message', from, message: admitted(message, this.core), isPublished })
    }
  }

  /** The process is no more. */
  end (): void {
    this.running = false
    this.execution.end()
    this.#arm()
  }

  /** Sets the timer anew: the clock runs otherwise than before. */
  rearm (): void {
    this.#armedFor = undefined
    this.#arm()
  }

  #step (input: Input): void {
    const effects = this.core.step(this.clock.localAt(this.#host.now), input)

    this.#host.stepped(this, input, effects)
    for (const effect of effects) {
      if (!this.running) {
        return
      }
      this.#act(effect)
    }
  }

  #act (effect: Effect): void {
    switch (effect.type) {
      case 'send': this.#host.send(this, effect.to, effect.message); break
      case 'publish': this.#host.publish(this, effect.topic, effect.message); break
      case 'store': this.stored = shortened(effect.record); break
      case 'bootstrap': this.#host.bootstrap(this); break
      case 'emit': this.#emit(effect.event); break
      case 'trace': this.marks.set(effect.mark, (this.marks.get(effect.mark) ?? 0) + 1); break
    }
  }

  #emit (event: CoreEvent): void {
    if (this.options.keepEvents !== false) {
      this.events.push({ ...event, at: this.#host.now })
    }
    if (event.type === 'member:dead') {
      this.#host.drop(this, event.member.id)
    }
    for (const handler of this.#handlers.get(event.type) ?? []) {
      handler(event)
    }
    this.#host.emitted(this, event)
    this.#application.hear(event)
    if (event.type === 'left' || event.type === 'superseded' || event.type === 'refused') {
      this.#host.ended(this)
    }
  }

  /** A process that does not run says nothing; what its application has to say waits. */
  #say (input: Input): void {
    if (this.execution.isRunnable) {
      this.input(input)
    } else if (this.running) {
      this.execution.receive(() => { this.#say(input) })
    }
  }

  #arm (): void {
    const at = this.running ? this.core.nextTimeout() : undefined

    if (at === this.#armedFor && this.#alarm !== undefined) {
      return
    }
    if (this.#alarm !== undefined) this.#alarm.action = undefined
    this.#armedFor = at
    this.#alarm = at === undefined
      ? undefined
      : this.#host.queue.push(Math.max(this.#host.now, this.clock.trueAt(at)), () => { this.#fire() }, WAKE_RANKS[this.#host.order])
  }

  #fire (): void {
    this.#alarm = undefined
    this.#armedFor = undefined
    this.execution.fire()
  }
}

/** Without the members that no start will ever try: a large cluster's disks would hold more than all else. */
function shortened (record: StoredRecord): StoredRecord {
  return record.members.length <= STORED_MAX ? record : { ...record, members: record.members.slice(0, STORED_MAX) }
}
