import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { addressesOf, createMember, stopAll } from './nodes.js'
import type { MemberNode } from './nodes.js'
import type { ConnectionGater } from '@libp2p/interface'

const DEADLINE = 60_000
const GROUPS = { jobs: { partitions: 64 } }

/** A cable between two halves of a cluster: while it is cut, no connection crosses it. */
class Cable {
  readonly #sides = new Map<string, 'left' | 'right'>()
  #isCut = false

  put (peer: string, side: 'left' | 'right'): void {
    this.#sides.set(peer, side)
  }

  gater (side: 'left' | 'right'): ConnectionGater {
    const denies = (peer: { toString (): string }): boolean => this.#isCut && this.#sides.get(peer.toString()) !== side

    return { denyDialPeer: denies, denyOutboundEncryptedConnection: denies, denyInboundEncryptedConnection: denies }
  }

  cut (nodes: readonly MemberNode[]): void {
    this.#isCut = true

    for (const node of nodes) {
      for (const connection of node.getConnections()) {
        if (this.#sides.get(connection.remotePeer.toString()) !== this.#sides.get(node.peerId.toString())) {
          connection.abort(new Error('the cable is cut'))
        }
      }
    }
  }

  heal (): void {
    this.#isCut = false
  }
}

describe('a split of real connections', { timeout: 3 * DEADLINE }, () => {
  it('into 2 and 3 leaves both sides serving, and heals into one leader, one epoch, one view by itself', async t => {
    const cable = new Cable()
    const nodes: MemberNode[] = []
    t.after(async () => { await stopAll(...nodes) })

    for (const side of ['left', 'left', 'right', 'right', 'right'] as const) {
      const node = await createMember({ groups: GROUPS, bootstrap: nodes.flatMap(addressesOf) }, { connectionGater: cable.gater(side) })
      cable.put(node.peerId.toString(), side)
      await node.start()
      nodes.push(node)
    }
    await until(nodes, () => disagreement(nodes), 'forming')

    cable.cut(nodes)
    await until(nodes, () => disagreement(nodes.slice(0, 2)) ?? disagreement(nodes.slice(2)), 'both sides going on')
    cable.heal()
    await until(nodes, () => disagreement(nodes), 'healing')

    assert.equal(new Set(nodes.map(node => node.services.shoal.leader?.toString())).size, 1)
  })
})

/** Waits for events of the nodes until nothing is missing any more. */
async function until (nodes: readonly MemberNode[], missing: () => string | undefined, what: string): Promise<void> {
  const types = ['member:join', 'member:alive', 'member:dead', 'leader:change', 'table:change'] as const
  const done = Promise.withResolvers<void>()
  const check = (): void => { if (missing() === undefined) done.resolve() }
  const timer = setTimeout(() => { done.reject(new Error(`${what}: ${missing()}`)) }, DEADLINE)

  for (const { services: { shoal } } of nodes) {
    for (const type of types) shoal.addEventListener(type, check)
  }
  check()

  try {
    await done.promise
  } finally {
    clearTimeout(timer)
    for (const { services: { shoal } } of nodes) {
      for (const type of types) shoal.removeEventListener(type, check)
    }
  }
}

/** What the nodes do not agree about: they must see each other and nobody else, and own everything between them. */
function disagreement (nodes: readonly MemberNode[]): string | undefined {
  const ids = nodes.map(({ peerId }) => peerId.toString()).sort().join()
  const shoals = nodes.map(({ services }) => services.shoal)
  const views = shoals.map(shoal => shoal.members().filter(({ position }) => position !== undefined).map(({ peerId }) => peerId.toString()).sort().join())
  const epochs = new Set(shoals.map(({ epoch }) => `${epoch?.leader.toString()} ${epoch?.term} ${epoch?.version}`))
  const leaders = new Set(shoals.map(({ leader }) => leader?.toString()))
  const owned = shoals.flatMap(shoal => shoal.group('jobs').owned().map(({ partition }) => partition))

  if (views.some(view => view !== ids)) return `views are ${views.join(' | ')}`
  if (leaders.size !== 1 || leaders.has(undefined)) return `leaders are ${[...leaders].join()}`
  if (epochs.size !== 1) return `epochs are ${[...epochs].join()}`

  return owned.length === 64 && new Set(owned).size === 64 ? undefined : `${owned.length} ownerships of ${new Set(owned).size} partitions`
}
