import type { Datastore } from 'interface-datastore'

/** How partitions of a group are assigned: by whoever leads, or by voters under leases. */
export type GroupMode = 'available' | 'strict'

/**
 * Where a strict cluster begins: its voters, and how long leases last. Every member is given the same one. It holds no
 * secret, and can be kept as JSON.
 */
export interface StrictGenesis {
  /** Made by chance: members of another genesis never agree on anything with these. */
  readonly id: string
  /** The first term. */
  readonly term: number
  readonly voters: ReadonlyArray<{ readonly member: string, readonly store: string }>
  readonly durations: {
    readonly leaderLease: number
    readonly ownerLease: number
    readonly drift: number
  }
}

/** What `createGenesis()` takes. */
export interface GenesisInit {
  /** The ids of 1, 3, 5 or 7 voters, as `voterIdOf()` gives them. One survives no death, 3 survive one, 5 two, 7 three. */
  voters: readonly string[]
  /**
   * How long a leader leads without hearing from a majority of the voters, in ms. Raise it where links are slow; it is
   * what a failed leader costs.
   *
   * @default 1500
   */
  leaderLease?: number
  /**
   * How long an owner owns without hearing from the leader, in ms. Raise it to outlast a longer absence of a majority;
   * it is what a failed owner costs.
   *
   * @default 8000
   */
  ownerLease?: number
  /**
   * How much the rates of the members' clocks may differ from true time, from 0.001 to 0.1. Beyond it two members can own
   * a partition at one time.
   *
   * @default 0.01
   */
  drift?: number
}

/** What a member needs for its strict groups. */
export interface StrictInit {
  genesis: StrictGenesis
  /**
   * Where a voter keeps its promises; a write must be durable when it is done, as in the datastore of
   * `createShoalNode()`. Members that do not vote need none.
   *
   * @default the node's datastore
   */
  storage?: Datastore
}

/**
 * Why a member of a strict group owns nothing: `joining`, it is not in yet; `lease`, no leader with a majority of the
 * voters has granted it anything for the length of a lease.
 */
export type Suspension = 'joining' | 'lease'

/** Who votes in strict mode, as of the newest table that a majority has committed. */
export interface VotersInfo {
  /** Their ids. */
  readonly voters: readonly string[]
  /** The member that leads the strict groups; absent before the first table. */
  readonly leader?: string
  /** Whether a change of voters is under way. */
  readonly isChanging: boolean
}

/** A change of voters, one at a time: `add` puts a voter in the place of its member's former one. */
export type VotersChange = { readonly add: string } | { readonly remove: string }
