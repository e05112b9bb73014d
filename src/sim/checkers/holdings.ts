import type { CoreEvent, MemberId, Millis, Token } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, Step } from '../observer.js'

/** What a process works on: under which token, and since when it is to stop. */
export interface Holding {
  readonly token: Token
  readonly stoppingSince?: Millis
}

/** Something that an application said of a partition that it worked on. */
interface Word {
  readonly at: Millis
  readonly member: MemberId
}

/** What works where in truth: from each beginning that a process is told of to what ends it, there or by its application. */
export class Holdings implements Observer {
  readonly #held = new Map<SimulatedMember, Map<string, Holding>>()
  /** By `group partition`, when anybody last failed there, and when a resource last refused somebody. */
  readonly #failed = new Map<string, Word>()
  readonly #fenced = new Map<string, Word>()

  step ({ at, member, input, effects }: Step): void {
    const held = this.of(member)

    if (input.type === 'released' || input.type === 'failed' || input.type === 'fenced') {
      const key = keyOf(input)

      if (input.type === 'fenced') {
        this.#fenced.set(key, { at, member: member.id })
      } else if (held.get(key)?.token === input.token) {
        // Whoever stops unasked cannot do the work either.
        if (input.type === 'failed' || held.get(key)?.stoppingSince === undefined) this.#failed.set(key, { at, member: member.id })
        held.delete(key)
      }
    }
    for (const effect of effects) {
      if (effect.type === 'emit') follow(at, held, effect.event)
    }
  }

  /** What a process works on, by `group partition`. */
  of (member: SimulatedMember): Map<string, Holding> {
    const held = this.#held.get(member) ?? new Map<string, Holding>()
    this.#held.set(member, held)

    return held
  }

  /** How many partitions of a group somebody failed at within so long a time. */
  failuresIn (group: string, at: Millis, time: Millis): number {
    return [...this.#failed].filter(([key, word]) => key.startsWith(`${group} `) && at - word.at <= time).length
  }

  /** Whether a resource ever refused a token of that partition. */
  wasFenced (group: string, partition: number): boolean {
    return this.#fenced.has(`${group} ${partition}`)
  }
}

function follow (at: Millis, held: Map<string, Holding>, event: CoreEvent): void {
  switch (event.type) {
    case 'partition:assign': held.set(keyOf(event), { token: event.token }); break
    case 'partition:revoke': held.set(keyOf(event), { token: event.token, stoppingSince: at }); break
    case 'partition:lost': held.delete(keyOf(event)); break
    default: break
  }
}

function keyOf ({ group, partition }: { readonly group: string, readonly partition: number }): string {
  return `${group} ${partition}`
}
