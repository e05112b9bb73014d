import { compareBallots } from './ballot.js'
import type { StrictContext } from './context.js'
import type { Ballot } from './types.js'
import type { Millis } from '../types.js'

/** Questions that are remembered. */
const ROUNDS_MAX = 16

/** What an owner has asked and been told. Plain data. */
export interface OwnerLeaseState {
  readonly round: number
  readonly sent: ReadonlyArray<readonly [round: number, at: Millis]>
  /** Until when it may own what its table gives it. */
  readonly until: Millis
  /** A lease for a table that it has not got yet. */
  readonly pending?: { readonly known: Ballot, readonly until: Millis }
}

/** The lease of one start of a member for all its partitions: from when it asked, by its own clock. */
export class OwnerLease {
  readonly #context: StrictContext
  #state: OwnerLeaseState

  constructor (context: StrictContext, state: OwnerLeaseState = { round: 0, sent: [], until: Number.NEGATIVE_INFINITY }) {
    this.#context = context
    this.#state = state
  }

  get state (): OwnerLeaseState {
    return this.#state
  }

  get until (): Millis {
    return this.#state.until
  }

  /** Begins a question; returns its number. */
  ask (now: Millis): number {
    const round = this.#state.round + 1

    this.#state = { ...this.#state, round, sent: [...this.#state.sent.slice(1 - ROUNDS_MAX), [round, now]] }

    return round
  }

  /**
   * Takes a grant. It is for owners in a table that is no older than `known`: whoever has an older one does not know
   * what of it is being handed over, and waits for the newer.
   */
  granted (now: Millis, round: number, known: Ballot, applied: Ballot): boolean {
    const sent = this.#state.sent.find(([other]) => other === round)?.[1]

    if (sent === undefined) {
      return false
    }
    const until = (this.#context.applies('owner:from-send-time') ? sent : now) + this.#context.durations.ownerLease
    if (compareBallots(known, applied) > 0 && this.#context.applies('owner:known-table')) {
      const isLater = this.#state.pending === undefined || this.#state.pending.until < until
      this.#state = { ...this.#state, ...isLater && { pending: { known, until } } }
    } else {
      this.#state = { ...this.#state, until: Math.max(this.#state.until, until) }
    }

    return true
  }

  /** A newer table is here: a lease that waited for it counts. */
  applied (table: Ballot): void {
    const { pending } = this.#state

    if (pending !== undefined && compareBallots(pending.known, table) <= 0) {
      this.#state = { ...this.#state, pending: undefined, until: Math.max(this.#state.until, pending.until) }
    }
  }

  /** Neither the lease nor any question under way counts any more. */
  drop (): void {
    this.#state = { round: this.#state.round, sent: [], until: Number.NEGATIVE_INFINITY }
  }
}
