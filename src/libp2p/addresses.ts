import { multiaddr } from '@multiformats/multiaddr'
import { ADDRESSES_MAX, ADDRESS_LENGTH_MAX } from '../core/index.js'
import type { ShoalComponents } from './components.js'
import type { PeerId } from '@libp2p/interface'
import type { AddressManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

/** How long to wait for the first listener, in milliseconds. */
const LISTEN_TIMEOUT = 1_000

const LOOPBACK = /^\/(ip4\/127\.|ip6\/::1\/|dns[46]?\/localhost\/)/

const LOOPBACK_HOST = /^(127\.|::1$|localhost$)/

const HOST_PARTS = new Set(['ip4', 'ip6', 'dns', 'dns4', 'dns6', 'dnsaddr'])

/**
 * What others can dial us at, as text and without our id. Loopback goes last: when there are too many, it serves
 * nobody but this machine.
 */
export function ownAddresses (addressManager: Pick<AddressManager, 'getAddresses'>, self: PeerId): string[] {
  const suffix = `/p2p/${self.toString()}`
  const texts = addressManager.getAddresses().map(address => address.toString())
  const bare = texts.map(text => text.endsWith(suffix) ? text.slice(0, -suffix.length) : text)
  const usable = [...new Set(bare)].filter(text => text.length > 0 && text.length <= ADDRESS_LENGTH_MAX)

  return [...usable.filter(text => !LOOPBACK.test(text)), ...usable.filter(text => LOOPBACK.test(text))].slice(0, ADDRESSES_MAX)
}

/**
 * Waits until the node listens somewhere, so that what it says of itself first says where. A node that listens nowhere
 * (a browser) has nothing to wait for.
 */
export async function listening (components: Pick<ShoalComponents, 'addressManager' | 'events' | 'peerId'>, stopped: AbortSignal): Promise<void> {
  const { addressManager, events, peerId } = components

  if (stopped.aborted || addressManager.getListenAddrs().length === 0 || ownAddresses(addressManager, peerId).length > 0) {
    return
  }

  const signal = AbortSignal.any([stopped, AbortSignal.timeout(LISTEN_TIMEOUT)])
  await new Promise<void>(resolve => {
    signal.addEventListener('abort', () => { resolve() }, { once: true })
    events.addEventListener('transport:listening', () => { resolve() }, { once: true, signal })
  })
}

/**
 * Parts a peer's addresses into those at which nobody but its own machine can answer, and the others: behind a relay's,
 * the relay answers, and behind loopback this machine, unless that is all there is.
 */
export function partAddresses (texts: readonly string[]): { readonly telling: string[], readonly others: string[] } {
  const direct = texts.filter(text => !text.includes('/p2p-circuit'))
  const remote = direct.filter(text => !LOOPBACK.test(text))
  const telling = remote.length > 0 ? remote : direct

  return { telling, others: texts.filter(text => !telling.includes(text)) }
}

/** The address that a text is; undefined if it is none. */
export function parseAddress (text: string): Multiaddr | undefined {
  try {
    return multiaddr(text)
  } catch {
    // Whether a text that is no address is a mistake or junk is for the caller to say.
    return undefined
  }
}

/**
 * The host that an address leads to, as an IP address or a name. An address within this machine, as of the memory
 * transport, has none: the name of its kind stands for that.
 */
export function hostOf (address: Multiaddr | undefined): string | undefined {
  const first = address?.getComponents().find(({ name }) => name !== 'ip6zone')
  return first !== undefined && HOST_PARTS.has(first.name) ? first.value : first?.name
}

/** Whether a host is this machine by its name or number alone. */
export function isLoopbackHost (host: string): boolean {
  return LOOPBACK_HOST.test(host)
}

/** The peer that an address names as its end, if it names one. */
export function peerOf (address: Multiaddr): string | undefined {
  const last = address.getComponents().at(-1)
  return last?.name === 'p2p' ? last.value : undefined
}

/** The address with a peer's id at its end; undefined if it already names another peer. */
export function addressOfPeer (text: string, peer: PeerId): Multiaddr | undefined {
  const address = parseAddress(text)

  if (address === undefined || address.getComponents().length === 0) {
    return undefined
  }

  const named = peerOf(address)

  if (named === undefined) {
    return address.encapsulate(`/p2p/${peer.toString()}`)
  }

  return named === peer.toString() ? address : undefined
}
