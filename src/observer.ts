/**
 * @packageDocumentation
 *
 * Follows a cluster's tables from a libp2p node that is no member of it.
 *
 * @example
 *
 * ```ts
 * import { observeAssignments } from 'shoal/observer'
 *
 * for await (const table of observeAssignments(node, { cluster: 'orders', group: 'jobs', signal })) {
 *   console.log(table.epoch.version, table.owners[0]?.toString())
 * }
 * ```
 */

import { isMultiaddr } from '@multiformats/multiaddr'
import { InvalidSettingError } from './errors.js'
import { parseAddress } from './libp2p/addresses.js'
import { memberProtocol } from './libp2p/protocols.js'
import { toTableInfo } from './libp2p/public-view.js'
import { TableFollower } from './libp2p/table-follower.js'
import type { TableInfo } from './api.js'
import type { FollowerOptions } from './libp2p/table-follower.js'
import type { GossipSub } from '@libp2p/gossipsub'
import type { Libp2p, ServiceMap } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** A libp2p node with gossipsub as its service `pubsub`. */
export type ObserverNode = Libp2p<ServiceMap & { pubsub: GossipSub }>

/** What `observeAssignments()` takes. */
export interface ObserveInit {
  /** Name of the cluster. */
  cluster: string
  /** Name of the group. */
  group: string
  /**
   * Addresses of members. They are dialled while the node is connected with fewer than three members; without any,
   * the node's own connections must lead to one.
   */
  bootstrap?: readonly Multiaddr[] | readonly string[]
  /** Ends it. */
  signal: AbortSignal
}

/**
 * The tables of a group, from the newest one there is now: each one sealed by its leader and newer than the one
 * before. A reader that is slower than the tables come gets the newest.
 *
 * It tells who leads and owns as the cluster's gossip has it; that a table's leader may lead is known to members only.
 *
 * @throws {InvalidSettingError} if the node lacks gossipsub, or is a member of that cluster itself
 */
export function observeAssignments (node: ObserverNode, init: ObserveInit): AsyncGenerator<TableInfo> {
  return follow(check(node, init))
}

async function * follow (options: FollowerOptions): AsyncGenerator<TableInfo> {
  if (options.signal.aborted) {
    return
  }

  const follower = new TableFollower(options)

  try {
    for (let table = await follower.next(); table !== undefined; table = await follower.next()) {
      yield toTableInfo(table)
    }
  } finally {
    follower.close()
  }
}

function check (node: ObserverNode, { cluster, group, bootstrap = [], signal }: ObserveInit): FollowerOptions {
  const { pubsub } = node.services as Partial<ObserverNode['services']>

  if (pubsub === undefined) {
    throw new InvalidSettingError('services.pubsub is missing: an observer needs gossipsub under that name')
  }
  if (pubsub.globalSignaturePolicy !== 'StrictSign') {
    throw new InvalidSettingError(`gossipsub's globalSignaturePolicy is ${pubsub.globalSignaturePolicy}: must be StrictSign`)
  }
  if (node.getProtocols().includes(memberProtocol(cluster))) {
    throw new InvalidSettingError(`cluster is ${cluster}: this node is a member of it, and has its tables from its own service`)
  }

  return { node, pubsub, cluster, group, bootstrap: bootstrap.map(checkAddress), signal }
}

function checkAddress (address: Multiaddr | string): Multiaddr {
  const parsed = isMultiaddr(address) ? address : parseAddress(address)

  if (parsed === undefined) {
    throw new InvalidSettingError(`bootstrap has ${String(address)}: must be a multiaddr, as /ip4/10.0.0.1/tcp/4001`)
  }

  return parsed
}
