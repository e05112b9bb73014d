import { STRICT_INVARIANTS } from './checkers.js'
import type { StrictInvariant } from './checkers.js'
import type { StrictRule } from '../../core/index.js'

/** Where the loss of a rule shows in chaos, and as what. */
export interface StrictMutant {
  readonly rule: StrictRule
  /** A seed of chaos that shows it. */
  readonly seed: number
  /** What the cores take the clocks for, and what they are; what the seed says if it is left out. */
  readonly drift?: number
  /** Any of these is a catch; anything else is an accident of the seed. */
  readonly caughtAs: readonly StrictInvariant[]
}

const I = STRICT_INVARIANTS

/** The rules that keep strict mode safe, and alive, in chaos; first those that a small model found. */
export const STRICT_MUTANTS: readonly StrictMutant[] = [
  { rule: 'owner:from-send-time', seed: 2, caughtAs: [I.oneOwner] },
  { rule: 'voter:lease-blocks', seed: 2, caughtAs: [I.oneLeader] },
  { rule: 'voter:drift', seed: 2, drift: 0.2, caughtAs: [I.oneLeader] },
  { rule: 'handoff:drift', seed: 1, drift: 0.2, caughtAs: [I.oneOwner] },
  { rule: 'voter:own-store', seed: 40, caughtAs: [I.oneLeader, I.oneOwner, I.tokens] },
  { rule: 'quorum:fixed-voters', seed: 1, caughtAs: [I.oneOwner, I.oneLeader] },
  { rule: 'handoff:waits-after-election', seed: 1, caughtAs: [I.oneOwner] },
  { rule: 'handoff:waits-for-lease', seed: 1, caughtAs: [I.oneOwner] },
  { rule: 'voter:accept-order', seed: 2, caughtAs: [I.tokens] },
  { rule: 'voter:term-order', seed: 1, caughtAs: [I.oneOwner, I.oneLeader] },
  { rule: 'candidate:recovers', seed: 2, caughtAs: [I.tokens] },
  { rule: 'leader:from-send-time', seed: 3, caughtAs: [I.oneLeader] },
  { rule: 'leader:lease-to-grant', seed: 1, caughtAs: [I.isolated, I.oneOwner] },
  { rule: 'leader:clock-trouble', seed: 2, caughtAs: [I.oneLeader] },
  { rule: 'owner:clock-trouble', seed: 1, caughtAs: [I.oneOwner] },
  { rule: 'owner:no-renewal-in-handoff', seed: 33, caughtAs: [I.oneOwner] },
  { rule: 'voter:trial-changes-nothing', seed: 1, caughtAs: [I.served] },
  { rule: 'candidate:trial', seed: 1, caughtAs: [I.served] }
]

/** Rules that every order of events within small bounds misses, as `StrictModel` finds. */
export const SEEN_IN_MODEL: readonly StrictRule[] = ['voter:lease-after-restart', 'owner:known-table']

/** Rules whose loss the core's own tests, or a named scenario, show in single steps. */
export const STRICT_SEEN_IN_STEPS: readonly StrictRule[] = [
  'voter:own-record', 'voter:durable-first', 'voter:accept-promise', 'voter:config-order', 'voter:named-only', 'voter:resign-own', 'voter:distrust', 'quorum:both-majorities',
  'quorum:member-once', 'certificate:verified', 'certificate:majority', 'genesis:apart', 'table:pulled', 'candidate:stagger', 'candidate:term-once', 'leader:roster-only', 'leader:transfer',
  'leader:resigns-when-removed', 'handoff:released-only-by-owner', 'handoff:token', 'handoff:rest', 'change:one-at-a-time', 'change:answered',
  'change:lease-of-next', 'change:two-refused', 'owner:term-order', 'owner:batches'
]
