import type { Mark } from './marks.js'
import type { Message } from './messages.js'
import type { CoreEvent, MemberId, Order, StoredRecord, Token } from './types.js'

/** The two gossip topics of a cluster. */
export type Topic = 'membership' | 'assignment'

/** What the driver tells the core. */
export type Input =
  /** Once, first. `unixMs` is the wall clock; `addresses` are what others can dial. */
  | { readonly type: 'start', readonly unixMs: number, readonly addresses: readonly string[] }
  /** The deadline of `nextTimeout()` has come. */
  | { readonly type: 'wake' }
  /**
   * A message of an authenticated peer, seals verified (see `ShoalCore.isNews`). `isPublished` if it came by a topic: its
   * author signed it, but anybody can have kept it since.
   */
  | { readonly type: 'message', readonly from: MemberId, readonly message: Message, readonly isPublished?: boolean }
  /** A bootstrap address turned out to be this peer, and is connected. */
  | { readonly type: 'contact', readonly member: MemberId }
  /** A connection to a peer is open: to reach it takes no dial. */
  | { readonly type: 'connected', readonly member: MemberId }
  /**
   * The last connection to a peer is gone. `lost` if a direct one broke with no goodbye, as when a process dies; not if
   * either side closed it for being idle, or a relay went.
   */
  | { readonly type: 'disconnected', readonly member: MemberId, readonly lost: boolean }
  /** The host where the peer was last reached refused the dial: its machine is there, its process is not. */
  | { readonly type: 'refused', readonly member: MemberId }
  /** What the member says about itself to applications. */
  | { readonly type: 'metadata', readonly metadata: Uint8Array }
  /** The member's own addresses changed. */
  | { readonly type: 'addresses', readonly addresses: readonly string[] }
  /**
   * The application has stopped working on a partition, after a `partition:revoke` with that token or by itself: it can be
   * somebody else's. Said again, or too late, it changes nothing.
   */
  | { readonly type: 'released', readonly group: string, readonly partition: number, readonly token: Token }
  /** The application cannot work on a partition that it has under that token: somebody else should. */
  | { readonly type: 'failed', readonly group: string, readonly partition: number, readonly token: Token }
  /** A resource refused this member's token, as it has seen a larger one: the partition needs a token above that. */
  | { readonly type: 'fenced', readonly group: string, readonly partition: number, readonly seen: Token }
  /** The application orders something of all who plan; the tables show whether it counts. */
  | { readonly type: 'order', readonly order: Order }
  /** Go on purpose; the `left` event says when it is done. */
  /** `isBusy`: something outside the core is to be handed over too; it says `drained` when that is done. */
  | { readonly type: 'leave', readonly isBusy?: boolean }
  /** What was busy at `leave` is so no more. */
  | { readonly type: 'drained' }

/**
 * What the core asks the driver to do, in this order. Sends and publications may be lost, and a publication may come
 * twice; a `store` is durable before any effect that follows it is carried out, if it `holds` them.
 */
export type Effect =
  | { readonly type: 'send', readonly to: MemberId, readonly message: Message }
  | { readonly type: 'publish', readonly topic: Topic, readonly message: Message }
  | { readonly type: 'store', readonly record: StoredRecord, readonly holds: boolean }
  /** Dial the bootstrap addresses that are not connected; each one reached comes back as a `contact`. */
  | { readonly type: 'bootstrap' }
  | { readonly type: 'emit', readonly event: CoreEvent }
  /** Why something was chosen or refused. */
  | { readonly type: 'trace', readonly mark: Mark, readonly member?: MemberId }
