import { multiaddr } from '@multiformats/multiaddr'
import { ListenError } from './errors.js'

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use: choose another one, or 0 for any free one',
  EADDRNOTAVAIL: 'the address is not one of this machine: choose one of its own, or /ip4/0.0.0.0 for all of them',
  EACCES: 'this user may not use the port: choose one above 1023'
}

/**
 * Refuses what is no TCP multiaddr: libp2p says nothing of one that it cannot listen on beside one that it can.
 *
 * @throws {ListenError}
 */
export function checkListenAddress (address: string): void {
  try {
    const parts = multiaddr(address).getComponents().map(({ name }) => name)

    if (parts.length === 2 && parts[1] === 'tcp') {
      return
    }
  } catch (err) {
    throw new ListenError(`cannot listen on ${address}: it is no multiaddr: write it as /ip4/0.0.0.0/tcp/4001`, { cause: err })
  }

  throw new ListenError(`cannot listen on ${address}: it is no TCP address: write it as /ip4/0.0.0.0/tcp/4001`)
}

/**
 * What a failed start says to the user: a `ListenError` when an address could not be listened on, else the error
 * itself. libp2p has the causes only as text: `ADDRESS: Error: listen CODE: ...` for each address, and its stack.
 */
export function listenFailure (addresses: readonly string[], err: unknown): unknown {
  if (!(err instanceof Error) || err.name !== 'UnsupportedListenAddressesError') {
    return err
  }

  const lines = err.message.split('\n').map(line => line.trim())

  for (const address of addresses) {
    const prefix = `${String(multiaddr(address))}: `
    const line = lines.find(line => line.startsWith(prefix))

    if (line !== undefined) {
      return new ListenError(`cannot listen on ${address}: ${reasonIn(line.slice(prefix.length))}`, { cause: err })
    }
  }

  return new ListenError(`cannot listen on ${addresses.join(', ')}: ${lines[0]}`, { cause: err })
}

/** Why a system call failed to listen, and what to do about it; the text itself when there is no better one. */
export function reasonIn (text: string): string {
  const code = /\b(E[A-Z]+):/.exec(text)?.[1]
  return code === undefined ? text : REASONS[code] ?? text
}
