import { hostOf, isLoopbackHost, parseAddress } from './addresses.js'
import type { MemberId } from '../core/index.js'
import type { Connection } from '@libp2p/interface'

/** Members of which the host is remembered. Most are dialled soon after their connection has gone. */
export const REACHED_MAX = 4_096

/**
 * At which host each member was at the other end of the last direct connection that has gone, whoever had dialled.
 *
 * A member also tells addresses that lead elsewhere for us: of its home network or its containers, where another machine
 * of ours can have the same address, and refuses because nothing runs there. So a refusal says that the member's process
 * is gone only if it comes from the host at which that was. What this costs: a member that we only knew through a relay,
 * or that sends from an address that it does not tell (behind a NAT, for example), never shows by a refusal that it died,
 * and is left to the probes. What it does not see: a proxy or a NAT at that host which refuses for a process that lives
 * behind it, and a machine of ours that has moved to a network with the same addresses; a member suspected for that has
 * to refute it.
 */
export class ReachedHosts {
  /** By member, the one whose connection went first is first. */
  readonly #hosts = new Map<MemberId, string>()

  get size (): number {
    return this.#hosts.size
  }

  /** A connection to a member has gone. A relayed one says nothing: its other end is the relay's. */
  note ({ remotePeer, remoteAddr, direct, limits }: Connection): void {
    const host = hostOf(remoteAddr)

    if (!direct || limits !== undefined || host === undefined) {
      return
    }
    this.#hosts.delete(remotePeer.toString())
    this.#hosts.set(remotePeer.toString(), host)

    for (const [oldest] of this.#hosts) {
      if (this.#hosts.size <= REACHED_MAX) {
        break
      }
      this.#hosts.delete(oldest)
    }
  }

  /**
   * Whether the member was last reached at one of these hosts. All addresses of this machine, given as text, and loopback
   * are one host.
   */
  isAmong (id: MemberId, hosts: readonly string[], ownAddresses: readonly string[]): boolean {
    const reached = this.#hosts.get(id)

    if (reached === undefined) {
      return false
    }

    const own = new Set(ownAddresses.map(text => hostOf(parseAddress(text))))
    const isHere = (host: string): boolean => isLoopbackHost(host) || own.has(host)

    return hosts.some(host => host === reached || (isHere(host) && isHere(reached)))
  }
}
