import { unreachable } from '../assert.js'
import { DRAINS_MAX, PINS_MAX } from '../limits.js'
import { isSameStart } from './table.js'
import type { Order, Orders, RosterEntry, Table } from '../types.js'

const NONE: Orders = { frozen: false, pins: [], draining: [] }

/** What is ordered of a group once one more order counts; the same object if that changes nothing. */
export function withOrder (orders: Orders = NONE, order: Order): Orders {
  if (isCarriedOut(orders, order)) {
    return orders
  }

  switch (order.kind) {
    case 'freeze': return { ...orders, frozen: true }
    case 'thaw': return { ...orders, frozen: false }
    case 'pin': {
      const pins = [...orders.pins.filter(({ partition }) => partition !== order.partition), { partition: order.partition, member: order.member }]
      return { ...orders, pins: pins.sort((a, b) => a.partition - b.partition) }
    }
    case 'unpin': return { ...orders, pins: orders.pins.filter(({ partition }) => partition !== order.partition) }
    case 'drain': {
      const draining = [...orders.draining.filter(({ id }) => id !== order.member), { id: order.member, generation: order.generation }]
      return { ...orders, draining: draining.sort((a, b) => a.id < b.id ? -1 : 1) }
    }
    case 'undrain': return { ...orders, draining: orders.draining.filter(({ id }) => id !== order.member) }
    default: return unreachable(order)
  }
}

/** Whether an order is noted already. */
export function isCarriedOut ({ frozen, pins, draining }: Orders = NONE, order: Order): boolean {
  switch (order.kind) {
    case 'freeze': return frozen
    case 'thaw': return !frozen
    case 'pin': return pins.some(({ partition, member }) => partition === order.partition && member === order.member)
    case 'unpin': return !pins.some(({ partition }) => partition === order.partition)
    case 'drain': return draining.some(entry => isSameStart(entry, { id: order.member, generation: order.generation }))
    case 'undrain': return !draining.some(({ id }) => id === order.member)
    default: return unreachable(order)
  }
}

/** Whether a table has room for so many orders. */
export function fits ({ pins, draining }: Orders): boolean {
  return pins.length <= PINS_MAX && draining.length <= DRAINS_MAX
}

/** What still counts: a drain is for one start of a member, and over with it. */
export function standingOrders (orders: Orders, isThere: (entry: RosterEntry) => boolean): Orders | undefined {
  const draining = orders.draining.filter(isThere)
  return orders.frozen || orders.pins.length > 0 || draining.length > 0 ? { ...orders, draining } : undefined
}

/** Whether orders can be right: within their bounds, in order, for partitions that are there. */
export function areSound ({ pins, draining }: Orders, { partitions }: Table): boolean {
  return fits({ frozen: false, pins, draining }) &&
    pins.every(({ partition }, index) => Number.isInteger(partition) && partition >= 0 && partition < partitions && (index === 0 || (pins[index - 1]?.partition ?? 0) < partition)) &&
    draining.every(({ id }, index) => index === 0 || (draining[index - 1]?.id ?? '') < id)
}
