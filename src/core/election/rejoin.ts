import type { Tables } from '../assignment/tables.js'
import type { Context } from '../context.js'
import type { Millis, RosterEntry } from '../types.js'

/** Members that crashed, and whose partitions are kept for them for a while. */
export class Rejoin {
  readonly #context: Context
  readonly #tables: Tables

  constructor (context: Context, tables: Tables) {
    this.#context = context
    this.#tables = tables
  }

  /** Whether a later start of a member goes on with what its former one had, if that is still there. */
  get isOn (): boolean {
    return this.#context.settings.rejoinWindow > 0 && this.#context.applies('plan:rejoin')
  }

  /** Whether that start of a member is dead, and is waited for. Who left on purpose is not. */
  isAwaited (now: Millis, entry: RosterEntry): boolean {
    return this.isOn && now < this.#endOf(entry)
  }

  /** When the next one has had its time. */
  next (now: Millis): Millis {
    const ends = this.isOn ? this.#tables.all().flatMap(({ roster }) => roster.map(entry => this.#endOf(entry)).filter(end => end > now)) : []
    return Math.min(Infinity, ...ends)
  }

  #endOf ({ id, generation }: RosterEntry): Millis {
    const row = this.#context.members.get(id)
    return row?.state === 'dead' && row.generation === generation ? row.since + this.#context.settings.rejoinWindow : -Infinity
  }
}
