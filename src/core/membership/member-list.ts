import { digest64 } from '../digest.js'
import { compareRanks } from '../election/rank.js'
import { isLive } from './member.js'
import type { Row } from './member.js'
import type { MemberId, MemberSnapshot, Millis } from '../types.js'

/** Every member that this one knows of, itself included once it has joined. */
export class MemberList {
  readonly #rows = new Map<MemberId, Row>()
  #digest = 0n
  #liveCount = 0
  #ranked: readonly Row[] | undefined
  #revision = 0

  /** Changes whenever a row does. */
  get revision (): number {
    return this.#revision
  }

  get (id: MemberId): Row | undefined {
    return this.#rows.get(id)
  }

  /** Puts a row in the place of the member's former one. */
  set (row: Row): void {
    this.#account(this.#rows.get(row.id), -1)
    this.#rows.set(row.id, row)
    this.#account(row, 1)
    this.#touch()
  }

  delete (id: MemberId): void {
    this.#account(this.#rows.get(id), -1)
    this.#rows.delete(id)
    this.#touch()
  }

  get size (): number {
    return this.#rows.size
  }

  get liveCount (): number {
    return this.#liveCount
  }

  /** All rows, in the order in which the members became known. */
  rows (): IterableIterator<Row> {
    return this.#rows.values()
  }

  /** The live members in rank order. */
  ranked (): readonly Row[] {
    this.#ranked ??= [...this.#rows.values()].filter(isLive).sort((a, b) => compareRanks(a.claim, b.claim))
    return this.#ranked
  }

  /** The others that are live, in rank order. */
  livePeers (self: MemberId): Row[] {
    return this.ranked().filter(row => row.id !== self)
  }

  /**
   * The same at two members if, but for collisions of 64 bits, their live rows are. The dead and the gone do not
   * count: everybody forgets them at its own time.
   */
  get digest (): bigint {
    return this.#digest
  }

  snapshot (row: Row): MemberSnapshot {
    const { claim } = row
    const position = this.ranked().findIndex(({ id }) => id === row.id) + 1

    return {
      id: row.id,
      state: row.state,
      generation: row.generation,
      incarnation: row.incarnation,
      priority: claim.priority,
      eligible: claim.eligible,
      ...(position > 0 ? { position } : {}),
      addresses: claim.addresses,
      groups: claim.groups,
      metadata: claim.metadata
    }
  }

  /** The dead and the gone since before the given instant. */
  endedBefore (instant: Millis): Row[] {
    return [...this.#rows.values()].filter(row => !isLive(row) && row.since < instant)
  }

  #touch (): void {
    this.#revision++
    this.#ranked = undefined
  }

  #account (row: Row | undefined, sign: 1 | -1): void {
    if (row === undefined || !isLive(row)) {
      return
    }
    this.#liveCount += sign
    this.#digest ^= digest64(`${row.id} ${row.generation} ${row.incarnation} ${row.state}`)
  }
}
