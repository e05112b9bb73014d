import { NotStartedError } from '@libp2p/interface'
import { fits, isCarriedOut, withOrder } from '../../core/index.js'
import { OrderRefusedError, OrderTimeoutError, UnknownGroupError } from '../../errors.js'
import type { Order, ShoalCore, Table } from '../../core/index.js'
import type { AbortOptions } from '@libp2p/interface'

/** How often an order is said until a table shows it, in milliseconds: messages are lost, and leaders. */
const REPEAT = 500

/** How long a table is waited for, in milliseconds. */
const TIMEOUT = 10_000

/** What the desk needs of its member. */
export interface OrderDeskInit {
  /** The core while the member takes part. */
  readonly core: () => ShoalCore | undefined
  readonly give: (order: Order) => void
  /** Tells of tables and of the end. */
  readonly events: EventTarget
}

/** Gives orders to whoever leads, and waits until a table shows them. */
export class OrderDesk {
  readonly #init: OrderDeskInit

  constructor (init: OrderDeskInit) {
    this.#init = init
  }

  /**
   * Resolves when a table that is applied here shows the order.
   *
   * @throws {UnknownGroupError}
   * @throws {OrderRefusedError}
   * @throws {OrderTimeoutError}
   * @throws {NotStartedError} of libp2p
   */
  async give (order: Order, { signal }: AbortOptions = {}): Promise<void> {
    signal?.throwIfAborted()
    this.#check(order)

    if (this.#isShown(order)) {
      return
    }
    const shown = Promise.withResolvers<void>()
    const look = (): void => { if (this.#isShown(order)) shown.resolve() }
    const abort = (): void => { shown.reject(signal?.reason) }
    const end = (): void => { shown.reject(new NotStartedError(`this member takes no part any more: whether ${nameOf(order)} is noted is not known`)) }
    const repeat = setInterval(() => { this.#init.give(order) }, REPEAT)
    const timeout = setTimeout(() => { shown.reject(new OrderTimeoutError(`no table shows ${nameOf(order)} after ${TIMEOUT} ms: it may still come, look at the newest table`)) }, TIMEOUT)
    const listeners = [['table:change', look], ['leave', end], ['conflict', end]] as const

    for (const [type, listener] of listeners) this.#init.events.addEventListener(type, listener)
    signal?.addEventListener('abort', abort)

    try {
      this.#init.give(order)
      look()
      await shown.promise
    } finally {
      clearInterval(repeat)
      clearTimeout(timeout)
      for (const [type, listener] of listeners) this.#init.events.removeEventListener(type, listener)
      signal?.removeEventListener('abort', abort)
    }
  }

  #check (order: Order): void {
    const core = this.#init.core()

    if (core === undefined || core.phase !== 'joined') {
      throw new NotStartedError(`this member takes no part: it cannot order ${nameOf(order)} before it has joined`)
    }
    const tables = this.#tables(order)

    if (tables.length === 0) {
      throw 'group' in order
        ? new UnknownGroupError(`there is no table of ${order.group}: wait for the first one`)
        : new OrderRefusedError(`there is no table, so nothing to order ${nameOf(order)} of: wait for the first one`)
    }
    for (const table of tables) checkAgainst(table, order)

    if ('member' in order && order.kind !== 'undrain' && !core.members().some(({ id }) => id === order.member)) {
      throw new OrderRefusedError(`${nameOf(order)} names no member that is known here: ${order.member}`)
    }
  }

  #isShown (order: Order): boolean {
    return this.#tables(order).every(({ orders }) => isCarriedOut(orders, order))
  }

  #tables (order: Order): Table[] {
    const tables = this.#init.core()?.tables() ?? []
    return 'group' in order ? tables.filter(({ group }) => group === order.group) : tables
  }
}

function checkAgainst ({ group, partitions, orders }: Table, order: Order): void {
  if ('partition' in order && (!Number.isInteger(order.partition) || order.partition < 0 || order.partition >= partitions)) {
    throw new OrderRefusedError(`there is no partition ${order.partition} of ${group}: there are 0 to ${partitions - 1}`)
  }
  if (!fits(withOrder(orders, order))) {
    throw new OrderRefusedError(`there is no room for ${nameOf(order)} in the table of ${group}: take another one back first`)
  }
}

function nameOf (order: Order): string {
  switch (order.kind) {
    case 'freeze':
    case 'thaw': return `the ${order.kind} of ${order.group}`
    case 'pin':
    case 'unpin': return `the ${order.kind} of partition ${order.partition} of ${order.group}`
    case 'drain': return `the drain of ${order.member}`
    case 'undrain': return `the end of the drain of ${order.member}`
    default: return unreachable(order)
  }
}

function unreachable (order: never): never {
  throw new TypeError(`there is no order ${String(order)}`)
}
