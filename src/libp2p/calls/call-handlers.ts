import { HandlerExistsError } from '../../errors.js'
import type { CallHandler } from '../../api.js'

/** The application's handlers, one a group at most. They outlast the starts and stops of the member. */
export class CallHandlers {
  readonly #handlers = new Map<string, CallHandler>()

  of (group: string): CallHandler | undefined {
    return this.#handlers.get(group)
  }

  /**
   * Sets a group's handler. The function returned takes that one away, and no later one.
   *
   * @throws {HandlerExistsError}
   */
  add (group: string, handler: CallHandler): () => void {
    if (this.#handlers.has(group)) {
      throw new HandlerExistsError(`group ${group} has a handler already: take that away first`)
    }

    let isThere = true
    this.#handlers.set(group, handler)

    return () => {
      if (isThere) {
        isThere = false
        this.#handlers.delete(group)
      }
    }
  }
}
