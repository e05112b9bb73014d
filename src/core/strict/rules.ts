/** The rules of strict mode. Each can be switched off, by tests only, and a checker or a step test misses it. */
export const STRICT_RULES = [
  // voters
  'voter:lease-blocks',
  'voter:drift',
  'voter:own-store',
  'voter:own-record',
  'voter:lease-after-restart',
  'voter:durable-first',
  'voter:term-order',
  'voter:accept-order',
  'voter:accept-promise',
  'voter:config-order',
  'voter:named-only',
  'voter:trial-changes-nothing',
  'voter:resign-own',
  'voter:distrust',
  // majorities
  'quorum:fixed-voters',
  'quorum:both-majorities',
  'quorum:member-once',
  'certificate:verified',
  'certificate:majority',
  'genesis:apart',
  'table:pulled',
  // the leader's lease
  'candidate:trial',
  'candidate:term-once',
  'candidate:stagger',
  'candidate:recovers',
  'leader:from-send-time',
  'leader:lease-to-grant',
  'leader:roster-only',
  'leader:transfer',
  'leader:resigns-when-removed',
  'leader:clock-trouble',
  // handing over
  'handoff:waits-for-lease',
  'handoff:waits-after-election',
  'handoff:drift',
  'handoff:released-only-by-owner',
  'handoff:token',
  'handoff:rest',
  // changes of voters
  'change:one-at-a-time',
  'change:answered',
  'change:lease-of-next',
  'change:two-refused',
  // owners
  'owner:from-send-time',
  'owner:no-renewal-in-handoff',
  'owner:term-order',
  'owner:clock-trouble',
  'owner:batches',
  'owner:known-table'
] as const

/** The name of one rule. */
export type StrictRule = typeof STRICT_RULES[number]

/** Whether a rule holds; all do unless a test says otherwise. */
export type StrictApplies = (rule: StrictRule) => boolean
