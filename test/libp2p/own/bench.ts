import { setImmediate as nextTurn } from 'node:timers/promises'
import { Handlers } from '../../../src/libp2p/own/handlers.js'
import { createIdentity, tableOf } from '../support.js'
import type { GroupWork } from '../../../src/libp2p/own/group-work.js'
import type { Life } from '../../../src/libp2p/own/life.js'
import type { Surroundings } from '../../../src/libp2p/own/surroundings.js'
import type { LossReason, OwnedPartition, PartitionFailure, RevokeReason } from '../../../src/index.js'

const { id: LEADER } = await createIdentity()

/** The wall clock when the other one began. */
export const UNIX_OFFSET = 1_700_000_000_000

/** How long the cluster waits. */
export const HANDOFF_TIMEOUT = 10_000

/** A call of the handler, which ends when the test says so. */
export interface Call extends OwnedPartition {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** A life of a member that owns what the test says, and hears what the work has to say. */
class FakeLife implements Life {
  readonly owned = new Map<number, bigint>()
  readonly #said: string[]
  readonly #onFailed: (partition: number) => void

  constructor (said: string[], onFailed: (partition: number) => void) {
    this.#said = said
    this.#onFailed = onFailed
  }

  readonly core = {
    owned: () => [...this.owned].map(([partition, token]) => ({ partition, token })),
    tokenOf: (_: string, partition: number) => this.owned.get(partition),
    table: () => tableOf(LEADER, 3)
  }

  released (group: string, partition: number, token: bigint): void {
    this.#said.push(`released ${group} ${partition} ${token}`)
  }

  failed (group: string, partition: number, token: bigint): void {
    this.#said.push(`failed ${group} ${partition} ${token}`)
    this.#onFailed(partition)
  }

  fenced (group: string, partition: number, seen: bigint): void {
    this.#said.push(`fenced ${group} ${partition} ${seen}`)
  }
}

interface Timer { readonly at: number, readonly task: () => void }

/** The work on the group `jobs`, with a clock, a life and a handler that do what the test says. */
export class Bench {
  now = 0
  /** How long each call of the handler takes to return, in milliseconds. */
  callTakes = 0
  /** What the core is told. */
  readonly said: string[] = []
  readonly calls: Call[] = []
  readonly failures: PartitionFailure[] = []
  /** Is called along with each failure. */
  onFailure: (() => void) | undefined
  /** Is called with each partition that is passed on. */
  onHandBack: ((partition: number) => void) | undefined
  /** How many calls there were in each round of the event loop in which there were any. */
  readonly rounds: number[] = []
  readonly work: GroupWork
  readonly handlers: Handlers
  life: FakeLife
  #timers: Timer[] = []
  #tasks: Array<() => void> = []

  constructor () {
    const surroundings: Surroundings = {
      clock: () => this.now,
      unixMs: () => UNIX_OFFSET + this.now,
      after: (delay, task) => {
        const timer = { at: this.now + delay, task }
        this.#timers.push(timer)
        return () => { this.#timers = this.#timers.filter(other => other !== timer) }
      },
      afterRound: task => { this.#tasks.push(task) },
      random: () => 0
    }
    const onFailure = (failure: PartitionFailure): void => {
      this.failures.push(failure)
      this.onFailure?.()
    }
    this.handlers = new Handlers({ groups: [{ name: 'jobs' }], handoffTimeout: HANDOFF_TIMEOUT, surroundings, onFailure })
    this.work = this.handlers.of('jobs')
    this.life = this.#createLife()
    this.handlers.begin(this.life)
  }

  /** A group that the member does not work for. */
  get elsewhere (): GroupWork {
    return this.handlers.of('mail')
  }

  get timers (): number {
    return this.#timers.length
  }

  readonly handler = (owned: OwnedPartition): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.calls.push({ ...owned, resolve, reject })
    this.now += this.callTakes

    return promise
  }

  /** The call of that number, 0 for the first. */
  call (index: number): Call {
    const call = this.calls[index]

    if (call === undefined) {
      throw new Error(`there were ${this.calls.length} calls, not ${index + 1}`)
    }

    return call
  }

  /** The core gives a partition to the member. */
  assign (partition: number, token: bigint): void {
    this.life.owned.set(partition, token)
    this.handlers.take(this.life, { type: 'partition:assign', group: 'jobs', partition, token })
  }

  /** The member owns it, and the event is on its way. */
  own (partition: number, token: bigint): void {
    this.life.owned.set(partition, token)
  }

  /** The member does not own it, and the event is on its way. */
  disown (partition: number): void {
    this.life.owned.delete(partition)
  }

  revoke (partition: number, token: bigint, reason: RevokeReason = 'moved'): void {
    this.handlers.take(this.life, { type: 'partition:revoke', group: 'jobs', partition, token, reason })
  }

  lose (partition: number, token: bigint, reason: LossReason = 'superseded'): void {
    this.life.owned.delete(partition)
    this.handlers.take(this.life, { type: 'partition:lost', group: 'jobs', partition, token, reason })
  }

  /** The member's life ends; the next one begins when the test says so. */
  end (): void {
    this.handlers.end(this.life)
  }

  begin (): void {
    this.life = this.#createLife()
    this.handlers.begin(this.life)
  }

  /** Lets time pass, and everything happen that it brings. */
  async pass (ms = 0): Promise<void> {
    const end = this.now + ms
    await this.#settle()

    for (let due = this.#due(end); due !== undefined; due = this.#due(end)) {
      const timer = due
      this.now = Math.max(this.now, timer.at)
      this.#timers = this.#timers.filter(other => other !== timer)
      timer.task()
      await this.#settle()
    }
    this.now = Math.max(this.now, end)
  }

  #createLife (): FakeLife {
    return new FakeLife(this.said, partition => { this.onHandBack?.(partition) })
  }

  #due (end: number): Timer | undefined {
    return this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
  }

  async #settle (): Promise<void> {
    await nextTurn()

    while (this.#tasks.length > 0) {
      const before = this.calls.length
      for (const task of this.#tasks.splice(0)) task()
      if (this.calls.length > before) this.rounds.push(this.calls.length - before)
      await nextTurn()
    }
  }
}

/** A signal's reason, as it says it. */
export function reasonOf ({ signal }: { readonly signal: AbortSignal }): string {
  const { name, reason } = signal.aborted ? signal.reason as { readonly name: string, readonly reason?: string } : { name: 'none' }
  return reason === undefined ? name : `${name} ${reason}`
}
