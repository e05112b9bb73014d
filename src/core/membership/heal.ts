import { isLive } from './member.js'
import type { Context } from '../context.js'
import type { MemberId, Millis } from '../types.js'
import type { Dissemination } from './dissemination.js'
import type { Row } from './member.js'
import type { Probe } from './probe.js'

const TIMER = 'heal'

/** Between two attempts at dead members, in probe intervals: the cost is the same however many are dead. */
const INTERVAL = 2

/** One member is tried again after a quarter of the time for which it has been dead, within these, in milliseconds. */
const RETRY_SHARE = 0.25
const RETRY_MIN = 2_000
const RETRY_MAX = 60_000

/** How often the bootstrap addresses are tried again, in probe intervals: they are never forgotten. */
const BOOTSTRAP_INTERVAL = 15

/** How long the dead and the gone are remembered, in milliseconds: longer than any split that heals by itself. */
const MEMORY = 24 * 60 * 60 * 1_000

/**
 * Finds lost members again. A member believed dead is pinged and told so; if it lives it refutes, and the comparison
 * of views brings back whatever was on its side of a split.
 */
export class Heal {
  readonly #context: Context
  readonly #probe: Probe
  readonly #dissemination: Dissemination
  readonly #triedAt = new Map<MemberId, Millis>()
  #bootstrapAt = 0

  constructor (context: Context, probe: Probe, dissemination: Dissemination) {
    this.#context = context
    this.#probe = probe
    this.#dissemination = dissemination
  }

  start (now: Millis): void {
    this.#bootstrapAt = now + this.#jittered(BOOTSTRAP_INTERVAL)
    this.#arm(now)
  }

  wake (now: Millis, timer: string): boolean {
    if (timer !== TIMER) {
      return false
    }
    this.#forget(now)
    this.#tryOne(now)
    this.#tryBootstrap(now)
    this.#arm(now)

    return true
  }

  #tryOne (now: Millis): void {
    const due = [...this.#context.members.ended()].filter(row => row.state === 'dead' && now >= this.#dueAt(row))
    const row = due.sort((a, b) => this.#dueAt(a) - this.#dueAt(b))[0]

    if (row === undefined || !this.#context.applies('heal:dead')) {
      return
    }
    this.#triedAt.set(row.id, now)
    this.#context.outbox.trace('heal:tried', row.id)
    this.#context.outbox.send(row.id, {
      type: 'ping', seq: this.#probe.nextSeq(), head: this.#context.head(), updates: this.#dissemination.take(row.id)
    })
  }

  /** Alone, a member goes on knocking; in company, now and then, for the side of a split that nobody remembers. */
  #tryBootstrap (now: Millis): void {
    if (this.#context.applies('heal:bootstrap') && (this.#context.members.liveCount <= 1 || now >= this.#bootstrapAt)) {
      this.#bootstrapAt = now + this.#jittered(BOOTSTRAP_INTERVAL)
      this.#context.outbox.bootstrap()
    }
  }

  #dueAt (row: Row): Millis {
    const tried = this.#triedAt.get(row.id) ?? row.since
    return tried + Math.min(RETRY_MAX, Math.max(RETRY_MIN, (tried - row.since) * RETRY_SHARE))
  }

  #forget (now: Millis): void {
    for (const row of this.#context.members.endedBefore(now - MEMORY)) {
      this.#context.members.delete(row.id)
    }
    for (const id of this.#triedAt.keys()) {
      const row = this.#context.members.get(id)

      if (row === undefined || isLive(row)) {
        this.#triedAt.delete(id)
      }
    }
  }

  #jittered (intervals: number): Millis {
    return intervals * this.#context.settings.probeInterval * (0.75 + this.#context.random.fraction() / 2)
  }

  #arm (now: Millis): void {
    this.#context.timers.set(TIMER, now + this.#jittered(INTERVAL))
  }
}
