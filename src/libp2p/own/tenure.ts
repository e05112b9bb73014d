import type { EpochInfo } from '../../api.js'
import type { PartitionLostError, PartitionRevokedError } from '../../errors.js'
import type { Millis } from '../../core/index.js'

/**
 * Where the handler of a tenure is:
 * - resting -> waiting: it failed here a moment ago, under an earlier token
 * - waiting -> running: it was called
 * - running -> done: it resolved
 * - running -> pausing -> waiting: it threw, and is to be called again
 */
export type Stage = 'resting' | 'waiting' | 'running' | 'done' | 'pausing'

/**
 * Why a tenure ends in order: `revoked`, the cluster wants the partition; `stopped`, the application takes its handler away;
 * `passed-on`, there is no handler that works.
 */
export type Ending = 'revoked' | 'stopped' | 'passed-on'

/** One ownership of one partition by this member, from its assignment to its end. */
export class Tenure {
  readonly token: bigint
  readonly epoch: EpochInfo
  stage: Stage = 'waiting'
  /** Until when the handler must be called. */
  dueBy: Millis = Infinity
  /** How often the handler was called since it last worked well. */
  attempt = 0
  /** Set once the work is to end in order. */
  ending: Ending | undefined
  readonly #controllers = new Set<AbortController>()
  #sections = 0
  #isOver = false

  constructor (token: bigint, epoch: EpochInfo) {
    this.token = token
    this.epoch = epoch
  }

  /** Whether nobody has said that the work is to end. */
  get isOpen (): boolean {
    return !this.#isOver
  }

  /** How many fenced functions run. */
  get sections (): number {
    return this.#sections
  }

  /** A signal of its own for each who works, as listeners that are left on a common one would pile up. */
  open (): AbortController {
    const controller = new AbortController()
    this.#controllers.add(controller)

    return controller
  }

  close (controller: AbortController): void {
    this.#controllers.delete(controller)
  }

  enter (): AbortController {
    this.#sections++
    return this.open()
  }

  leave (controller: AbortController): void {
    this.#sections--
    this.close(controller)
  }

  /** Tells all who work under it, once. */
  end (reason: PartitionRevokedError | PartitionLostError): void {
    this.#isOver = true

    for (const controller of this.#controllers) {
      controller.abort(reason)
    }
    this.#controllers.clear()
  }
}
