import { voterId } from './ballot.js'
import { majorityOf, neededConfigs } from './quorum.js'
import type { StrictContext } from './context.js'
import type { StrictTable, VoterId } from './types.js'
import type { Millis } from '../types.js'

/** Questions that are remembered: an answer to an older one is worth nothing any more. */
const ROUNDS_MAX = 32

/** Which voters have promised, and on which question. Plain data. */
export interface LeaseState {
  readonly round: number
  /** When the last rounds were sent, newest last. */
  readonly sent: ReadonlyArray<readonly [round: number, at: Millis]>
  /** By voter, when the newest question that it said yes to was sent. */
  readonly answered: Readonly<Record<VoterId, Millis>>
}

/**
 * A leader's lease. It counts from when the question was sent: the voter's part of it begins later, so it ends later
 * too, however long an answer takes.
 */
export class LeaderLease {
  readonly #context: StrictContext
  #state: LeaseState

  constructor (context: StrictContext, state: LeaseState = { round: 0, sent: [], answered: {} }) {
    this.#context = context
    this.#state = state
  }

  get state (): LeaseState {
    return this.#state
  }

  /** Begins a round of questions; returns its number. */
  send (now: Millis): number {
    const round = this.#state.round + 1

    this.#state = { ...this.#state, round, sent: [...this.#state.sent.slice(1 - ROUNDS_MAX), [round, now]] }

    return round
  }

  /** A voter said yes. */
  granted (now: Millis, voter: VoterId, round: number): void {
    const sent = this.#state.sent.find(([other]) => other === round)?.[1]

    if (sent !== undefined) {
      const from = this.#context.applies('leader:from-send-time') ? sent : now
      const former = this.#state.answered[voter] ?? Number.NEGATIVE_INFINITY
      this.#state = { ...this.#state, answered: { ...this.#state.answered, [voter]: Math.max(former, from) } }
    }
  }

  /** Until when a majority of each set of voters has promised; the past if it never has. */
  until (table: Pick<StrictTable, 'config' | 'previous'>): Millis {
    const { leaderLease } = this.#context.durations

    return Math.min(...neededConfigs(this.#context, table).map(voters => {
      const times = voters.map(voter => this.#state.answered[voterId(voter)] ?? Number.NEGATIVE_INFINITY).sort((a, b) => b - a)
      return (times[majorityOf(voters.length) - 1] ?? Number.NEGATIVE_INFINITY) + leaderLease
    }))
  }
}
