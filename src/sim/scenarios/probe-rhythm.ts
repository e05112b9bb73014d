import type { MemberId, Millis } from '../../core/index.js'
import type { LiveMap } from './live-map.js'
import type { Observer, Step } from '../observer.js'

/**
 * How far apart a member's probes are: what its local health stretches, seen from outside. A probe is a ping that a
 * timer sends to somebody the member holds to be live; pings for others answer a message, and the dead are no targets.
 */
export class ProbeRhythm implements Observer {
  longest: Millis = 0
  readonly #probedAt = new Map<MemberId, Millis>()
  #watched: ReadonlySet<MemberId> = new Set()

  #views: LiveMap | undefined

  /** Watches these members from now on; the views say whom they hold to be live. */
  begin (members: readonly MemberId[], views: LiveMap): void {
    this.#watched = new Set(members)
    this.#views = views
    this.#probedAt.clear()
  }

  step ({ at, member, input, effects }: Step): void {
    if (input.type !== 'wake' || !this.#watched.has(member.id)) {
      return
    }
    if (effects.some(effect => effect.type === 'send' && effect.message.type === 'ping' && this.#views?.has(member.id, effect.to))) {
      this.longest = Math.max(this.longest, at - (this.#probedAt.get(member.id) ?? at))
      this.#probedAt.set(member.id, at)
    }
  }
}
