/** A member in a process of its own, which tells its parent when its handlers begin and end. Ends with its parent. */
import { createShoalNode } from '../../src/node/index.js'
import type { OwnedPartition } from '../../src/index.js'

/** What a member tells its parent. Times are those of the machine's clock, in Unix milliseconds. */
export type Told =
  | { readonly type: 'ready', readonly addresses: readonly string[] }
  | { readonly type: 'begin' | 'end', readonly partition: number, readonly at: number }

const [, , partitions = '', ...join] = process.argv

process.once('disconnect', () => { process.exit(1) })
process.once('message', () => { void leave() })

const { shoal, addresses, start, stop } = await createShoalNode({
  cluster: 'handlers', groups: { jobs: { partitions: Number(partitions) } }, listen: ['/ip4/127.0.0.1/tcp/0'], join, start: false
})
shoal.group('jobs').own(work)
await start()
tell({ type: 'ready', addresses: addresses().map(address => address.toString()) })

async function work ({ partition, signal }: OwnedPartition): Promise<void> {
  tell({ type: 'begin', partition, at: now() })
  await new Promise(resolve => { signal.addEventListener('abort', resolve) })
  tell({ type: 'end', partition, at: now() })
}

async function leave (): Promise<void> {
  await stop()
  process.disconnect()
}

function now (): number {
  return performance.timeOrigin + performance.now()
}

function tell (told: Told): void {
  process.send?.(told)
}
