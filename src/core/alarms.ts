import { assert } from './assert.js'
import type { Context } from './context.js'
import type { Row } from './membership/member.js'
import type { Parts } from './parts.js'
import type { Millis } from './types.js'

/** Wakes each part whose timer is due, and gives up the suspects whose time is over. */
export class Alarms {
  readonly #context: Context
  readonly #parts: Parts

  constructor (context: Context, parts: Parts) {
    this.#context = context
    this.#parts = parts
  }

  wakeDue (now: Millis): void {
    const { timers } = this.#context

    for (let timer = timers.takeDue(now); timer !== undefined; timer = timers.takeDue(now)) {
      this.#parts.pause.end()
      this.#wake(now, timer)
    }
  }

  #wake (now: Millis, timer: string): void {
    const suspect = this.#parts.suspicion.suspectOf(timer)
    const row = suspect === undefined ? undefined : this.#context.members.get(suspect)

    if (row?.state === 'suspect') {
      this.#expire(now, row)
    } else {
      const { description, join, probe, relay, crashWatch, probation, heal, office, records, leave, lettingGo } = this.#parts
      const isKnown = join.wake(now, timer) || probe.wake(now, timer) || relay.wake(now, timer) || crashWatch.wake(timer) ||
        probation.wake(now, timer) || heal.wake(now, timer) || office.wake(now, timer) || description.wake(now, timer) || records.wake(timer) || leave.wake(timer) || lettingGo.wake(now, timer)
      assert(isKnown || suspect !== undefined, `no part knows the timer ${timer}`)
    }
  }

  #expire (now: Millis, suspect: Row): void {
    const verdict = this.#parts.suspicion.verdict(now, suspect.id)

    if (verdict === 'look') {
      this.#context.outbox.trace('suspicion:looked', suspect.id)
      this.#parts.crashWatch.look(suspect.id)
    } else if (verdict === 'over') {
      this.#context.outbox.trace('suspicion:expired', suspect.id)
      this.#parts.membership.expire(now, suspect)
    }
  }
}
