import { fits, isCarriedOut, standingOrders, withOrder } from '../assignment/orders.js'
import { isLive } from '../membership/member.js'
import type { Context } from '../context.js'
import type { MemberId, Millis, Order, Orders, RosterEntry, Table } from '../types.js'
import type { Tables } from '../assignment/tables.js'
import type { Leadership } from './leadership.js'

const TIMER = 'orders'

/** Orders that arrive within this time make one table, in milliseconds. */
const BATCH = 20

/**
 * What members order, until it is in a table: there it outlives the leader. Any member may give an order; whoever gave
 * one says it again until a table shows it, so nothing is lost with what is here.
 *
 * ```
 * A --order(pin 7 to B)--> L
 * L --table(pins: 7 -> B)--> all
 * ```
 */
export class OrderBook {
  readonly #context: Context
  readonly #tables: Tables
  readonly #leadership: Leadership
  /** By group, what is ordered with all that is not in a table yet. */
  readonly #pending = new Map<string, Orders>()

  constructor (context: Context, tables: Tables, leadership: Leadership) {
    this.#context = context
    this.#tables = tables
    this.#leadership = leadership
  }

  /** The application orders something: whoever leads is told. */
  give (now: Millis, order: Order): void {
    const { first } = this.#leadership

    if (first === this.#context.self) {
      this.receive(now, first, order)
    } else if (first !== undefined) {
      this.#context.outbox.send(first, { type: 'order', order })
    }
  }

  /** Notes what a member orders, if it can be noted. */
  receive (now: Millis, from: MemberId, order: Order): void {
    const { applies, members, outbox, self, timers } = this.#context
    const row = members.get(from)

    if (this.#leadership.first !== self) {
      outbox.trace('order:not-leader', from)
      return
    }
    if ((row === undefined || !isLive(row)) && applies('orders:members-only')) {
      outbox.trace('order:stranger', from)
      return
    }
    const tables = this.#tables.all().filter(({ group }) => !('group' in order) || group === order.group)

    if (tables.length === 0 || tables.some(table => !this.#isPossible(table, order))) {
      outbox.trace('order:refused', from)
      return
    }
    for (const table of tables) {
      const orders = this.of(table)
      if (!isCarriedOut(orders, order)) {
        outbox.trace('order:noted', from)
        this.#pending.set(table.group, withOrder(orders, order))
        timers.setEarliest(TIMER, now + BATCH)
      }
    }
  }

  /** Whether the timer is ours: a table is due. */
  wake (timer: string): boolean {
    return timer === TIMER
  }

  /** What the next table of a group is to say, from the one that it is planned from. */
  of (base: Table): Orders | undefined {
    const { applies, members } = this.#context
    const orders = this.#pending.get(base.group) ?? (applies('orders:kept') ? base.orders : undefined)
    const isThere = ({ id, generation }: RosterEntry): boolean => {
      const row = members.get(id)
      return row !== undefined && row.state !== 'left' && (row.generation === generation || !applies('orders:of-start'))
    }

    return orders === undefined ? undefined : standingOrders(orders, isThere)
  }

  /** Goes by a table that is published. */
  follow ({ group }: Table): void {
    this.#pending.delete(group)
  }

  /** Somebody else leads. */
  clear (): void {
    this.#pending.clear()
    this.#context.timers.cancel(TIMER)
  }

  #isPossible (table: Table, order: Order): boolean {
    const isThere = 'partition' in order ? order.partition < table.partitions : true
    const isKnown = 'member' in order ? order.kind === 'undrain' || this.#context.members.get(order.member) !== undefined : true

    return isThere && isKnown && (fits(withOrder(this.of(table), order)) || !this.#context.applies('orders:bounded'))
  }
}
