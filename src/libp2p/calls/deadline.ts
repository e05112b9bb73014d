import type { Timers } from './timers.js'

/** Why a request is over: its time is, its caller gave it up, or this member stops. */
export type EndReason = 'timeout' | 'aborted' | 'stopped'

/** What a deadline is made with. */
export interface DeadlineOptions {
  readonly timers: Timers
  /** In milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal | undefined
  /** Aborts when this member stops. */
  readonly stopped: AbortSignal
}

/** Until when a request may go on, whatever ends it. It holds a timer and listeners until it is closed. */
export class Deadline {
  /** Aborts when it is over. */
  readonly signal: AbortSignal
  readonly timeout: number
  readonly #timers: Timers
  readonly #end: number
  readonly #over = new AbortController()
  readonly #cleanups: Array<() => void>
  #reason: EndReason | undefined

  constructor ({ timers, timeout, signal, stopped }: DeadlineOptions) {
    this.signal = this.#over.signal
    this.timeout = timeout
    this.#timers = timers
    this.#end = timers.now() + timeout
    this.#cleanups = [
      timers.after(timeout, () => { this.#finish('timeout') }),
      whenAborted(signal, () => { this.#finish('aborted') }),
      whenAborted(stopped, () => { this.#finish('stopped') })
    ]
  }

  /** Why it is over; undefined while it is not. */
  get reason (): EndReason | undefined {
    return this.#reason
  }

  /** Milliseconds until the time is over. */
  get left (): number {
    return Math.max(0, this.#end - this.#timers.now())
  }

  /** Waits so long, or until it is woken, or until it is over. */
  async pause (ms: number, subscribe: (wake: () => void) => () => void): Promise<void> {
    if (this.#reason !== undefined) {
      return
    }

    const { promise, resolve } = Promise.withResolvers<void>()
    const cleanups = [this.#timers.after(ms, resolve), subscribe(resolve), whenAborted(this.signal, resolve)]

    await promise
    for (const cleanup of cleanups) {
      cleanup()
    }
  }

  /** Lets go of timer and listeners. */
  close (): void {
    for (const cleanup of this.#cleanups) {
      cleanup()
    }
  }

  #finish (reason: EndReason): void {
    if (this.#reason === undefined) {
      this.#reason = reason
      this.#over.abort(new Error(`the request is over: ${reason}`))
    }
  }
}

/** Runs a task when a signal aborts, at once if it has; the function returned calls that off. */
export function whenAborted (signal: AbortSignal | undefined, task: () => void): () => void {
  if (signal?.aborted === true) {
    // Not within the caller, which has nothing to call off yet.
    queueMicrotask(task)
  }
  signal?.addEventListener('abort', task, { once: true })

  return () => { signal?.removeEventListener('abort', task) }
}
