/**
 * Every choice and refusal of the core and of its drivers that is worth counting, by name. Logs, metric labels and
 * tests use these names; each has a test that reaches it.
 */
export const MARKS = [
  // membership
  'claim:stale',
  'claim:wrong-cluster',
  'claim:wrong-protocol',
  'claim:rows-full',
  'accusation:stale',
  'accusation:implausible',
  'accusation:unknown-member',
  'accusation:stranger',
  'self:refuted',
  'self:renewed',
  'self:superseded',
  'suspicion:started',
  'suspicion:looked',
  'suspicion:expired',
  'probe:indirect',
  'probe:failed',
  'probe:late-ack',
  'probe:late-nack',
  'probe:deaf',
  'crash:looked',
  'crash:refused',
  'crash:confirmed',
  'probation:began',
  'probation:ended',
  'probe:relays-full',
  'pause:noticed',
  'sync:started',
  'sync:busy',
  'sync:introduced',
  'heal:tried',
  'join:alone',
  'join:group-mismatch',
  'join:unasked',
  // leadership
  'office:collecting',
  'office:taken',
  'office:stepped-down',
  'office:refused',
  'office:settled-without-all',
  'term:implausible',
  // handoffs
  'handoff:not-leader',
  'handoff:stale-release',
  'handoff:stale-fence',
  'handoff:failed',
  'handoff:fenced',
  'handoff:unknown-work',
  // tables
  'table:applied',
  'table:stale-epoch',
  'table:wrong-cluster',
  'table:wrong-partitions',
  'table:unknown-leader',
  'table:ineligible-leader',
  'table:future-term',
  'table:unsound',
  'table:token-regressed',
  'table:groups-full',
  'table:pulled',
  'table:put-off',
  'table:foreign-lineage'
] as const

/** The name of one choice or refusal. */
export type Mark = typeof MARKS[number]
