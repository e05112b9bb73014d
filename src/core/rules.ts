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
  'heal:bootstrap'
] as const

/** The name of one rule. */
export type Rule = typeof RULES[number]

/** Whether a rule holds; all do unless a test says otherwise. */
export type Applies = (rule: Rule) => boolean
