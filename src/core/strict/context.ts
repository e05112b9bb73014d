import type { StrictEffect, StrictEvent } from './effects.js'
import type { StrictMark } from './marks.js'
import type { StrictMessage } from './messages.js'
import type { StrictApplies } from './rules.js'
import type { Durations, Statement, StrictMember, StrictTable, Voter } from './types.js'
import type { MemberId, RosterEntry } from '../types.js'

/** Whether a signature under a statement is that of a member. */
export type Verify = (statement: Statement, member: MemberId, signature: Uint8Array) => boolean

/** A collision-free digest of a table's content. */
export type Digest = (table: StrictTable) => string

/** What the parts of one strict core share. */
export interface StrictContext {
  readonly self: RosterEntry
  readonly genesis: string
  /** The table of the genesis, where every history begins. */
  readonly first: StrictTable
  readonly durations: Durations
  readonly applies: StrictApplies
  readonly verify: Verify
  readonly digest: Digest
  readonly outbox: StrictOutbox
  /** The live members in rank order. */
  readonly view: () => readonly StrictMember[]
}

/** What one step has decided. */
export class StrictOutbox {
  #effects: StrictEffect[] = []

  add (effect: StrictEffect): void {
    this.#effects.push(effect)
  }

  send (to: MemberId, message: StrictMessage): void {
    this.#effects.push({ type: 'send', to, message })
  }

  emit (event: StrictEvent): void {
    this.#effects.push({ type: 'emit', event })
  }

  trace (mark: StrictMark, member?: MemberId): void {
    this.#effects.push({ type: 'trace', mark, ...member !== undefined && { member } })
  }

  take (): StrictEffect[] {
    const effects = this.#effects
    this.#effects = []
    return effects
  }
}

/** The voters whose majority is needed. Without the rule it is that of whoever is in sight. */
export function countedVoters (context: StrictContext, voters: readonly Voter[]): readonly Voter[] {
  return context.applies('quorum:fixed-voters') ? voters : voters.filter(({ member }) => context.view().some(({ id }) => id === member))
}
