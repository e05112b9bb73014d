import { compareRanks } from '../election/rank.js'
import type { Row } from './member.js'

/** A block that has twice as many rows is divided. */
const BLOCK = 64

type Block = readonly Row[]

/**
 * Rows in rank order. It never changes: a change makes another one that shares all of it but one block. So a change
 * costs about as much in a large view as in a small one, and who keeps an older ranking keeps little.
 */
export class Ranking {
  /** None is empty. */
  readonly #blocks: readonly Block[]
  readonly length: number

  constructor (blocks: readonly Block[] = [], length = 0) {
    this.#blocks = blocks
    this.length = length
  }

  /** This and one more row. */
  with (row: Row): Ranking {
    const index = this.#blockOf(row)
    const block = this.#blocks[index] ?? []
    const longer = block.toSpliced(placeIn(block, row), 0, row)
    const parts = longer.length < 2 * BLOCK ? [longer] : [longer.slice(0, BLOCK), longer.slice(BLOCK)]

    return new Ranking(this.#blocks.toSpliced(index, 1, ...parts), this.length + 1)
  }

  /** This but for a row that is in it. */
  without (row: Row): Ranking {
    const index = this.#blockOf(row)
    const block = this.#blocks[index] ?? []
    const shorter = block.toSpliced(placeIn(block, row), 1)
    const parts = shorter.length > 0 ? [shorter] : []

    return new Ranking(this.#blocks.toSpliced(index, 1, ...parts), this.length - 1)
  }

  /** How many come before a row, which need not be in it. */
  placeOf (row: Row): number {
    const index = this.#blockOf(row)
    let place = placeIn(this.#blocks[index] ?? [], row)

    for (let before = 0; before < index; before++) {
      place += this.#blocks[before]?.length ?? 0
    }

    return place
  }

  /** The row at a place, counted from 0. */
  at (place: number): Row | undefined {
    let rest = place

    for (const block of this.#blocks) {
      if (rest < block.length) return block[rest]
      rest -= block.length
    }

    return undefined
  }

  /** All rows; another array each time. */
  rows (): Row[] {
    return ([] as Row[]).concat(...this.#blocks)
  }

  /** The last block that begins at or before the row's place, or the first. */
  #blockOf (row: Row): number {
    return Math.max(0, bisect(this.#blocks.length, index => compareRanks((this.#blocks[index] as Block)[0]?.claim ?? row.claim, row.claim) <= 0) - 1)
  }
}

function placeIn (block: Block, { claim }: Row): number {
  return bisect(block.length, index => compareRanks((block[index] as Row).claim, claim) < 0)
}

/** How many of the numbers below `length` come before: those for which it is so are the first ones. */
function bisect (length: number, isBefore: (index: number) => boolean): number {
  let low = 0
  let high = length

  while (low < high) {
    const middle = (low + high) >>> 1

    if (isBefore(middle)) {
      low = middle + 1
    } else {
      high = middle
    }
  }

  return low
}
