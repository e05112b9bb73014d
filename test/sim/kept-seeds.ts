/** A run of chaos that once broke something, and what. */
export interface KeptSeed {
  readonly seed: number
  readonly nodes: number
  readonly why: string
}

/** Seeds that once failed; they stay for ever. */
export const KEPT_SEEDS: readonly KeptSeed[] = [
  { seed: 16, nodes: 4, why: 'a leader that leaves while it collects published one more table' },
  { seed: 25, nodes: 6, why: 'the same, with members that were stopped' },
  { seed: 57, nodes: 3, why: 'a leader is told under an older term in the step in which it takes office' },
  { seed: 46, nodes: 6, why: 'a leader died with a table that nobody else had' },
  { seed: 85, nodes: 3, why: 'the clocks of two leaders were an hour apart' },
  { seed: 92, nodes: 3, why: 'a restarted leader had known more than those who were left' },
  { seed: 58, nodes: 6, why: 'carried over from the smaller chaos before this one' },
  { seed: 65, nodes: 6, why: 'carried over from the smaller chaos before this one' },
  { seed: 81, nodes: 6, why: 'carried over from the smaller chaos before this one' },
  { seed: 248, nodes: 6, why: 'carried over from the smaller chaos before this one' }
]
