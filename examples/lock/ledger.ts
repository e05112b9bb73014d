/** How far apart the rates of two clocks may be, as a factor: the owner's side of every wait is longer by it. */
export const CLOCK_MARGIN = 1.02

/** What is asked of an owner. */
export type LockQuestion =
  | { readonly op: 'acquire', readonly name: string, readonly holder: string, readonly leaseMs: number }
  | { readonly op: 'renew', readonly name: string, readonly holder: string, readonly fence: string, readonly leaseMs: number }
  | { readonly op: 'release', readonly name: string, readonly holder: string, readonly fence: string }

/** What an owner answers. `wait`: nobody gets it before, for all that is known; `lost`: it is not this holder's. */
export type LockAnswer =
  | { readonly status: 'granted', readonly fence: string }
  | { readonly status: 'wait', readonly ms: number, readonly why: 'held' | 'new-owner' }
  | { readonly status: 'released' }
  | { readonly status: 'lost' }

/** What a ledger is made with. */
export interface LedgerOptions {
  /** Under which the partition is owned. */
  readonly token: bigint
  /** The longest that a holder keeps a lock without renewing it. */
  readonly leaseMaxMs: number
  readonly now?: () => number
}

/** The locks of one partition under one ownership. It is kept in memory: what a former owner granted is waited out. */
export class Ledger {
  readonly token: bigint
  readonly #leaseMaxMs: number
  readonly #now: () => number
  readonly #grantsFrom: number
  readonly #held = new Map<string, { readonly holder: string, readonly fence: string, until: number }>()
  #grants = 0n

  constructor ({ token, leaseMaxMs, now = () => performance.now() }: LedgerOptions) {
    this.token = token
    this.#leaseMaxMs = leaseMaxMs
    this.#now = now
    this.#grantsFrom = now() + leaseMaxMs * CLOCK_MARGIN
  }

  answer (question: LockQuestion): LockAnswer {
    switch (question.op) {
      case 'acquire': return this.#acquire(question)
      case 'renew': return this.#renew(question)
      case 'release': return this.#release(question)
      default: throw new TypeError(`there is no ${String((question satisfies never as { op: unknown }).op)} of a lock`)
    }
  }

  #acquire ({ name, holder, leaseMs }: Extract<LockQuestion, { op: 'acquire' }>): LockAnswer {
    const now = this.#now()
    const held = this.#held.get(name)

    if (now < this.#grantsFrom) {
      return { status: 'wait', ms: this.#grantsFrom - now, why: 'new-owner' }
    }
    if (held !== undefined && held.until > now && held.holder !== holder) {
      return { status: 'wait', ms: held.until - now, why: 'held' }
    }
    this.#dropExpired(now)
    const fence = formatFence(this.token, ++this.#grants)
    this.#held.set(name, { holder, fence, until: this.#until(leaseMs) })

    return { status: 'granted', fence }
  }

  #renew ({ name, holder, fence, leaseMs }: Extract<LockQuestion, { op: 'renew' }>): LockAnswer {
    const held = this.#held.get(name)

    if (held === undefined || held.holder !== holder || held.fence !== fence || held.until <= this.#now()) {
      return { status: 'lost' }
    }
    held.until = Math.max(held.until, this.#until(leaseMs))

    return { status: 'granted', fence }
  }

  #release ({ name, holder, fence }: Extract<LockQuestion, { op: 'release' }>): LockAnswer {
    const held = this.#held.get(name)

    if (held === undefined || held.holder !== holder || held.fence !== fence) {
      return { status: 'lost' }
    }
    this.#held.delete(name)

    return { status: 'released' }
  }

  /** What a holder counts from when it asked, its owner counts from when it answers, and by the slower clock. */
  #until (leaseMs: number): number {
    return this.#now() + Math.min(leaseMs, this.#leaseMaxMs) * CLOCK_MARGIN
  }

  #dropExpired (now: number): void {
    for (const [name, { until }] of this.#held) {
      if (until <= now) {
        this.#held.delete(name)
      }
    }
  }
}

/** The token first, then the number of the grant under it: 48 hex digits that sort as the numbers do. */
export function formatFence (token: bigint, grant: bigint): string {
  return ((token << 64n) | grant).toString(16).padStart(48, '0')
}
