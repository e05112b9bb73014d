import type { MemberNode } from './nodes.js'

/** Between two looks, in milliseconds: not all that nodes can agree about changes with an event, and a look takes a while. */
const LOOK_INTERVAL = 100

/** Waits until nothing is missing any more. */
export async function agreed (missing: () => string | undefined, what: string, deadline: number): Promise<void> {
  const end = performance.now() + deadline

  for (let found = missing(); found !== undefined; found = missing()) {
    if (performance.now() > end) {
      throw new Error(`${what}: ${found}`)
    }
    await new Promise(resolve => { setTimeout(resolve, LOOK_INTERVAL) })
  }
}

/** What the nodes do not agree about: they must see each other and nobody else, and own everything between them. */
export function disagreement (nodes: readonly MemberNode[], partitions: number): string | undefined {
  const ids = nodes.map(({ peerId }) => peerId.toString()).sort().join()
  const shoals = nodes.map(({ services }) => services.shoal)

  for (const shoal of shoals) {
    const seen = liveIdsOf(shoal).sort()
    if (seen.join() !== ids) return `${seen.length} of ${nodes.length} members are seen by ${shoal.self.peerId.toString()}`
  }

  const epochs = new Set(shoals.map(({ epoch }) => `${epoch?.leader.toString()} ${epoch?.term} ${epoch?.version}`))
  const leaders = new Set(shoals.map(({ leader }) => leader?.toString()))
  const owned = shoals.flatMap(shoal => shoal.group('jobs').owned().map(({ partition }) => partition))

  if (leaders.size !== 1 || leaders.has(undefined)) return `leaders are ${[...leaders].join()}`
  if (epochs.size !== 1) return `epochs are ${[...epochs].join()}`

  return owned.length === partitions && new Set(owned).size === partitions ? undefined : `${owned.length} ownerships of ${new Set(owned).size} partitions`
}

function liveIdsOf (shoal: MemberNode['services']['shoal']): string[] {
  return shoal.members().filter(({ position }) => position !== undefined).map(({ peerId }) => peerId.toString())
}
