import { EndingWatch } from '../../src/cli/ending.js'
import { createShoalNode } from '../../src/node/index.js'
import { Scheduler } from './scheduler.js'
import { openStore } from './store/open-store.js'
import type { SchedulerSettings } from './options.js'
import type { SchedulerLine } from './scheduler.js'

/** What happens at a member. */
export type MemberEvent = SchedulerLine
  | { readonly event: 'ready', readonly peerId: string, readonly addresses: readonly string[] }

/** What it says on standard output, with `--json`. */
export type MemberLine = { readonly at: number } & MemberEvent

const GROUP = 'jobs'

/** One member of the scheduler, until a signal. */
export async function runMember (settings: SchedulerSettings): Promise<number> {
  const { cluster, listen, join, data, partitions, json, jobs, tickMs, catchUp } = settings
  const say = (line: MemberEvent): void => { process.stdout.write(`${json ? JSON.stringify({ at: Date.now(), ...line }) : textOf(line)}\n`) }
  const watch = new EndingWatch()

  if (process.connected) {
    watch.endWithParent()
  }

  const store = await openStore(settings.store)
  const node = await createShoalNode({
    cluster, groups: { [GROUP]: { partitions } }, listen: [listen], join: [...join], ...(data !== undefined && { data }), start: false
  })
  const group = node.shoal.group(GROUP)
  const scheduler = new Scheduler({
    store, jobs, tickMs, catchUp, owner: node.libp2p.peerId.toString(), partitionOf: text => group.partitionOf(text), say
  })

  node.shoal.addEventListener('joined', () => { say({ event: 'ready', peerId: node.libp2p.peerId.toString(), addresses: node.addresses().map(String) }) })
  node.shoal.addEventListener('conflict', ({ detail }) => { watch.end({ code: 1, message: detail.error.message }) })
  const work = group.own(scheduler.work)

  try {
    await node.start()
    const { code, message } = await watch.first

    if (message !== undefined) {
      process.stderr.write(`example:scheduler: ${message}\n`)
    }
    return code
  } finally {
    // Stopping leaves: handlers end, and with them their children, before anybody else begins.
    await node.stop()
    // The last of all members leaves at once: nobody waits for its handlers but this.
    await work.stop()
    await store.close()
    // A channel to the process that started this one keeps it alive.
    process.disconnect?.()
  }
}

function textOf (line: MemberEvent): string {
  switch (line.event) {
    case 'ready':
      return `ready: others join with --join ${line.addresses[0]}`
    case 'took':
      return `took   partition ${line.partition} with ${line.jobs} jobs, token ${line.token}`
    case 'gave':
      return `gave   partition ${line.partition} up: ${line.reason}`
    case 'ran':
      return `ran    ${line.job} of ${timeOf(line.tick)}: ${line.outcome}${line.late > 0 ? `, ${line.late / 1_000} s late` : ''}${line.stderr === undefined ? '' : `\n${line.stderr}`}`
    case 'fenced':
      return `fenced partition ${line.partition}: the store has seen ${line.seen}`
    case 'store-failed':
      return `failed to store for partition ${line.partition}: ${line.reason}`
  }
}

function timeOf (tick: number): string {
  return new Date(tick).toISOString().slice(11, 19)
}
