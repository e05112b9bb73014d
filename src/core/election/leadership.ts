import { TERM_LEAD_MAX } from '../limits.js'
import type { Context } from '../context.js'
import type { Leadership as Office, MemberId } from '../types.js'
import type { Tables } from '../assignment/tables.js'
import type { Row } from '../membership/member.js'

/**
 * Who leads: the live, eligible member with the lowest rank, once it has taken office under a term that nobody has
 * seen exceeded. Read from the view and the tables; nobody votes.
 */
export class Leadership {
  readonly #context: Context
  readonly #tables: Tables
  #told: Office | undefined
  #current: Office | undefined
  #firstRow: Row | undefined
  /** The revisions of view and tables that were read last. */
  #membersSeen = -1
  #tablesSeen = -1

  constructor (context: Context, tables: Tables) {
    this.#context = context
    this.#tables = tables
  }

  /** The member whose turn it is, in office or not. */
  get first (): MemberId | undefined {
    this.#refresh()
    return this.#firstRow?.id
  }

  /**
   * The highest term that anybody signed, in a claim or in a table, besides the given one of our own. A former start of
   * this member counts as somebody else. Terms too far ahead of the clock do not count.
   */
  highestTermBesides (own: number): number {
    return this.#highestTerm((id, term) => id !== this.#context.self || term !== own)
  }

  /** Who is in office, once that is known. */
  get current (): Office | undefined {
    this.#refresh()

    if (this.#tables.revision !== this.#tablesSeen) {
      this.#tablesSeen = this.#tables.revision
      this.#current = this.#read()
    }

    return this.#current
  }

  /** Tells the application when office changed hands or term. */
  announce (): void {
    const now = this.current

    if (now !== undefined && (now.leader !== this.#told?.leader || now.term !== this.#told.term)) {
      this.#told = now
      this.#context.outbox.emit({ type: 'leader:change', leadership: now })
    }
  }

  /** Every step asks, and few steps change the view. */
  #refresh (): void {
    if (this.#context.members.revision !== this.#membersSeen) {
      this.#membersSeen = this.#context.members.revision
      this.#tablesSeen = -1
      this.#firstRow = this.#first()
    }
  }

  #read (): Office | undefined {
    const first = this.#firstRow
    const term = first === undefined ? 0 : this.#highestTerm(id => id === first.id)

    return first !== undefined && term > 0 && this.#isNewest(term) ? { leader: first.id, term } : undefined
  }

  #isNewest (term: number): boolean {
    return term >= this.#highestTerm(() => true) || !this.#context.applies('leader:newest-term')
  }

  #highestTerm (counts: (id: MemberId, term: number) => boolean): number {
    const most = this.#context.applies('leader:plausible-term') ? this.#context.unixSeconds() + TERM_LEAD_MAX : Infinity
    let highest = 0

    for (const { id, claim } of this.#context.members.leaders()) {
      if (counts(id, claim.term) && claim.term > highest && claim.term <= most) {
        highest = claim.term
      }
    }
    for (const { epoch } of this.#tables.all()) {
      if (counts(epoch.leader, epoch.term) && epoch.term > highest) {
        highest = epoch.term
      }
    }

    return highest
  }

  #first (): Row | undefined {
    const { applies, members } = this.#context
    const counts = (row: Row): boolean => row.claim.eligible || !applies('leader:eligible')
    const choose = (rows: readonly Row[]): Row | undefined => applies('leader:lowest-rank') ? rows.find(counts) : rows.findLast(counts)

    const staying = members.view().filter(({ claim }) => !claim.leaving || !applies('leader:stays'))

    return choose(staying) ?? choose(members.view()) ?? choose(members.ranked())
  }
}
