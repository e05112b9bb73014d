import { Counters } from '../../../src/libp2p/counters.js'
import { Requester } from '../../../src/libp2p/calls/requester.js'
import type { CallRequest } from '../../../src/wire/index.js'
import type { Outcome } from '../../../src/libp2p/calls/call-client.js'
import type { Request } from '../../../src/libp2p/calls/requester.js'
import type { Route } from '../../../src/libp2p/calls/route.js'
import type { Timers } from '../../../src/libp2p/calls/timers.js'

/** A clock that goes on when it is told to. */
export class FakeTimers implements Timers {
  #now = 0
  readonly #tasks = new Map<symbol, { readonly at: number, readonly task: () => void }>()

  now (): number {
    return this.#now
  }

  /** How many tasks wait. */
  get size (): number {
    return this.#tasks.size
  }

  after (ms: number, task: () => void): () => void {
    const id = Symbol('task')
    this.#tasks.set(id, { at: this.#now + ms, task })

    return () => { this.#tasks.delete(id) }
  }

  /** Goes to the next task and runs it; false if there is none. */
  next (): boolean {
    const [id, first] = [...this.#tasks].sort(([, a], [, b]) => a.at - b.at)[0] ?? []

    if (id === undefined || first === undefined) {
      return false
    }
    this.#tasks.delete(id)
    this.#now = Math.max(this.#now, first.at)
    first.task()

    return true
  }
}

/** One question as a fake member gets it. */
export interface Asked extends CallRequest {
  readonly to: string
  readonly at: number
  readonly signal: AbortSignal
}

type Answer = Outcome | Promise<Outcome> | ((signal: AbortSignal) => Promise<Outcome>)

/** A requester among fake members, on fake time. */
export class Rig {
  readonly timers = new FakeTimers()
  readonly counters = new Counters()
  readonly stopped = new AbortController()
  readonly asked: Asked[] = []
  readonly caughtUp: string[] = []
  readonly listeners = new Set<() => void>()
  readonly requester: Requester
  /** What the table here says. */
  route: Route | undefined = routeTo('A')
  /** What is done when a newer table is pulled. */
  onCatchUp: () => void = () => undefined
  readonly #answers: Answer[] = []
  #last: Answer = refusal('no-handler')

  constructor () {
    this.requester = new Requester({
      timers: this.timers,
      random: () => 1 - 2 ** -53,
      counters: this.counters,
      stopped: this.stopped.signal,
      route: () => this.route,
      ask: async (to, request, signal) => {
        this.asked.push({ ...request, to, at: this.timers.now(), signal })
        const answer = this.#answers.shift() ?? this.#last
        return await (typeof answer === 'function' ? answer(signal) : answer)
      },
      catchUp: async (_group, from) => {
        this.caughtUp.push(from)
        this.onCatchUp()
      },
      onTable: (_group, listener) => {
        this.listeners.add(listener)
        return () => { this.listeners.delete(listener) }
      }
    })
  }

  /** What those who are asked answer, one after the other; the last one again and again. */
  answers (...answers: Answer[]): void {
    this.#answers.push(...answers.slice(0, -1))
    this.#last = answers.at(-1) ?? this.#last
  }

  /** Makes a request, and lets time go on until it is settled. */
  async run (changes: Partial<Request> = {}): Promise<Uint8Array> {
    const settled = this.begin(changes)
    let isSettled = false
    const done = (): void => { isSettled = true }
    settled.then(done, done)

    while (!isSettled) {
      await quiet()
      if (!isSettled && !this.timers.next()) throw new Error('it waits for nothing')
    }

    return await settled
  }

  begin (changes: Partial<Request> = {}): Promise<Uint8Array> {
    return this.requester.request({
      group: 'jobs', partition: 3, payload: Uint8Array.of(1), replicas: 'one', timeout: 5_000, signal: undefined, idempotent: false, ...changes
    })
  }
}

/** Lets everything happen that waits for no time. */
export async function quiet (): Promise<void> {
  await new Promise<void>(resolve => { setImmediate(resolve) })
}

/** A route to an owner and standbys, by a table of that epoch. */
export function routeTo (...places: string[]): Route {
  return { epoch: 10n, token: 5n, places, wanted: 1 }
}

/** An answer. */
export function answer (...payload: number[]): Outcome {
  return { type: 'reply', reply: { type: 'answer', epoch: 10n, payload: Uint8Array.from(payload) } }
}

/** A refusal, by a table of that epoch. */
export function refusal (reason: 'not-owner' | 'behind' | 'no-handler' | 'busy' | 'not-member', epoch = 10n): Outcome {
  return { type: 'reply', reply: { type: 'refusal', epoch, reason } }
}

/** A member that is lost before or after it had the request. */
export function lost (mayHaveRun: boolean): Outcome {
  return { type: 'lost', mayHaveRun, error: new Error('the stream was cut off') }
}

/** A member that is silent until nobody waits any more; it had the request. */
export async function silent (signal: AbortSignal): Promise<Outcome> {
  return await new Promise(resolve => { signal.addEventListener('abort', () => { resolve(lost(true)) }, { once: true }) })
}
