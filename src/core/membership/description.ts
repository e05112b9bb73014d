import type { Context } from '../context.js'
import type { Claim, Millis } from '../types.js'
import type { Self } from './self.js'

const TIMER = 'description'

type Changes = Partial<Pick<Claim, 'addresses' | 'metadata'>>

/**
 * What a member says of itself because its application or its network does. All of the cluster hears each change, so
 * one claim in a probe interval says what changed in it: the first change goes at once, the last one is what stays.
 */
export class Description {
  readonly #context: Context
  readonly #self: Self
  #pending: Changes = {}
  #saidAt: Millis = -Infinity

  constructor (context: Context, self: Self) {
    this.#context = context
    this.#self = self
  }

  change (now: Millis, changes: Changes): void {
    const due = this.#saidAt + this.#context.settings.probeInterval

    this.#pending = { ...this.#pending, ...changes }

    if (now >= due || !this.#context.applies('description:paced')) {
      this.#say(now)
    } else {
      this.#context.timers.set(TIMER, due)
    }
  }

  wake (now: Millis, timer: string): boolean {
    if (timer !== TIMER) {
      return false
    }
    this.#say(now)

    return true
  }

  #say (now: Millis): void {
    const changes = this.#pending
    const { claim } = this.#self
    this.#pending = {}

    if (!claim.left && textOf({ ...claim, ...changes }) !== textOf(claim)) {
      this.#saidAt = now
      this.#self.amend(now, changes)
    }
  }
}

function textOf ({ addresses, metadata }: Claim): string {
  return JSON.stringify([addresses, [...metadata]])
}
