import type { MemberId } from '../../core/index.js'

const GROWTH = 2

/** For every observer, whom it holds to be live: compact, because there are as many pairs as the square of the members. */
export class LiveMap {
  readonly #indexes = new Map<MemberId, number>()
  readonly #views = new Map<MemberId, { live: Uint8Array, count: number }>()

  /** All of these see each other, as in a cluster that formed before anybody looked. */
  fill (ids: readonly MemberId[]): void {
    ids.forEach(id => { this.#indexOf(id) })

    for (const id of ids) {
      this.#views.set(id, { live: new Uint8Array(this.#indexes.size).fill(1), count: ids.length })
    }
  }

  /** The observer starts with itself alone. */
  reset (observer: MemberId): void {
    this.#views.set(observer, { live: new Uint8Array(this.#indexes.size), count: 0 })
    this.set(observer, observer, true)
  }

  /** Notes what the observer holds; true if that is new. */
  set (observer: MemberId, subject: MemberId, isLive: boolean): boolean {
    const view = this.#viewOf(observer)
    const index = this.#indexOf(subject)

    if (index >= view.live.length) {
      const grown = new Uint8Array(Math.max(index + 1, view.live.length * GROWTH))
      grown.set(view.live)
      view.live = grown
    }
    if ((view.live[index] === 1) === isLive) {
      return false
    }
    view.live[index] = isLive ? 1 : 0
    view.count += isLive ? 1 : -1

    return true
  }

  has (observer: MemberId, subject: MemberId): boolean {
    const index = this.#indexes.get(subject)
    return index !== undefined && this.#views.get(observer)?.live[index] === 1
  }

  /** How many the observer holds to be live, itself included. */
  sizeOf (observer: MemberId): number {
    return this.#views.get(observer)?.count ?? 0
  }

  #viewOf (observer: MemberId): { live: Uint8Array, count: number } {
    if (!this.#views.has(observer)) {
      this.reset(observer)
    }

    return this.#views.get(observer) as { live: Uint8Array, count: number }
  }

  #indexOf (id: MemberId): number {
    const known = this.#indexes.get(id)

    if (known !== undefined) {
      return known
    }
    this.#indexes.set(id, this.#indexes.size)

    return this.#indexes.size - 1
  }
}
