import { HandlerFailedError, PartitionLostError, PartitionRevokedError } from '../../errors.js'
import { outcomeOf } from './outcome.js'
import { pauseAfter, REST, STEADY_AFTER } from './pause.js'
import { seenBy } from './seen.js'
import { Tenure } from './tenure.js'
import type { Outcome } from './outcome.js'
import type { HandlerInit } from './own-options.js'
import type { Startable } from './start-queue.js'
import type { Surroundings } from './surroundings.js'
import type { Ending } from './tenure.js'
import type { EpochInfo, PartitionFailure } from '../../api.js'
import type { Millis } from '../../core/index.js'

/** What the work on all partitions of a group has in common. */
export interface Workplace {
  readonly group: string
  readonly surroundings: Surroundings
  /** The group's handler, if there is one that may be called. */
  readonly handler: HandlerInit | undefined
  /** Has `start()` called before long. */
  enqueue (work: Startable): void
  released (partition: number, token: bigint): void
  failed (partition: number, token: bigint): void
  /** See `OwnedGroup.reportFenced()`. */
  reportFenced (partition: number, seen: bigint): boolean
  /** There is nothing to remember of a partition. */
  forget (partition: number, work: Startable): void
  threw (failure: PartitionFailure): void
}

/**
 * The work on one partition: calls the handler, at most one at a time, again if it throws, and says when the partition is
 * free. It outlives the ownerships, as a handler can.
 */
export class PartitionWork implements Startable {
  readonly #workplace: Workplace
  readonly #partition: number
  #tenure: Tenure | undefined
  /** The call that runs, under this tenure or an earlier one. */
  #call: Promise<void> | undefined
  /** Set while no handler is called, as the last one failed. */
  #endRest: (() => void) | undefined
  #cancelTimer: (() => void) | undefined

  constructor (workplace: Workplace, partition: number) {
    this.#workplace = workplace
    this.#partition = partition
  }

  /** Whether there is nothing to remember. */
  get isIdle (): boolean {
    return this.#tenure === undefined && this.#call === undefined && this.#endRest === undefined
  }

  /** The end of the call that runs. */
  get call (): Promise<void> | undefined {
    return this.#call
  }

  /** The tenure under that token, if it has not ended. */
  tenureOf (token: bigint): Tenure | undefined {
    return this.#tenure?.token === token && this.#tenure.isOpen ? this.#tenure : undefined
  }

  /** The partition is this member's under that token. Can be said more than once. */
  assign (token: bigint, epoch: EpochInfo): void {
    if (this.#tenure?.token !== token) {
      // The event that ends an earlier one can still be on its way.
      this.lose(new PartitionLostError(`partition ${this.#partition} of ${this.#workplace.group} has another token: stop at once`))
      this.#tenure = new Tenure(token, epoch)
      this.#tenure.stage = this.#endRest === undefined ? 'waiting' : 'resting'
      this.await()
    }
  }

  /** Has the handler called as soon as it can be, if it is to be called at all. */
  await (): void {
    const { handler, surroundings } = this.#workplace
    const tenure = this.#tenure

    if (tenure?.stage === 'waiting' && tenure.isOpen && handler !== undefined) {
      tenure.dueBy = surroundings.clock() + handler.startTimeout

      if (this.#call === undefined) {
        this.#workplace.enqueue(this)
      } else {
        this.#setTimer(handler.startTimeout, () => { this.#passOn(tenure, 'its former handler has not ended') })
      }
    }
  }

  start (): void {
    const { handler, surroundings } = this.#workplace
    const tenure = this.#tenure

    if (tenure?.stage !== 'waiting' || !tenure.isOpen || handler === undefined) {
      return
    }
    if (surroundings.clock() > tenure.dueBy) {
      this.#passOn(tenure, 'its handler could not be called in time')
    } else {
      this.#begin(tenure, handler)
    }
  }

  revoke (token: bigint, reason: PartitionRevokedError): void {
    if (this.#tenure?.token === token) {
      this.#end('revoked', this.#tenure, reason)
    } else {
      this.#workplace.released(this.#partition, token)
    }
  }

  /** The application takes the handler away. */
  stop (reason: PartitionRevokedError): void {
    if (this.#tenure !== undefined) {
      this.#end('stopped', this.#tenure, reason)
    }
  }

  lose (reason: PartitionLostError, token = this.#tenure?.token): void {
    if (this.#tenure !== undefined && this.#tenure.token === token) {
      const tenure = this.#tenure
      this.#setTimer()
      this.#tenure = undefined
      tenure.end(reason)
      this.#proceed()
    }
  }

  /** The member takes no part any more. */
  close (reason: PartitionLostError): void {
    this.#endRest?.()
    this.#endRest = undefined
    this.lose(reason)
    this.#proceed()
  }

  /** A fenced function has settled. */
  leave (tenure: Tenure, controller: AbortController): void {
    tenure.leave(controller)

    if (this.#workplace.handler === undefined && tenure === this.#tenure && tenure.isOpen && tenure.sections === 0) {
      this.#tenure = undefined
    }
    this.#proceed()
  }

  #begin (tenure: Tenure, handler: HandlerInit): void {
    const controller = tenure.open()
    const began = this.#workplace.surroundings.clock()
    const { token, epoch } = tenure

    const ended = Promise.withResolvers<void>()

    this.#setTimer()
    tenure.stage = 'running'
    tenure.attempt++
    // Before the handler is called: it can end its own work at once.
    this.#call = ended.promise
    void outcomeOf(() => handler.handler({ partition: this.#partition, token, epoch, signal: controller.signal })).then(outcome => {
      this.#call = undefined
      this.#settle(tenure, controller, this.#workplace.surroundings.clock() - began, outcome)
      this.#proceed()
      ended.resolve()
    })
  }

  #settle (tenure: Tenure, controller: AbortController, worked: Millis, outcome: Outcome<void>): void {
    if (tenure !== this.#tenure || !tenure.isOpen) {
      return
    }
    if ('value' in outcome) {
      tenure.stage = 'done'
      return
    }
    tenure.attempt = worked >= STEADY_AFTER ? 1 : tenure.attempt
    tenure.stage = 'pausing'
    tenure.close(controller)
    controller.abort(new HandlerFailedError(`the handler of partition ${this.#partition} of ${this.#workplace.group} threw`, { cause: outcome.error }))
    this.#fail(tenure, outcome.error)
  }

  /** Whoever is told can end the tenure. */
  #fail (tenure: Tenure, error: unknown): void {
    const { group, handler, surroundings } = this.#workplace
    const { token, attempt } = tenure
    const seen = seenBy(error)

    if (seen !== undefined) {
      this.#workplace.reportFenced(this.#partition, seen)
    }
    this.#workplace.threw({ group, partition: this.#partition, token, error, attempt })

    if (tenure !== this.#tenure || !tenure.isOpen || handler === undefined) {
      return
    }
    if (attempt > handler.retries) {
      this.#rest()
      this.#passOn(tenure, `its handler has thrown ${attempt} times`)
    } else {
      this.#setTimer(pauseAfter(attempt, surroundings.random), () => { this.#tryAgain() })
    }
  }

  #tryAgain (): void {
    if (this.#tenure !== undefined) {
      this.#tenure.stage = 'waiting'
      this.await()
    }
  }

  #rest (): void {
    this.#endRest = this.#workplace.surroundings.after(REST, () => {
      this.#endRest = undefined
      if (this.#tenure?.stage === 'resting') this.#tryAgain()
      this.#proceed()
    })
  }

  #passOn (tenure: Tenure, why: string): void {
    const message = `partition ${this.#partition} of ${this.#workplace.group} is passed on, as ${why}: stop in order`
    this.#end('passed-on', tenure, new PartitionRevokedError(message, 'failed'))
  }

  #end (ending: Ending, tenure: Tenure, reason: PartitionRevokedError): void {
    this.#setTimer()
    // What the cluster asks for goes before what the application wants.
    tenure.ending = tenure.ending === undefined || ending === 'revoked' ? ending : tenure.ending
    tenure.end(reason)
    this.#proceed()
  }

  /** What can be done once less is running. */
  #proceed (): void {
    const tenure = this.#tenure

    if (tenure?.ending !== undefined) {
      this.#handBack(tenure, tenure.ending)
    } else if (tenure?.stage === 'waiting' && this.#call === undefined) {
      this.#setTimer()
      this.#workplace.enqueue(this)
    }
    if (this.isIdle) {
      this.#workplace.forget(this.#partition, this)
    }
  }

  /** What is passed on does not wait for the handler of an earlier ownership: that has no right to work any more. */
  #handBack (tenure: Tenure, ending: Ending): void {
    if (tenure.sections > 0 || (this.#call !== undefined && ending !== 'passed-on')) {
      return
    }
    this.#tenure = undefined

    if (ending === 'revoked') {
      this.#workplace.released(this.#partition, tenure.token)
    } else {
      this.#workplace.failed(this.#partition, tenure.token)
    }
  }

  #setTimer (delay?: Millis, task?: () => void): void {
    this.#cancelTimer?.()
    this.#cancelTimer = delay === undefined || task === undefined ? undefined : this.#workplace.surroundings.after(delay, task)
  }
}
