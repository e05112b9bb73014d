import { UPDATES_MAX } from '../limits.js'
import { accusationOf, updatesOf } from './member.js'
import type { Context } from '../context.js'
import type { MemberId, Update } from '../types.js'

/**
 * The news that still has to be passed on: one slot a member, so the queue is never longer than the view and an older
 * piece of news never goes out after a newer one. What a slot says is read from the view when it is sent.
 */
export class Dissemination {
  readonly #context: Context
  /** How often the news about each member went out; in the order of arrival. */
  readonly #sends = new Map<MemberId, number>()
  /** What to publish: this member's own words, or what the view says when it is sent. */
  readonly #originated = new Map<MemberId, Update | undefined>()

  constructor (context: Context) {
    this.#context = context
  }

  /** Passes on, by piggyback, what has become known about a member. */
  enqueue (id: MemberId): void {
    this.#sends.delete(id)
    this.#sends.set(id, 0)
  }

  /** The same for news that began here, which is published too: by its originator only, however many notice. */
  originate (id: MemberId, update?: Update): void {
    this.enqueue(id)

    if (this.#context.applies('dissemination:publish')) {
      this.#originated.set(id, update)
    }
  }

  /** The updates for one message: what was sent least goes first, and of that the newest (SWIM 4.1). */
  take (target?: MemberId): Update[] {
    const updates = target === undefined || !this.#context.applies('buddy') ? [] : this.#accusationAgainst(target)
    const bound = this.#sendsMax()
    const order = [...this.#sends].reverse().sort((a, b) => a[1] - b[1])

    for (const [id, sends] of order) {
      if (updates.length >= UPDATES_MAX || !this.#context.applies('dissemination:piggyback')) {
        break
      }
      if (id !== target) {
        updates.push(...this.#news(id))
        this.#count(id, sends + 1, bound)
      }
    }

    return updates
  }

  /** Publishes what began here since the last time. */
  publishOriginated (): void {
    const updates = [...this.#originated].flatMap(([id, update]) => update === undefined ? this.#news(id) : [update])
    this.#originated.clear()

    for (let start = 0; start < updates.length; start += UPDATES_MAX) {
      this.#context.outbox.publish('membership', { type: 'gossip', updates: updates.slice(start, start + UPDATES_MAX) })
    }
  }

  /** What is against a member is told to it first, so that it can refute: a suspect, and one believed dead. */
  #accusationAgainst (target: MemberId): Update[] {
    const row = this.#context.members.get(target)
    const accusation = row === undefined ? undefined : accusationOf(row)

    return accusation === undefined ? [] : [{ type: 'accusation', accusation }]
  }

  /** An accusation goes without the claim that it stands on: who does not know the member has no use for it. */
  #news (id: MemberId): Update[] {
    const row = this.#context.members.get(id)
    return row === undefined ? [] : updatesOf(row).slice(-1)
  }

  #count (id: MemberId, sends: number, bound: number): void {
    if (sends >= bound && this.#context.applies('dissemination:bounded')) {
      this.#sends.delete(id)
    } else {
      this.#sends.set(id, sends)
    }
  }

  /** The bound grows smoothly with the cluster: memberlist's ceil(log10) leaves some unreached just below a power of ten. */
  #sendsMax (): number {
    return Math.ceil(this.#context.settings.retransmitMultiplier * Math.log(this.#context.members.liveCount + 1))
  }
}
