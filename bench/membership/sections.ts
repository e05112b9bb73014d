import type { Parameters, Summary, VariantName } from '../../src/sim/index.js'

/** A figure of a scenario's table: a metric or a measurement, and what of its distribution is shown. */
export interface Figure {
  readonly name: string
  readonly stat: keyof Summary
  readonly label: string
}

/** One cell of a scenario's grid, as the report runs it. */
export interface Cell {
  readonly nodes: number
  readonly parameters?: Parameters
  readonly variants?: readonly VariantName[]
  readonly seeds?: number
}

/** What is run of one scenario. */
export interface Runs {
  readonly scenario: string
  readonly cells: readonly Cell[]
  readonly variants: readonly VariantName[]
  readonly seeds: number
}

/** A scenario's part of the report. */
export interface Section extends Runs {
  readonly figures: readonly Figure[]
}

/** Sizes of the clusters in which a healthy member stalls. */
export const STALL_NODES: readonly number[] = [5, 10, 30, 100]

/** For how long it does. */
export const STALL_SECONDS: readonly number[] = Array.from({ length: 12 }, (_, index) => index + 1)

const ALL: readonly VariantName[] = ['ours', 'swim', 'lifeguard', 'memberlist']
const OURS: readonly VariantName[] = ['ours']
const TWO: readonly VariantName[] = ['ours', 'lifeguard']
const RIVALS: readonly VariantName[] = ['ours', 'memberlist']

const mean = (name: string, label = name): Figure => ({ name, stat: 'mean', label })
const worst = (name: string, label = `${name}, worst`): Figure => ({ name, stat: 'max', label })
const least = (name: string, label = `${name}, least`): Figure => ({ name, stat: 'min', label })
const median = (name: string, label = `${name}, median`): Figure => ({ name, stat: 'p50', label })

const FIRST = [mean('firstSuspicionMs', 'first suspicion, mean ms'), mean('firstDetectionMs', 'first detection, mean ms'), median('firstDetectionMs', 'first detection, median ms'), worst('firstDetectionMs', 'first detection, worst ms'), worst('lastAfterFirstMs', 'last after first, worst ms')]
const FALSE = [mean('falsePositives', 'false positives'), mean('falsePositivesAtHealthy', 'at healthy members'), mean('falseDeadSeconds', 'falsely dead, pair seconds')]
const STABILITY = [mean('leaderChanges', 'leader changes'), mean('tablesIssued', 'tables'), worst('oscillationsPerMember', 'returns from the dead a member, worst')]
const SETTLING = [mean('settled', 'views settled (1: yes)'), mean('workersExact', 'workers exact (1: yes)'), mean('lastTableAfterMs', 'last table after, ms'), mean('faultyInViews', 'faulty members in a view, mean')]

/** What the report runs, by scenario. Everything of it is reproducible: each cell's seeds count from 1. */
export const SECTIONS: readonly Section[] = [
  { scenario: 'S1', variants: ALL, seeds: 1, cells: [8, 16, 28, 40, 56].map(nodes => ({ nodes })), figures: [mean('messagesPerNodePeriod', 'messages a node and period'), mean('bytesPerMessage', 'bytes a message')] },
  {
    scenario: 'S2', variants: ALL, seeds: 200, figures: FIRST,
    cells: [{ nodes: 10 }, { nodes: 30 }, { nodes: 100, seeds: 100 }, { nodes: 1_000, seeds: 20, variants: RIVALS }].flatMap(cell => [{ ...cell, parameters: { silent: 1 } }, { ...cell, parameters: { silent: 0 }, variants: OURS }])
  },
  { scenario: 'S3', variants: ALL, seeds: 5, cells: [{ nodes: 17 }], figures: [mean('meanViewSize', 'members in a view, mean'), least('leastViewSize', 'members in a view, least')] },
  { scenario: 'S4', variants: ALL, seeds: 1, figures: [...FALSE, median('firstDetectionMs', 'first detection, median ms')], cells: [[1, 32_768], [4, 8_192], [8, 16_384], [16, 8_192], [16, 16_384], [32, 32_768]].map(([concurrent = 0, duration = 0]) => ({ nodes: 128, parameters: { concurrent, duration } })) },
  { scenario: 'S5', variants: ALL, seeds: 1, figures: FALSE, cells: [[1, 32_768, 64], [4, 16_384, 256], [8, 8_192, 16], [16, 16_384, 4], [16, 2_048, 1], [32, 32_768, 4_096]].map(([concurrent = 0, duration = 0, interval = 0]) => ({ nodes: 128, parameters: { concurrent, duration, interval } })) },
  { scenario: 'S6', variants: ALL, seeds: 1, figures: FALSE, cells: [1, 2, 4, 8, 16, 32].map(starved => ({ nodes: 100, parameters: { starved } })) },
  { scenario: 'S7', variants: OURS, seeds: 1, cells: [{ nodes: 1_000 }, { nodes: 2_000 }], figures: [worst('bootstrapMs', 'all see all, ms'), mean('sampledSizes', 'different sizes seen, sampled'), mean('uniqueViewSizes', 'different sizes seen, every change'), ...STABILITY] },
  { scenario: 'S8', variants: TWO, seeds: 1, cells: [{ nodes: 1_000, parameters: { silent: 1 } }, { nodes: 1_000, parameters: { silent: 0 }, variants: OURS }], figures: [...FIRST, worst('allKnowMs', 'all know, worst ms'), mean('uniqueViewSizes', 'different sizes seen'), ...STABILITY] },
  { scenario: 'S9', variants: OURS, seeds: 1, cells: [{ nodes: 1_000 }, { nodes: 200, parameters: { faulty: 2 }, variants: ALL }], figures: [...SETTLING, ...STABILITY, mean('falsePositivesAtHealthy', 'false positives at healthy members')] },
  { scenario: 'S10', variants: OURS, seeds: 1, cells: [{ nodes: 1_000, parameters: { direction: 1 } }, ...[1, 2, 3].map(direction => ({ nodes: 200, parameters: { faulty: 2, direction }, variants: ALL }))], figures: [...SETTLING, ...STABILITY, mean('falsePositivesAtHealthy', 'false positives at healthy members')] },
  { scenario: 'S11', variants: ALL, seeds: 2, cells: [{ nodes: 50 }], figures: [...FALSE, ...STABILITY] },
  { scenario: 'S12', variants: OURS, seeds: 2, cells: [2, 4, 8, 16].flatMap(crashes => [{ nodes: 1_000, parameters: { crashes, silent: 0 }, seeds: 1 }, { nodes: 200, parameters: { crashes } }]), figures: [mean('membersWithIntermediateViewPercent', 'members with a view between, %'), mean('conflictingTables', 'tables besides the last')] },
  { scenario: 'S13', variants: ALL, seeds: 3, cells: [{ nodes: 10, parameters: { reaches: 1 } }, { nodes: 13, parameters: { reaches: 3 } }], figures: [...FALSE, ...STABILITY] },
  { scenario: 'S14', variants: OURS, seeds: 2, cells: [50, 10, 0].flatMap(share => [10_000, 60_000, 300_000].map(duration => ({ nodes: 30, parameters: { share, duration }, ...(share === 50 ? { variants: TWO } : {}) }))).concat([{ nodes: 30, parameters: { share: 50, duration: 7_200_000 } }]), figures: [worst('healMs', 'all see all, worst ms'), worst('oneTableMs', 'one table, worst ms'), mean('settledApart', 'settled apart before (1: yes)')] },
  { scenario: 'S15', variants: OURS, seeds: 1, cells: [{ nodes: 500 }, { nodes: 100, parameters: { within: 60_000 }, seeds: 2 }], figures: [worst('allSeeAllMs', 'everybody sees everybody, worst ms'), ...STABILITY] },
  { scenario: 'S16', variants: OURS, seeds: 5, cells: [{ nodes: 20 }, { nodes: 20, parameters: { duplicate: 1 } }], figures: [worst('newStartKnownMs', 'new start known everywhere, worst ms'), worst('formerStopsMs', 'former process stops, worst ms')] },
  { scenario: 'S17', variants: OURS, seeds: 1, cells: [{ nodes: 1_000 }, { nodes: 100, parameters: { loss: 10 }, seeds: 5 }], figures: [worst('leaverDoneMs', 'leaver done, worst ms'), worst('allKnowMs', 'all know, worst ms'), worst('heldDeadInsteadAt', 'held dead instead at, worst')] },
  { scenario: 'S18', variants: TWO, seeds: 5, cells: [[2, 0, 2], [3, 0, 2], [5, 0, 2], [10, 0, 2], [10, 10, 2], [10, 25, 2], [10, 25, 100], [10, 50, 2], [50, 0, 2], [50, 10, 2], [50, 10, 100], [200, 1, 2]].map(([nodes = 0, loss = 0, delay = 0]) => ({ nodes, parameters: { loss, delay } })), figures: [median('allKnowMs', 'all know, median ms'), worst('allKnowMs', 'all know, worst ms')] },
  { scenario: 'S19', variants: TWO, seeds: 100, cells: [{ nodes: 10 }, { nodes: 100, seeds: 10 }], figures: [worst('firstDetectionMs', 'first detection, worst ms'), worst('allKnowMs', 'all know, worst ms'), mean('falselyRemovedIn30s', 'members falsely removed in 30 s')] },
  { scenario: 'S20', variants: OURS, seeds: 20, cells: [{ nodes: 8 }, { nodes: 24, parameters: { fewest: 9, ticks: 1_000 }, seeds: 4 }], figures: [mean('faults', 'faults a run'), mean('leaderChanges', 'leader changes'), mean('tablesIssued', 'tables'), worst('staleWritesAccepted', 'stale writes accepted')] },
  { scenario: 'S21', variants: ALL, seeds: 3, cells: [2_000, 10_000, 30_000].map(duration => ({ nodes: 20, parameters: { duration } })), figures: [...FALSE, mean('heldDeadByStalled', 'held dead by the stalled one'), worst('healMs', 'healed, worst ms'), ...STABILITY] },
  { scenario: 'S22', variants: ALL, seeds: 3, cells: [3, 5, 50].flatMap(nodes => [0, 1].map(both => ({ nodes, parameters: { both } }))), figures: [...FALSE, ...STABILITY] },
  { scenario: 'S23', variants: ALL, seeds: 3, cells: [1_000, 10_000, 60_000, 600_000].map(duration => ({ nodes: 20, parameters: { duration } })), figures: [mean('heldDeadBySleeper', 'held dead by the sleeper'), mean('falsePositivesAtHealthy', 'false positives at healthy members'), worst('healMs', 'healed, worst ms'), ...STABILITY] },
  { scenario: 'S24', variants: OURS, seeds: 3, cells: [{ nodes: 10 }], figures: ['impossible-incarnation', 'future-generation', 'old-claims', 'stranger', 'plausible-incarnation', 'suspicions', 'deaths'].map(lie => mean(`deathsBy-${lie}`, `deaths by ${lie}`)).concat([mean('revivedAt', 'revived at')]) },
  { scenario: 'S25', variants: OURS, seeds: 1, cells: [{ nodes: 200, parameters: { minutes: 60 } }], figures: [mean('rowsMost', 'rows, most'), mean('membersEver', 'members ever'), mean('firstMinuteBytesPerNodeSecond', 'bytes a node and second, first minute'), mean('medianMinuteBytesPerNodeSecond', 'median minute'), mean('lastMinuteBytesPerNodeSecond', 'last minute'), mean('falsePositivesAtHealthy', 'false positives at healthy members'), mean('leaderChanges', 'leader changes')] },
  { scenario: 'S26', variants: ALL, seeds: 10, cells: [1, 2, 3].map(nodes => ({ nodes })), figures: [mean('firstDetectionMs', 'first detection, mean ms'), worst('rejoinMs', 'back again, worst ms')] },
  { scenario: 'S27', variants: ALL, seeds: 5, cells: [0, 1].flatMap(preset => [1, 10].map(crashes => ({ nodes: 30, parameters: { preset, crashes } }))), figures: [worst('worstLocalHealth', 'local health, worst'), worst('allFoundMs', 'all found, worst ms')] }
]

/** S23 in small steps, for the part about stalls. */
export const STALLS: Runs = {
  scenario: 'S23', variants: RIVALS, seeds: 50,
  cells: STALL_NODES.flatMap(nodes => STALL_SECONDS.map(seconds => ({ nodes, parameters: { duration: 1_000 * seconds }, ...(nodes < 100 ? {} : { seeds: 20 }) })))
}

/** All that the report runs. */
export const RUNS: readonly Runs[] = [...SECTIONS, STALLS]
