import type { Claim, MemberId } from '../../core/index.js'
import type { Observer, RowChange } from '../observer.js'

/** What members said about themselves, in order: for whoever wants to say it again later. */
export class ClaimLog implements Observer {
  readonly #claims = new Map<MemberId, Claim[]>()

  row ({ member, after }: RowChange): void {
    if (after !== undefined && after.id === member.id) {
      const claims = this.of(after.id)
      if (claims.at(-1) !== after.claim) claims.push(after.claim)
      this.#claims.set(after.id, claims)
    }
  }

  /** All claims of one member, the oldest first. */
  of (id: MemberId): Claim[] {
    return this.#claims.get(id) ?? []
  }

  /** Its newest claim. */
  lastOf (id: MemberId): Claim {
    const claim = this.of(id).at(-1)

    if (claim === undefined) {
      throw new Error(`${id} has said nothing`)
    }

    return claim
  }
}
