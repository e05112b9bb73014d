import { STORED_MEMBERS_MAX } from './limits.js'
import type { Row } from './membership/member.js'
import type { Context } from './context.js'
import type { SeenTerms } from './election/seen-terms.js'
import type { Self } from './membership/self.js'
import type { Millis, StoredRecord } from './types.js'

const TIMER = 'records'

/** Members that come together are stored together; losing the last of them costs one dial at the next start. */
const DELAY = 1_000

/** The generation of a start: above the stored one, and the time unless the clock went back. */
export function generationAfter (stored: StoredRecord | undefined, unixMs: number): number {
  return Math.max((stored?.generation ?? 0) + 1, unixMs)
}

/** What this member wants to find again when it starts the next time. */
export class Records {
  readonly #context: Context
  readonly #self: Self
  readonly #seenTerms: SeenTerms
  readonly #stored: StoredRecord | undefined
  #term: number
  #seen = -1
  /** What was stored last. */
  #saved: StoredRecord | undefined

  constructor (context: Context, self: Self, seenTerms: SeenTerms, stored: StoredRecord | undefined) {
    this.#context = context
    this.#self = self
    this.#seenTerms = seenTerms
    this.#stored = stored
    this.#term = stored?.term ?? 0
  }

  /** The highest term that was published under or seen, by this start of the member or an earlier one. */
  get term (): number {
    return Math.max(this.#term, this.#seenTerms.highest)
  }

  get hasMembers (): boolean {
    return (this.#stored?.members.length ?? 0) > 0
  }

  /** The generation that this start takes: above any earlier one that this machine or its clock knows of. */
  nextGeneration (unixMs: number): number {
    return generationAfter(this.#context.applies('records:generation-grows') ? this.#stored : undefined, unixMs)
  }

  noteTerm (term: number): void {
    if (term > this.#term && this.#context.applies('records:term-noted')) {
      this.#term = term
      this.save()
    }
  }

  /** Looks, after every step, whether there is another start or there are other members to remember. */
  review (now: Millis): void {
    if (this.#saved?.generation !== this.#self.claim.generation) {
      this.save()
    } else if (this.#context.members.revision !== this.#seen && !this.#context.timers.has(TIMER)) {
      this.#context.timers.set(TIMER, now + DELAY)
    }
  }

  wake (timer: string): boolean {
    if (timer !== TIMER) {
      return false
    }
    this.save()

    return true
  }

  /** Stores what there is to remember, unless that is on the disk already. */
  save (): void {
    const { generation } = this.#self.claim
    const record = { generation, term: this.term, members: this.#members() }
    const isSame = this.#saved?.generation === generation && this.#saved.term === record.term

    this.#seen = this.#context.members.revision

    if (!isSame || !isSameList(this.#saved?.members ?? [], record.members)) {
      this.#saved = record
      // What this member is must be on the disk before it shows; whom it knows can wait for a slow disk.
      this.#context.outbox.store(record, !isSame)
    }
  }

  /** Whom to look for at the next start. While there is nobody, those of the last one. */
  #members (): StoredRecord['members'] {
    const known = this.#context.members.livePeers(this.#self.claim.id)
    const every = Math.max(1, known.length / STORED_MEMBERS_MAX)
    // Spread over the ranks, which go by age: the old ones and the young ones need not be lost together.
    const chosen = Array.from({ length: Math.min(known.length, STORED_MEMBERS_MAX) }, (_, index) => known[Math.floor(index * every)] as Row)

    return chosen.length > 0 ? chosen.map(({ id, claim }) => ({ id, addresses: claim.addresses })) : this.#stored?.members ?? []
  }
}

function isSameList (a: StoredRecord['members'], b: StoredRecord['members']): boolean {
  return a.length === b.length && a.every(({ id, addresses }, index) => id === b[index]?.id && addresses.join() === b[index].addresses.join())
}
