import type { MemberId, Millis, Order, Table, Token, Update } from './types.js'

/** The newest table of a group that the sender has applied. */
export interface TableVersion {
  readonly group: string
  /** The table's epoch as a token. */
  readonly epoch: Token
}

/** Rides on every ping and ack: enough to see that two members differ, and in what. */
export interface Head {
  /** 64-bit digest of the sender's live rows (see `MemberList.digest`). */
  readonly view: bigint
  readonly tables: readonly TableVersion[]
}

/** The standing of one live row, for comparing two views row by row. */
export interface RowVersion {
  readonly id: MemberId
  readonly generation: number
  readonly incarnation: number
  readonly state: 'alive' | 'suspect'
}

/**
 * Asks whether the receiver lives. The answer is an `ack` with the same number.
 *
 * ```
 * A --ping(seq)--> B
 * A <--ack(seq)--- B
 * ```
 */
export interface Ping { readonly type: 'ping', readonly seq: number, readonly head: Head, readonly updates: readonly Update[] }

/** `target` lives: sent by it, or passed on by the relay that pinged it. */
export interface Ack { readonly type: 'ack', readonly seq: number, readonly target: MemberId, readonly head: Head, readonly updates: readonly Update[] }

/**
 * Asks the receiver to ping `target` on the sender's behalf (SWIM 3.1).
 *
 * ```
 * A --ping-req(seq, B)--> C --ping(seq')--> B
 * A <----ack(seq, B)----- C <--ack(seq')--- B
 * A <----nack(seq, B)---- C                      instead, when B is silent
 * ```
 */
export interface PingReq {
  readonly type: 'ping-req'
  readonly seq: number
  readonly target: MemberId
  /** How long the sender waits for an answer, in milliseconds: a nack has to come before that. */
  readonly patience: Millis
  readonly updates: readonly Update[]
}

/** `target` is silent, but the relay lives, and so does its way to the asker (Lifeguard IV-A). */
export interface Nack { readonly type: 'nack', readonly seq: number, readonly target: MemberId }

/**
 * Starts a comparison of two views: all live rows of the sender, without their contents. A joiner has none.
 *
 * ```
 * A --sync(versions)------------> B
 * A <--delta(updates, wanted)---- B    what B has newer, and whose rows A has newer
 * A --delta(updates)------------> B    those
 * ```
 */
export interface Sync { readonly type: 'sync', readonly versions: readonly RowVersion[] }

/** The answer to a `sync` or to the `wanted` of a `delta`. */
export interface Delta {
  readonly type: 'delta'
  readonly joined: boolean
  readonly updates: readonly Update[]
  readonly wanted: readonly MemberId[]
  /** Whether the list was cut. Its length does not show it: what is no news is taken out on the way. */
  readonly more?: boolean
  /** The highest term that the sender knows to have been led under, if any: rows and tables that named it may be gone. */
  readonly term?: number
}

/** News, on the membership topic or sent directly by a joiner to the member that let it in. */
export interface Gossip { readonly type: 'gossip', readonly updates: readonly Update[] }

/** What the sender has applied, to one who is behind, or in place of a table too large to publish. */
export interface Notice { readonly type: 'notice', readonly head: Head }

/** Asks for a group's newest table, if it is above `epoch` (0 for any). The answer is a `table`. */
export interface TablePull { readonly type: 'table-pull', readonly group: string, readonly epoch: Token }

/** A group's table, on the assignment topic or in answer to a `table-pull`. */
export interface TableMessage { readonly type: 'table', readonly table: Table }

/**
 * A leader asks what the receiver has applied, before it plans from it. The answer is a `report` with the same number.
 */
export interface Collect { readonly type: 'collect', readonly seq: number }

/** The answer to a `collect`. */
export interface Report { readonly type: 'report', readonly seq: number, readonly term: number, readonly tables: readonly TableVersion[] }

/**
 * The sender has stopped working on partitions that it owns under these tokens: they can be somebody else's. The leader
 * answers with a table; until there is one that shows it, the owner says so again.
 *
 * ```
 * L --table(a hands p over to b)--> A, B
 * A --release(p, token)-----------> L     once the work has stopped
 * L --table(b owns p)-------------> A, B
 * ```
 */
export interface Release {
  readonly type: 'release'
  readonly group: string
  /** The epoch, as a token, of the table that the sender goes by. */
  readonly epoch: Token
  /** Whether the sender could not do the work: it should not get it back at once. */
  readonly failed: boolean
  /** Ascending. */
  readonly partitions: readonly number[]
  readonly tokens: readonly Token[]
}

/** A resource refuses the token under which the sender owns a partition, as it has `seen` a larger one. */
export interface Fenced {
  readonly type: 'fenced'
  readonly group: string
  readonly partition: number
  readonly token: Token
  readonly seen: Token
}

/**
 * Asks the leader to note an order in its tables. The answer is a table that shows it; until there is one, whoever gave the
 * order says it again. An order that is carried out already changes nothing.
 */
export interface OrderMessage { readonly type: 'order', readonly order: Order }

/** All that members say to each other. */
export type Message = Ping | Ack | PingReq | Nack | Sync | Delta | Gossip | Notice | TablePull | TableMessage | Collect | Report |
  Release | Fenced | OrderMessage
