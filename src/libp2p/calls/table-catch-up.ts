import { pullTable } from '../table-protocol.js'
import { whenAborted } from './deadline.js'
import type { MemberId, Table, Token } from '../../core/index.js'
import type { Logger, Stream } from '@libp2p/interface'

/** How long one pull may take, in milliseconds. */
const PULL_TIMEOUT = 2_000

/** What catching up takes. */
export interface TableCatchUpOptions {
  /** Opens a stream of the table protocol to a member. */
  readonly open: (to: MemberId) => Promise<Stream>
  /** The epoch of the newest table applied here. */
  readonly epoch: (group: string) => Token
  /** Verifies a table, and applies it if it is to be. */
  readonly take: (table: Table, from: MemberId) => Promise<void>
  /** Aborts when this member stops. */
  readonly stopped: AbortSignal
  readonly log: Logger
}

/** Gets newer tables from the members that a call has shown to have them. However many calls show it, one pull at a time. */
export class TableCatchUp {
  readonly #options: TableCatchUpOptions
  readonly #pulls = new Map<string, Promise<void>>()

  constructor (options: TableCatchUpOptions) {
    this.#options = options
  }

  /** Comes to an end whatever fails: who goes on without the table is refused again. */
  async pull (group: string, from: MemberId, signal?: AbortSignal): Promise<void> {
    const name = `${group} ${from}`
    const running = this.#pulls.get(name) ?? this.#pull(group, from).finally(() => { this.#pulls.delete(name) })
    this.#pulls.set(name, running)

    const { promise: aborted, resolve } = Promise.withResolvers<void>()
    const callOff = whenAborted(signal, resolve)
    await Promise.race([running, aborted])
    callOff()
  }

  async #pull (group: string, from: MemberId): Promise<void> {
    const { open, epoch, take, stopped, log } = this.#options
    const signal = AbortSignal.any([stopped, AbortSignal.timeout(PULL_TIMEOUT)])

    try {
      const table = await pullTable(await open(from), group, epoch(group), { signal })

      if (table !== undefined) {
        await take(table, from)
      }
    } catch (error) {
      log('%s did not hand out its table of %s - %e', from, group, error)
    }
  }
}
