import type { Input, Token } from '../core/index.js'
import type { Counters } from './counters.js'
import type { GroupSource } from './group-source.js'
import type { Life } from './own/life.js'
import type { StrictSession } from './strict/strict-session.js'

/** What a route leads to. */
export interface WorkRouteOptions {
  readonly groups: GroupSource
  /** Absent where there is no strict mode. */
  readonly strict: StrictSession | undefined
  readonly counters: Counters
  /** Tells the core of the available groups. */
  readonly give: (input: Input) => void
}

/** Brings what is said of work on partitions to whoever assigns these: the core, or the voters of strict mode. */
export class WorkRoute implements Life {
  readonly core: GroupSource
  readonly #strict: StrictSession | undefined
  readonly #counters: Counters
  readonly #give: (input: Input) => void

  constructor ({ groups, strict, counters, give }: WorkRouteOptions) {
    this.core = groups
    this.#strict = strict
    this.#counters = counters
    this.#give = give
  }

  released (group: string, partition: number, token: Token): void {
    this.#say({ type: 'released', group, partition, token })
  }

  failed (group: string, partition: number, token: Token): void {
    this.#say({ type: 'failed', group, partition, token })
  }

  fenced (group: string, partition: number, seen: Token): void {
    if (this.#strict?.has(group) === true) {
      // Voters order tokens: a larger one is that of another owner, or of another cluster.
      this.#counters.count('strict:fence-ignored')
    } else {
      this.#give({ type: 'fenced', group, partition, seen })
    }
  }

  #say (input: Extract<Input, { type: 'released' | 'failed' }>): void {
    if (this.#strict?.has(input.group) === true) {
      this.#strict.input(input)
    } else {
      this.#give(input)
    }
  }
}
