import { INVARIANTS } from './checkers/index.js'
import type { Rule } from '../core/index.js'
import type { Invariant } from './checkers/index.js'
import type { GaugeName } from './mutants/gauges.js'
import type { GroundName } from './mutants/grounds.js'

export { startsOfHealing } from './mutants/healing.js'
export { GAUGES } from './mutants/gauges.js'
export type { Gauge, GaugeName } from './mutants/gauges.js'
export { GROUNDS } from './mutants/grounds.js'
export type { GroundName } from './mutants/grounds.js'
export type { GroundOptions } from './mutants/ground.js'

/** Where the loss of a rule shows, and as what. */
export interface Mutant {
  readonly rule: Rule
  /** Rules that do its work as well, and are off in either run. */
  readonly besides?: readonly Rule[]
  readonly ground: GroundName
  /** Any of these is a catch; anything else is an accident of the scenario. */
  readonly caughtAs: readonly Invariant[]
  /** On so many seeds, from 1 on, it is tried at most. Default 1. */
  readonly seeds?: number
}

const I = INVARIANTS

/** For each rule the cheapest scenario that we know of in which a checker notices that it is gone. */
export const MUTANTS: readonly Mutant[] = [
  // merging what is said about members
  { rule: 'claim:order', ground: 'old-claim', caughtAs: [I.rowOrder] },
  { rule: 'claim:cluster', ground: 'claim-of-other-cluster', caughtAs: [I.rows] },
  { rule: 'accusation:order', ground: 'second-process', caughtAs: [I.quiet, I.rowOrder, I.illegalPair] },
  { rule: 'accusation:plausible', ground: 'accusation-far-ahead', caughtAs: [I.trusted] },
  { rule: 'accusation:members-only', ground: 'accusation-of-stranger', caughtAs: [I.trusted] },
  { rule: 'death:needs-suspicion', ground: 'hasty-death', caughtAs: [I.healthy] },
  { rule: 'accusation:told', ground: 'told-of-death', caughtAs: [I.healthy] },
  { rule: 'self:recalls-term', besides: ['sync:terms-stay'], ground: 'forgetful-successor', caughtAs: [I.ownCounters, I.oneTable] },
  { rule: 'self:refutes', ground: 'deaf', caughtAs: [I.agreement, I.healthy] },
  { rule: 'self:jumps', ground: 'accusation-ahead', caughtAs: [I.agreement, I.healthy] },
  { rule: 'self:superseded', ground: 'second-process', caughtAs: [I.served] },
  { rule: 'self:renews', ground: 'left-under-it', caughtAs: [I.agreement] },
  { rule: 'self:generation-above-heard', ground: 'forgetful', caughtAs: [I.ownCounters] },
  // noticing failures
  { rule: 'probe:round-robin', ground: 'power-off-of-last', caughtAs: [I.detected] },
  { rule: 'probe:accuses', ground: 'power-off', caughtAs: [I.detected] },
  { rule: 'suspicion:expires', ground: 'power-off', caughtAs: [I.detected] },
  { rule: 'crash:fast-path', ground: 'fast-failover', caughtAs: [I.served, I.detected] },
  { rule: 'crash:two-observers', ground: 'one-refusal', caughtAs: [I.healthy] },
  // spreading news
  { rule: 'dissemination:publish', ground: 'fast-failover', caughtAs: [I.served, I.detected] },
  { rule: 'dissemination:bounded', ground: 'joins', caughtAs: [I.quiet] },
  { rule: 'sync:compare', ground: 'table-before-claim', caughtAs: [I.agreement] },
  { rule: 'heal:dead', ground: 'split-below-heard', caughtAs: [I.agreement] },
  { rule: 'heal:bootstrap', ground: 'strangers-meet', caughtAs: [I.agreement] },
  // who leads
  { rule: 'leader:lowest-rank', ground: 'joins', caughtAs: [I.silence] },
  { rule: 'leader:stays', ground: 'leave', caughtAs: [I.silence] },
  { rule: 'leader:eligible', ground: 'ineligible-first', caughtAs: [I.agreement] },
  { rule: 'leader:newest-term', ground: 'flip-flop', caughtAs: [I.office] },
  { rule: 'leader:plausible-term', ground: 'claim-of-days-ahead', caughtAs: [I.office] },
  // taking office, and going on in it
  { rule: 'office:collect-first', ground: 'split', caughtAs: [I.agreement] },
  { rule: 'office:term-above-seen', besides: ['office:term-stored'], ground: 'term-ahead', caughtAs: [I.agreement] },
  { rule: 'office:term-stored', ground: 'alone-restart', caughtAs: [I.epochsGrow] },
  { rule: 'office:term-clock', ground: 'cold-restart', caughtAs: [I.oneTable] },
  { rule: 'office:plausible-stored', ground: 'corrupt-record', caughtAs: [I.served, I.office] },
  { rule: 'office:step-down', ground: 'flip-flop', caughtAs: [I.silence] },
  { rule: 'office:replan-on-change', ground: 'joins', caughtAs: [I.agreement, I.served] },
  { rule: 'office:deaths-at-once', ground: 'fast-failover', caughtAs: [I.served] },
  { rule: 'office:joins-wait', ground: 'joins', caughtAs: [I.joinsWait] },
  { rule: 'office:unknown-predecessor', ground: 'late-successor', caughtAs: [I.moves] },
  { rule: 'office:changes-only', ground: 'visitor', caughtAs: [I.moves] },
  { rule: 'office:retake', ground: 'term-ahead', caughtAs: [I.agreement] },
  { rule: 'office:backoff', ground: 'term-at-limit', caughtAs: [I.traffic] },
  { rule: 'office:retry-refused', ground: 'term-at-limit', caughtAs: [I.served, I.agreement] },
  { rule: 'office:foreign-lineage', ground: 'split-below', caughtAs: [I.agreement] },
  { rule: 'collection:deadline', ground: 'unanswered', caughtAs: [I.served, I.agreement] },
  { rule: 'collection:ask-again', ground: 'forgetful-leader-with-losses', caughtAs: [I.moves] },
  { rule: 'collection:newcomers', besides: ['sync:terms-stay'], ground: 'split-below-heard', caughtAs: [I.agreement] },
  { rule: 'collection:forget', ground: 'split-below', caughtAs: [I.agreement] },
  { rule: 'collection:pull-foreign', ground: 'split-and-crash', caughtAs: [I.agreement] },
  { rule: 'collection:plausible-term', ground: 'lying-report', caughtAs: [I.served, I.office] },
  { rule: 'collection:terms-stay', besides: ['sync:terms-stay'], ground: 'late-report', caughtAs: [I.oneTable] },
  { rule: 'sync:terms-stay', besides: ['collection:terms-stay'], ground: 'late-report', caughtAs: [I.oneTable] },
  { rule: 'collection:sound-only', ground: 'lying-report', caughtAs: [I.served, I.office] },
  // what a table says
  { rule: 'planner:sticky', ground: 'joins', caughtAs: [I.moves] },
  { rule: 'planner:equal', ground: 'joins', caughtAs: [I.balance] },
  { rule: 'plan:token-kept', ground: 'joins', caughtAs: [I.moves] },
  { rule: 'plan:handoff', ground: 'joins', caughtAs: [I.stopFirst] },
  { rule: 'plan:token-remembered', ground: 'unowned-group', caughtAs: [I.agreement] },
  { rule: 'plan:restamp-contested', ground: 'split-and-crash', caughtAs: [I.agreement] },
  // applying tables
  { rule: 'table:epoch-order', ground: 'forgetful-leader', caughtAs: [I.epochsGrow] },
  { rule: 'table:cluster', ground: 'table-of-other-cluster', caughtAs: [I.applied] },
  { rule: 'table:partitions', ground: 'table-of-other-size', caughtAs: [I.applied] },
  { rule: 'table:known-leader', ground: 'table-of-stranger', caughtAs: [I.applied] },
  { rule: 'table:eligible-leader', ground: 'table-of-ineligible', caughtAs: [I.applied] },
  { rule: 'table:plausible-term', ground: 'table-of-days-ahead', caughtAs: [I.applied, I.office] },
  { rule: 'table:soundness', ground: 'unsound-table', caughtAs: [I.applied] },
  { rule: 'table:tokens-grow', besides: ['applier:waits-for-merge'], ground: 'split-and-crash', caughtAs: [I.unblocked, I.pairs] },
  { rule: 'table:groups-bounded', ground: 'many-groups', caughtAs: [I.applied] },
  { rule: 'table:history', ground: 'laggard', caughtAs: [I.moves] },
  { rule: 'applier:publish', ground: 'fast-failover', caughtAs: [I.served] },
  { rule: 'applier:pull-when-behind', ground: 'table-of-ineligible', caughtAs: [I.agreement] },
  { rule: 'applier:live-only', ground: 'boaster', caughtAs: [I.agreement] },
  { rule: 'applier:one-pull', ground: 'many-groups', caughtAs: [I.traffic] },
  { rule: 'applier:remember-refused', ground: 'crowded', caughtAs: [I.traffic] },
  { rule: 'applier:curable', ground: 'table-before-claim', caughtAs: [I.agreement] },
  { rule: 'applier:mismatch', ground: 'two-sizes', caughtAs: [I.agreement] },
  { rule: 'applier:leaver-takes-nothing', ground: 'leave-in-flight', caughtAs: [I.pairs] },
  // what a member works on
  { rule: 'ownership:own-start', ground: 'restart-behind-leader', caughtAs: [I.oneHolder] },
  { rule: 'ownership:renewal', ground: 'split', caughtAs: [I.pairs] },
  { rule: 'ownership:forfeit-at-end', ground: 'two-sizes', caughtAs: [I.pairs] },
  // handing over
  { rule: 'leave:drains', ground: 'leave', caughtAs: [I.stopFirst] },
  { rule: 'handoff:deadline', ground: 'stubborn', caughtAs: [I.agreement] },
  // what survives a restart
  { rule: 'records:generation-grows', ground: 'alone-restart', caughtAs: [I.ownCounters] },
  { rule: 'records:term-noted', ground: 'alone-restart', caughtAs: [I.epochsGrow] }
]

/** A rule without which all promises hold, and something becomes worse by this factor at least. */
export interface Gauged {
  readonly rule: Rule
  readonly gauge: GaugeName
  readonly factor: number
}

/** Rules that make the detector faster or less gullible, or a healing smoother: what they bring is a matter of figures. */
export const GAUGED: readonly Gauged[] = [
  { rule: 'deaf', gauge: 'accusedByBlocked', factor: 2 },
  { rule: 'suspicion:looks', gauge: 'accusedByBlocked', factor: 2 },
  { rule: 'nack:one-is-enough', gauge: 'detectionOfSplit', factor: 2 },
  { rule: 'pause:grace', gauge: 'accusedByStopped', factor: 5 },
  { rule: 'probe:indirect', gauge: 'accusedAcrossCuts', factor: 2 },
  { rule: 'health', gauge: 'accusedByDialling', factor: 1.5 },
  { rule: 'witness', gauge: 'detection', factor: 1.05 },
  { rule: 'suspicion:from-probe', gauge: 'detection', factor: 1.1 },
  { rule: 'nack', gauge: 'detectionWithoutGossip', factor: 1.05 },
  { rule: 'nack:early', gauge: 'detectionWithoutGossip', factor: 1.05 },
  { rule: 'dissemination:piggyback', gauge: 'detectionWithoutGossip', factor: 1.3 },
  { rule: 'damping', gauge: 'tablesOfFlapping', factor: 4 },
  { rule: 'damping:anew', gauge: 'tablesOfFlipFlop', factor: 2 },
  { rule: 'plan:release-only', gauge: 'startsOfHealing', factor: 3 },
  { rule: 'applier:waits-for-merge', gauge: 'startsOfHealing', factor: 2 }
]

/**
 * Rules whose loss changes single steps, and nothing that a cluster as a whole promises: the core's own tests show each of
 * them with the same steps, with the rule and without it.
 */
export const SEEN_IN_STEPS: readonly Rule[] = [
  'probe:early-verdict', 'probe:cold', 'relay:remembered', 'health:timeout', 'health:lag', 'confirmation', 'confirmation:first-hand', 'buddy',
  'suspicion:direct-evidence', 'suspicion:own-health', 'suspicion:hearsay', 'sync:two-way', 'sync:patience', 'sync:introduces', 'sync:members-apart', 'hearing:fresh',
  'description:paced', 'join:greets', 'self:answers-accuser', 'claim:terms-stay', 'probe:heard', 'office:acquaints', 'damping:suspected', 'workers:stand-in',
  'orders:members-only', 'orders:kept', 'orders:bounded', 'orders:of-start', 'workers:stay', 'workers:givers', 'plan:rejoin', 'handoff:keyed-by-token', 'handoff:said-again', 'fenced:plausible',
  'table:history-by-office', 'applier:waits-for-collector'
]
