/** A member of strict groups in a process of its own: what it owns, a line each time that it looks. */

import { createShoalNode } from '../src/node/index.js'
import type { StrictGenesis } from '../src/index.js'

/** What the process is started with. */
export interface StrictNodeInit {
  readonly data?: string
  readonly join: string[]
  readonly genesis: StrictGenesis
  readonly partitions: number
}

/** What it says. */
export type StrictNodeLine =
  | { readonly type: 'ready', readonly address: string, readonly id: string }
  | { readonly type: 'owned', readonly at: number, readonly partitions: readonly number[], readonly leader?: string | undefined }

const LOOK_EVERY = 10

if (process.argv[2] !== undefined) {
  const { data, join, genesis, partitions } = JSON.parse(process.argv[2]) as StrictNodeInit
  const { shoal, addresses, libp2p } = await createShoalNode({
    cluster: 'strict',
    listen: ['/ip4/127.0.0.1/tcp/0'],
    join,
    ...data !== undefined && { data },
    detector: { probeInterval: 200, probeTimeout: 100 },
    groups: { jobs: { partitions, mode: 'strict' } },
    strict: { genesis }
  })
  const group = shoal.group('jobs')

  say({ type: 'ready', address: String(addresses()[0]), id: libp2p.peerId.toString() })
  setInterval(() => {
    const owned = Array.from({ length: partitions }, (_, partition) => partition).filter(partition => group.isOwner(partition))
    say({ type: 'owned', at: Date.now(), partitions: owned, leader: shoal.voters?.leader })
  }, LOOK_EVERY)
}

function say (line: StrictNodeLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
