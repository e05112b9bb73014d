import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { EndingWatch } from '../../src/cli/ending.js'
import { createShoalNode } from '../../src/node/index.js'
import { Locks } from './locks.js'
import type { StrictGenesis } from '../../src/index.js'
import type { Lock } from './locks.js'
import type { LockSettings } from './options.js'

/** What a member says. Times are milliseconds of the machine's monotonic clock, which all processes on it share. */
export type LockLine =
  | { readonly event: 'ready', readonly peerId: string, readonly addresses: readonly string[] }
  | { readonly event: 'owns', readonly partitions: readonly number[] }
  | { readonly event: 'held', readonly name: string, readonly fence: string, readonly from: number, readonly until: number }
  | { readonly event: 'freed', readonly name: string, readonly fence: string, readonly at: number }
  | { readonly event: 'answer', readonly id: number, readonly text: string }

/** What a member is asked. `contend`: clients that take and give back any of the names, until the process ends. */
export type LockRequest =
  | { readonly id: number, readonly op: 'acquire' | 'renew' | 'release' | 'owner', readonly name: string }
  | { readonly id: number, readonly op: 'contend', readonly names: readonly string[], readonly clients: number, readonly leaseMs: number }

const GROUP = 'locks'

/** One member of the lock service, until a signal. */
export async function runMember ({ cluster, listen, join, data, genesis, partitions, lease, json }: LockSettings): Promise<number> {
  const say = (line: LockLine): void => { process.stdout.write(`${json ? JSON.stringify(line) : textOf(line)}\n`) }
  const watch = new EndingWatch()

  if (process.connected) {
    watch.endWithParent()
  }

  const node = await createShoalNode({
    cluster,
    groups: { [GROUP]: { partitions, mode: 'strict' } },
    strict: { genesis: JSON.parse(readFileSync(genesis, 'utf8')) as StrictGenesis },
    data,
    listen: [listen],
    join: [...join],
    start: false
  })
  const { locks, work } = Locks.attach(node, GROUP, { leaseMaxMs: lease })
  const group = node.shoal.group(GROUP)
  const owned = (): void => { say({ event: 'owns', partitions: group.owned().map(({ partition }) => partition) }) }
  const desk = new Desk(locks, name => group.ownerOf(name)?.toString() ?? '-', say)

  node.shoal.addEventListener('joined', () => { say({ event: 'ready', peerId: node.libp2p.peerId.toString(), addresses: node.addresses().map(String) }) })
  node.shoal.addEventListener('partition:assign', owned)
  node.shoal.addEventListener('partition:lost', owned)
  node.shoal.addEventListener('vote:lost', ({ detail }) => { process.stderr.write(`example:lock: ${detail.error.message}\n`) })
  node.shoal.addEventListener('conflict', ({ detail }) => { watch.end({ code: 1, message: detail.error.message }) })
  takeRequests(request => { void desk.take(request) })

  try {
    await node.start()
    const { code, message } = await watch.first

    if (message !== undefined) {
      process.stderr.write(`example:lock: ${message}\n`)
    }
    return code
  } finally {
    desk.close()
    await node.stop()
    await work.stop()
    process.disconnect?.()
    process.stdin.destroy()
  }
}

/** Does what a member is asked, and says what is held from when to when. */
class Desk {
  readonly #locks: Locks
  readonly #ownerOf: (name: string) => string
  readonly #say: (line: LockLine) => void
  readonly #held = new Map<string, Lock>()
  #isClosed = false

  constructor (locks: Locks, ownerOf: (name: string) => string, say: (line: LockLine) => void) {
    this.#locks = locks
    this.#ownerOf = ownerOf
    this.#say = say
  }

  async take (request: LockRequest): Promise<void> {
    try {
      this.#say({ event: 'answer', id: request.id, text: await this.#do(request) })
    } catch (err) {
      this.#say({ event: 'answer', id: request.id, text: err instanceof Error ? err.message : String(err) })
    }
  }

  close (): void {
    this.#isClosed = true
  }

  async #do (request: LockRequest): Promise<string> {
    if (request.op === 'contend') {
      for (let client = 0; client < request.clients; client++) void this.#contend(request.names, client, request.leaseMs)
      return 'they contend'
    }
    if (request.op === 'owner') {
      return this.#ownerOf(request.name)
    }
    if (request.op === 'acquire') {
      const lock = await this.#locks.acquire(request.name)
      this.#held.set(request.name, lock)
      return this.#tell(lock)
    }
    const lock = this.#held.get(request.name)

    if (lock === undefined) {
      return `${request.name} is not held here`
    }
    if (request.op === 'renew') {
      return await lock.renew() ? this.#tell(lock) : `${lock.name} is lost`
    }
    this.#held.delete(request.name)
    await this.#free(lock)

    return `${lock.name} is given back`
  }

  async #contend (names: readonly string[], first: number, leaseMs: number): Promise<void> {
    for (let turn = first; !this.#isClosed; turn++) {
      const lock = await this.#locks.acquire(names[turn % names.length] ?? '', { leaseMs, timeoutMs: 5_000 }).catch(() => undefined)

      if (lock !== undefined) {
        this.#tell(lock)
        await delay(20)
        if (await lock.renew()) this.#tell(lock)
        await delay(20)
        await this.#free(lock)
      }
    }
  }

  #tell (lock: Lock): string {
    const from = machineNow()
    const until = from + lock.until - performance.now()
    this.#say({ event: 'held', name: lock.name, fence: lock.fence, from, until })

    return `${lock.name} is held under ${lock.fence} for ${Math.round(until - from)} ms`
  }

  /** Says so first: whoever gets it next can say so sooner than the answer is here. */
  async #free (lock: Lock): Promise<void> {
    this.#say({ event: 'freed', name: lock.name, fence: lock.fence, at: machineNow() })
    await lock.release()
  }
}

/** From the process that started this one, or from who types. */
function takeRequests (take: (request: LockRequest) => void): void {
  if (process.connected) {
    process.on('message', take)
    return
  }

  let id = 0
  createInterface({ input: process.stdin }).on('line', line => {
    const [, op, name] = /^(acquire|renew|release|owner) (\S+)$/.exec(line.trim()) ?? []

    if (op === undefined || name === undefined) {
      process.stderr.write(`${JSON.stringify(line)} is no request: takes "acquire NAME", "renew NAME", "release NAME", "owner NAME"\n`)
    } else {
      take({ id: ++id, op: op as 'acquire', name })
    }
  })
}

function machineNow (): number {
  return Number(process.hrtime.bigint()) / 1e6
}

function textOf (line: LockLine): string {
  switch (line.event) {
    case 'ready':
      return `ready: others join with --join ${line.addresses[0]}`
    case 'owns':
      return `grants the locks of ${line.partitions.length} partitions`
    case 'held':
      return `holds ${line.name}`
    case 'freed':
      return `gives ${line.name} back`
    case 'answer':
      return line.text
  }
}
