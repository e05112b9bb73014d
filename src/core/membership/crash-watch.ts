import { ROWS_MAX } from '../limits.js'
import { isLive } from './member.js'
import type { Context } from '../context.js'
import type { MemberId, Millis } from '../types.js'
import type { Dissemination } from './dissemination.js'
import type { Hearing } from './hearing.js'
import type { Membership } from './membership.js'
import type { Probe } from './probe.js'

const TIMER = 'crash:'

/**
 * All that were connected see a process end in the same instant. Each looks after a random time up to this, in
 * milliseconds for each connection of its own, as the others will have about as many: so one looks every 10 ms or so,
 * and the first few have spoken for all before the others begin.
 */
const WINDOW_SHARE = 10

/** The parts of the core that a look after a member takes. */
export interface CrashWatchParts {
  readonly membership: Membership
  readonly probe: Probe
  readonly dissemination: Dissemination
  readonly hearing: Hearing
}

/**
 * The fast way to notice a crash: the connection to a process that dies closes at once, and its address refuses the
 * next dial. A cable that is cut closes nothing, and is left to the probes.
 */
export class CrashWatch {
  readonly #context: Context
  readonly #membership: Membership
  readonly #probe: Probe
  readonly #dissemination: Dissemination
  readonly #hearing: Hearing

  constructor (context: Context, { membership, probe, dissemination, hearing }: CrashWatchParts) {
    this.#context = context
    this.#membership = membership
    this.#probe = probe
    this.#dissemination = dissemination
    this.#hearing = hearing
  }

  /** A connection is open: nothing to look for. */
  connected (id: MemberId): void {
    const { links, timers } = this.#context

    if (links.size < ROWS_MAX) {
      links.add(id)
    }
    timers.cancel(TIMER + id)
  }

  /** A connection is gone. If it broke, looks soon whether the process is there. */
  disconnected (now: Millis, id: MemberId, isLost: boolean): void {
    const { applies, links, members, random, timers } = this.#context
    links.delete(id)

    if (isLost && this.#watches(id) && applies('crash:fast-path')) {
      timers.setEarliest(TIMER + id, now + random.fraction() * WINDOW_SHARE * Math.min(links.size + 1, members.liveCount))
    }
  }

  /** The member's machine answered that nobody listens at its address. */
  refused (now: Millis, id: MemberId): void {
    const row = this.#context.members.get(id)

    if (row !== undefined && this.#watches(id) && !this.#context.links.has(id) && this.#context.applies('crash:fast-path')) {
      // Its machine was heard, so this side is in order.
      this.#hearing.hear(now)
      this.#context.outbox.trace('crash:refused', id)
      this.#membership.accuse(now, row, 'suspect', true)
    }
  }

  wake (timer: string): boolean {
    if (!timer.startsWith(TIMER)) {
      return false
    }
    const id = timer.slice(TIMER.length)

    if (this.#watches(id) && !this.#context.links.has(id)) {
      this.#context.outbox.trace('crash:looked', id)
      this.look(id)
    }

    return true
  }

  /** Pings a member, beside the probes: whatever it says in return is heard. News would be wasted on one that may be gone. */
  look (id: MemberId): void {
    this.#context.outbox.send(id, {
      type: 'ping', seq: this.#probe.nextSeq(), head: this.#context.head(), updates: this.#dissemination.accusationAgainst(id)
    })
  }

  /** Whether both are members: a joiner judges nobody. */
  #watches (id: MemberId): boolean {
    const { members, self } = this.#context
    const [own, row] = [members.get(self), members.get(id)]

    return own?.state === 'alive' && row !== undefined && isLive(row)
  }
}
