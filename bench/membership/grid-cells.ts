/** Lifeguard's own grid (Lifeguard V). */
const CONCURRENT = [1, 4, 8, 12, 16, 20, 24, 28, 32]
const DURATIONS = [128, 512, 2_048, 8_192, 16_384, 32_768]
const INTERVALS = [1, 4, 16, 64, 256, 1_024, 4_096, 16_384]

/** How far the interval of a sampled cell moves on with each step of the duration: each one comes six or seven times. */
const ROTATION = 3

/** A cell of the grid: the Threshold experiment has no interval. */
export interface GridCell {
  readonly concurrent: number
  readonly duration: number
  readonly interval?: number
}

/** Cells in which SWIM errs, and a few in which it need not. */
const SUBSET: readonly GridCell[] = [
  { concurrent: 1, duration: 32_768 }, { concurrent: 4, duration: 8_192 }, { concurrent: 8, duration: 16_384 }, { concurrent: 16, duration: 8_192 },
  { concurrent: 16, duration: 16_384 }, { concurrent: 32, duration: 32_768 },
  { concurrent: 1, duration: 32_768, interval: 64 }, { concurrent: 4, duration: 16_384, interval: 256 }, { concurrent: 8, duration: 8_192, interval: 16 },
  { concurrent: 16, duration: 16_384, interval: 4 }, { concurrent: 16, duration: 2_048, interval: 1 }, { concurrent: 32, duration: 32_768, interval: 4_096 }
]

const THRESHOLD: readonly GridCell[] = CONCURRENT.flatMap(concurrent => DURATIONS.map(duration => ({ concurrent, duration })))
const INTERVAL: readonly GridCell[] = THRESHOLD.flatMap(cell => INTERVALS.map(interval => ({ ...cell, interval })))

/** One of the eight intervals for each C and D, in rotation: every value of each of the three comes evenly often. */
const SAMPLED: readonly GridCell[] = CONCURRENT.flatMap((concurrent, row) => DURATIONS.map((duration, column) => (
  { concurrent, duration, interval: INTERVALS[(row + ROTATION * column) % INTERVALS.length] as number }
)))

/** Parts of the grid, by name. */
export const SELECTIONS = { subset: SUBSET, threshold: THRESHOLD, sampled: SAMPLED, interval: INTERVAL, all: [...THRESHOLD, ...INTERVAL] } as const

/** The names of the parts. */
export const SELECTION_NAMES = Object.keys(SELECTIONS) as ReadonlyArray<keyof typeof SELECTIONS>
