import { PROTOCOL_VERSION } from '../limits.js'
import { shuffled } from '../random.js'
import type { Context } from '../context.js'
import type { SeenTerms } from '../election/seen-terms.js'
import type { Claim, GroupSpec, MemberId, Millis } from '../types.js'
import type { Dissemination } from './dissemination.js'

/** Members that a joiner talks to at once, besides the one that let it in: with it, as many as a gossip mesh wants. */
const GREETED = 5

/** What a member says about itself that others do not decide. */
export interface SelfOptions {
  readonly groups: readonly GroupSpec[]
  readonly priority?: number
  readonly eligible?: boolean
  readonly metadata?: Uint8Array
  readonly zone?: string
}

/** What a member says of itself before it has joined: of no start yet, at no place, and with no address. */
export function draftClaim (cluster: string, id: MemberId, { groups, priority = 0, eligible = true, metadata = new Uint8Array(), zone }: SelfOptions): Claim {
  return {
    cluster,
    id,
    generation: 0,
    incarnation: 0,
    left: false,
    priority,
    eligible,
    term: 0,
    addresses: [],
    groups,
    metadata,
    probation: false,
    leaving: false,
    ...(zone === undefined ? {} : { zone }),
    protocol: { min: PROTOCOL_VERSION, max: PROTOCOL_VERSION }
  }
}

/** This member's own claim: only this part makes one. */
export class Self {
  readonly #context: Context
  readonly #dissemination: Dissemination
  readonly #seenTerms: SeenTerms
  readonly #fixedPriority: number | undefined
  #claim: Claim

  constructor (context: Context, dissemination: Dissemination, seenTerms: SeenTerms, options: SelfOptions) {
    this.#context = context
    this.#dissemination = dissemination
    this.#seenTerms = seenTerms
    this.#fixedPriority = options.priority
    this.#claim = draftClaim(context.cluster, context.self, options)
  }

  get claim (): Claim {
    return this.#claim
  }

  /** Whether it is in the view, so that there is something to refute. */
  get announced (): boolean {
    return this.#context.members.get(this.#claim.id) !== undefined
  }

  /** Whether a claim of its own names a term that it does not remember: it led, and lost its disk. */
  hasForgotten ({ term }: Claim): boolean {
    return term > this.#claim.term && this.#seenTerms.isNews(term) && this.#context.applies('self:recalls-term')
  }

  /** Was told what it said itself once. */
  recall (claim: Claim): void {
    if (this.hasForgotten(claim)) {
      this.#seenTerms.note(claim.term)
    }
  }

  /**
   * A member says that somebody led under this term; it may be the only one who remembers it. Up to our own term it may be
   * what we said ourselves. A joiner believes whom it asked, whose own row may come later.
   */
  hearOfTerm (from: MemberId, term: number): void {
    if (term > this.#claim.term && (!this.announced || this.#context.members.get(from) !== undefined)) {
      this.#seenTerms.note(term)
    }
  }

  /** Takes up a claim that the view has already, without its seal: that is not one for what is said next. */
  resume ({ seal: _, ...claim }: Claim): void {
    this.#claim = claim
  }

  /** Before it has joined: sets what the first claim will say. */
  prepare (changes: Partial<Pick<Claim, 'generation' | 'addresses' | 'metadata'>>): void {
    this.#claim = { ...this.#claim, ...changes }
  }

  /** Enters the view, and tells the others. */
  announce (now: Millis, joinOrder: number): void {
    this.#commit(now, { priority: this.#fixedPriority ?? joinOrder })
  }

  /** Jumps above an accusation: one step at a time would take a round for each (SWIM 4.2). */
  refute (now: Millis, accusedIncarnation: number, probation = this.#claim.probation): void {
    const above = this.#context.applies('self:jumps') ? accusedIncarnation : 0

    this.#context.outbox.trace('self:refuted')
    this.#commit(now, { incarnation: Math.max(above, this.#claim.incarnation) + 1, probation })
  }

  /** Says something new about itself, under a new incarnation. */
  amend (now: Millis, changes: Partial<Pick<Claim, 'addresses' | 'term' | 'metadata' | 'probation' | 'leaving'>>): void {
    this.#commit(now, { ...changes, incarnation: this.#claim.incarnation + 1 })
  }

  /** Begins once more, as a later start of itself: what was said under this generation was its end. */
  renew (now: Millis): void {
    this.#context.outbox.trace('self:renewed')
    this.#commit(now, { generation: this.#claim.generation + 1, incarnation: 0 })
  }

  leave (now: Millis): void {
    this.#commit(now, { left: true, leaving: false, incarnation: this.#claim.incarnation + 1 })
  }

  /**
   * The topic has no subscribers for a joiner yet but the one that let it in, who may be the next to go: what is said to
   * a few more makes links, and with them a mesh that holds.
   */
  greet (host: MemberId | undefined): void {
    const { applies, members, random, self } = this.#context
    const others = applies('join:greets') ? members.livePeers(self).map(({ id }) => id).filter(id => id !== host) : []

    for (const id of [...host === undefined ? [] : [host], ...shuffled(others, random).slice(0, GREETED)]) {
      this.introduce(id)
    }
  }

  /** Tells one member directly what this one says of itself. */
  introduce (to: MemberId): void {
    this.#context.outbox.send(to, { type: 'gossip', updates: [{ type: 'claim', claim: this.#claim }] })
  }

  #commit (now: Millis, changes: Partial<Claim>): void {
    const { probation } = this.#claim
    this.#claim = { ...this.#claim, ...changes }
    const { id, generation, incarnation, left } = this.#claim
    const aliveSince = this.#context.members.get(id)?.aliveSince ?? now

    this.#context.members.set({
      id, generation, incarnation, state: left ? 'left' : 'alive', claim: this.#claim, since: now, aliveSince, returned: false
    })
    this.#dissemination.enqueue(id)
    // Nobody waits for what a member says that goes on being on probation, and it may have to say it again and again.
    if (left || !probation || !this.#claim.probation) {
      this.#dissemination.publish(id)
    }
  }
}
