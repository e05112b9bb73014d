import type { MemberId, Millis, RosterEntry, Token } from '../types.js'

/**
 * A voter as others name it: the member and its store, `member/store`. A store that is gone takes the voter with it: the
 * same member with another store is another voter.
 */
export type VoterId = string

/** A member that votes, with the store that holds its promises. */
export interface Voter {
  readonly member: MemberId
  /** Made by chance when the store is made, and kept in it. */
  readonly store: string
}

/** Orders what voters accept: by term, then by version. One term has one leader, so nothing else is needed. */
export interface Ballot {
  readonly term: number
  readonly version: number
}

/** Whose majority counts. */
export interface VoterConfig {
  /** The ballot that brought it in. A plain counter would give two proposals of two leaders one number. */
  readonly id: Ballot
  /** One store of a member at most: a member counts once. */
  readonly voters: readonly Voter[]
}

/** One group's part of a strict table. */
export interface StrictGroup {
  readonly name: string
  readonly partitions: number
  /** By partition, the owner's index in the roster, or -1 for none. */
  readonly owners: readonly number[]
  /** By partition, the roster index of who takes it over once the owner has let go, or -1. */
  readonly successors: readonly number[]
  /** By partition, the epoch at which its present or last ownership began; 0 for none ever. */
  readonly tokens: readonly Token[]
}

/** What voters accept: everything that has to be agreed, under one epoch. */
export interface StrictTable extends Ballot {
  readonly genesis: string
  readonly leader: MemberId
  readonly config: VoterConfig
  /** While the voters change: the former ones, whose majority is needed as well. */
  readonly previous?: VoterConfig
  /** How the voters came to be who they are, newest last: whoever missed a change follows it from here. */
  readonly links: readonly Link[]
  /** Everybody that may be granted a lease, by id and generation. */
  readonly roster: readonly RosterEntry[]
  readonly groups: readonly StrictGroup[]
}

/** What a voter signs. It names the voters whose word it is, so that a learner follows a change of voters from it. */
export interface Statement extends Ballot {
  readonly genesis: string
  readonly leader: MemberId
  readonly config: VoterConfig
  readonly previous?: VoterConfig
  /** Of the whole table. */
  readonly digest: string
}

/** One voter's signature under a statement. */
export interface Seal {
  readonly voter: VoterId
  readonly signature: Uint8Array
}

/** A statement with the seals of enough voters: a quorum certificate. */
export interface Link {
  readonly statement: Statement
  readonly seals: readonly Seal[]
}

/** A table that is committed, and the proof of it. */
export interface CertifiedTable {
  readonly table: StrictTable
  readonly seals: readonly Seal[]
}

/** How long leases last, and how much clocks may differ. One value for a whole genesis, so that nobody counts otherwise. */
export interface Durations {
  /** L: how long a leader leads without hearing from a majority again. */
  readonly leaderLease: Millis
  /** Lo: how long an owner owns without hearing from the leader again. */
  readonly ownerLease: Millis
  /** rho: clock rates are assumed within 1 - rho and 1 + rho. */
  readonly drift: number
}

/** The beginning of a strict cluster. Two of them never merge. */
export interface Genesis {
  /** Made by chance. */
  readonly id: string
  /** The wall clock at that moment, in seconds: tokens go on growing when a cluster is founded anew. */
  readonly term: number
  readonly voters: readonly Voter[]
  readonly durations: Durations
}

/** What a voter must never forget. */
export interface VoterRecord {
  readonly genesis: string
  readonly voter: VoterId
  /** Grows with every change. A store never puts a lower one in the place of a higher one. */
  readonly revision: number
  /** The highest term promised. */
  readonly term: number
  /** To whom. */
  readonly holder?: RosterEntry
  readonly accepted: StrictTable
}

/** What a member works for. */
export interface StrictWork {
  readonly name: string
  readonly partitions: number
  readonly weight: number
}

/** A live member as membership ranks it. */
export interface StrictMember extends RosterEntry {
  readonly work: readonly StrictWork[]
}

/** A partition that its owner has let go. */
export interface StrictRelease {
  readonly group: string
  readonly partition: number
  readonly token: Token
  /** Whether its work could not be done: somebody else should try. */
  readonly failed: boolean
}

/** A change of voters, as asked for by a person. */
export type VoterChange =
  | { readonly type: 'add', readonly voter: Voter }
  | { readonly type: 'remove', readonly voter: VoterId }
