import { voterId } from './ballot.js'
import { nextVoters } from './quorum.js'
import type { StrictContext } from './context.js'
import type { VoterRefusal } from './effects.js'
import type { LeaderLease } from './leader-lease.js'
import type { StrictTable, Voter, VoterChange, VoterConfig } from './types.js'
import type { Epoch, Millis } from '../types.js'

/** How long a voter that is to be added has for its first answer. */
const ANSWER_WITHIN: Millis = 10_000

/**
 * One change of voters, from the wish to the table that has it. First a table that needs both majorities, then one that
 * needs the next one's only; in between, whoever stands for leader needs both as well.
 */
export class VotersChange {
  readonly #context: StrictContext
  readonly #change: VoterChange
  readonly #since: Millis
  readonly #voters: readonly Voter[]

  private constructor (context: StrictContext, now: Millis, change: VoterChange, voters: readonly Voter[]) {
    this.#context = context
    this.#since = now
    this.#change = change
    this.#voters = voters
  }

  /** Begins one, unless it cannot be. */
  static begin (context: StrictContext, now: Millis, change: VoterChange, table: StrictTable): VotersChange | VoterRefusal {
    const voters = nextVoters(table.config, change, context.applies('change:two-refused'))
    return typeof voters === 'string' ? voters : new VotersChange(context, now, change, voters)
  }

  get change (): VoterChange {
    return this.#change
  }

  /** Whom to ask before it is made: the voter that is to be added. */
  get newcomer (): Voter | undefined {
    return this.#change.type === 'add' ? this.#change.voter : undefined
  }

  /** Whether it can be made, what stands against it, or undefined as long as that is not known. */
  judge (now: Millis, lease: LeaderLease): 'ready' | VoterRefusal | undefined {
    const { applies } = this.#context
    const config: VoterConfig = { id: { term: 0, version: 0 }, voters: this.#voters }
    const isAnswered = this.newcomer === undefined || lease.state.answered[voterId(this.newcomer)] !== undefined || !applies('change:answered')
    const isHeld = lease.until({ config }) > now || !applies('change:lease-of-next')

    if (isAnswered && isHeld) {
      return 'ready'
    }
    if (this.#change.type === 'remove') {
      return 'no-majority'
    }

    return now < this.#since + ANSWER_WITHIN ? undefined : isAnswered ? 'no-majority' : 'not-answering'
  }

  nextTimeout (): Millis {
    return this.#since + ANSWER_WITHIN
  }

  /** The table that needs both majorities. */
  table (present: StrictTable, epoch: Epoch): StrictTable {
    const { term, version } = epoch
    return { ...present, ...epoch, config: { id: { term, version }, voters: this.#voters }, previous: present.config }
  }
}
