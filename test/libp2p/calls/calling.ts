import type { Call, Group } from '../../../src/index.js'
import type { MemberNode } from '../nodes.js'

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

