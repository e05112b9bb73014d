import type { StrictMark } from './marks.js'
import type { StrictMessage } from './messages.js'
import type { Statement, StrictMember, StrictTable, VoterChange, VoterRecord } from './types.js'
import type { LossReason, MemberId, Millis, RevokeReason, Token } from '../types.js'

/** What the driver tells the strict core. */
export type StrictInput =
  /** Once, first. */
  | { readonly type: 'start' }
  /** The deadline of `nextTimeout()` has come. */
  | { readonly type: 'wake' }
  /** A message of an authenticated peer, or one that this member sent to itself. */
  | { readonly type: 'message', readonly from: MemberId, readonly message: StrictMessage }
  /** The live members in rank order, this one included. */
  | { readonly type: 'view', readonly members: readonly StrictMember[] }
  /** The record of that revision, or of a higher one, survives a crash from here on. */
  | { readonly type: 'persisted', readonly revision: number }
  /** The application has stopped working on a partition. Said again, or too late, it changes nothing. */
  | { readonly type: 'released', readonly group: string, readonly partition: number, readonly token: Token }
  /** The application cannot work on a partition, and has stopped trying. */
  | { readonly type: 'failed', readonly group: string, readonly partition: number, readonly token: Token }
  /** The process was suspended, or the monotonic clock and the wall clock ran apart: no lease of the past counts. */
  | { readonly type: 'clock-trouble' }
  /** A change of voters; only a leader takes one. */
  | { readonly type: 'voters', readonly change: VoterChange }
  /** Stop leading, before this member goes. */
  | { readonly type: 'resign' }

/** What the driver is asked to do, in this order. Sends and publications may be lost. */
export type StrictEffect =
  /**
   * A message to this member itself comes back as an input. `statement` is to be signed with the member's key, and the
   * signature put into the message.
   */
  | { readonly type: 'send', readonly to: MemberId, readonly message: StrictMessage, readonly statement?: Statement }
  | { readonly type: 'publish', readonly message: StrictMessage }
  /** Write it durably, never over a higher revision, then say `persisted`. What waits for it is held here. */
  | { readonly type: 'persist', readonly record: VoterRecord }
  | { readonly type: 'emit', readonly event: StrictEvent }
  | { readonly type: 'trace', readonly mark: StrictMark, readonly member?: MemberId }

/** What the application is told. */
export type StrictEvent =
  | { readonly type: 'leader:change', readonly leadership: { readonly leader: MemberId, readonly term: number } }
  | { readonly type: 'table:change', readonly table: StrictTable }
  | { readonly type: 'partition:assign', readonly group: string, readonly partition: number, readonly token: Token }
  | { readonly type: 'partition:revoke', readonly group: string, readonly partition: number, readonly token: Token, readonly reason: RevokeReason, readonly until: Millis }
  | { readonly type: 'partition:lost', readonly group: string, readonly partition: number, readonly token: Token, readonly reason: LossReason }
  | { readonly type: 'voters:changed', readonly change: VoterChange }
  | { readonly type: 'voters:refused', readonly change: VoterChange, readonly reason: VoterRefusal }

/** Why a change of voters is not made. */
export type VoterRefusal =
  | 'not-leader'
  | 'busy'
  | 'known'
  | 'unknown'
  | 'two-voters'
  | 'no-voters'
  | 'too-many'
  | 'not-answering'
  | 'no-majority'
