import type { Settings } from './config.js'
import type { MemberList } from './membership/member-list.js'
import type { Head } from './messages.js'
import type { Outbox } from './outbox.js'
import type { Random } from './random.js'
import type { Applies } from './rules.js'
import type { Timers } from './timers.js'
import type { MemberId } from './types.js'

/** What the parts of one core share. */
export interface Context {
  readonly cluster: string
  readonly self: MemberId
  readonly settings: Settings
  readonly random: Random
  readonly timers: Timers
  readonly outbox: Outbox
  readonly members: MemberList
  /** Whom there is an open connection to. */
  readonly links: Set<MemberId>
  readonly applies: Applies
  /** The wall clock, in seconds: as told at the start, plus the time that has passed. */
  readonly unixSeconds: () => number
  /** What this member has: its view's digest and its tables' epochs. */
  readonly head: () => Head
}
