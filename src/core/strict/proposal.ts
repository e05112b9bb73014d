import { ballotOf, compareBallots, voterId, votersOf } from './ballot.js'
import { isQuorum } from './quorum.js'
import { statementOf } from './certificates.js'
import type { StrictContext } from './context.js'
import type { Accepted } from './messages.js'
import type { Seal, Statement, StrictTable, VoterId } from './types.js'
import type { MemberId } from '../types.js'

/** A table on its way to the voters: committed once a majority of each set of them has stored and sealed it. */
export class Proposal {
  readonly #context: StrictContext
  readonly table: StrictTable
  readonly statement: Statement
  readonly #seals = new Map<VoterId, Seal>()

  constructor (context: StrictContext, table: StrictTable) {
    this.#context = context
    this.table = table
    this.statement = statementOf(context, table)
  }

  /** Sends it to all voters that have not sealed it. */
  send (): void {
    const { genesis, outbox, self } = this.#context

    for (const voter of votersOf(this.table)) {
      if (!this.#seals.has(voterId(voter))) {
        outbox.send(voter.member, { type: 'accept', genesis, to: voterId(voter), holder: self, table: this.table })
      }
    }
  }

  /** Takes a voter's seal. */
  accepted (from: MemberId, message: Accepted): void {
    const { outbox, verify } = this.#context
    const voter = votersOf(this.table).find(other => voterId(other) === message.voter)
    const isOurs = compareBallots(message, ballotOf(this.table)) === 0 && message.digest === this.statement.digest

    if (!isOurs || voter?.member !== from) {
      return
    }
    if (message.signature === undefined || !verify(this.statement, from, message.signature)) {
      outbox.trace('leader:forged-seal', from)
      return
    }
    this.#seals.set(message.voter, { voter: message.voter, signature: message.signature })
  }

  get seals (): Seal[] {
    return [...this.#seals.values()]
  }

  get isCommitted (): boolean {
    return isQuorum(this.#context, this.table, voter => this.#seals.has(voter))
  }
}
