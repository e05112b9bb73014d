import { join } from 'node:path'
import { readRows, writeRows } from './rows-file.js'
import type { VariantName } from '../../src/sim/index.js'
import type { GridCell } from './grid-cells.js'
import type { Job, JobResult } from './job.js'
import type { Measured } from './rows-file.js'

/** Where the paper ran its agents, all of them at once (Lifeguard V). */
const NODES = 128

/** One detector: a variant, perhaps with another alpha and beta (0: the variant's own). */
export interface Contender {
  readonly variant: VariantName
  readonly alpha: number
  readonly beta: number
}

/** One cell with one detector, so many times: seeds from 1. */
export interface GridTask {
  readonly cell: GridCell
  readonly contender: Contender
  readonly repetitions: number
}

/** What the repetitions of one cell came to with one detector. */
export interface GridRow extends GridCell, Contender, Measured {
  readonly repetitions: number
  readonly falsePositives: number
  readonly falsePositivesAtHealthy: number
  /** Means over the repetitions. */
  readonly messagesPerNodeSecond: number
  readonly bytesPerNodeSecond: number
  /** All latencies, in whole milliseconds. */
  readonly firstDetectionMs: readonly number[]
  readonly allKnowMs: readonly number[]
  /** Of each run, in the order of the seeds: whoever runs it again must get these. */
  readonly digests: readonly string[]
}

/** The runs of one row. */
export function gridJobs ({ cell, contender, repetitions }: GridTask): Job[] {
  const { interval, ...rest } = cell
  const { variant, alpha, beta } = contender

  return Array.from({ length: repetitions }, (_, index) => ({
    scenario: interval === undefined ? 'S4' : 'S5',
    nodes: NODES,
    parameters: { ...rest, ...(interval === undefined ? {} : { interval }), alpha, beta },
    variant,
    seed: index + 1
  }))
}

/** Puts the repetitions together. */
export function gridRow ({ cell, contender }: GridTask, results: readonly JobResult[], commit: string): GridRow {
  const sum = (name: string): number => results.reduce((total, { metrics }) => total + (metrics[name] ?? 0), 0)
  const all = (name: string): number[] => results.flatMap(({ samples }) => samples[name] ?? []).map(Math.round)

  return {
    commit,
    ...cell,
    ...contender,
    repetitions: results.length,
    falsePositives: sum('falsePositives'),
    falsePositivesAtHealthy: sum('falsePositivesAtHealthy'),
    messagesPerNodeSecond: Math.round(1_000 * sum('messagesPerNodeSecond') / results.length) / 1_000,
    bytesPerNodeSecond: Math.round(sum('bytesPerNodeSecond') / results.length),
    firstDetectionMs: all('firstDetectionMs'),
    allKnowMs: all('allKnowMs'),
    digests: results.map(({ digest }) => digest)
  }
}

/** Which row of the grid it is. */
export function gridKey ({ concurrent, duration, interval, variant, alpha, beta }: GridCell & Contender): string {
  return [concurrent, duration, interval ?? '-', variant, alpha, beta].join(' ')
}

/** The rows that were run, of the file in that folder. */
export function readGrid (folder: string): Map<string, GridRow> {
  return new Map(readRows<GridRow>(pathIn(folder)).map(row => [gridKey(row), row]))
}

/** Keeps the rows, in an order that does not depend on when each was run. */
export function writeGrid (folder: string, rows: ReadonlyMap<string, GridRow>): void {
  writeRows(pathIn(folder), [...rows].sort(([a], [b]) => a < b ? -1 : 1).map(([, row]) => row))
}

function pathIn (folder: string): string {
  return join(folder, 'lifeguard-grid.json')
}
