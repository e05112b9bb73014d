import { ballotOf, compareBallots } from './ballot.js'
import { distrustOf } from './certificates.js'
import type { StrictContext } from './context.js'
import type { CertifiedTable, StrictTable } from './types.js'
import type { MemberId, Millis } from '../types.js'

/** The newest committed table that is known here, and the proof to hand on. */
export class TableFollower {
  readonly #context: StrictContext
  #newest: CertifiedTable
  #pullAt: Millis
  #turn = 0

  constructor (context: StrictContext, now: Millis) {
    this.#context = context
    this.#pullAt = now
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

  /** Somebody that knows the newest table was heard: there is no need to ask. */
  heard (now: Millis): void {
    this.#pullAt = now + this.#context.durations.ownerLease / 3
  }

  nextTimeout (): Millis | undefined {
    return this.#context.applies('table:pulled') ? this.#pullAt : undefined
  }

  /** Asks one after the other for what is newer, the leader first: what was published can have been lost. */
  review (now: Millis): void {
    const { applies, genesis, outbox, self, view } = this.#context

    if (now >= this.#pullAt && applies('table:pulled')) {
      const { config, leader } = this.table
      const asked = [leader, ...config.voters.map(({ member }) => member)].filter(id => id !== self.id && view().some(member => member.id === id))
      const to = asked[this.#turn++ % Math.max(asked.length, 1)]
      this.heard(now)
      if (to !== undefined) {
        outbox.send(to, { type: 'pull', genesis, known: ballotOf(this.table) })
      }
    }
  }

  /** Somebody asks for what is newer than what it has. */
  pull (from: MemberId, known: { readonly term: number, readonly version: number }): void {
    if (compareBallots(known, ballotOf(this.table)) < 0 && this.table.version > 0) {
      this.#context.outbox.send(from, { type: 'table', genesis: this.#context.genesis, certified: this.#newest })
    }
  }
}
