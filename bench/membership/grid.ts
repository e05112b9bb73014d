import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { VariantName } from '../../src/sim/index.js'
import type { Job, JobResult } from './job.js'

/** Lifeguard's own grid (Lifeguard V). */
export const CONCURRENT = [1, 4, 8, 12, 16, 20, 24, 28, 32]
export const DURATIONS = [128, 512, 2_048, 8_192, 16_384, 32_768]
export const INTERVALS = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384]

/** A cell of the grid: the Threshold experiment has no interval. */
export interface GridCell {
  readonly concurrent: number
  readonly duration: number
  readonly interval?: number
}

/** What is run of it when there are minutes and not days: cells in which SWIM errs and a few in which it need not. */
export const SUBSET: readonly GridCell[] = [
  { concurrent: 1, duration: 32_768 }, { concurrent: 4, duration: 8_192 }, { concurrent: 8, duration: 16_384 }, { concurrent: 16, duration: 8_192 },
  { concurrent: 16, duration: 16_384 }, { concurrent: 32, duration: 32_768 },
  { concurrent: 1, duration: 32_768, interval: 64 }, { concurrent: 4, duration: 16_384, interval: 256 }, { concurrent: 8, duration: 8_192, interval: 16 },
  { concurrent: 16, duration: 16_384, interval: 4 }, { concurrent: 16, duration: 2_048, interval: 1 }, { concurrent: 32, duration: 32_768, interval: 4_096 }
]

/** All cells of both experiments: 54 and 432. */
export function allCells (): GridCell[] {
  const threshold = CONCURRENT.flatMap(concurrent => DURATIONS.map(duration => ({ concurrent, duration })))
  return [...threshold, ...threshold.flatMap(cell => INTERVALS.map(interval => ({ ...cell, interval })))]
}

/** One detector: a variant, perhaps with another alpha and beta (0: the variant's own). */
export interface Contender {
  readonly variant: VariantName
  readonly alpha: number
  readonly beta: number
}

/** What the repetitions of one cell came to with one detector. */
export interface GridRow extends GridCell, Contender {
  readonly repetitions: number
  readonly falsePositives: number
  readonly falsePositivesAtHealthy: number
  /** Means over the repetitions. */
  readonly messagesPerNodeSecond: number
  readonly bytesPerNodeSecond: number
  /** All latencies, in whole milliseconds. */
  readonly firstDetectionMs: readonly number[]
  readonly allKnowMs: readonly number[]
}

/** The runs of one row: seeds from 1. */
export function gridJobs (cell: GridCell, { variant, alpha, beta }: Contender, repetitions: number): Job[] {
  const { interval, ...rest } = cell

  return Array.from({ length: repetitions }, (_, index) => ({
    scenario: interval === undefined ? 'S4' : 'S5',
    nodes: 128,
    parameters: { ...rest, ...(interval === undefined ? {} : { interval }), alpha, beta },
    variant,
    seed: index + 1
  }))
}

/** Puts the repetitions together. */
export function gridRow (cell: GridCell, contender: Contender, results: readonly JobResult[]): GridRow {
  const sum = (name: string): number => results.reduce((total, { metrics }) => total + (metrics[name] ?? 0), 0)
  const all = (name: string): number[] => results.flatMap(({ samples }) => samples[name] ?? []).map(Math.round)

  return {
    ...cell,
    ...contender,
    repetitions: results.length,
    falsePositives: sum('falsePositives'),
    falsePositivesAtHealthy: sum('falsePositivesAtHealthy'),
    messagesPerNodeSecond: Math.round(1_000 * sum('messagesPerNodeSecond') / results.length) / 1_000,
    bytesPerNodeSecond: Math.round(sum('bytesPerNodeSecond') / results.length),
    firstDetectionMs: all('firstDetectionMs'),
    allKnowMs: all('allKnowMs')
  }
}

/** Which row of the grid it is. */
export function gridKey ({ concurrent, duration, interval, variant, alpha, beta }: GridCell & Contender): string {
  return [concurrent, duration, interval ?? '-', variant, alpha, beta].join(' ')
}

const PATH = 'docs/lifeguard-grid.json'

/** The rows that were run. */
export function readGrid (): Map<string, GridRow> {
  const rows = existsSync(PATH) ? JSON.parse(readFileSync(PATH, 'utf8')) as GridRow[] : []
  return new Map(rows.map(row => [gridKey(row), row]))
}

/** Keeps the rows, in an order that does not depend on when each was run. */
export function writeGrid (rows: ReadonlyMap<string, GridRow>): void {
  const lines = [...rows].sort(([a], [b]) => a < b ? -1 : 1).map(([, row]) => JSON.stringify(row))
  writeFileSync(PATH, `[\n${lines.join(',\n')}\n]\n`)
}
