import { constants } from 'node:os'
import { UsageError } from './usage-error.js'

/** Why a command ends, and with which exit code. */
export interface Ending {
  readonly code: number
  /** One line for standard error. */
  readonly message?: string
}

/**
 * Waits for the reason to end, from now on in place of whoever watched for signals before. The first signal is one; a
 * second signal ends the process at once, with the exit code that shells give to that signal.
 */
export class EndingWatch {
  readonly first: Promise<Ending>
  readonly #resolve: (ending: Ending) => void
  #signals = 0

  constructor () {
    const { promise, resolve } = Promise.withResolvers<Ending>()
    this.first = promise
    this.#resolve = resolve

    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const former = process.listeners(signal)
      // First on, then off: without any listener in between, a signal on its way would be lost.
      process.on(signal, () => { this.#onSignal(signal) })
      for (const listener of former) {
        process.off(signal, listener)
      }
    }
    process.stdout.on('error', (err: Error) => {
      this.end({ code: 1, message: `standard output is closed: ${err.message}` })
    })
  }

  /** Gives a reason; only the first counts. */
  end (ending: Ending): void {
    this.#resolve(ending)
  }

  /**
   * Ends with the process that started this one.
   *
   * @throws {UsageError} when that one left no IPC channel to notice it by
   */
  endWithParent (): void {
    if (!process.connected) {
      throw new UsageError('--with-parent is given: accepted only of a process that opened an IPC channel')
    }

    process.on('disconnect', () => { this.end({ code: 0 }) })
  }

  #onSignal (signal: 'SIGTERM' | 'SIGINT'): void {
    if (++this.#signals > 1) {
      process.exit(128 + constants.signals[signal])
    }

    this.end({ code: 0 })
  }
}
