import { callProtocol } from '../../../src/libp2p/protocols.js'
import { pair } from '../members.js'
import { until } from '../support.js'
import type { Call, Group } from '../../../src/index.js'
import type { MemberNode } from '../nodes.js'
import type { Stream } from '@libp2p/interface'

/** The bytes of a text. */
export function bytes (text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** The text of some bytes. */
export function text (from: Uint8Array): string {
  return new TextDecoder().decode(from)
}

/** The group of all tests here. */
export function jobs ({ services }: MemberNode): Group {
  return services.shoal.group('jobs')
}

/** How often something happened at a member. */
export function count ({ services }: MemberNode, name: string): number {
  return services.shoal.counters()[name] ?? 0
}

/** Two members that own half of the partitions each. */
export async function owners (): Promise<[MemberNode, MemberNode]> {
  const nodes = await pair()
  await until(() => nodes.every(node => jobs(node).owned().length === 8), 'each owns its half')

  return nodes
}

/** A partition that a member owns, as it says itself. */
export function partitionAt (node: MemberNode): number {
  return jobs(node).owned()[0]?.partition ?? -1
}

/** Has members answer with who they are, in which role, and what they were told; all calls are kept. */
export function echo (...nodes: MemberNode[]): Call[] {
  const calls: Call[] = []

  for (const node of nodes) {
    jobs(node).handle(call => {
      calls.push(call)
      return bytes(`${node.peerId} ${call.role} ${text(call.payload)}`)
    })
  }

  return calls
}


/** A key whose partition a member owns. */
export function keyOf (node: MemberNode): string {
  return Array.from({ length: 1_000 }, (_, index) => `key-${index}`).find(key => jobs(node).isOwner(jobs(node).partitionOf(key))) ?? ''
}

/** The streams of calls that members have open. */
export function streamsOf (...nodes: MemberNode[]): Stream[] {
  return nodes.flatMap(node => node.getConnections()).flatMap(({ streams }) => streams).filter(({ protocol }) => protocol === callProtocol('test'))
}
