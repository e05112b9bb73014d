import { digest64 } from '../digest.js'
import { compareRanks } from '../election/rank.js'
import { descriptionOf, isLive } from './member.js'
import type { Row } from './member.js'
import type { MemberId, MemberSnapshot, Millis } from '../types.js'

/** Every member that this one knows of, itself included once it has joined. */
export class MemberList {
  readonly #rows = new Map<MemberId, Row>()
  #digest = 0n
  #ranked: readonly Row[] = []
  #view: readonly Row[] | undefined
  /** Those that ever led: few, and looked through often. */
  readonly #leaders = new Map<MemberId, Row>()
  readonly #onRow: ((before: Row | undefined, after: Row | undefined) => void) | undefined
  #revision = 0

  constructor (onRow?: (before: Row | undefined, after: Row | undefined) => void) {
    this.#onRow = onRow
  }

  /** Changes whenever a row does. */
  get revision (): number {
    return this.#revision
  }

  get (id: MemberId): Row | undefined {
    return this.#rows.get(id)
  }

  /** Puts a row in the place of the member's former one. */
  set (row: Row): void {
    const before = this.#rows.get(row.id)

    this.#takeOut(before)
    this.#rows.set(row.id, row)

    if (row.claim.term > 0) {
      this.#leaders.set(row.id, row)
    } else {
      this.#leaders.delete(row.id)
    }
    this.#putIn(row)
    this.#onRow?.(before, row)
    this.#revision++
  }

  delete (id: MemberId): void {
    const before = this.#rows.get(id)

    this.#takeOut(before)
    this.#rows.delete(id)
    this.#leaders.delete(id)
    this.#onRow?.(before, undefined)
    this.#revision++
  }

  get size (): number {
    return this.#rows.size
  }

  get liveCount (): number {
    return this.#ranked.length
  }

  /** All rows, in the order in which the members became known. */
  rows (): IterableIterator<Row> {
    return this.#rows.values()
  }

  /** The rows, live or not, whose claim names a term. */
  leaders (): IterableIterator<Row> {
    return this.#leaders.values()
  }

  /** The live members in rank order; a change of the view makes another array. */
  ranked (): readonly Row[] {
    return this.#ranked
  }

  /**
   * The stable view, in rank order: the live members that are not on probation. If all are, all count, as somebody has
   * to lead.
   */
  view (): readonly Row[] {
    if (this.#view === undefined) {
      const steady = this.#ranked.filter(row => !row.claim.probation)
      this.#view = steady.length > 0 ? steady : this.#ranked
    }

    return this.#view
  }

  /** The others that are live, in rank order. */
  livePeers (self: MemberId): Row[] {
    return this.#ranked.filter(row => row.id !== self)
  }

  /**
   * The same at two members if, but for collisions of 64 bits, their live rows are. The dead and the gone do not
   * count: everybody forgets them at its own time.
   */
  get digest (): bigint {
    return this.#digest
  }

  snapshot (row: Row): MemberSnapshot {
    const { state, generation, incarnation } = row
    const position = isLive(row) ? { position: this.#placeOf(row) + 1 } : {}

    return { ...descriptionOf(row.claim), ...position, state, generation, incarnation }
  }

  /** Makes room by forgetting who ended first; false if all live. */
  forgetOldest (): boolean {
    const ended = [...this.#rows.values()].filter(row => !isLive(row))
    const oldest = ended.reduce<Row | undefined>((a, b) => a !== undefined && a.since <= b.since ? a : b, undefined)

    if (oldest !== undefined) {
      this.delete(oldest.id)
    }

    return oldest !== undefined
  }

  /** The dead and the gone since before the given instant. */
  endedBefore (instant: Millis): Row[] {
    return [...this.#rows.values()].filter(row => !isLive(row) && row.since < instant)
  }

  #takeOut (row: Row | undefined): void {
    if (row !== undefined && isLive(row)) {
      this.#ranked = this.#ranked.toSpliced(this.#placeOf(row), 1)
      this.#digest ^= digestOf(row)
      this.#view = undefined
    }
  }

  #putIn (row: Row): void {
    if (isLive(row)) {
      this.#ranked = this.#ranked.toSpliced(this.#placeOf(row), 0, row)
      this.#digest ^= digestOf(row)
      this.#view = undefined
    }
  }

  /** Where a live member stands in rank order, or would stand: by bisection, as a large cluster changes often. */
  #placeOf ({ claim }: Row): number {
    let low = 0
    let high = this.#ranked.length

    while (low < high) {
      const middle = (low + high) >>> 1

      if (compareRanks((this.#ranked[middle] as Row).claim, claim) < 0) {
        low = middle + 1
      } else {
        high = middle
      }
    }

    return low
  }
}

function digestOf ({ id, generation, incarnation, state }: Row): bigint {
  return digest64(`${id} ${generation} ${incarnation} ${state}`)
}
