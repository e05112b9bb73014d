import { RELAYS_MAX } from '../limits.js'
import type { Context } from '../context.js'
import type { MemberId, Millis } from '../types.js'
import type { Row } from './member.js'

/** How long it counts that a member did not answer, in probe intervals. */
const FRESH_INTERVALS = 2

/**
 * Members that did not answer a ping that was sent on behalf of another. Who finds one of them suspected has made the
 * same observation independently, and can confirm it at once: Lifeguard waits until others happen to probe the suspect.
 */
export class Evidence {
  readonly #context: Context
  readonly #silentAt = new Map<MemberId, Millis>()

  constructor (context: Context) {
    this.#context = context
  }

  /** The member did not answer. */
  note (now: Millis, id: MemberId): void {
    for (const [other, at] of this.#silentAt) {
      if (this.#silentAt.size < RELAYS_MAX && this.#isFresh(now, at)) {
        break
      }
      this.#silentAt.delete(other)
    }
    this.#silentAt.delete(id)
    this.#silentAt.set(id, now)
  }

  /** The member was heard. */
  clear (id: MemberId): void {
    this.#silentAt.delete(id)
  }

  has (now: Millis, { id }: Row): boolean {
    const at = this.#silentAt.get(id)
    return at !== undefined && this.#isFresh(now, at) && this.#context.applies('witness')
  }

  #isFresh (now: Millis, at: Millis): boolean {
    return now - at <= FRESH_INTERVALS * this.#context.settings.probeInterval
  }
}
