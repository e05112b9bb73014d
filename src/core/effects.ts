import type { Mark } from './marks.js'
import type { Message } from './messages.js'
import type { CoreEvent, MemberId, StoredRecord } from './types.js'

/** The two gossip topics of a cluster. */
export type Topic = 'membership' | 'assignment'

/** What the driver tells the core. */
export type Input =
  /** Once, first. `unixMs` is the wall clock; `addresses` are what others can dial. */
  | { readonly type: 'start', readonly unixMs: number, readonly addresses: readonly string[] }
  /** The deadline of `nextTimeout()` has come. */
  | { readonly type: 'wake' }
  /** A message of an authenticated peer, seals verified (see `ShoalCore.isNews`). */
  | { readonly type: 'message', readonly from: MemberId, readonly message: Message }
  /** A bootstrap address turned out to be this peer, and is connected. */
  | { readonly type: 'contact', readonly member: MemberId }
  /** The member's own addresses changed. */
  | { readonly type: 'addresses', readonly addresses: readonly string[] }
  /** Go on purpose; the `left` event says when it is done. */
  | { readonly type: 'leave' }

/**
 * What the core asks the driver to do, in this order. Sends and publications may be lost, and a publication may come
 * twice; a `store` is durable before any effect that follows it is carried out.
 */
export type Effect =
  | { readonly type: 'send', readonly to: MemberId, readonly message: Message }
  | { readonly type: 'publish', readonly topic: Topic, readonly message: Message }
  | { readonly type: 'store', readonly record: StoredRecord }
  /** Dial the bootstrap addresses that are not connected; each one reached comes back as a `contact`. */
  | { readonly type: 'bootstrap' }
  | { readonly type: 'emit', readonly event: CoreEvent }
  /** Why something was chosen or refused. */
  | { readonly type: 'trace', readonly mark: Mark, readonly member?: MemberId }
