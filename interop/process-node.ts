import { DeadlineError } from '../src/cli/demo/process-group.js'
import type { OwnershipJson, StatusJson, TableJson } from '../src/cli/admin/snapshot.js'
import type { Exit, MemberProcess } from '../src/cli/demo/member-process.js'
import type { ProcessGroup, SpawnOptions } from '../src/cli/demo/process-group.js'
import type { EventLine } from '../src/cli/json-lines.js'

export type { Exit } from '../src/cli/demo/member-process.js'

/** How long to wait, in milliseconds. */
export interface Deadline {
  readonly deadline?: number
}

const DEADLINE = 30_000

/** One member in a process of its own. */
export class ProcessNode {
  /** All lines so far. */
  readonly events: EventLine[] = []
  readonly #group: ProcessGroup
  readonly #process: MemberProcess
  readonly #waiting = new Set<() => void>()

  constructor (group: ProcessGroup, options: SpawnOptions) {
    this.#group = group
    this.#process = group.spawn({
      ...options,
      onLine: line => {
        this.events.push(line)
        options.onLine?.(line)
        this.#check()
      }
    })
    void this.#process.exit.then(() => { this.#check() })
  }

  get pid (): number {
    return this.#process.pid
  }

  /** Once it is ready. */
  get peerId (): string {
    return this.#process.peerId ?? ''
  }

  /** Where others can dial it, once it is ready. */
  get addrs (): readonly string[] {
    return this.#process.addrs
  }

  /** The URL of its admin server, once it is ready. */
  get admin (): string | undefined {
    return this.#process.admin
  }

  get stderr (): string {
    return this.#process.stderr
  }

  get exit (): Promise<Exit> {
    return this.#process.exit
  }

  get isRunning (): boolean {
    return this.#group.running.includes(this.#process)
  }

  /** Waits until it is in. */
  async ready ({ deadline = DEADLINE }: Deadline = {}): Promise<EventLine> {
    return await this.waitFor('ready', { deadline })
  }

  /**
   * The first line of that event, or for which the predicate holds, among those from index `from` on; waits for it.
   *
   * @throws {DeadlineError}
   */
  async waitFor (wanted: EventLine['event'] | ((line: EventLine) => boolean), { deadline = DEADLINE, from = 0 }: Deadline & { readonly from?: number } = {}): Promise<EventLine> {
    const isWanted = typeof wanted === 'string' ? (line: EventLine) => line.event === wanted : wanted
    const found = Promise.withResolvers<EventLine>()
    const name = typeof wanted === 'string' ? wanted : 'what was waited for'
    const expired = setTimeout(() => { found.reject(new DeadlineError(`process ${this.pid}: no ${name} within ${deadline} ms: ${this.stderr}`)) }, deadline)
    let next = from
    const check = (): void => {
      for (const line of this.events.slice(next)) {
        if (isWanted(line)) {
          found.resolve(line)
        }
      }

      next = Math.max(next, this.events.length)

      if (this.#process.exited) {
        found.reject(new DeadlineError(`process ${this.pid} ended without ${name}: ${this.stderr}`))
      }
    }

    this.#waiting.add(check)
    check()

    try {
      return await found.promise
    } finally {
      clearTimeout(expired)
      this.#waiting.delete(check)
    }
  }

  /** Asks its admin server; the answer must be complete in time. */
  async get (path: string, timeoutMs?: number): Promise<Response> {
    return await this.#process.get(path, timeoutMs)
  }

  async status (): Promise<StatusJson> {
    return await this.#process.status()
  }

  async table (group: string): Promise<TableJson> {
    return await this.#process.table(group)
  }

  /** What it owns. */
  async partitions (): Promise<OwnershipJson[]> {
    return await (await this.get('/partitions')).json() as OwnershipJson[]
  }

  /** Sends a signal and does not wait. */
  signal (signal: NodeJS.Signals): void {
    this.#process.signal(signal)
  }

  /** Kills it, and waits until it is gone. */
  async kill (signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.#process.signal(signal)
    return await this.exit
  }

  /** Asks it to leave, and waits until it is gone. */
  async terminate (): Promise<Exit> {
    return await this.kill('SIGTERM')
  }

  /** Stops it with SIGSTOP, until `resume()`. */
  pause (): void {
    this.#group.pause(this.#process)
  }

  /** Lets it go on after `pause()`. */
  resume (): void {
    this.#group.resume(this.#process)
  }

  #check (): void {
    for (const check of this.#waiting) {
      check()
    }
  }
}
