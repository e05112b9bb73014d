import { rounded } from '../../sim/index.js'
import { completed } from './cell.js'
import type { Campaign, Run, Summary } from '../../sim/index.js'
import type { Cell } from './cell.js'

/** What a campaign came to, as lines for people. */
export function campaignText ({ metrics, samples }: Campaign): string {
  const measured = Object.entries(samples).map(([name, { count, mean, p50, p90, p99, p999, max }]) => [name, String(count), ...[mean, p50, p90, p99, p999, max].map(text)])
  const counted = Object.entries(metrics).map(([name, { mean, min, p50, max }]) => [name, ...[mean, min, p50, max].map(text)])

  return [
    ...(measured.length === 0 ? [] : [...columns([['measured', 'count', 'mean', 'p50', 'p90', 'p99', 'p99.9', 'max'], ...measured]), '']),
    ...columns([['a run', 'mean', 'min', 'p50', 'max'], ...counted])
  ].join('\n')
}

/** One run, as a line of JSON. */
export function runLine (cell: Cell, { seed, result: { metrics, samples, violations, digest } }: Run): object {
  return { event: 'run', scenario: cell.scenario.id, ...completed(cell), seed, metrics, samples, violations, digest }
}

/** What a campaign came to, as a line of JSON, without the noise of the last digits. */
export function summaryLine (cell: Cell, { seeds, metrics, samples, violations }: Campaign): object {
  return { event: 'summary', scenario: cell.scenario.id, ...completed(cell), seeds, metrics: summariesJson(metrics), samples: summariesJson(samples), violations: violations.length }
}

function summariesJson (all: Campaign['metrics']): object {
  return Object.fromEntries(Object.entries(all).map(([name, summary]) => [name, summaryJson(summary)]))
}

function summaryJson (summary: Summary): Record<string, number> {
  return Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, rounded(value)]))
}

/** Cells under each other: the first to the left, numbers to the right. */
function columns (rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))

  return rows.map(row => row.map((cell, column) => column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(row.length > 2 ? widths[column] ?? 0 : 0)).join('  ').trimEnd())
}

function text (value: number): string {
  return String(rounded(value))
}
