import type { Context } from './context.js'
import type { Health } from './membership/health.js'
import type { Hearing } from './membership/hearing.js'
import type { Probation } from './membership/probation.js'
import type { Suspicion } from './membership/suspicion.js'
import type { Millis } from './types.js'

/** How far the timers may fire late, in milliseconds, before the process counts as having been paused. */
const LATENESS_MAX = 100

/** The parts of the core that take time for evidence. */
export interface PauseParts {
  readonly health: Health
  readonly hearing: Hearing
  readonly suspicion: Suspicion
  readonly probation: Probation
}

/**
 * Time in which the process did not run does not count: deadlines move by as much, and what others sent meanwhile is
 * heard before anybody is judged. Otherwise a member that was stopped accuses the whole cluster when it goes on.
 */
export class Pause {
  readonly #context: Context
  readonly #health: Health
  readonly #hearing: Hearing
  readonly #suspicion: Suspicion
  readonly #probation: Probation
  #isExcused = false

  constructor (context: Context, { health, hearing, suspicion, probation }: PauseParts) {
    this.#context = context
    this.#health = health
    this.#hearing = hearing
    this.#suspicion = suspicion
    this.#probation = probation
  }

  /** Looks how late the core is woken, before it does anything. */
  notice (now: Millis): void {
    const next = this.#context.timers.next()
    const late = next === undefined ? 0 : now - next

    if (late > 0) {
      this.#health.noteLateness(late)
    }
    // Once only before the timers run again: a process that is always late must still get on.
    if (late > LATENESS_MAX && !this.#isExcused && this.#context.applies('pause:grace')) {
      this.#isExcused = true
      this.#context.outbox.trace('pause:noticed')
      this.#excuse(late + LATENESS_MAX)
    }
  }

  /** The timers run again. */
  end (): void {
    this.#isExcused = false
  }

  #excuse (by: Millis): void {
    this.#context.timers.postpone(by)
    this.#suspicion.excuse(by, false)
    this.#hearing.postpone(by)
    this.#probation.excuse(by)
  }
}
