import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Ledger } from './ledger.js'
import type { Call, Group, OwnedPartition, OwnRegistration } from '../../src/index.js'
import type { ShoalNode } from '../../src/node/index.js'
import type { LockAnswer, LockQuestion } from './ledger.js'

/** How locks are to be. */
export interface LocksOptions {
  /** The longest that a holder keeps a lock without renewing it, the same at all members. A new owner waits so long. */
  readonly leaseMaxMs: number
}

/** Somebody waited for a lock for as long as it said. */
export class LockTimeoutError extends Error {
  static override name = 'LockTimeoutError'
}

const NAME_MAX = 256
const AGAIN_MS = 50

/** A lock that was granted. */
export interface Lock {
  readonly name: string
  /** Larger than that of each grant before: what is guarded refuses smaller ones. */
  readonly fence: string
  /** Until when it is held, on the clock of `performance.now()`; renewing moves it. Look at every use. */
  readonly until: number
  readonly isHeld: boolean
  /** Keeps it for a lease more; false if it is lost, and then it is held until `until` and no longer. */
  renew (): Promise<boolean>
  /** Gives it back. From the call on it is not held, whether the owner hears of it or not. */
  release (): Promise<void>
}

/** Locks by name, each granted by the owner of its partition of a strict group. */
export class Locks {
  readonly #group: Group
  readonly #leaseMaxMs: number
  readonly #ledgers = new Map<number, Ledger>()

  private constructor (group: Group, { leaseMaxMs }: LocksOptions) {
    this.#group = group
    this.#leaseMaxMs = leaseMaxMs
  }

  /** Makes a member part of a lock service: before its start. */
  static attach (node: ShoalNode, name: string, options: LocksOptions): { readonly locks: Locks, readonly work: OwnRegistration } {
    const group = node.shoal.group(name)
    const locks = new Locks(group, options)

    group.handle(call => locks.#answer(call))

    return { locks, work: group.own(async owned => { await locks.#keep(owned) }) }
  }

  /**
   * Waits for a lock, and has it for so long, or until it is renewed.
   *
   * @throws {RangeError} for a name or a lease that cannot be
   * @throws {LockTimeoutError}
   */
  async acquire (name: string, { leaseMs = this.#leaseMaxMs, timeoutMs = 30_000 }: { leaseMs?: number, timeoutMs?: number } = {}): Promise<Lock> {
    if (name === '' || name.length > NAME_MAX) {
      throw new RangeError(`the name has ${name.length} characters: must have 1 to ${NAME_MAX}`)
    }
    if (!(leaseMs >= 1 && leaseMs <= this.#leaseMaxMs)) {
      throw new RangeError(`leaseMs is ${leaseMs}: must be between 1 and ${this.#leaseMaxMs}`)
    }
    const deadline = performance.now() + timeoutMs
    const holder = randomUUID()

    while (performance.now() < deadline) {
      const asked = performance.now()
      const answer = await this.#ask({ op: 'acquire', name, holder, leaseMs }, Math.min(leaseMs, deadline - asked))

      // One that took its lease to arrive is of no use; the owner forgets it by itself.
      if (answer?.status === 'granted' && performance.now() < asked + leaseMs) {
        return this.#lock(name, holder, answer.fence, leaseMs, asked + leaseMs)
      }
      await delay(Math.max(0, Math.min(AGAIN_MS, answer?.status === 'wait' ? answer.ms : AGAIN_MS, deadline - performance.now())))
    }

    throw new LockTimeoutError(`${name} was not to be had within ${timeoutMs} ms`)
  }

  #lock (name: string, holder: string, fence: string, leaseMs: number, first: number): Lock {
    let until = first

    return {
      name,
      fence,
      get until () { return until },
      get isHeld () { return performance.now() < until },
      renew: async () => {
        const asked = performance.now()
        const answer = asked < until ? await this.#ask({ op: 'renew', name, holder, fence, leaseMs }, until - asked) : undefined
        const isRenewed = answer?.status === 'granted' && performance.now() < until
        until = isRenewed ? asked + leaseMs : until
        return isRenewed
      },
      release: async () => {
        until = Math.min(until, performance.now())
        await this.#ask({ op: 'release', name, holder, fence }, this.#leaseMaxMs)
      }
    }
  }

  /** All of it can be asked twice. What cannot be answered in time is no answer. */
  async #ask (question: LockQuestion, timeoutMs: number): Promise<LockAnswer | undefined> {
    try {
      const payload = new TextEncoder().encode(JSON.stringify(question))
      const answer = await this.#group.request(question.name, payload, { idempotent: true, timeout: Math.max(1, Math.floor(timeoutMs)) })
      return JSON.parse(new TextDecoder().decode(answer)) as LockAnswer
    } catch {
      return undefined
    }
  }

  /** One ledger for each ownership: the next one begins with its wait, also if it is this member's again. */
  async #keep ({ partition, token, signal }: OwnedPartition): Promise<void> {
    this.#ledgers.set(partition, new Ledger({ token, leaseMaxMs: this.#leaseMaxMs }))
    if (!signal.aborted) {
      await once(signal, 'abort')
    }
    this.#ledgers.delete(partition)
  }

  /** Only while the partition is this member's, and has been until the answer was there: it could have been stopped meanwhile. */
  #answer ({ partition, payload }: Call): Uint8Array {
    const token = this.#group.assertOwner(partition)
    const ledger = this.#ledgers.get(partition)
    const answer: LockAnswer = ledger?.token === token
      ? ledger.answer(JSON.parse(new TextDecoder().decode(payload)) as LockQuestion)
      : { status: 'wait', ms: AGAIN_MS, why: 'new-owner' }

    if (this.#group.assertOwner(partition) !== token) {
      throw new Error(`partition ${partition} has gone on under another token`)
    }

    return new TextEncoder().encode(JSON.stringify(answer))
  }
}
