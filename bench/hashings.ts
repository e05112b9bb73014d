import { hash32, mix32 } from '../src/core/hash.js'

/**
 * Ways to place partitions that need no table, to compare with: each says, from the members alone, who owns what.
 * Written for this comparison, from the papers that they come from.
 */
export const HASHINGS: Readonly<Record<string, (partitions: number, ids: readonly string[]) => string[]>> = {
  rendezvous,
  jump,
  Maglev: maglev,
  'ring, 100 vnodes': ring
}

/** Highest random weight (Thaler and Ravishankar 1996). */
function rendezvous (partitions: number, ids: readonly string[]): string[] {
  const hashes = ids.map(id => hash32(id))
  return each(partitions, partition => {
    const spread = mix32(partition)
    let best = 0
    let bestScore = -1

    for (const [index, hash] of hashes.entries()) {
      const score = mix32(hash ^ spread)
      if (score > bestScore) [best, bestScore] = [index, score]
    }

    return ids[best] ?? ''
  })
}

/** Jump consistent hash (Lamping and Veach 2014), over the members by id: any of them can leave, not the last one alone. */
function jump (partitions: number, ids: readonly string[]): string[] {
  const sorted = ids.toSorted()
  return each(partitions, partition => {
    let key = BigInt(mix32(partition + 1)) << 32n | BigInt(mix32(partition + 0x10001))
    let bucket = -1

    for (let next = 0; next < sorted.length;) {
      bucket = next
      key = BigInt.asUintN(64, key * 2862933555777941757n + 1n)
      next = Math.floor((bucket + 1) * (2 ** 31 / (Number(key >> 33n) + 1)))
    }

    return sorted[bucket] ?? ''
  })
}

/** Maglev's table (Eisenbud and others 2016, section 3.4): the members take turns, each by its own permutation. The number of partitions is prime. */
function maglev (partitions: number, ids: readonly string[]): string[] {
  const rows = ids.toSorted().map(id => ({ id, offset: hash32(id, 1) % partitions, skip: hash32(id, 2) % (partitions - 1) + 1, next: 0 }))
  const owners: Array<string | undefined> = Array(partitions).fill(undefined)

  for (let filled = 0, turn = 0; filled < partitions; filled++, turn++) {
    const row = rows[turn % rows.length]
    if (row === undefined) break
    let slot: number

    do {
      slot = (row.offset + row.next++ * row.skip) % partitions
    } while (owners[slot] !== undefined)
    owners[slot] = row.id
  }

  return owners.map(id => id ?? '')
}

/** Consistent hashing (Karger and others 1997). */
function ring (partitions: number, ids: readonly string[]): string[] {
  const points = ids.flatMap(id => Array.from({ length: 100 }, (_, n) => ({ id, at: hash32(`${id} ${n}`) }))).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  return each(partitions, partition => {
    const at = hash32(`partition ${partition}`)
    let [low, high] = [0, points.length]

    while (low < high) {
      const middle = (low + high) >> 1
      if ((points[middle]?.at ?? 0) < at) low = middle + 1
      else high = middle
    }

    return points[low % points.length]?.id ?? ''
  })
}

function each (partitions: number, ownerOf: (partition: number) => string): string[] {
  return Array.from({ length: partitions }, (_, partition) => ownerOf(partition))
}
