/** Seeds of chaos that once broke a promise, or that were judged wrongly, and why. */
export const STRICT_KEPT_SEEDS: ReadonlyArray<{ readonly seed: number, readonly why: string }> = [
  { seed: 27, why: 'a member outside the roster that missed a publication heard of no table any more' },
  { seed: 33, why: 'a word about a beginning came after the pause in which the lease ended' },
  { seed: 35, why: 'a restarted member was left behind by a lost table' },
  { seed: 54, why: 'a beginning was told too late, and not acted on' }
]
