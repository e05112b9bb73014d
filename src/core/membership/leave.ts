import { isInRoster } from '../assignment/table.js'
import type { Ownership } from '../assignment/ownership.js'
import type { Tables } from '../assignment/tables.js'
import type { Context } from '../context.js'
import type { Ack } from '../messages.js'
import type { Millis } from '../types.js'
import type { Probe } from './probe.js'
import type { Self } from './self.js'

const DEADLINE = 'leave:deadline'

/** Members that a leaver tells itself; the others hear it from the topic and from these. */
const TOLD_MAX = 32

/** The parts of the core that a leaver needs. */
export interface LeaveParts {
  readonly self: Self
  readonly tables: Tables
  readonly ownership: Ownership
  readonly probe: Probe
}

/**
 * The way out of a cluster: stop working, say so to everybody, and stay, answering probes, until somebody has heard it
 * and the partitions are seen to have new owners, or the time for that is over. A goodbye is a ping, because its answer
 * shows that it arrived.
 */
export class Leave {
  readonly #context: Context
  readonly #self: Self
  readonly #tables: Tables
  readonly #ownership: Ownership
  readonly #probe: Probe
  /** The numbers of the goodbyes. */
  readonly #said = new Set<number>()
  #isHeard = false
  #isOver = false

  constructor (context: Context, parts: LeaveParts) {
    this.#context = context
    this.#self = parts.self
    this.#tables = parts.tables
    this.#ownership = parts.ownership
    this.#probe = parts.probe
  }

  begin (now: Millis): void {
    const { head, members, outbox, self, settings, timers } = this.#context

    this.#ownership.release()
    this.#self.leave(now)

    for (const row of members.livePeers(self).slice(0, TOLD_MAX)) {
      const seq = this.#probe.nextSeq()
      this.#said.add(seq)
      outbox.send(row.id, { type: 'ping', seq, head: head(), updates: [{ type: 'claim', claim: this.#self.claim }] })
    }
    timers.set(DEADLINE, now + settings.leaveTimeout)
  }

  /** Takes the answer to a goodbye; false for any other. */
  acknowledge ({ seq }: Ack): boolean {
    this.#isHeard ||= this.#said.has(seq)
    return this.#said.has(seq)
  }

  wake (timer: string): boolean {
    this.#isOver ||= timer === DEADLINE
    return timer === DEADLINE
  }

  /** Whether there is nothing left to wait for. */
  get isDone (): boolean {
    const isAlone = this.#context.members.liveCount === 0
    const isReplaced = this.#tables.all().every(table => !isInRoster(table, this.#self.claim))

    return this.#isOver || isAlone || (this.#isHeard && isReplaced)
  }
}
