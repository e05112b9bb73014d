import { memberProtocol } from '../../src/libp2p/protocols.js'
import { agreed } from './agreement.js'
import { CONTACTS, Crowd } from './crowd.js'
import type { MemberNode } from './nodes.js'

const MEMBERS = 20

/** Links that each member keeps: less than half of the others. */
export const LINKS_MAX = 8

/** How often a member lets go of a link, on average, once the cluster is formed. */
const ROUNDS = 5

/** Bounds a hang, in milliseconds. */
const DEADLINE = 60_000

/** What became of the members. */
export interface Outcome {
  readonly wrongDeaths: readonly string[]
  /** The most streams that a member had open to others at a time. */
  readonly linksMost: number
  /** How often a connection was taken for a crash's. */
  readonly looks: number
  readonly refusals: number
}

/** Lets members that know many more others than they may keep links to probe each other for some rounds. */
export async function boundedMembers (): Promise<Outcome> {
  const crowd = new Crowd({ maxLinks: LINKS_MAX })
  let linksMost = 0

  await crowd.start(1, 'all')
  await crowd.start(CONTACTS - 1, 'all')
  await crowd.start(MEMBERS - CONTACTS, 'all')
  await crowd.agreed('forming', crowd.nodes)

  const before = crowd.counted('link:evicted')
  await agreed(() => {
    const evicted = crowd.counted('link:evicted') - before
    linksMost = Math.max(linksMost, ...crowd.nodes.map(linksOf))
    return evicted >= ROUNDS * MEMBERS ? undefined : `${evicted} links were let go of`
  }, 'letting go of links', DEADLINE)
  await crowd.agreed('still being one cluster', crowd.nodes)

  return { wrongDeaths: crowd.wrongDeaths, linksMost, looks: crowd.counted('crash:looked'), refusals: crowd.counted('dial:refused') }
}

/** How many members a node has a stream of its own open to. */
function linksOf (node: MemberNode): number {
  const streams = node.getConnections().flatMap(({ remotePeer, streams }) => streams.map(stream => ({ remotePeer, stream })))
  const open = streams.filter(({ stream }) => stream.direction === 'outbound' && stream.protocol === memberProtocol('test') && stream.writeStatus === 'writable')

  return new Set(open.map(({ remotePeer }) => remotePeer.toString())).size
}
