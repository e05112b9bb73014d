import { isSealValid } from './seals.js'
import { peerIdOf } from './peer-ids.js'
import type { Claim, Message, Table, Update } from '../core/index.js'
import type { Counters } from './counters.js'

/** Signatures that are verified in a row before others get their turn: one takes a quarter of a millisecond. */
const ROW_MAX = 16

/** What the intake asks of the core. */
export interface Judge {
  isNews (claim: Claim): boolean
  isNewer (table: Table): boolean
}

/**
 * Lets a peer's message through to the core: without the claims that would change nothing, and with every other seal
 * verified. To verify only what is new keeps the cost with those who bring news.
 */
export class Intake {
  readonly #judge: Judge
  readonly #counters: Counters
  #verified = 0

  constructor (judge: Judge, counters: Counters) {
    this.#judge = judge
    this.#counters = counters
  }

  /** Hands the message on as the core may see it; false, and counted, where a seal in it is forged. */
  async take (message: Message, deliver: (message: Message) => void): Promise<boolean> {
    // Of a table that is not newer the core uses the epoch only, to see that its sender is behind. Nothing is awaited
    // between this judgement and the core, which could come to want the table meanwhile.
    if (message.type === 'table' && !this.#judge.isNewer(message.table)) {
      deliver(message)
      return true
    }

    const checked = await this.#check(message)

    if (checked === undefined) {
      this.#counters.count('seal:invalid')
      return false
    }
    deliver(checked)

    return true
  }

  async #check (message: Message): Promise<Message | undefined> {
    switch (message.type) {
      case 'table':
        return hasPeerIds(message.table) && await this.#verify(message.table) ? message : undefined
      case 'ping':
      case 'ack':
      case 'ping-req':
      case 'delta':
      case 'gossip': {
        const updates = await this.#checkUpdates(message.updates)
        return updates === undefined ? undefined : { ...message, updates }
      }
      default:
        return message
    }
  }

  async #checkUpdates (updates: readonly Update[]): Promise<Update[] | undefined> {
    const news: Update[] = []

    for (const update of updates) {
      if (update.type === 'accusation' || this.#judge.isNews(update.claim)) {
        news.push(update)
      } else {
        this.#counters.count('claim:known')
        continue
      }
      if (update.type === 'claim' && !await this.#verify(update.claim)) {
        return undefined
      }
    }

    return news
  }

  async #verify (body: Claim | Table): Promise<boolean> {
    if (++this.#verified % ROW_MAX === 0) {
      await new Promise(resolve => setTimeout(resolve))
    }

    return await isSealValid(body)
  }
}

/** Whether everybody in the roster can be shown as a peer. A leader that signs another text breaks the protocol. */
function hasPeerIds (table: Table): boolean {
  return table.roster.every(({ id }) => peerIdOf(id) !== undefined)
}
