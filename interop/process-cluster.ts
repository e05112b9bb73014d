import { once } from 'node:events'
import { createServer } from 'node:net'
import { ProcessGroup } from '../src/cli/demo/process-group.js'
import { isFormed } from '../src/cli/demo/verdicts.js'
import { ProcessNode } from './process-node.js'
import type { StatusJson } from '../src/cli/admin/snapshot.js'
import type { SpawnOptions, Verdict } from '../src/cli/demo/process-group.js'
import type { Deadline } from './process-node.js'

export type { MemberJson, OwnershipJson, StatusJson, TableJson } from '../src/cli/admin/snapshot.js'
export type { SpawnOptions, Verdict } from '../src/cli/demo/process-group.js'
export type { EventLine } from '../src/cli/json-lines.js'
export type { Deadline, Exit, ProcessNode } from './process-node.js'
export { compareTables, isFormed, isNewer, isRecovered, liveIds } from '../src/cli/demo/verdicts.js'

/** What `startCluster()` takes. */
export interface ClusterOptions {
  /** How many members. */
  readonly nodes?: number
  /** Partitions by group. */
  readonly groups?: Readonly<Record<string, number>>
  readonly cluster?: string
  /** True starts all in the same instant, each with the addresses of all; else the first, then the others through it. */
  readonly together?: boolean
  /** More options of `shoal node`, for all. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const DEADLINE = 30_000

/** Every group of processes that was not stopped, for the end of this process. */
const groups = new Set<ProcessGroup>()

process.once('exit', () => {
  for (const group of groups) {
    group.killAll()
  }
})

/** Starts members in processes of their own, and resolves when all are in. `stop()` it in any case. */
export async function startCluster (options: ClusterOptions = {}): Promise<ProcessCluster> {
  const { nodes = 1, together = false } = options
  const cluster = new ProcessCluster(options)

  try {
    if (together) {
      const addresses = await Promise.all(Array.from({ length: nodes }, async () => await freeAddress()))
      await Promise.all(addresses.map(async listen => await cluster.start({ listen, join: addresses })))
    } else if (nodes > 0) {
      await cluster.start()
      await Promise.all(Array.from({ length: nodes - 1 }, async () => await cluster.start()))
    }
  } catch (err) {
    await cluster.stop()
    throw err
  }

  return cluster
}

/**
 * An address of loopback that nobody listens on at the moment. Its port is below those that systems give to outgoing
 * connections and to port 0, so that nobody gets it by chance before it is used.
 */
export async function freeAddress (): Promise<string> {
  for (;;) {
    const port = PORTS_FROM + nextPort++ % PORTS

    if (await isFree(port)) {
      return `/ip4/127.0.0.1/tcp/${port}`
    }
  }
}

const PORTS_FROM = 10_000
const PORTS = 20_000

// Test files run side by side: each begins elsewhere.
let nextPort = process.pid * 100

async function isFree (port: number): Promise<boolean> {
  const server = createServer()
  const listening = once(server, 'listening').then(() => true, () => false)
  server.listen(port, '127.0.0.1')
  const isListening = await listening
  server.close()

  return isListening
}

/** Members in processes of their own. */
export class ProcessCluster {
  /** All that were started, in that order, those that ended too. */
  readonly nodes: ProcessNode[] = []
  readonly #group: ProcessGroup
  readonly #options: ClusterOptions

  constructor (options: ClusterOptions = {}) {
    this.#options = options
    this.#group = new ProcessGroup(options.cluster ?? 'interop', options.groups ?? {})
    groups.add(this.#group)
  }

  /** Those that run and are not paused. */
  get running (): ProcessNode[] {
    return this.nodes.filter(node => node.isRunning)
  }

  /** Starts one more and waits until it is in. By default it joins through those that are in. */
  async start (options: SpawnOptions = {}): Promise<ProcessNode> {
    const node = this.launch(options)
    await node.ready()

    return node
  }

  /** Starts one more and does not wait. */
  launch (options: SpawnOptions = {}): ProcessNode {
    const { args = [], env } = this.#options
    const node = new ProcessNode(this.#group, { ...options, args: [...args, ...options.args ?? []], env: { ...env, ...options.env } })
    this.nodes.push(node)

    return node
  }

  /** The node of a PeerId. */
  node (peerId: string | null | undefined): ProcessNode {
    const node = this.nodes.findLast(node => node.peerId === peerId)

    if (node === undefined) {
      throw new Error(`no process has PeerId ${peerId}`)
    }

    return node
  }

  /**
   * Waits until what the running members see is as wanted; the predicate may say what is missing in place of false.
   *
   * @returns what they see then
   * @throws {DeadlineError}
   */
  async until (isWanted: (statuses: StatusJson[]) => Verdict | Promise<Verdict>, { deadline = DEADLINE }: Deadline = {}): Promise<StatusJson[]> {
    return await this.#group.until(isWanted, deadline)
  }

  /**
   * Waits until the running members are one cluster: one view, one leader, one epoch, all partitions owned, loads level.
   *
   * @throws {DeadlineError}
   */
  async formed ({ deadline = DEADLINE }: Deadline = {}): Promise<StatusJson[]> {
    return await this.until(statuses => isFormed(statuses, this.running.length), { deadline })
  }

  /** Ends all processes, and waits for it. */
  async stop (): Promise<void> {
    await this.#group.stop()
    groups.delete(this.#group)
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.stop()
  }
}
