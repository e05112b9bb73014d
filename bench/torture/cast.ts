import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { JsonProcess } from '../../examples/process/json-process.js'
import { freeAddress } from '../../interop/process-cluster.js'
import type { Ledger, LedgerRow } from './ledger.js'
import type { MemberSettings, TortureLine, TortureOrder } from './member.js'
import type { Networks } from './network.js'

/** What all members have in common. */
export interface CastOptions {
  readonly members: number
  readonly partitions: number
  /** Where the ledger is, and an own connection to it. */
  readonly place: string
  readonly ledger: Ledger
  readonly isFenced: boolean
  /** A directory for their data. */
  readonly directory: string
  /** A network of its own for each; undefined for that of the machine. */
  readonly networks: Networks | undefined
}

/** One place in the cast: a process at a time, with data that may outlive it. */
export interface Actor {
  readonly index: number
  readonly process: JsonProcess<TortureLine>
  /** Whether it is stopped by a signal. */
  paused: boolean
  /** The partitions whose handlers run there, by what it says. */
  readonly working: Set<number>
  /** Who leads, by what it says. */
  leader: string | undefined
  /** Its table, by what it says. */
  epoch: string | undefined
  /** Whether somebody has asked it to end. */
  ending: boolean
}

/** A write that the database refused, as the writer tells it. */
export interface Refusal {
  readonly at: number
  readonly partition: number
}

const SCRIPT = fileURLToPath(new URL('member.js', import.meta.url))
const WRITE_MS = 100
const LINGER_MS = 150
const START_MS = 30_000
const LOOK_MS = 200

/** The members of a torture, and what can be done to them. */
export class Cast {
  /** Everybody that ever was, by PeerId. */
  readonly owners = new Set<string>()
  /** When the database refused a write, and of which partition. */
  readonly refusals: Refusal[] = []
  /** When somebody held somebody for dead. */
  readonly deaths: number[] = []
  /** How many handlers failed for another reason. */
  failed = 0
  /** Who ended without being asked to, and why. */
  readonly crashed: string[] = []
  readonly #options: CastOptions
  readonly #actors: Array<Actor | undefined>
  /** How often each place began with nothing. */
  readonly #lives: number[]
  #addresses: readonly string[] = []

  constructor (options: CastOptions) {
    this.#options = options
    this.#actors = Array.from({ length: options.members }, () => undefined)
    this.#lives = this.#actors.map(() => 0)
  }

  /** Starts all at once. */
  async open (): Promise<void> {
    const { members, networks } = this.#options
    this.#addresses = await Promise.all(Array.from({ length: members }, async (_, index) => networks?.address(index) ?? await freeAddress()))
    await Promise.all(this.#actors.map(async (_, index) => { await this.start(index) }))
  }

  /** Those that run and are not stopped. */
  get running (): Actor[] {
    return this.#actors.filter((actor): actor is Actor => actor !== undefined && !actor.paused && !actor.ending && !actor.process.exited)
  }

  get networks (): Networks | undefined {
    return this.#options.networks
  }

  /** Who leads by the last that anybody said, if it runs. */
  get leader (): Actor | undefined {
    // By the most that say so: one that was just healed may not have heard.
    const named = Map.groupBy(this.running, ({ leader }) => leader)
    const [most] = [...named].sort(([, a], [, b]) => b.length - a.length)[0] ?? []

    return this.running.find(({ process }) => peerIdOf(process) === most)
  }

  /** Starts a member in a place, with the data of the former one there, or with none, and waits until it is in. */
  async start (index: number, isFresh = false): Promise<Actor> {
    const { place, isFenced, partitions, directory, networks } = this.#options
    this.#lives[index] = (this.#lives[index] ?? 0) + (isFresh ? 1 : 0)
    const settings: MemberSettings = {
      ledger: place, isFenced, partitions, listen: this.#addresses[index] ?? '', join: this.#addresses,
      data: join(directory, `data-${index}-${this.#lives[index]}`), writeMs: WRITE_MS, lingerMs: LINGER_MS
    }
    const process = new JsonProcess<TortureLine>(SCRIPT, [JSON.stringify(settings)], { prefix: networks?.prefix(index) ?? [], onLine: line => { this.#read(actor, line) } })
    const actor: Actor = { index, process, paused: false, ending: false, working: new Set(), leader: undefined, epoch: undefined }

    this.#actors[index] = actor
    void process.exit.then(exit => {
      if (!actor.ending) {
        this.crashed.push(`member ${index} ended by itself (${exit}): ${process.stderr}`)
      }
    })
    await process.until(lines => lines.some(({ event }) => event === 'ready'), 'ready member', START_MS)

    return actor
  }

  /** Ends a member with a signal, and waits until it is gone. */
  async end (actor: Actor, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    actor.ending = true
    await actor.process.kill(signal)
  }

  pause (actor: Actor): void {
    actor.paused = true
    actor.process.signal('SIGSTOP')
  }

  resume (actor: Actor): void {
    actor.process.signal('SIGCONT')
    actor.paused = false
  }

  order (actor: Actor, order: TortureOrder): void {
    actor.process.send(order)
  }

  /**
   * Waits until all is well: one leader, one table, one handler for each partition, and each partition written since a moment by who
   * has that handler. False if it takes too long.
   */
  async whole (since: number, boundMs: number): Promise<boolean> {
    const end = performance.now() + boundMs

    while (performance.now() < end) {
      const rows = this.#isOneCluster() ? await this.#options.ledger.latest() : []

      if (rows.filter(row => row.at > since && this.#isAt(row)).length === this.#options.partitions && this.#isOneCluster()) {
        return true
      }
      await pause(LOOK_MS)
    }

    return false
  }

  /** Ends all, politely first. */
  async close (): Promise<void> {
    const actors = this.#actors.filter(actor => actor !== undefined)
    const killer = setTimeout(() => { actors.forEach(({ process }) => { process.signal('SIGKILL') }) }, 15_000)

    await Promise.all(actors.map(async actor => {
      this.resume(actor)
      await this.end(actor, 'SIGTERM')
    }))
    clearTimeout(killer)
  }

  #isOneCluster (): boolean {
    const { running } = this
    const working = running.flatMap(actor => [...actor.working])

    // The handlers alone do not show it: one that was refused a write rests before it is called again.
    return new Set(running.map(({ leader, epoch }) => `${leader} ${epoch}`)).size === 1 && this.leader !== undefined &&
      working.length === this.#options.partitions && new Set(working).size === working.length
  }

  #isAt ({ partition, owner }: LedgerRow): boolean {
    return this.running.some(({ process, working }) => peerIdOf(process) === owner && working.has(partition))
  }

  #read (actor: Actor, line: TortureLine): void {
    switch (line.event) {
      case 'ready':
        this.owners.add(line.peerId)
        break
      case 'leader':
        actor.leader = line.leader
        break
      case 'dead':
        this.deaths.push(line.at)
        break
      case 'table':
        actor.epoch = line.epoch
        break
      case 'start':
        actor.working.add(line.partition)
        break
      case 'stop':
        actor.working.delete(line.partition)
        break
      case 'refused':
        this.refusals.push(line)
        break
      case 'failed':
        this.failed++
        break
      default:
        break
    }
  }
}

/** The id of a member that is in. */
export function peerIdOf ({ lines }: JsonProcess<TortureLine>): string | undefined {
  return lines.find(line => line.event === 'ready')?.peerId
}

/** A time in which nothing is done. */
export async function pause (ms: number): Promise<void> {
  await delay(ms)
}
