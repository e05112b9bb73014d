import { InvalidSettingError } from '../../index.js'
import type { Shoal } from '../../index.js'
import type { AbortOptions, PeerId } from '@libp2p/interface'

/** `POST /orders`: what is ordered of a group, or of a member. */
export interface OrderJson {
  readonly order: typeof ORDERS[number]
  readonly group?: string
  readonly partition?: number
  /** A PeerId. */
  readonly member?: string
}

/** All orders there are. */
export const ORDERS = ['freeze', 'thaw', 'pin', 'unpin', 'drain', 'undrain'] as const

/**
 * Why a request to write is refused: a page in a browser says where it comes from, and can say that it sends JSON only
 * where it was allowed to, which nobody is.
 */
export function crossSiteReason (headers: { readonly origin: string | undefined, readonly contentType: string | undefined }, host: string): string | undefined {
  if (headers.origin !== undefined && (!URL.canParse(headers.origin) || new URL(headers.origin).host !== host)) {
    return `origin ${headers.origin} is another site: orders come from this one, or from no page at all`
  }
  if (headers.contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    return `content-type is ${headers.contentType ?? 'missing'}: must be application/json`
  }

  return undefined
}

/**
 * Gives an order, and waits until a table shows it.
 *
 * @throws {InvalidSettingError} for a body that is no order
 */
export async function carryOut (shoal: Shoal, body: unknown, options: AbortOptions): Promise<void> {
  const { order, group, partition, member } = typeof body === 'object' && body !== null ? body as Partial<OrderJson> : {}
  const inGroup = (): ReturnType<Shoal['group']> => shoal.group(checked('group', group, typeof group === 'string'))
  const number = (): number => checked('partition', partition, Number.isInteger(partition))

  switch (order) {
    case 'freeze': await inGroup().freeze(options); break
    case 'thaw': await inGroup().thaw(options); break
    case 'pin': await inGroup().pin(number(), peerOf(shoal, member), options); break
    case 'unpin': await inGroup().unpin(number(), options); break
    case 'drain': await shoal.drain(peerOf(shoal, member), options); break
    case 'undrain': await shoal.undrain(peerOf(shoal, member), options); break
    default: throw new InvalidSettingError(`order is ${JSON.stringify(order)}: must be one of ${ORDERS.join(', ')}`)
  }
}

function checked<T> (field: string, value: T | undefined, isRight: boolean): T {
  if (value === undefined || !isRight) {
    throw new InvalidSettingError(`${field} is ${JSON.stringify(value)}: the order needs one`)
  }

  return value
}

function peerOf (shoal: Shoal, member: string | undefined): PeerId {
  const peer = [shoal.self, ...shoal.members()].find(({ peerId }) => peerId.toString() === member)?.peerId

  if (peer === undefined) {
    throw new InvalidSettingError(`member is ${JSON.stringify(member)}: must be the PeerId of a member that is known here`)
  }

  return peer
}
