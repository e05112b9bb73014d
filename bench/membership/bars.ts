import { keyOf } from './store.js'
import { scenarioNamed } from '../../src/sim/index.js'
import type { Parameters, Summary, VariantName } from '../../src/sim/index.js'
import type { Outcome } from './store.js'

/** Something that Shoal wants to keep. */
export interface Bar {
  readonly what: string
  readonly measured: string
  /** Undefined while what it takes was not run. */
  readonly holds: boolean | undefined
}

type Outcomes = ReadonlyMap<string, Outcome>

/** All bars, from what was run. */
export function judge (outcomes: Outcomes): Bar[] {
  const find = (scenario: string, nodes: number, parameters: Parameters = {}, variant: VariantName = 'ours'): Outcome | undefined =>
    outcomes.get(keyOf({ scenario, nodes, parameters: { ...scenarioNamed(scenario)?.defaults, ...parameters }, variant }))

  return [
    ...[10, 30, 100, 1_000].flatMap(nodes => [
      silentCrash(nodes, find('S2', nodes, { silent: 1 })),
      halfOfMemberlist(nodes, find('S2', nodes, { silent: 1 }), find('S2', nodes, { silent: 1 }, 'memberlist'))
    ]),
    ...[10, 30, 100, 1_000].map(nodes => processCrash(nodes, find('S2', nodes, { silent: 0 }))),
    ...['S4', 'S5'].map(scenario => lifeguard(scenario, outcomes)),
    none('S6: no false positive at a healthy member with one starved member', [find('S6', 100, { starved: 1 })], 'falsePositivesAtHealthy'),
    settled('S9', [...outcomes.values()]),
    settled('S10', [...outcomes.values()]),
    ...['S11', 'S22'].map(scenario => still(scenario, [...outcomes.values()])),
    kept('S13: unrelated members do not flap, leader and tables move at most once for the faulty one', 'S13', outcomes),
    kept('S14: heals after 10 s, 1 min, 5 min, 2 h', 'S14', outcomes),
    kept('S15: 500 restarted within 10 s: everybody sees everybody within 60 s', 'S15', outcomes),
    ...[10, 100].map(nodes => halfLost(nodes, find('S19', nodes))),
    kept('S20: chaos breaks no invariant', 'S20', outcomes),
    kept('S27: a healthy prober of a dead member does not blame itself', 'S27', outcomes),
    load([8, 16, 28, 40, 56].map(nodes => find('S1', nodes)))
  ]
}

/** memberlist's mean is 2 T + 4 T log10 N (our measurements of it agree). */
function silentCrash (nodes: number, outcome: Outcome | undefined): Bar {
  const first = outcome?.samples['firstDetectionMs']
  const apart = outcome?.samples['lastAfterFirstMs']
  const bound = 1_000 * (2 + 4 * Math.max(1, Math.log10(nodes)))

  return {
    what: `S2, N ${nodes}: first detection of a silent crash, mean at most ${Math.round(bound)} ms, last within 1 s of the first`,
    measured: first === undefined || apart === undefined ? '' : `${Math.round(first.mean)} ms, worst ${Math.round(first.max)}; last ${Math.ceil(apart.max)} ms after the first`,
    holds: first === undefined || apart === undefined ? undefined : first.mean <= bound && apart.max <= 1_000
  }
}

function halfOfMemberlist (nodes: number, ours: Outcome | undefined, memberlist: Outcome | undefined): Bar {
  const mean = ours?.samples['firstDetectionMs']?.mean
  const theirs = memberlist?.samples['firstDetectionMs']?.mean

  return {
    what: `S2, N ${nodes}: first detection of a silent crash, mean less than half of memberlist's`,
    measured: mean === undefined || theirs === undefined ? '' : `${Math.round(mean)} of ${Math.round(theirs)} ms: ${(100 * mean / theirs).toFixed(1)} %`,
    holds: mean === undefined || theirs === undefined ? undefined : mean < theirs / 2
  }
}

function processCrash (nodes: number, outcome: Outcome | undefined): Bar {
  const all = outcome?.samples['allKnowMs']

  return {
    what: `S2, N ${nodes}: a process that dies is dead at all members within 300 ms in the median, 1 s at worst`,
    measured: all === undefined ? '' : `${all.p50} ms, worst ${all.max}`,
    holds: all === undefined ? undefined : all.p50 < 300 && all.max < 1_000
  }
}

/** Over all cells that both were run for. */
function lifeguard (scenario: string, outcomes: Outcomes): Bar {
  const ours = [...outcomes.values()].filter(outcome => outcome.scenario === scenario && outcome.variant === 'ours')
  const swim = ours.map(outcome => outcomes.get(keyOf({ ...outcome, variant: 'swim' }))).filter(outcome => outcome !== undefined)
  const sum = (some: readonly Outcome[], name: string): number => some.reduce((total, { metrics }) => total + (metrics[name]?.mean ?? 0), 0)
  const percent = (name: string): number => 100 * sum(ours, name) / Math.max(1, sum(swim, name))
  const isRun = ours.length > 0 && swim.length === ours.length
  const isAsFast = scenario === 'S5' || ours.every(({ samples }, index) => (samples['firstDetectionMs']?.p50 ?? 0) <= (swim[index]?.samples['firstDetectionMs']?.p50 ?? Infinity))

  return {
    what: `${scenario}: false positives below 1.5 % of SWIM's, at all and at healthy members${scenario === 'S4' ? ', detection no later' : ''}`,
    measured: isRun ? `${percent('falsePositives').toFixed(2)} % and ${percent('falsePositivesAtHealthy').toFixed(2)} % over ${ours.length} cells (SWIM ${sum(swim, 'falsePositives')} and ${sum(swim, 'falsePositivesAtHealthy')})` : '',
    holds: isRun ? percent('falsePositives') < 1.5 && percent('falsePositivesAtHealthy') < 1.5 && isAsFast : undefined
  }
}

function settled (scenario: string, outcomes: readonly Outcome[]): Bar {
  const ours = outcomes.filter(outcome => outcome.scenario === scenario && outcome.variant === 'ours')
  const faulty = (outcome: Outcome): number => outcome.parameters['faulty'] ?? 0
  const value = ({ metrics }: Outcome, name: string, stat: keyof Summary): number => metrics[name]?.[stat] ?? NaN

  return {
    what: `${scenario}: leader and workers settle on exactly the faulty set or nobody, and change at most once for each faulty member`,
    measured: ours.map(outcome => `N ${outcome.nodes}${outcome.parameters['direction'] === undefined ? '' : ` direction ${outcome.parameters['direction']}`}: exact ${value(outcome, 'workersExact', 'min')}, tables ${value(outcome, 'tablesIssued', 'max')} for ${faulty(outcome)}, leaders ${value(outcome, 'leaderChanges', 'max')}`).join('; '),
    holds: ours.length === 0 ? undefined : ours.every(outcome => value(outcome, 'workersExact', 'min') === 1 && value(outcome, 'tablesIssued', 'max') <= faulty(outcome) && value(outcome, 'leaderChanges', 'max') <= faulty(outcome))
  }
}

function still (scenario: string, outcomes: readonly Outcome[]): Bar {
  const ours = outcomes.filter(outcome => outcome.scenario === scenario && outcome.variant === 'ours')
  const total = (name: string): number => ours.reduce((sum, { metrics }) => sum + (metrics[name]?.max ?? 0), 0)

  return {
    what: `${scenario}: nothing moves and nobody is held dead`,
    measured: ours.length === 0 ? '' : `${total('tablesIssued')} tables, ${total('leaderChanges')} leader changes, ${total('falsePositives')} false positives over ${ours.length} cells`,
    holds: ours.length === 0 ? undefined : total('tablesIssued') + total('leaderChanges') + total('falsePositives') === 0
  }
}

/** What chitchat asserts of itself; here, the end must be noticed by everybody within that time. */
function halfLost (nodes: number, outcome: Outcome | undefined): Bar {
  const removed = outcome?.metrics['falselyRemovedIn30s']
  const known = outcome?.samples['allKnowMs']
  const missed = outcome?.metrics['notKnownEverywhere']?.max ?? 0

  return {
    what: `S19, N ${nodes}: while half of all messages are lost, nobody is falsely removed in 30 s, and an end is noticed by all within 15 s`,
    measured: removed === undefined ? '' : `${removed.mean} falsely removed a run; all know after ${known?.p50 ?? '-'} ms in the median, worst ${missed > 0 ? 'never' : known?.max}; ${removed.count} runs`,
    holds: removed === undefined ? undefined : removed.max === 0 && missed === 0 && known !== undefined && known.max <= 15_000
  }
}

function none (what: string, outcomes: ReadonlyArray<Outcome | undefined>, metric: string): Bar {
  const values = outcomes.map(outcome => outcome?.metrics[metric]?.max)
  const isRun = values.every(value => value !== undefined)

  return { what, measured: isRun ? values.join(', ') : '', holds: isRun ? values.every(value => value === 0) : undefined }
}

/** The scenario's own promises, in all cells. */
function kept (what: string, scenario: string, outcomes: Outcomes): Bar {
  const ours = [...outcomes.values()].filter(outcome => outcome.scenario === scenario && outcome.variant === 'ours')
  const broken = ours.reduce((sum, { violations }) => sum + violations.length, 0)

  return { what, measured: ours.length === 0 ? '' : `${broken} promises broken in ${ours.reduce((sum, { digests }) => sum + digests.length, 0)} runs`, holds: ours.length === 0 ? undefined : broken === 0 }
}

function load (outcomes: ReadonlyArray<Outcome | undefined>): Bar {
  const values = outcomes.map(outcome => outcome?.metrics['messagesPerNodePeriod']?.mean)
  const isRun = values.every(value => value !== undefined)

  return { what: 'S1: two messages a node and period, however many members', measured: isRun ? values.join(', ') : '', holds: isRun ? values.every(value => Math.abs(value - 2) <= 0.05) : undefined }
}
