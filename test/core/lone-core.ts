import { resolveSettings, ShoalCore } from '../../src/core/index.js'
import { createClaim } from './support.js'
import type { Accusation, Claim, CoreEvent, CoreOptions, Effect, Head, Input, Mark, MemberId, Message, Millis, Rule, Update } from '../../src/core/index.js'

/** The wall clock when a lone core starts, in Unix milliseconds: also its generation. */
export const UNIX_START = 1_700_000_000_000

/** What a message takes, one way. */
export const LATENCY: Millis = 1

/** The settings of most tests: a suspicion's times come out in whole seconds. */
export const ROUND = resolveSettings({ suspicionMultiplier: 2 })

/** A share of an asker's patience, after which a relay says that its target is silent. */
const NACK_SHARE = 0.8

/** What the others say to a message of the core, and how long after they had it. */
export interface Answer {
  readonly after?: Millis
  readonly message: Message
}

/** Something that the core asked for, and when. */
export interface TimedEffect {
  readonly at: Millis
  readonly effect: Effect
}

/** A message that the core sent. */
export interface Sent<M extends Message = Message> {
  readonly at: Millis
  readonly to: MemberId
  readonly message: M
}

interface Delivery {
  readonly at: Millis
  readonly input: Input
}

/**
 * One real core, `a`, on virtual time, with nobody around it but what a test makes up: whom it knows, what they answer,
 * when anything arrives. What it does in return is all on record.
 */
export class LoneCore {
  readonly core: ShoalCore
  /** All that the core asked for, in order. */
  effects: TimedEffect[] = []
  /** Members that answer nothing. */
  readonly silent = new Set<MemberId>()
  /** What the others answer; by default they are well, and so is the network. */
  reply: (to: MemberId, message: Message) => Answer | undefined = (to, message) => this.answer(to, message)
  now: Millis
  #head: Head = { view: 0n, tables: [] }
  #queue: Delivery[] = []

  /** Starts the core, alone unless there are addresses to join through, and introduces the others to it. */
  constructor (options: Partial<CoreOptions> = {}, others: readonly MemberId[] = [], now: Millis = 0) {
    this.now = now
    this.core = new ShoalCore({ self: 'a', cluster: 'test', settings: ROUND, groups: [], seed: 1, eligible: false, bootstrap: false, ...options })
    this.input({ type: 'start', unixMs: UNIX_START, addresses: [] })
    this.meet(...others)
  }

  /** Members say who they are, over connections that stay open. */
  meet (...ids: readonly MemberId[]): void {
    for (const id of ids) {
      this.say(id, claim(id))
      this.input({ type: 'connected', member: id })
    }
  }

  /** Feeds the core one input. */
  input (input: Input): void {
    for (const effect of this.core.step(this.now, input)) {
      this.effects.push({ at: this.now, effect })
      if (effect.type === 'send') this.#carry(effect.to, effect.message)
    }
  }

  /** A peer's message arrives. */
  tell (from: MemberId, message: Message): void {
    this.input({ type: 'message', from, message })
  }

  /** A peer's news arrives. */
  say (from: MemberId, ...updates: readonly Update[]): void {
    this.tell(from, { type: 'gossip', updates })
  }

  /** Runs for so long, waking the core when it wants to be. */
  run (duration: Millis): void {
    const end = this.now + duration

    while (this.#next(end));
    this.now = end
  }

  /** Runs until the condition holds; says how long that took. */
  until (condition: () => boolean, limit: Millis, what: string): Millis {
    const start = this.now

    while (!condition()) {
      if (!this.#next(start + limit)) {
        throw new Error(`not within ${limit} ms: ${what}`)
      }
    }

    return this.now - start
  }

  /** The process does not run for so long; what arrived meanwhile waits, and so do the timers. */
  sleep (duration: Millis): void {
    this.now += duration
  }

  /** Runs to the next ping, whoever it goes to. */
  nextPing (limit: Millis = 60_000): Sent<Extract<Message, { type: 'ping' }>> {
    const before = this.sent('ping').length
    this.until(() => this.sent('ping').length > before, limit, 'a ping')

    return this.sent('ping')[before] as Sent<Extract<Message, { type: 'ping' }>>
  }

  /** Runs to the next probe of a member. */
  nextPingTo (id: MemberId, limit: Millis = 120_000): Sent<Extract<Message, { type: 'ping' }>> {
    const before = this.sent('ping').filter(({ to }) => to === id).length
    this.until(() => this.sent('ping').filter(({ to }) => to === id).length > before, limit, `a ping of ${id}`)

    return this.sent('ping').filter(({ to }) => to === id)[before] as Sent<Extract<Message, { type: 'ping' }>>
  }

  /** How much the member doubts itself, as its rhythm shows: after the probe that it just began, or begins next, it waits (1 + score) intervals. */
  score (): number {
    const latest = this.sent('ping').at(-1)?.at
    const first = latest === this.now ? latest : this.nextPing().at

    return Math.round((this.nextPing().at - first) / resolveSettings().probeInterval) - 1
  }

  sent<T extends Message['type']> (type: T): Array<Sent<Extract<Message, { type: T }>>> {
    return this.effects.flatMap(({ at, effect }) => effect.type === 'send' && effect.message.type === type
      ? [{ at, to: effect.to, message: effect.message as Extract<Message, { type: T }> }]
      : [])
  }

  /** Everything that went out on the membership topic. */
  published (): Update[] {
    return this.effects.flatMap(({ effect }) => effect.type === 'publish' && effect.message.type === 'gossip' ? effect.message.updates : [])
  }

  events<T extends CoreEvent['type']> (type: T): Array<Extract<CoreEvent, { type: T }>> {
    return this.effects.flatMap(({ effect }) => effect.type === 'emit' && effect.event.type === type ? [effect.event as Extract<CoreEvent, { type: T }>] : [])
  }

  /** How often the core made a choice or a refusal of that name. */
  count (mark: Mark): number {
    return this.effects.filter(({ effect }) => effect.type === 'trace' && effect.mark === mark).length
  }

  /** What the view holds of a member, as `state@incarnation`. */
  standing (id: MemberId): string {
    const row = this.core.members().find(member => member.id === id)
    return row === undefined ? 'unknown' : `${row.state}@${row.incarnation}`
  }

  /** Forgets what the core asked for so far. */
  clear (): void {
    this.effects = []
  }

  /** What a healthy member answers: an ack, and a nack where a silent one is asked about. */
  answer (to: MemberId, message: Message): Answer | undefined {
    if (this.silent.has(to)) {
      return undefined
    }
    switch (message.type) {
      case 'ping': return { message: { type: 'ack', seq: message.seq, target: to, head: message.head, updates: [] } }
      case 'ping-req': {
        const { seq, target, patience } = message
        return this.silent.has(target)
          ? { after: NACK_SHARE * patience, message: { type: 'nack', seq, target } }
          : { message: { type: 'ack', seq, target, head: this.#head, updates: [] } }
      }
      default: return undefined
    }
  }

  #carry (to: MemberId, message: Message): void {
    if ('head' in message) this.#head = message.head
    const answer = this.reply(to, message)

    if (answer !== undefined) {
      this.#queue.push({ at: this.now + 2 * LATENCY + (answer.after ?? 0), input: { type: 'message', from: to, message: answer.message } })
    }
  }

  /** What arrives goes before what is due, as with a driver. */
  #next (end: Millis): boolean {
    const delivery = this.#queue.reduce<Delivery | undefined>((a, b) => a !== undefined && a.at <= b.at ? a : b, undefined)
    const due = this.core.nextTimeout() ?? Infinity
    const at = Math.max(this.now, Math.min(delivery?.at ?? Infinity, due))

    if (at > end) {
      return false
    }
    this.now = at
    if (delivery !== undefined && delivery.at <= Math.max(due, this.now)) {
      this.#queue = this.#queue.filter(other => other !== delivery)
      this.input(delivery.input)
    } else {
      this.input({ type: 'wake' })
    }

    return true
  }
}

/** What the same steps come to with a rule, and without it. */
export function withAndWithout<T> (rule: Rule, steps: (options: Partial<CoreOptions>) => T): readonly [T, T] {
  return [steps({}), steps({ without: [rule] })]
}

/** A member's word about itself, as an update. */
export function claim (id: MemberId, changes: Partial<Claim> = {}): Update {
  return { type: 'claim', claim: createClaim(id, { groups: [], priority: 2, ...changes }) }
}

/** A word against a member, as an update. */
export function accusation (id: MemberId, accuser: MemberId, changes: Partial<Accusation> = {}): Update {
  return { type: 'accusation', accusation: { id, generation: 1, incarnation: 0, state: 'suspect', accuser, refused: false, ...changes } }
}

/** The accusations among updates. */
export function accusationsIn (updates: readonly Update[]): Accusation[] {
  return updates.flatMap(update => update.type === 'accusation' ? [update.accusation] : [])
}

/** The claims among updates. */
export function claimsIn (updates: readonly Update[]): Claim[] {
  return updates.flatMap(update => update.type === 'claim' ? [update.claim] : [])
}
