import { addressesOf, createMember, stopAll } from './nodes.js'
import { until } from './support.js'
import type { ShoalInit } from '../../src/index.js'
import type { MemberNode, NodeInit } from './nodes.js'
import type { Libp2p } from '@libp2p/interface'

/** The groups of the members here. */
export const GROUPS = { jobs: { partitions: 16 } }

const running: Libp2p[] = []

/** Stops all members. */
export async function stopMembers (): Promise<void> {
  await stopAll(...running.splice(0))
}

/** Makes a member that is not started, and is stopped in the end. */
export async function prepareMember (changes: Partial<ShoalInit> = {}, init: NodeInit = {}): Promise<MemberNode> {
  const node = await createMember({ groups: GROUPS, ...changes }, init)
  running.push(node)

  return node
}

/** Starts a member. */
export async function member (changes: Partial<ShoalInit> = {}, init: NodeInit = {}): Promise<MemberNode> {
  const node = await prepareMember(changes, init)
  await node.start()

  return node
}

/** How many members a member sees alive, itself among them. */
export function liveCount ({ services }: MemberNode): number {
  return services.shoal.members().filter(({ state }) => state === 'alive').length
}

/** Waits until some members see each other and share the partitions. */
export async function formed (...nodes: MemberNode[]): Promise<void> {
  await until(() => nodes.every(node => liveCount(node) === nodes.length), 'all see all')
  await until(() => nodes.every(({ services }) => services.shoal.group('jobs').table?.roster.length === nodes.length), 'a table for all')
  await until(() => nodes.every(({ services }) => services.shoal.group('jobs').table?.successors.every(successor => successor === undefined)), 'all handed over')
}

/** Two members of one cluster. */
export async function pair (init: NodeInit = {}): Promise<[MemberNode, MemberNode]> {
  const a = await member({}, init)
  const b = await member({ bootstrap: addressesOf(a) }, init)
  await formed(a, b)

  return [a, b]
}
