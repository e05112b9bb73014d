import { assert } from '../core/index.js'
import { wholeMicros } from './chance.js'
import type { Millis } from '../core/index.js'
import type { Appointment, EventQueue } from './event-queue.js'
import type { Order } from './options.js'

/** What waits for a process that does not run. Beyond it the sockets' buffers are full, and what comes is lost. */
export const INBOX_MAX = 65_536

/** A share of the time in which a starved process does not run: the first `stall` ms of every `every` ms. */
export interface DutyCycle {
  readonly stall: Millis
  readonly every: Millis
}

/** What the execution asks of its surroundings. */
export interface ExecutionHost {
  readonly now: Millis
  readonly queue: EventQueue
  readonly order: Order
}

/** When a process gets to run, and what waits while it does not. */
export class Execution {
  readonly #host: ExecutionHost
  readonly #wake: () => void
  #inbox: Array<() => void> = []
  /** What a blocked process wanted to send, and what it received. */
  #heldSends: Array<() => void> = []
  #heldReceives: Array<() => void> = []
  #isPaused = false
  #isBlocked = false
  #isEnded = false
  #stalledUntil: Millis = 0
  #duty: DutyCycle & { readonly from: Millis } | undefined
  #isWakeOverdue = false
  #resumption: Appointment | undefined

  constructor (host: ExecutionHost, wake: () => void) {
    this.#host = host
    this.#wake = wake
  }

  get isPaused (): boolean {
    return this.#isPaused
  }

  get isBlocked (): boolean {
    return this.#isBlocked
  }

  /** Whether the process could take a step now. */
  get isRunnable (): boolean {
    return !this.#isPaused && this.#runnableAt() <= this.#host.now
  }

  /** How much waits. */
  get waiting (): number {
    return this.#inbox.length + this.#heldSends.length + this.#heldReceives.length
  }

  /** Something came from the network: it is taken in when the process runs, and held when it is blocked. */
  receive (action: () => void): void {
    if (this.isRunnable) {
      this.#hand(action)
    } else if (this.#inbox.length < INBOX_MAX && !this.#isEnded) {
      this.#inbox.push(action)
      this.#expectResumption()
    }
  }

  /** Something is to go out to the network. */
  send (action: () => void): void {
    if (!this.#isBlocked) {
      action()
    } else if (this.#heldSends.length < INBOX_MAX) {
      this.#heldSends.push(action)
    }
  }

  /** The process's timer has come. */
  fire (): void {
    if (this.isRunnable) {
      this.#wake()
    } else {
      this.#isWakeOverdue = true
      this.#expectResumption()
    }
  }

  pause (): void {
    this.#isPaused = true
  }

  resume (): void {
    this.#isPaused = false
    this.#proceed()
  }

  stall (duration: Millis): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, wholeMicros(this.#host.now + duration))
  }

  /** From now on in a rhythm, or no more. */
  slow (duty: DutyCycle | undefined): void {
    assert(duty === undefined || (duty.stall >= 0 && duty.stall < duty.every), 'a process is stalled for a part of each period')
    this.#duty = duty === undefined ? undefined : { ...duty, from: this.#host.now }
    this.#proceed()
  }

  block (): void {
    this.#isBlocked = true
  }

  /** What was held goes on, in order: what was to be sent first. */
  unblock (): void {
    const sends = this.#heldSends
    const receives = this.#heldReceives

    this.#isBlocked = false
    this.#heldSends = []
    this.#heldReceives = []
    for (const action of sends) action()
    for (const action of receives) this.receive(action)
  }

  /** The process is gone, and what waited for it. */
  end (): void {
    this.#isEnded = true
    this.#inbox = []
    this.#heldSends = []
    this.#heldReceives = []
    this.#isWakeOverdue = false
    if (this.#resumption !== undefined) this.#resumption.action = undefined
  }

  #hand (action: () => void): void {
    if (!this.#isBlocked) {
      action()
    } else if (this.#heldReceives.length < INBOX_MAX) {
      this.#heldReceives.push(action)
    }
  }

  /** A real process may see its timers or its sockets first; that it accuses nobody must not hang on that. */
  #proceed (): void {
    this.#resumption = undefined

    if (this.#host.order === 'nasty') {
      this.#catchUp()
    }
    while (this.#inbox.length > 0 && this.isRunnable) {
      const batch = this.#inbox
      let taken = 0

      this.#inbox = []
      while (taken < batch.length && this.isRunnable) {
        this.#hand(batch[taken++] as () => void)
      }
      this.#inbox = [...batch.slice(taken), ...this.#inbox]
    }
    this.#catchUp()

    if (this.#inbox.length > 0 || this.#isWakeOverdue) {
      this.#expectResumption()
    }
  }

  #catchUp (): void {
    if (this.#isWakeOverdue && this.isRunnable) {
      this.#isWakeOverdue = false
      this.#wake()
    }
  }

  /** A pause ends when somebody ends it; the other reasons not to run end by themselves. */
  #expectResumption (): void {
    if (this.#resumption === undefined && !this.#isPaused && !this.#isEnded) {
      this.#resumption = this.#host.queue.push(Math.max(this.#host.now, this.#runnableAt()), () => { this.#proceed() })
    }
  }

  #runnableAt (): Millis {
    const after = Math.max(this.#host.now, this.#stalledUntil)

    if (this.#duty === undefined) {
      return after
    }

    const { stall, every, from } = this.#duty
    const since = (after - from) % every

    return since < stall ? wholeMicros(after - since + stall) : after
  }
}
