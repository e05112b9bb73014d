import type { LedgerRow } from './ledger.js'

/** Something that was done to the members. */
export interface Deed {
  /** What it was, such as `crash`. */
  readonly kind: string
  /** When, in Unix milliseconds of the same machine. */
  readonly at: number
}

/** What must not be in a ledger. */
export interface Violation {
  readonly rule: 'token-went-back' | 'two-owners-one-token' | 'not-written-again' | 'stranger'
  readonly partition: number
  readonly text: string
}

/** A partition went from one token to the next. */
export interface Change {
  readonly partition: number
  /** The last deed before its first write. */
  readonly deed: string
  /** From the last write under the one to the first under the other, in milliseconds. */
  readonly gapMs: number
  /** False if it is the same owner under another token. */
  readonly isMove: boolean
}

/** What is said of one partition's ledger. */
export interface PartitionVerdict {
  readonly violations: readonly Violation[]
  readonly changes: readonly Change[]
}

/** What the ledger is judged by. */
export interface JudgedBy {
  /** In their order. */
  readonly deeds: readonly Deed[]
  /** Everybody that was ever started. */
  readonly owners: ReadonlySet<string>
  /** When the last fault was over; after it every partition must have been written again. */
  readonly healedAt: number
  /** Within so many milliseconds. */
  readonly boundMs: number
}

/** Judges what the database has logged of one partition: its rows in the order in which they were accepted. */
export function judgePartition (partition: number, rows: readonly LedgerRow[], { deeds, owners, healedAt, boundMs }: JudgedBy): PartitionVerdict {
  const violations: Violation[] = []
  const changes: Change[] = []
  const holders = new Map<string, string>()
  let before: LedgerRow | undefined

  for (const row of rows) {
    const holder = holders.get(row.token) ?? row.owner
    holders.set(row.token, holder)

    if (before !== undefined && row.token < before.token) {
      violations.push({ rule: 'token-went-back', partition, text: `write ${row.seq} of ${row.owner} under ${row.token} comes after ${before.token} of ${before.owner}` })
    }
    if (holder !== row.owner) {
      violations.push({ rule: 'two-owners-one-token', partition, text: `write ${row.seq} under ${row.token} is of ${row.owner}, an earlier one of ${holder}` })
    }
    if (!owners.has(row.owner)) {
      violations.push({ rule: 'stranger', partition, text: `write ${row.seq} is of ${row.owner}, who was never started` })
    }
    if (before !== undefined && before.token !== row.token) {
      changes.push({ partition, deed: deeds.findLast(({ at }) => at <= row.at)?.kind ?? 'start', gapMs: row.at - before.at, isMove: before.owner !== row.owner })
    }
    before = row
  }

  if (!rows.some(({ at }) => at > healedAt && at <= healedAt + boundMs)) {
    violations.push({ rule: 'not-written-again', partition, text: `no write within ${boundMs} ms after the last fault` })
  }

  return { violations, changes }
}

/** Times of one kind, as they are printed. */
export interface Figure {
  readonly deed: string
  readonly changes: number
  readonly medianMs: number
  readonly worstMs: number
}

/** How long partitions that moved were not written, by what was done before. */
export function figuresOf (changes: readonly Change[]): Figure[] {
  const moves = changes.filter(({ isMove }) => isMove)

  return [...Map.groupBy(moves, ({ deed }) => deed)].map(([deed, each]) => {
    const gaps = each.map(({ gapMs }) => gapMs).sort((a, b) => a - b)
    return { deed, changes: gaps.length, medianMs: Math.round(gaps[gaps.length >> 1] ?? NaN), worstMs: Math.round(gaps.at(-1) ?? NaN) }
  }).sort((a, b) => a.deed < b.deed ? -1 : 1)
}

/**
 * The writes that were refused while everybody stopped before anybody else began: there must be none. Tells of them.
 *
 * @param orderly when everything was in order
 */
export function refusedInOrder (refusals: ReadonlyArray<{ readonly at: number, readonly partition: number }>, orderly: ReadonlyArray<{ readonly from: number, readonly to: number }>): string[] {
  return refusals
    .filter(({ at }) => orderly.some(({ from, to }) => at >= from && at <= to))
    .map(({ at, partition }) => `refused-in-order: partition ${partition}: a write was refused at ${new Date(at).toISOString()}, where nobody had to be late`)
}
