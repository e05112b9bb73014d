import type { Ballot, CertifiedTable, StrictRelease, StrictTable, VoterId } from './types.js'
import type { Millis, RosterEntry } from '../types.js'

/** Why a voter says no. */
export type RefusalReason = 'term' | 'lease' | 'config' | 'order'

/**
 * What members say to each other in strict mode.
 *
 * ```
 * candidate --prepare(trial)--> voters --promise--> candidate      nothing changes yet: could it win?
 * candidate --prepare---------> voters --promise--> candidate      leader until t0 + L; said again, it renews
 * leader    --accept(table)---> voters --accepted-> leader         a majority commits; the seals are the certificate
 * leader    --table-----------> everybody
 * owner     --ask(releases)---> leader --grant----> owner          owner until t0 + Lo
 * leader    --resign----------> voters                             its lease is over before its time
 * leader    --transfer--------> the voter that should lead
 * ```
 */
export type StrictMessage =
  | Prepare
  | Promised
  | { readonly type: 'refusal', readonly genesis: string, readonly voter: VoterId, readonly asked: number, readonly reason: RefusalReason, readonly term: number, readonly wait: Millis, readonly newer?: StrictTable }
  | { readonly type: 'accept', readonly genesis: string, readonly to: VoterId, readonly holder: RosterEntry, readonly table: StrictTable }
  | Accepted
  | { readonly type: 'table', readonly genesis: string, readonly certified: CertifiedTable }
  | { readonly type: 'pull', readonly genesis: string, readonly known: Ballot }
  | Ask
  | Grant
  | { readonly type: 'resign', readonly genesis: string, readonly term: number, readonly holder: RosterEntry }
  | { readonly type: 'transfer', readonly genesis: string, readonly term: number }

/** Asks a voter for its promise, or to renew the lease that came with it. */
export interface Prepare {
  readonly type: 'prepare'
  readonly genesis: string
  readonly to: VoterId
  readonly term: number
  readonly holder: RosterEntry
  /** The voters that the asker counts on. */
  readonly config: Ballot
  /** The newest table that the asker has: an older one need not come back. */
  readonly known: Ballot
  /** Tells answers apart, and with it when the question was sent. */
  readonly round: number
  /** Whether it only asks if the answer would be yes. */
  readonly isTrial: boolean
}

/** A voter's yes. */
export interface Promised {
  readonly type: 'promise'
  readonly genesis: string
  readonly voter: VoterId
  readonly term: number
  readonly round: number
  readonly isTrial: boolean
  /** What it accepted last, if that is newer than what the asker has. */
  readonly newer?: StrictTable
}

/** A voter has stored a table. */
export interface Accepted extends Ballot {
  readonly type: 'accepted'
  readonly genesis: string
  readonly voter: VoterId
  readonly digest: string
  /** Absent in our own, which the driver signs (see `StrictEffect`). */
  readonly signature?: Uint8Array
}

/** An owner's question for its lease, with whatever it has let go. */
export interface Ask {
  readonly type: 'ask'
  readonly genesis: string
  readonly owner: RosterEntry
  readonly round: number
  readonly known: Ballot
  readonly releases: readonly StrictRelease[]
}

/** The leader's answer. It counts for what the owner owns in a table that is no older than `known`. */
export interface Grant {
  readonly type: 'grant'
  readonly genesis: string
  readonly owner: RosterEntry
  readonly round: number
  readonly known: Ballot
}
