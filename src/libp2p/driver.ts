import type { CoreEvent, Effect, Input, Mark, MemberId, Message, Millis, ShoalCore, StoredRecord, Topic } from '../core/index.js'

/** Effects that wait for a write to storage. Beyond it, messages are dropped, as a full network would. */
export const EFFECTS_MAX = 4_096

/**
 * How far the core's time goes on while the event loop does not come round, in milliseconds; then it stands still until
 * the loop does. A loop that is choked with messages looks to the core like a process that was stopped: it judges nobody
 * for the silence of those whose answers are still in the queue.
 */
export const ROUND_MAX = 100

/** Longer timeouts than this overflow `setTimeout`; the core is woken a little early then, which is harmless. */
const TIMEOUT_MAX = 2 ** 31 - 1

/** How the core's effects are carried out. None of these waits, but for `store`. */
export interface Actions {
  send (to: MemberId, message: Message): void
  publish (topic: Topic, message: Message): void
  /** Done when the record is durable; never rejects. */
  store (record: StoredRecord): Promise<void>
  bootstrap (): void
  emit (event: CoreEvent): void
  trace (mark: Mark, member?: MemberId): void
  /** A message was dropped because storage does not keep up. */
  dropped (): void
  /** A rule that the code itself must keep is broken; the core is not stepped any more. */
  failed (error: unknown): void
}

/** The clock and the event loop, where they are not the process's own. */
export interface Surroundings {
  /** Milliseconds that only go on. */
  readonly clock?: () => Millis
  /** Runs a task after the event loop has looked at its timers and at its sockets once more. */
  readonly afterRound?: (task: () => void) => void
}

/**
 * Feeds the core one input at a time, wakes it when its next deadline comes, and carries out its effects in order.
 * While a record that holds what follows it is on its way to storage, the core goes on, and what follows waits.
 */
export class Driver {
  readonly #core: Pick<ShoalCore, 'step' | 'nextTimeout'>
  readonly #actions: Actions
  readonly #clock: () => Millis
  readonly #afterRound: (task: () => void) => void
  #inputs: Input[] = []
  #effects: Effect[] = []
  #now: Millis = 0
  #isRunning = false
  #isStoring = false
  /** What is to be stored next. */
  #record: StoredRecord | undefined
  #isSaving = false
  #isStopped = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #armedFor: Millis | undefined
  /** When the event loop was last seen to begin a round, while it is waited for to come round. */
  #roundBegan: Millis | undefined

  constructor (core: Pick<ShoalCore, 'step' | 'nextTimeout'>, actions: Actions, { clock = () => performance.now(), afterRound = afterLoop }: Surroundings = {}) {
    this.#core = core
    this.#actions = actions
    this.#clock = clock
    this.#afterRound = afterRound
  }

  input (input: Input): void {
    if (!this.#isStopped) {
      this.#inputs.push(input)
      this.#run()
    }
  }

  /** No step and no effect comes after this. */
  stop (): void {
    this.#isStopped = true
    this.#inputs = []
    this.#effects = []
    clearTimeout(this.#timer)
  }

  /** What listeners or storage set off while this runs is queued: steps and effects never nest. */
  #run (): void {
    if (this.#isRunning) {
      return
    }
    this.#isRunning = true

    try {
      while (this.#carryOut() || this.#step());
      this.#arm()
    } catch (error) {
      this.stop()
      this.#actions.failed(error)
    } finally {
      this.#isRunning = false
    }
  }

  #step (): boolean {
    const input = this.#inputs.shift()

    if (input === undefined) {
      return false
    }
    // A clock that goes back would let a deadline pass twice.
    this.#now = Math.max(this.#now, this.#time())

    for (const effect of this.#core.step(this.#now, input)) {
      this.#enqueue(effect)
    }

    return true
  }

  #time (): Millis {
    const now = this.#clock()

    if (this.#roundBegan === undefined) {
      this.#roundBegan = now
      this.#afterRound(() => { this.#endRound() })
    }

    return Math.min(now, this.#roundBegan + ROUND_MAX)
  }

  #endRound (): void {
    const isLate = this.#isBehind()
    this.#roundBegan = undefined

    if (isLate) {
      this.input({ type: 'wake' })
    } else {
      // The clock may have gone back meanwhile.
      this.#arm()
    }
  }

  #isBehind (): boolean {
    return this.#roundBegan !== undefined && this.#clock() > this.#roundBegan + ROUND_MAX
  }

  #enqueue (effect: Effect): void {
    const isMessage = effect.type === 'send' || effect.type === 'publish'

    if (effect.type === 'trace') {
      // Only counted, so it need not wait for a store, nor be held while one hangs.
      this.#actions.trace(effect.mark, effect.member)
    } else if (isMessage && this.#effects.length >= EFFECTS_MAX && this.#isStoring) {
      this.#actions.dropped()
    } else {
      this.#effects.push(effect)
    }
  }

  /** Carries out what may be carried out now; false if that is nothing. */
  #carryOut (): boolean {
    if (this.#isStoring || this.#effects.length === 0) {
      return false
    }

    const effects = this.#effects
    const store = effects.findIndex(({ type }) => type === 'store')
    const end = store === -1 ? effects.length : store + 1
    this.#effects = effects.slice(end)

    for (const effect of effects.slice(0, end)) {
      if (!this.#isStopped) this.#act(effect)
    }

    return true
  }

  #act (effect: Effect): void {
    const { type } = effect

    switch (type) {
      case 'send': this.#actions.send(effect.to, effect.message); break
      case 'publish': this.#actions.publish(effect.topic, effect.message); break
      case 'store': void this.#store(effect.record, effect.holds); break
      case 'bootstrap': this.#actions.bootstrap(); break
      case 'emit': this.#actions.emit(effect.event); break
      case 'trace': break
      default: throw new TypeError(`there is no effect of type ${String(type satisfies never)}`)
    }
  }

  /** One write at a time; of the records that come meanwhile the newest is enough, as it holds all that those hold. */
  async #store (record: StoredRecord, holds: boolean): Promise<void> {
    this.#record = record
    this.#isStoring ||= holds

    if (this.#isSaving) {
      return
    }
    this.#isSaving = true
    while (this.#record !== undefined) {
      const next: StoredRecord = this.#record
      this.#record = undefined
      await this.#actions.store(next)
    }
    this.#isSaving = false

    if (this.#isStoring) {
      this.#isStoring = false
      this.#run()
    }
  }

  #arm (): void {
    const at = this.#isStopped || this.#isBehind() ? undefined : this.#core.nextTimeout()

    if (at !== this.#armedFor) {
      clearTimeout(this.#timer)
      this.#armedFor = at
      this.#timer = at === undefined ? undefined : setTimeout(() => { this.#wake() }, Math.min(TIMEOUT_MAX, Math.max(0, Math.ceil(at - this.#clock()))))
    }
  }

  #wake (): void {
    this.#armedFor = undefined
    this.input({ type: 'wake' })
  }
}

/** Runs a task in a later round of the event loop. Node's loop runs its immediates after its sockets; elsewhere a timer is the nearest thing. */
export function afterLoop (task: () => void): void {
  if (typeof setImmediate === 'function') {
    setImmediate(task)
  } else {
    setTimeout(task)
  }
}
