import { StrictCore, unreachable } from '../../core/index.js'
import type { DriftingClock } from './drifting-clock.js'
import { digestTable, signStatement, verifyStatement } from './signatures.js'
import { wholeMicros } from '../chance.js'
import type { SlowDisk } from './disk.js'
import type { Chance } from '../chance.js'
import type { Appointment, EventQueue } from '../event-queue.js'
import type { Genesis, MemberId, Millis, StrictEffect, StrictEvent, StrictInput, StrictMark, StrictMessage, StrictRule } from '../../core/index.js'

/** What a node needs of the world around it. */
export interface Surroundings {
  readonly queue: EventQueue
  readonly chance: Chance
  readonly genesis: Genesis
  readonly without: readonly StrictRule[]
  /** Real time. */
  readonly now: () => Millis
  readonly send: (from: StrictNode, to: MemberId, message: StrictMessage) => void
  readonly publish: (from: StrictNode, message: StrictMessage) => void
  /** The node's core has taken a step, or its clock has changed: what it holds may be something else. */
  readonly moved: (node: StrictNode) => void
  readonly told: (node: StrictNode, event: StrictEvent) => void
  readonly traced: (node: StrictNode, mark: StrictMark) => void
}

/** What an appointment of a node goes before or after, among equals in time. */
const RANK = 1

/** One process with its clock, its disk and its application, which does what it is told. */
export class StrictNode {
  readonly id: MemberId
  readonly clock: DriftingClock
  disk: SlowDisk
  core: StrictCore | undefined
  generation = 0
  readonly #world: Surroundings
  #timer: Appointment | undefined
  #pausedUntil: Millis = Number.NEGATIVE_INFINITY
  #waiting: StrictInput[] = []
  /** Length of a pause that comes after the next decision and before its effects. */
  #midway: Millis | undefined

  constructor (world: Surroundings, id: MemberId, clock: DriftingClock, disk: SlowDisk) {
    this.#world = world
    this.id = id
    this.clock = clock
    this.disk = disk
  }

  get isRunning (): boolean {
    return this.core !== undefined
  }

  get isPaused (): boolean {
    return this.#world.now() < this.#pausedUntil
  }

  start (): void {
    const { genesis, without } = this.#world
    const { id, kept } = this.disk

    this.generation += 1
    this.core = new StrictCore({
      self: { id: this.id, generation: this.generation },
      genesis,
      store: { id, ...kept !== undefined && { record: kept } },
      verify: verifyStatement,
      digest: digestTable,
      without
    })
    this.input({ type: 'start' })
  }

  /** Whether its machine sleeps. */
  get isSuspended (): boolean {
    return this.clock.rate === 0
  }

  crash (): void {
    this.core = undefined
    this.#waiting = []
    this.#midway = undefined
    this.#pausedUntil = Number.NEGATIVE_INFINITY
    this.disk.crash()
    this.#disarm()
    this.#world.moved(this)
  }

  /** The process stops for a time; midway if between what it decides next and what it does about it. */
  pause (length: Millis, isMidway: boolean): void {
    if (!this.isRunning) {
      return
    }
    if (isMidway) {
      this.#midway = length
    } else if (!this.isPaused) {
      this.#stall(length, [])
    }
  }

  /** The machine sleeps: its clock stands still, and what wakes it tells it so first. */
  suspend (length: Millis): void {
    const { rate } = this.clock
    const { queue, now } = this.#world

    if (!this.isRunning || this.isPaused || rate === 0) {
      return
    }
    this.#waiting.unshift({ type: 'clock-trouble' })
    this.#stall(length, [])
    this.clock.turn(now(), 0)
    this.#world.moved(this)
    // Before the process goes on, and with no look at what it holds: it hears of its sleep first.
    queue.push(now() + length, () => this.clock.turn(now(), rate), RANK - 1)
  }

  /** The clock goes on at another rate. */
  turn (rate: number): void {
    this.clock.turn(this.#world.now(), rate)
    this.#arm()
    this.#world.moved(this)
  }

  input (input: StrictInput): void {
    if (this.core === undefined) {
      return
    }
    if (this.isPaused) {
      this.#waiting.push(input)
      return
    }
    const effects = this.core.step(this.clock.local(this.#world.now()), input)
    if (this.#midway !== undefined) {
      this.#stall(this.#midway, effects)
      this.#midway = undefined
    } else {
      this.#perform(effects)
    }
    this.#arm()
    this.#world.moved(this)
  }

  #stall (length: Millis, effects: readonly StrictEffect[]): void {
    const { core } = this
    const { queue, now } = this.#world

    this.#pausedUntil = wholeMicros(now() + length)
    this.#disarm()
    queue.push(this.#pausedUntil, () => {
      if (this.core === core && !this.isPaused) {
        this.#perform(effects)
        this.#resume()
      }
    }, RANK)
  }

  #resume (): void {
    const waiting = this.#waiting

    this.#waiting = []
    for (const [index, input] of waiting.entries()) {
      if (this.isPaused) {
        this.#waiting.push(...waiting.slice(index))
        return
      }
      this.input(input)
    }
    this.#arm()
  }

  #perform (effects: readonly StrictEffect[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'send': this.#world.send(this, effect.to, this.#signed(effect)); break
        case 'publish': this.#world.publish(this, effect.message); break
        case 'persist': this.#persist(effect); break
        case 'emit': this.#world.told(this, effect.event); break
        case 'trace': this.#world.traced(this, effect.mark); break
        default: unreachable(effect)
      }
    }
  }

  #signed ({ message, statement }: Extract<StrictEffect, { type: 'send' }>): StrictMessage {
    return message.type === 'accepted' && statement !== undefined ? { ...message, signature: signStatement(statement, this.id) } : message
  }

  #persist ({ record }: Extract<StrictEffect, { type: 'persist' }>): void {
    const { core, disk } = this

    this.#world.queue.push(disk.write(this.#world.now(), record), () => {
      if (this.core === core && this.disk === disk) {
        const written = disk.end()
        this.input({ type: 'persisted', revision: written?.revision ?? 0 })
      }
    }, RANK)
  }

  #arm (): void {
    const due = this.core?.nextTimeout()

    this.#disarm()
    if (due !== undefined && Number.isFinite(due) && !this.isPaused && this.clock.rate > 0) {
      // A little late rather than early: an early wake finds nothing due.
      this.#timer = this.#world.queue.push(Math.max(this.#world.now(), this.clock.real(due)) + 0.002, () => this.input({ type: 'wake' }), RANK)
    }
  }

  #disarm (): void {
    if (this.#timer !== undefined) {
      this.#timer.action = undefined
      this.#timer = undefined
    }
  }
}
