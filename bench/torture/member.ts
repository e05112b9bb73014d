/**
 * A member of the torture: writes to the ledger for every partition that it owns, as long as it owns it. Started with
 * its settings as JSON; says what happens in lines of JSON.
 */
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { FencedError, formatToken } from '../../src/index.js'
import { createShoalNode } from '../../src/node/index.js'
import { openLedger } from './ledger.js'
import type { OwnedPartition } from '../../src/index.js'

/** What a member is told at its start. */
export interface MemberSettings {
  readonly ledger: string
  readonly isFenced: boolean
  readonly partitions: number
  readonly listen: string
  readonly join: readonly string[]
  readonly data: string
  readonly writeMs: number
  /** How long a handler takes to stop when it is asked to. */
  readonly lingerMs: number
}

/** What a member says. */
export type TortureLine = { readonly at: number } & (
  | { readonly event: 'ready', readonly peerId: string }
  | { readonly event: 'leader', readonly leader: string }
  /** It has applied a table. */
  | { readonly event: 'table', readonly epoch: string }
  /** It holds somebody for dead. */
  | { readonly event: 'dead', readonly peerId: string }
  | { readonly event: 'start' | 'stopping' | 'stop', readonly partition: number, readonly token: string }
  | { readonly event: 'refused', readonly partition: number, readonly token: string, readonly seen: string }
  | { readonly event: 'failed', readonly partition: number, readonly reason: string }
)

/** What a member is sent while it runs: let the handlers of so many partitions throw, once each. */
export interface TortureOrder {
  readonly throwing: number
}

type Body = TortureLine extends infer Line ? Line extends { at: number } ? Omit<Line, 'at'> : never : never

const GROUP = 'writes'
const settings = JSON.parse(process.argv[2] ?? '') as MemberSettings
const ledger = await openLedger(settings.ledger, settings.isFenced)
const node = await createShoalNode({
  cluster: 'torture', groups: { [GROUP]: { partitions: settings.partitions } },
  listen: [settings.listen], join: [...settings.join], data: settings.data, start: false
})
const owner = node.libp2p.peerId.toString()
let throwing = 0

process.on('message', (order: TortureOrder) => { throwing += order.throwing })
node.shoal.addEventListener('joined', () => { say({ event: 'ready', peerId: owner }) })
node.shoal.addEventListener('leader:change', ({ detail }) => { say({ event: 'leader', leader: detail.leader.toString() }) })
node.shoal.addEventListener('table:change', ({ detail: { epoch } }) => { say({ event: 'table', epoch: `${epoch.term} ${epoch.leader.toString()} ${epoch.version}` }) })
node.shoal.addEventListener('member:dead', ({ detail }) => { say({ event: 'dead', peerId: detail.peerId.toString() }) })
const registration = node.shoal.group(GROUP).own(work)

await node.start()
await Promise.race([once(process, 'SIGTERM'), once(process, 'disconnect')])
await node.stop()
await registration.stop()
await ledger.close()
process.disconnect?.()

async function work ({ partition, token: number, signal }: OwnedPartition): Promise<void> {
  const token = formatToken(number)
  say({ event: 'start', partition, token })

  try {
    while (!signal.aborted) {
      if (throwing > 0) {
        throwing--
        throw new Error('told to')
      }
      await ledger.write({ partition, token, owner })
      await pause(settings.writeMs, signal)
    }
    say({ event: 'stopping', partition, token })
    await linger(signal)
  } catch (err) {
    if (err instanceof FencedError) {
      say({ event: 'refused', partition, token, seen: formatToken(err.seen) })
    } else {
      say({ event: 'failed', partition, reason: err instanceof Error ? err.message : String(err) })
    }
    throw err
  } finally {
    say({ event: 'stop', partition, token })
  }
}

/** Only where the others wait for it: a lost partition is given up at once. */
async function linger ({ reason }: AbortSignal): Promise<void> {
  if (reason instanceof Error && reason.name === 'PartitionRevokedError') {
    await pause(settings.lingerMs)
  }
}

async function pause (ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}

function say (body: Body): void {
  process.stdout.write(`${JSON.stringify({ at: Date.now(), ...body })}\n`)
}
