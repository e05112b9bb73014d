/**
 * The rules of the core that a checker must miss when they are gone. Each can be switched off, by tests only: a
 * simulator that does not notice proves nothing about the rule. Switching off Lifeguard's parts gives plain SWIM, for
 * comparison in one and the same testbed.
 */
export const RULES = [
  // merging what is said about members
  'claim:order',
  'claim:cluster',
  'accusation:order',
  'accusation:plausible',
  'accusation:members-only',
  'death:needs-suspicion',
  'self:refutes',
  'self:jumps',
  'self:superseded',
  'self:generation-above-heard',
  // noticing failures
  'probe:round-robin',
  'probe:accuses',
  'probe:indirect',
  'probe:early-verdict',
  'probe:cold',
  'relay:remembered',
  'nack',
  'nack:early',
  'nack:one-is-enough',
  'health',
  'health:timeout',
  'health:lag',
  'confirmation',
  'confirmation:first-hand',
  'witness',
  'buddy',
  'deaf',
  'suspicion:expires',
  'suspicion:from-probe',
  'suspicion:direct-evidence',
  'pause:grace',
  'crash:fast-path',
  'crash:two-observers',
  'damping',
  // spreading news
  'dissemination:piggyback',
  'dissemination:publish',
  'dissemination:bounded',
  'sync:compare',
  'sync:two-way',
  'sync:patience',
  'heal:dead',
  'heal:bootstrap',
  // who leads
  'leader:lowest-rank',
  'leader:eligible',
  'leader:newest-term',
  'leader:plausible-term',
  // taking office, and going on in it
  'office:collect-first',
  'office:term-above-seen',
  'office:term-stored',
  'office:term-clock',
  'office:plausible-stored',
  'office:step-down',
  'office:replan-on-change',
  'office:deaths-at-once',
  'office:joins-wait',
  'office:changes-only',
  'office:retake',
  'office:backoff',
  'office:retry-refused',
  'office:foreign-lineage',
  'collection:deadline',
  'collection:ask-again',
  'collection:newcomers',
  'collection:forget',
  'collection:pull-foreign',
  'collection:plausible-term',
  'collection:sound-only',
  // what a table says
  'planner:sticky',
  'planner:equal',
  'plan:token-kept',
  'plan:token-remembered',
  'plan:restamp-contested',
  // applying tables
  'table:epoch-order',
  'table:cluster',
  'table:partitions',
  'table:known-leader',
  'table:eligible-leader',
  'table:plausible-term',
  'table:soundness',
  'table:tokens-grow',
  'table:groups-bounded',
  'table:history',
  'applier:publish',
  'applier:pull-when-behind',
  'applier:live-only',
  'applier:one-pull',
  'applier:remember-refused',
  'applier:curable',
  'applier:mismatch',
  'applier:leaver-takes-nothing',
  // what a member works on
  'ownership:own-start',
  'ownership:renewal',
  'ownership:release-on-leave',
  'ownership:forfeit-at-end',
  // what survives a restart
  'records:generation-grows',
  'records:term-noted'
] as const

/** The name of one rule. */
export type Rule = typeof RULES[number]

/** Whether a rule holds; all do unless a test says otherwise. */
export type Applies = (rule: Rule) => boolean
