import { VoterChangeError } from '../../errors.js'
import { unlessAborted } from '../own/patience.js'
import type { StrictEvent, StrictInput, VoterChange, VoterRefusal } from '../../core/index.js'
import type { AbortOptions } from '@libp2p/interface'

/** How long a change may take: a voter that is added has 10 s for its first answer. */
const TIMEOUT = 30_000

const REASONS: Readonly<Record<VoterRefusal, string>> = {
  'not-leader': 'only the member that leads the strict groups can: ask that one',
  'busy': 'another change is under way: try again once that is done',
  'known': 'it is a voter already',
  'unknown': 'it is no voter',
  'two-voters': 'two voters stop when either does: add another one first',
  'no-voters': 'it is the last voter',
  'too-many': 'there are seven voters already, and more only make every commit dearer: remove one first',
  'not-answering': 'it does not answer: start that member with that store first',
  'no-majority': 'a majority of the voters after the change does not answer: bring them back first'
}

/** Changes of voters that were asked for here, until it is known what came of them. */
export class VoterChanges {
  readonly #waiting = new Map<string, Array<PromiseWithResolvers<void>>>()

  /** Asks for a change; done when it is made. */
  async ask (change: VoterChange, input: (input: Extract<StrictInput, { type: 'voters' }>) => void, { signal }: AbortOptions): Promise<void> {
    signal?.throwIfAborted()
    const answer = Promise.withResolvers<void>()
    const timer = setTimeout(() => { answer.reject(new VoterChangeError(`what came of it is not known after ${TIMEOUT / 1_000} s: look at the voters before trying again`)) }, TIMEOUT)
    this.#waiting.set(keyOf(change), [...this.#waiting.get(keyOf(change)) ?? [], answer])
    input({ type: 'voters', change })

    try {
      await unlessAborted(answer.promise, signal ?? undefined)
    } finally {
      clearTimeout(timer)
      this.#forget(change, answer)
    }
  }

  /** Follows what the core says of a change. */
  answer (event: Extract<StrictEvent, { type: 'voters:changed' | 'voters:refused' }>): void {
    for (const { resolve, reject } of this.#waiting.get(keyOf(event.change)) ?? []) {
      if (event.type === 'voters:changed') {
        resolve()
      } else {
        reject(new VoterChangeError(`${keyOf(event.change)}: ${REASONS[event.reason]}`, event.reason))
      }
    }
  }

  /** Nothing comes of those that wait any more. */
  close (): void {
    for (const { reject } of [...this.#waiting.values()].flat()) {
      reject(new VoterChangeError('this member takes no part any more: look at the voters from another one'))
    }
  }

  #forget (change: VoterChange, answer: PromiseWithResolvers<void>): void {
    const rest = (this.#waiting.get(keyOf(change)) ?? []).filter(other => other !== answer)

    if (rest.length > 0) {
      this.#waiting.set(keyOf(change), rest)
    } else {
      this.#waiting.delete(keyOf(change))
    }
  }
}

function keyOf (change: VoterChange): string {
  return change.type === 'add' ? `add ${change.voter.member}/${change.voter.store}` : `remove ${change.voter}`
}
