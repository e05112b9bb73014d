import type { Context } from '../context.js'
import type { MemberId, Millis } from '../types.js'
import type { Dissemination } from './dissemination.js'
import type { Membership } from './membership.js'
import type { Probe } from './probe.js'
import { isLive } from './member.js'

const TIMER = 'crash:'

/**
 * All that were connected see a process end in the same instant. Each looks after a random time up to this, by which
 * the first few have spoken for all: in milliseconds for each member, and at most.
 */
const WINDOW_SHARE = 2
const WINDOW_MAX = 100

/**
 * The fast way to notice a crash: the connection to a process that dies closes at once, and its address refuses the
 * next dial. A cable that is cut closes nothing, and is left to the probes.
 */
export class CrashWatch {
  readonly #context: Context
  readonly #membership: Membership
  readonly #probe: Probe
  readonly #dissemination: Dissemination

  constructor (context: Context, membership: Membership, probe: Probe, dissemination: Dissemination) {
    this.#context = context
    this.#membership = membership
    this.#probe = probe
    this.#dissemination = dissemination
  }

  /** A connection broke: looks soon whether the process is there. */
  lost (now: Millis, id: MemberId): void {
    const { applies, members, random, timers } = this.#context

    if (this.#isLive(id) && applies('crash:fast-path')) {
      timers.setEarliest(TIMER + id, now + random.fraction() * Math.min(WINDOW_MAX, WINDOW_SHARE * members.liveCount))
    }
  }

  /** The process is back, or another way to it. */
  found (id: MemberId): void {
    this.#context.timers.cancel(TIMER + id)
  }

  /** The member's machine answered that nobody listens at its address. */
  refused (now: Millis, id: MemberId): void {
    const row = this.#context.members.get(id)

    if (row !== undefined && isLive(row) && !this.#context.links.has(id) && this.#context.applies('crash:fast-path')) {
      this.#context.outbox.trace('crash:refused', id)
      this.#membership.accuse(now, row, 'suspect', true)
    }
  }

  wake (now: Millis, timer: string): boolean {
    if (!timer.startsWith(TIMER)) {
      return false
    }
    const id = timer.slice(TIMER.length)

    if (this.#isLive(id) && !this.#context.links.has(id)) {
      this.#context.outbox.trace('crash:looked', id)
      this.#context.outbox.send(id, {
        type: 'ping', seq: this.#probe.nextSeq(), head: this.#context.head(), updates: this.#dissemination.take(id)
      })
    }

    return true
  }

  #isLive (id: MemberId): boolean {
    const row = this.#context.members.get(id)
    return row !== undefined && isLive(row)
  }
}
