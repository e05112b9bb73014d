import { CLOCKS } from './clock-guard.js'
import type { Clocks } from './clock-guard.js'
import type { MemberId, Millis, Statement, StrictCore, StrictEffect, StrictEvent, StrictInput, StrictMark, StrictMessage, VoterRecord } from '../../core/index.js'

/** Longer timeouts than this overflow `setTimeout`; the core is woken a little early then, which is harmless. */
const TIMEOUT_MAX = 2 ** 31 - 1

/** How long a write to storage that failed is left alone before it is tried again, in milliseconds. */
const WRITE_AGAIN: Millis = 1_000

/** How the strict core's effects are carried out. */
export interface StrictActions {
  readonly self: MemberId
  send (to: MemberId, message: StrictMessage): void
  publish (message: StrictMessage): void
  sign (statement: Statement): Promise<Uint8Array>
  /** Done when the record is durable; rejects if it is not. */
  save (record: VoterRecord): Promise<void>
  emit (event: StrictEvent): void
  trace (mark: StrictMark, member?: MemberId): void
  /** All that was to be decided is. */
  settled (): void
  /** A record could not be stored; it is tried again. */
  unsaved (error: unknown): void
  /** A rule that the code itself must keep is broken; the core is not stepped any more. */
  failed (error: unknown): void
}

/**
 * Feeds the strict core one input at a time and carries out its effects in order. Its time is that of the monotonic clock
 * as it is, however long the event loop took: a lease goes on while a process is choked.
 */
export class StrictDriver {
  readonly #core: Pick<StrictCore, 'step' | 'nextTimeout'>
  readonly #actions: StrictActions
  readonly #clock: Clocks['monotonic']
  readonly #hasTrouble: () => boolean
  #inputs: StrictInput[] = []
  #isRunning = false
  #isStopped = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #record: VoterRecord | undefined
  #writing: Promise<void> | undefined
  #again: ReturnType<typeof setTimeout> | undefined

  constructor (core: Pick<StrictCore, 'step' | 'nextTimeout'>, actions: StrictActions, hasTrouble: () => boolean, clock: Clocks['monotonic'] = CLOCKS.monotonic) {
    this.#core = core
    this.#actions = actions
    this.#hasTrouble = hasTrouble
    this.#clock = clock
  }

  input (input: StrictInput): void {
    if (!this.#isStopped) {
      this.#inputs.push(input)
      this.#run()
    }
  }

  /** No step and no effect comes after this; done when the write under way is. */
  async stop (): Promise<void> {
    this.#isStopped = true
    this.#inputs = []
    this.#record = undefined
    clearTimeout(this.#timer)
    clearTimeout(this.#again)
    await this.#writing
  }

  #run (): void {
    if (this.#isRunning) {
      return
    }
    this.#isRunning = true

    try {
      for (let input = this.#next(); input !== undefined; input = this.#next()) {
        for (const effect of this.#core.step(this.#clock(), input)) {
          this.#act(effect)
        }
      }
      this.#arm()
    } catch (error) {
      void this.stop()
      this.#actions.failed(error)
    } finally {
      this.#isRunning = false
    }
    if (!this.#isStopped) {
      this.#actions.settled()
    }
  }

  /** Before anything else is decided, whether what was measured counts. */
  #next (): StrictInput | undefined {
    return !this.#isStopped && this.#hasTrouble() ? { type: 'clock-trouble' } : this.#inputs.shift()
  }

  #act (effect: StrictEffect): void {
    const { type } = effect

    if (this.#isStopped) {
      return
    }
    switch (type) {
      case 'send': this.#send(effect); break
      case 'publish': this.#actions.publish(effect.message); break
      case 'persist': this.#persist(effect.record); break
      case 'emit': this.#actions.emit(effect.event); break
      case 'trace': this.#actions.trace(effect.mark, effect.member); break
      default: throw new TypeError(`there is no effect of type ${String(type satisfies never)}`)
    }
  }

  #send ({ to, message, statement }: Extract<StrictEffect, { type: 'send' }>): void {
    if (statement === undefined) {
      this.#deliver(to, message)
    } else {
      void this.#signed(statement, message).then(signed => { this.#deliver(to, signed) }, error => { this.#actions.failed(error) })
    }
  }

  async #signed (statement: Statement, message: StrictMessage): Promise<StrictMessage> {
    const signature = await this.#actions.sign(statement)
    return message.type === 'accepted' ? { ...message, signature } : message
  }

  #deliver (to: MemberId, message: StrictMessage): void {
    if (this.#isStopped) {
      return
    }
    if (to === this.#actions.self) {
      this.input({ type: 'message', from: to, message })
    } else {
      this.#actions.send(to, message)
    }
  }

  /** One write at a time; of the records that come meanwhile the newest is enough, as it holds all that those hold. */
  #persist (record: VoterRecord): void {
    this.#record = record
    this.#writing ??= this.#write()
  }

  async #write (): Promise<void> {
    while (this.#record !== undefined) {
      const record: VoterRecord = this.#record
      this.#record = undefined

      try {
        await this.#actions.save(record)
        this.input({ type: 'persisted', revision: record.revision })
      } catch (error) {
        this.#actions.unsaved(error)
        this.#tryAgain(record)
        break
      }
    }
    this.#writing = undefined
  }

  /** What the record says stays unsaid until it is stored; a newer one takes its place. */
  #tryAgain (record: VoterRecord): void {
    if (!this.#isStopped) {
      this.#record ??= record
      clearTimeout(this.#again)
      this.#again = setTimeout(() => { this.#writing ??= this.#write() }, WRITE_AGAIN)
    }
  }

  #arm (): void {
    const at = this.#isStopped ? undefined : this.#core.nextTimeout()

    clearTimeout(this.#timer)
    if (at !== undefined) {
      const delay = Math.min(TIMEOUT_MAX, Math.max(0, Math.ceil(at - this.#clock())))
      this.#timer = setTimeout(() => { this.input({ type: 'wake' }) }, delay)
    }
  }
}
