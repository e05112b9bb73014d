import { GroupWork } from './group-work.js'
import { PROCESS } from './surroundings.js'
import type { Life } from './life.js'
import type { PartitionEvent } from './reasons.js'
import type { Surroundings } from './surroundings.js'
import type { PartitionFailure } from '../../api.js'

/** What the handlers of a member are made with. */
export interface HandlersOptions {
  /** The groups that the member works for. */
  readonly groups: ReadonlyArray<{ readonly name: string }>
  /** How long the cluster waits for a handler to stop, in milliseconds. */
  readonly handoffTimeout: number
  readonly onFailure: (failure: PartitionFailure) => void
  readonly surroundings?: Surroundings
}

/** The work of a member on the partitions of all its groups, through all its lives. */
export class Handlers {
  readonly #options: HandlersOptions
  readonly #groups = new Map<string, GroupWork>()
  #life: Life | undefined

  constructor (options: HandlersOptions) {
    this.#options = options

    for (const { name } of options.groups) {
      this.#groups.set(name, this.#workOf(name, true))
    }
  }

  /** The work of a group. One that the member does not work for has none to do. */
  of (name: string): GroupWork {
    return this.#groups.get(name) ?? this.#workOf(name, false)
  }

  /** A life of the member begins. */
  begin (life: Life): void {
    this.#life = life

    for (const group of this.#groups.values()) {
      group.begin(life)
    }
  }

  /** That life is over, if it is the one that goes on here. */
  end (life: Life): void {
    if (life === this.#life) {
      this.#life = undefined

      for (const group of this.#groups.values()) {
        group.end()
      }
    }
  }

  /** Follows what the core of that life says. */
  take (life: Life, event: PartitionEvent): void {
    if (life === this.#life) {
      this.of(event.group).take(event)
    }
  }

  #workOf (group: string, isWorker: boolean): GroupWork {
    const { surroundings = PROCESS, handoffTimeout, onFailure } = this.#options
    return new GroupWork({ group, isWorker, handoffTimeout, surroundings, onFailure })
  }
}
