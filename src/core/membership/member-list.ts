import { digest64 } from '../digest.js'
import { descriptionOf, isLive } from './member.js'
import { Ranking } from './ranking.js'
import type { Row } from './member.js'
import type { MemberId, MemberSnapshot, Millis } from '../types.js'

type OnRow = (before: Row | undefined, after: Row | undefined) => void

/** Every member that this one knows of, itself included once it has joined. */
export class MemberList {
  /** Null hides what the base has there. */
  readonly #rows = new Map<MemberId, Row | null>()
  readonly #base: ReadonlyMap<MemberId, Row | null>
  readonly #onRow: OnRow | undefined
  #size = 0
  #digest = 0n
  #ranking = new Ranking()
  /** Live members that are on probation. */
  #onProbation = 0
  /** Who came to be live since somebody asked. */
  #arrivals = new Set<MemberId>()
  /** Those that ever led: few, and looked through often. */
  readonly #leaders = new Map<MemberId, Row>()
  /** The dead and the gone, in the order in which they came to be so. */
  readonly #ended = new Map<MemberId, Row>()
  #revision = 0

  /**
   * A list that begins with the rows of another, and shares them: that one must not change any more, and must not have
   * such a base itself.
   */
  constructor (onRow?: OnRow, base?: MemberList) {
    this.#onRow = onRow
    this.#base = base === undefined ? new Map() : base.#rows

    if (base !== undefined) {
      this.#size = base.#size
      this.#digest = base.#digest
      this.#ranking = base.#ranking
      this.#onProbation = base.#onProbation
      this.#leaders = new Map(base.#leaders)
      this.#ended = new Map(base.#ended)
    }
  }

  /** Changes whenever a row does. */
  get revision (): number {
    return this.#revision
  }

  get (id: MemberId): Row | undefined {
    const own = this.#rows.get(id)
    return (own === undefined ? this.#base.get(id) : own) ?? undefined
  }

  /** Puts a row in the place of the member's former one. */
  set (row: Row): void {
    const before = this.get(row.id)

    this.#takeOut(before)
    this.#rows.set(row.id, row)
    this.#putIn(row)
    if (isLive(row) && (before === undefined || !isLive(before))) {
      this.#arrivals.add(row.id)
    }
    this.#size += before === undefined ? 1 : 0
    this.#revision++
    this.#onRow?.(before, row)
  }

  delete (id: MemberId): void {
    const before = this.get(id)

    this.#takeOut(before)
    if (this.#base.has(id)) {
      this.#rows.set(id, null)
    } else {
      this.#rows.delete(id)
    }
    this.#size -= before === undefined ? 0 : 1
    this.#revision++
    this.#onRow?.(before, undefined)
  }

  get size (): number {
    return this.#size
  }

  get liveCount (): number {
    return this.#ranking.length
  }

  /** All rows: those of the base that stand, then the others, each in the order in which the members became known. */
  * rows (): Generator<Row> {
    for (const [id, row] of this.#base) {
      if (row !== null && !this.#rows.has(id)) yield row
    }
    for (const row of this.#rows.values()) {
      if (row !== null) yield row
    }
  }

  /** The dead and the gone. */
  ended (): IterableIterator<Row> {
    return this.#ended.values()
  }

  /** The rows, live or not, whose claim names a term. */
  leaders (): IterableIterator<Row> {
    return this.#leaders.values()
  }

  /** The live members in rank order, as they are now. */
  get ranking (): Ranking {
    return this.#ranking
  }

  /** The same as an array. */
  ranked (): readonly Row[] {
    return this.#ranking.rows()
  }

  /**
   * The stable view, in rank order: the live members that are not on probation. If all are, all count, as somebody has
   * to lead.
   */
  view (): readonly Row[] {
    const isAnybodySteady = this.#onProbation < this.liveCount
    return this.#onProbation > 0 && isAnybodySteady ? this.ranked().filter(row => !row.claim.probation) : this.ranked()
  }

  /** The others that are live, in rank order. */
  livePeers (self: MemberId): Row[] {
    const own = this.get(self)
    return (own !== undefined && isLive(own) ? this.#ranking.without(own) : this.#ranking).rows()
  }

  /** Who came to be live since the last time, and may have ended again. */
  takeArrivals (): ReadonlySet<MemberId> {
    const arrivals = this.#arrivals
    this.#arrivals = arrivals.size > 0 ? new Set() : arrivals

    return arrivals
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
    const position = isLive(row) ? { position: this.#ranking.placeOf(row) + 1 } : {}

    return { ...descriptionOf(row.claim), ...position, state, generation, incarnation }
  }

  /** Makes room by forgetting who ended first; false if all live. */
  forgetOldest (): boolean {
    const [oldest] = this.#ended.keys()

    if (oldest !== undefined) {
      this.delete(oldest)
    }

    return oldest !== undefined
  }

  /** The dead and the gone since before the given instant. */
  endedBefore (instant: Millis): Row[] {
    return [...this.#ended.values()].filter(row => row.since < instant)
  }

  #takeOut (row: Row | undefined): void {
    if (row === undefined) {
      return
    }
    this.#leaders.delete(row.id)

    if (isLive(row)) {
      this.#ranking = this.#ranking.without(row)
      this.#digest ^= digestOf(row)
      this.#onProbation -= row.claim.probation ? 1 : 0
    } else {
      this.#ended.delete(row.id)
    }
  }

  #putIn (row: Row): void {
    if (row.claim.term > 0) {
      this.#leaders.set(row.id, row)
    }
    if (isLive(row)) {
      this.#ranking = this.#ranking.with(row)
      this.#digest ^= digestOf(row)
      this.#onProbation += row.claim.probation ? 1 : 0
    } else {
      this.#ended.set(row.id, row)
    }
  }
}

function digestOf ({ id, generation, incarnation, state }: Row): bigint {
  return digest64(`${id} ${generation} ${incarnation} ${state}`)
}
