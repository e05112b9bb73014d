import { isInRoster } from '../assignment/table.js'
import type { Ownership } from '../assignment/ownership.js'
import type { Tables } from '../assignment/tables.js'
import type { Context } from '../context.js'
import type { Millis } from '../types.js'
import type { Self } from './self.js'

const DEADLINE = 'leave:deadline'

/** Members that a leaver tells itself; the others hear it from the topic and from these. */
const TOLD_MAX = 32

/**
 * The way out of a cluster: stop working, say so to everybody, and stay, answering probes, until the partitions are
 * seen to have new owners or the time for that is over.
 */
export class Leave {
  readonly #context: Context
  readonly #self: Self
  readonly #tables: Tables
  readonly #ownership: Ownership
  #isOver = false

  constructor (context: Context, self: Self, tables: Tables, ownership: Ownership) {
    this.#context = context
    this.#self = self
    this.#tables = tables
    this.#ownership = ownership
  }

  begin (now: Millis): void {
    const { members, self, settings, timers } = this.#context

    this.#ownership.release()
    this.#self.leave(now)

    for (const row of members.livePeers(self).slice(0, TOLD_MAX)) {
      this.#self.introduce(row.id)
    }
    timers.set(DEADLINE, now + settings.leaveTimeout)
  }

  wake (timer: string): boolean {
    this.#isOver ||= timer === DEADLINE
    return timer === DEADLINE
  }

  /** Whether there is nothing left to wait for. */
  get isDone (): boolean {
    const isAlone = this.#context.members.liveCount === 0
    return this.#isOver || isAlone || this.#tables.all().every(table => !isInRoster(table, this.#self.claim))
  }
}
