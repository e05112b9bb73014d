import { UPDATES_MAX } from '../limits.js'
import { accusationOf, updatesOf } from './member.js'
import type { Context } from '../context.js'
import type { MemberId, Update } from '../types.js'

/** Slots that were replaced and still lie about, besides as many as there are slots. */
const STALE_MAX = 64

/** The news about one member. */
interface Slot {
  readonly id: MemberId
  /** How often it went out. */
  readonly sends: number
}

/**
 * The news that still has to be passed on: one slot a member, so the queue is never longer than the view and an older
 * piece of news never goes out after a newer one. What a slot says is read from the view when it is sent.
 */
export class Dissemination {
  readonly #context: Context
  readonly #slots = new Map<MemberId, Slot>()
  /** The slots by how often they went out, the newest last; with some that are replaced or done with by now. */
  readonly #tiers: Slot[][] = []
  #tiered = 0
  /** What to publish: this member's own words, or what the view says when it is sent. */
  readonly #originated = new Map<MemberId, Update | undefined>()

  constructor (context: Context) {
    this.#context = context
  }

  /** Passes on, by piggyback, what has become known about a member. */
  enqueue (id: MemberId): void {
    this.#put({ id, sends: 0 })
  }

  /** Publishes news that began here: only its originator does, however many notice. */
  publish (id: MemberId, update?: Update): void {
    if (this.#context.applies('dissemination:publish')) {
      this.#originated.set(id, update)
    }
  }

  /** The updates for one message: what was sent least goes first, and of that the newest (SWIM 4.1). */
  take (target?: MemberId): Update[] {
    const updates = target === undefined ? [] : this.accusationAgainst(target)
    const taken: Slot[] = []

    for (const tier of this.#context.applies('dissemination:piggyback') ? this.#tiers : []) {
      while (updates.length < UPDATES_MAX && tier.length > 0) {
        const slot = tier.pop() as Slot
        this.#tiered--

        if (this.#slots.get(slot.id) === slot) {
          taken.push(slot)
          updates.push(...slot.id === target ? [] : this.#news(slot.id))
        }
      }
    }
    this.#putBack(taken, target)

    return updates
  }

  /** Publishes what began here since the last time. */
  publishOriginated (): void {
    if (this.#originated.size === 0) {
      return
    }
    const updates = [...this.#originated].flatMap(([id, update]) => update === undefined ? this.#news(id) : [update])
    this.#originated.clear()

    for (let start = 0; start < updates.length; start += UPDATES_MAX) {
      this.#context.outbox.publish('membership', { type: 'gossip', updates: updates.slice(start, start + UPDATES_MAX) })
    }
  }

  /** What is against a member is told to it first, so that it can refute: a suspect, and one believed dead. */
  accusationAgainst (target: MemberId): Update[] {
    const row = this.#context.members.get(target)
    const accusation = row === undefined || !this.#context.applies('buddy') ? undefined : accusationOf(row)

    return accusation === undefined ? [] : [{ type: 'accusation', accusation }]
  }

  /** An accusation goes without the claim that it stands on: who does not know the member has no use for it. */
  #news (id: MemberId): Update[] {
    const row = this.#context.members.get(id)
    return row === undefined ? [] : updatesOf(row).slice(-1)
  }

  /** What went out goes out again, a bounded number of times; what the target itself is about did not go out. */
  #putBack (taken: readonly Slot[], target: MemberId | undefined): void {
    const bound = this.#context.applies('dissemination:bounded') ? this.#sendsMax() : Infinity

    for (const { id, sends } of taken.toReversed()) {
      if (id === target) {
        this.#put({ id, sends })
      } else if (sends + 1 < bound) {
        this.#put({ id, sends: sends + 1 })
      } else {
        this.#slots.delete(id)
      }
    }
  }

  #put (slot: Slot): void {
    this.#slots.set(slot.id, slot)
    this.#tierOf(slot).push(slot)
    this.#tiered++

    // What was replaced before its turn came must not pile up.
    if (this.#tiered > 2 * this.#slots.size + STALE_MAX) {
      this.#tiers.length = 0
      this.#tiered = this.#slots.size
      for (const kept of this.#slots.values()) {
        this.#tierOf(kept).push(kept)
      }
    }
  }

  #tierOf ({ sends }: Slot): Slot[] {
    while (this.#tiers.length <= sends) {
      this.#tiers.push([])
    }

    return this.#tiers[sends] as Slot[]
  }

  /** The bound grows smoothly with the cluster: memberlist's ceil(log10) leaves some unreached just below a power of ten. */
  #sendsMax (): number {
    return Math.ceil(this.#context.settings.retransmitMultiplier * Math.log(this.#context.members.liveCount + 1))
  }
}
