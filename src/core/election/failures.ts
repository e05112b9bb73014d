import type { MemberId, Millis } from '../types.js'

/** How long a member that could not do the work of a partition is spared it while anybody else can have it, in milliseconds. */
const REST = 30_000

/** Failures that a leader remembers; the oldest are forgotten first. */
const FAILURES_MAX = 16_384

interface Failure {
  readonly group: string
  readonly partition: number
  readonly member: MemberId
  readonly generation: number
  readonly until: Millis
}

/** Which starts of members could not do the work of which partitions a short time ago. */
export class Failures {
  readonly #failures = new Map<string, Failure>()

  note (now: Millis, failure: Omit<Failure, 'until'>): void {
    const key = keyOf(failure.group, failure.partition, failure.member)

    this.#failures.delete(key)
    this.#failures.set(key, { ...failure, until: now + REST })

    if (this.#failures.size > FAILURES_MAX) {
      this.#failures.delete(this.#failures.keys().next().value ?? '')
    }
  }

  /** The partitions of a group that anybody is spared, with whom. */
  of (now: Millis, group: string): Map<number, ReadonlySet<MemberId>> {
    const spared = new Map<number, Set<MemberId>>()

    for (const failure of this.#failures.values()) {
      if (failure.group === group && failure.until > now) {
        spared.set(failure.partition, (spared.get(failure.partition) ?? new Set()).add(failure.member))
      }
    }

    return spared
  }

  /** Forgets what is over, and whoever has started anew. */
  drop (now: Millis, generationOf: (member: MemberId) => number | undefined): void {
    for (const [key, { until, member, generation }] of this.#failures) {
      if (until <= now || generationOf(member) !== generation) this.#failures.delete(key)
    }
  }

  /** When the next one is over. */
  next (): Millis | undefined {
    const [first] = this.#failures.values()
    return first?.until
  }

  clear (): void {
    this.#failures.clear()
  }
}

function keyOf (group: string, partition: number, member: MemberId): string {
  return `${group} ${partition} ${member}`
}
