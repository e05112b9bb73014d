import { ballotOf, compareBallots } from './ballot.js'
import { distrustOf } from './certificates.js'
import type { StrictContext } from './context.js'
import type { CertifiedTable, StrictTable } from './types.js'
import type { MemberId } from '../types.js'

/** The newest committed table that is known here, and the proof to hand on. */
export class TableFollower {
  readonly #context: StrictContext
  #newest: CertifiedTable

  constructor (context: StrictContext) {
    this.#context = context
    this.#newest = { table: context.first, seals: [] }
  }

  get table (): StrictTable {
    return this.#newest.table
  }

  /** Takes a table that a majority has committed; returns whether it is newer. */
  receive (from: MemberId, certified: CertifiedTable): boolean {
    const { outbox } = this.#context
    const { table } = certified

    if (compareBallots(table, this.table) <= 0) {
      return false
    }
    const distrust = distrustOf(this.#context, this.table, certified)
    if (distrust !== undefined) {
      outbox.trace(distrust, from)
      return false
    }
    const isNewLeader = table.term !== this.table.term
    this.#newest = certified
    if (isNewLeader) {
      outbox.emit({ type: 'leader:change', leadership: { leader: table.leader, term: table.term } })
    }
    outbox.emit({ type: 'table:change', table })

    return true
  }

  /** Somebody asks for what is newer than what it has. */
  pull (from: MemberId, known: { readonly term: number, readonly version: number }): void {
    if (compareBallots(known, ballotOf(this.table)) < 0 && this.table.version > 0) {
      this.#context.outbox.send(from, { type: 'table', genesis: this.#context.genesis, certified: this.#newest })
    }
  }
}
