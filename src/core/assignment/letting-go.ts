import { RELEASES_MAX } from '../limits.js'
import { packToken } from './token.js'
import type { Context } from '../context.js'
import type { Handoffs } from '../election/handoffs.js'
import type { Leadership } from '../election/leadership.js'
import type { Fenced, Release } from '../messages.js'
import type { MemberId, Millis, Token } from '../types.js'
import type { Tables } from './tables.js'

const SEND = 'letting-go:send'
const AGAIN = 'letting-go:again'

/** What is released within this time of the last message goes in one, in milliseconds. */
const BATCH = 5

/** After this time the leader is told again, in milliseconds: messages may be lost, and its answer may. */
const REPEAT = 500

/** How far a partition has come on its way from this member. */
interface Stop {
  readonly token: Token
  /** Whether the work has stopped. */
  readonly isOver: boolean
  readonly failed: boolean
}

/** The parts of the core that letting go needs. */
export interface LettingGoParts {
  readonly tables: Tables
  readonly leadership: Leadership
  readonly handoffs: Handoffs
}

/**
 * What this member stops working on, and tells the leader of when it has: once, with each newer table, to each other
 * leader, and every now and then, until the table shows that it was heard.
 */
export class LettingGo {
  readonly #context: Context
  readonly #tables: Tables
  readonly #leadership: Leadership
  readonly #handoffs: Handoffs
  readonly #stops = new Map<string, Map<number, Stop>>()
  /** By group, the partitions that the leader is to be told of. */
  readonly #unsaid = new Map<string, Set<number>>()
  /** By group and partition, the larger token that a resource has seen. */
  readonly #fences = new Map<string, Fenced>()
  #leader: MemberId | undefined
  #saidAt: Millis = -Infinity

  constructor (context: Context, { tables, leadership, handoffs }: LettingGoParts) {
    this.#context = context
    this.#tables = tables
    this.#leadership = leadership
    this.#handoffs = handoffs
  }

  /** Whether all that was to stop has stopped, as far as this member knows. */
  get isQuiet (): boolean {
    return [...this.#stops.values()].every(stops => [...stops.values()].every(({ isOver }) => isOver))
  }

  isBegun (group: string, partition: number, token: Token): boolean {
    return this.#stops.get(group)?.get(partition)?.token === token
  }

  isOver (group: string, partition: number, token: Token): boolean {
    const stop = this.#stops.get(group)?.get(partition)
    return stop?.token === token && stop.isOver
  }

  /** The application is told to stop. */
  begin (group: string, partition: number, token: Token): void {
    this.#put(group, partition, { token, isOver: false, failed: false })
  }

  /** The application has stopped, or never began. */
  finish (group: string, partition: number, token: Token, failed: boolean): void {
    this.#put(group, partition, { token, isOver: true, failed })
    this.#say(group, partition)
  }

  /** A resource has seen a larger token: the leader is told until this member has another one. */
  fence (now: Millis, group: string, partition: number, token: Token, seen: Token): void {
    this.#fences.set(`${group} ${partition}`, { type: 'fenced', group, partition, token, seen })
    this.#tell(now, this.#fences.get(`${group} ${partition}`) as Fenced)
    this.#armAgain(now)
  }

  /** Whether the partition was taken from its token for that reason. */
  isFenced (group: string, partition: number, token: Token): boolean {
    return this.#fences.get(`${group} ${partition}`)?.token === token
  }

  /** Goes by what this member owns in a newer table: what it does not show any more was heard, or is somebody else's. */
  follow (group: string, owned: ReadonlyMap<number, Token>): void {
    const stops = this.#stops.get(group) ?? new Map<number, Stop>()

    for (const [partition, { token, isOver }] of stops) {
      if (owned.get(partition) !== token) {
        stops.delete(partition)
        this.#unsaid.get(group)?.delete(partition)
      } else if (isOver) {
        this.#say(group, partition)
      }
    }
    for (const [key, fence] of this.#fences) {
      if (fence.group === group && owned.get(fence.partition) !== fence.token) this.#fences.delete(key)
    }
  }

  /** Forgets everything: this start of the member is over. */
  clear (): void {
    this.#stops.clear()
    this.#unsaid.clear()
    this.#fences.clear()
  }

  /** Says, after every step, what is to be said; all of it if somebody else leads. */
  review (now: Millis): void {
    if (this.#leadership.first !== this.#leader) {
      this.#leader = this.#leadership.first
      this.#sayAll(now)
    }
    if (this.#unsaid.size > 0 && now >= this.#saidAt + BATCH) {
      this.#send(now)
    } else if (this.#unsaid.size > 0) {
      this.#context.timers.setEarliest(SEND, this.#saidAt + BATCH)
    }
  }

  wake (now: Millis, timer: string): boolean {
    if (timer === AGAIN) {
      this.#sayAll(now)
      this.#armAgain(now)
    }

    return timer === SEND || timer === AGAIN
  }

  #put (group: string, partition: number, stop: Stop): void {
    const stops = this.#stops.get(group) ?? new Map<number, Stop>()
    this.#stops.set(group, stops.set(partition, stop))
  }

  #say (group: string, partition: number): void {
    const unsaid = this.#unsaid.get(group) ?? new Set<number>()
    this.#unsaid.set(group, unsaid.add(partition))
  }

  #sayAll (now: Millis): void {
    for (const [group, stops] of this.#stops) {
      for (const [partition, { isOver }] of stops) {
        if (isOver) this.#say(group, partition)
      }
    }
    for (const fence of this.#fences.values()) {
      this.#tell(now, fence)
    }
  }

  #send (now: Millis): void {
    this.#saidAt = now
    this.#context.timers.cancel(SEND)

    for (const [group, unsaid] of this.#unsaid) {
      for (const failed of [false, true]) {
        this.#sendGroup(now, group, [...unsaid].filter(partition => this.#stops.get(group)?.get(partition)?.failed === failed), failed)
      }
    }
    this.#unsaid.clear()
    this.#armAgain(now)
  }

  #sendGroup (now: Millis, group: string, partitions: number[], failed: boolean): void {
    const table = this.#tables.get(group)
    const epoch = table === undefined ? 0n : packToken(table.epoch)
    partitions.sort((a, b) => a - b)

    for (let start = 0; start < partitions.length; start += RELEASES_MAX) {
      const some = partitions.slice(start, start + RELEASES_MAX)
      this.#tell(now, { type: 'release', group, epoch, failed, partitions: some, tokens: some.map(partition => this.#stops.get(group)?.get(partition)?.token ?? 0n) })
    }
  }

  #tell (now: Millis, message: Release | Fenced): void {
    const to = this.#leadership.first

    if (to === this.#context.self) {
      this.#handoffs.receive(now, to, message)
    } else if (to !== undefined) {
      this.#context.outbox.send(to, message)
    }
  }

  #armAgain (now: Millis): void {
    const isWaiting = this.#fences.size > 0 || [...this.#stops.values()].some(stops => [...stops.values()].some(({ isOver }) => isOver))

    if (isWaiting && this.#context.applies('handoff:said-again')) {
      this.#context.timers.setEarliest(AGAIN, now + REPEAT)
    }
  }
}
