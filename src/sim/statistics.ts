/** What a list of samples comes to. */
export interface Summary {
  readonly count: number
  readonly mean: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly min: number
  readonly max: number
}

/** The summary of some samples; undefined of none, since no number says "nothing was measured". */
export function summarize (samples: readonly number[]): Summary | undefined {
  const sorted = samples.toSorted((a, b) => a - b)
  const min = sorted[0]
  const max = sorted.at(-1)

  if (min === undefined || max === undefined) {
    return undefined
  }

  return {
    count: sorted.length,
    mean: mean(sorted),
    p50: nearestRank(sorted, 0.5),
    p90: nearestRank(sorted, 0.9),
    p99: nearestRank(sorted, 0.99),
    p999: nearestRank(sorted, 0.999),
    min,
    max
  }
}

/**
 * The sample that the given share of all samples does not exceed (nearest rank): always one that was measured, so that
 * no machine rounds it differently. NaN of none.
 */
export function percentile (samples: readonly number[], share: number): number {
  return nearestRank(samples.toSorted((a, b) => a - b), share)
}

/** The arithmetic mean; NaN of none. */
export function mean (samples: readonly number[]): number {
  // In ascending order, so that the rounding does not depend on who came first.
  return samples.toSorted((a, b) => a - b).reduce((sum, sample) => sum + sample, 0) / samples.length
}

/** The number with so many digits behind the point, for tables and for files that are compared. */
export function rounded (value: number, digits = 3): number {
  const scale = 10 ** digits
  return Math.round(value * scale) / scale
}

function nearestRank (sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}
