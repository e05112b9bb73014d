import type { Context } from '../context.js'
import type { Millis, Table } from '../types.js'
import type { Collection } from './collection.js'
import type { Tables } from '../assignment/tables.js'

const TIMER = 'office:acquainted'

/** How long a new leader waits to hear of the members that the tables name, in times to settle. */
const SETTLES = 4

/** What a leader goes on from when it takes office, and whether it knows those whom that names. */
export class Acquaintance {
  readonly #context: Context
  readonly #tables: Tables
  readonly #collection: Collection
  /** Until when it waits for the members that tables name. */
  #until: Millis | undefined

  constructor (context: Context, tables: Tables, collection: Collection) {
    this.#context = context
    this.#tables = tables
    this.#collection = collection
  }

  /** It is somebody else's turn, or its own for the first time. */
  reset (): void {
    this.#until = undefined
    this.end()
  }

  end (): void {
    this.#context.timers.cancel(TIMER)
  }

  wake (timer: string): boolean {
    return timer === TIMER
  }

  /**
   * Whether a table names members that this one has not heard of: it is new, and has not got the whole view. To plan
   * without them would take their work from them. They may also be forgotten for good, so there is an end to it.
   */
  isWaiting (now: Millis): boolean {
    const { applies, members, settings, timers } = this.#context

    if (!applies('office:acquaints') || !this.#collection.bases().some(({ roster }) => roster.some(({ id }) => members.get(id) === undefined))) {
      return false
    }
    this.#until ??= now + SETTLES * settings.settle
    timers.set(TIMER, this.#until)

    return now < this.#until
  }

  /** What a group's next table is planned from. A new member goes on from one of a leader that it never knew, too. */
  baseOf (group: string, foreign: readonly Table[]): Table | undefined {
    return this.#tables.get(group) ?? (this.#context.applies('office:unknown-predecessor') ? foreign[0] : undefined)
  }
}
