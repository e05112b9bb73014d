import { Chance } from './chance.js'
import { asRange } from './options.js'
import type { CoreEvent, Input, Millis, Token } from '../core/index.js'
import type { EventQueue } from './event-queue.js'
import type { ApplicationOptions } from './options.js'

/** What an application asks of its process and of the simulation. */
export interface ApplicationHost {
  readonly queue: EventQueue
  now (): Millis
  /** Feeds the core, as soon as the process runs. */
  say (input: Input): void
}

/** What works on the partitions of a simulated member: it takes its time to stop, and fails now and then. */
export class Application {
  readonly #host: ApplicationHost
  readonly #options: ApplicationOptions
  readonly #chance: Chance
  /** By `group partition`, the token that it works under. */
  readonly #works = new Map<string, Token>()

  constructor (host: ApplicationHost, options: ApplicationOptions, seed: number) {
    this.#host = host
    this.#options = options
    this.#chance = new Chance(seed, 'application')
  }

  hear (event: CoreEvent): void {
    switch (event.type) {
      case 'partition:assign': this.#start(event.group, event.partition, event.token); break
      case 'partition:revoke': this.#after(this.#chance.within(asRange(this.#options.stop ?? 0)), 'released', event); break
      case 'partition:lost': this.#works.delete(`${event.group} ${event.partition}`); break
      default: break
    }
  }

  #start (group: string, partition: number, token: Token): void {
    const { failures } = this.#options

    this.#works.set(`${group} ${partition}`, token)

    if (failures !== undefined && this.#chance.happens(failures.share)) {
      this.#after(this.#chance.within(asRange(failures.after)), 'failed', { group, partition, token })
    }
  }

  /** Says so then, unless it has lost the partition or has said something else of it before. */
  #after (delay: Millis, type: 'released' | 'failed', { group, partition, token }: { readonly group: string, readonly partition: number, readonly token: Token }): void {
    const say = (): void => {
      if (this.#works.get(`${group} ${partition}`) === token) {
        this.#works.delete(`${group} ${partition}`)
        this.#host.say({ type, group, partition, token })
      }
    }
    if (delay === 0) {
      say()
    } else {
      this.#host.queue.push(this.#host.now() + delay, say)
    }
  }
}
