import { voterId } from './ballot.js'
import type { StrictContext } from './context.js'
import type { LeaderLease } from './leader-lease.js'
import type { StrictTable } from './types.js'
import type { MemberId, Millis } from '../types.js'

/** How long a better voter has answered without a gap before it is handed the leadership, in leader leases. */
const STEADY_LEASES = 3

/** Who should lead in the place of this leader: leadership goes back to the best rank, but by being given, not taken. */
export class Transfer {
  readonly #context: StrictContext
  #better: { readonly member: MemberId, readonly since: Millis } | undefined

  constructor (context: StrictContext) {
    this.#context = context
  }

  /** The best voter before this one in rank, once it has answered for long enough. */
  review (now: Millis, table: StrictTable, lease: LeaderLease): MemberId | undefined {
    const { applies, durations, self, view } = this.#context
    const ahead = view().slice(0, Math.max(view().findIndex(({ id }) => id === self.id), 0)).map(({ id }) => id)
    const better = ahead.find(id => table.config.voters.some(voter => voter.member === id && now - (lease.state.answered[voterId(voter)] ?? Number.NEGATIVE_INFINITY) < durations.leaderLease))

    if (better === undefined || !applies('leader:transfer')) {
      this.#better = undefined
      return undefined
    }
    if (this.#better?.member !== better) {
      this.#better = { member: better, since: now }
    }

    return now - this.#better.since >= STEADY_LEASES * durations.leaderLease ? better : undefined
  }
}
