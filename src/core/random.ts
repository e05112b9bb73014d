/** A seeded source of chance: the same seed gives the same sequence on every machine. */
export interface Random {
  /** A whole number from 0 to `bound` - 1. */
  below (bound: number): number
  /** A number from 0 up to, not including, 1. */
  fraction (): number
}

/** The generator sfc32 of PractRand, seeded by one number; another stream of the same seed is another sequence. */
export function createRandom (seed: number, stream = 0x9e3779b9): Random {
  let a = stream | 0
  let b = seed | 0
  let c = Math.floor(seed / 0x1_0000_0000) | 0
  let counter = 1

  function next (): number {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  for (let round = 0; round < 12; round++) {
    next()
  }

  return {
    below: bound => Math.floor(next() / 0x1_0000_0000 * bound),
    fraction: () => next() / 0x1_0000_0000
  }
}

/** The items in a random order; the argument is left as it is. */
export function shuffled<T> (items: readonly T[], random: Random): T[] {
  const result = [...items]

  for (let last = result.length - 1; last > 0; last--) {
    const pick = random.below(last + 1)
    const item = result[last] as T
    result[last] = result[pick] as T
    result[pick] = item
  }

  return result
}
