import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { EventBody, EventLine } from '../json-lines.js'
import type { StatusJson, TableJson } from '../admin/snapshot.js'
import type { ChildProcess } from 'node:child_process'

/** How a process ended. */
export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A member's process ended before the member was in. */
export class MemberEndedError extends Error {
  static override name = 'MemberEndedError'

  constructor (message = 'The process ended before the member was in', options?: ErrorOptions) {
    super(message, options)
    this.name = 'MemberEndedError'
  }
}

/** The first line of a member that is in. */
export type ReadyLine = Extract<EventBody, { event: 'ready' }> & { readonly at: number }

/** The end of what a process wrote on standard error that is kept. */
const STDERR_MAX = 16_384

/** How long a member's admin server may take to answer: enough for the table of the largest group. */
const ANSWER_TIMEOUT_MS = 10_000

/** The same for its status, which is small. One that is stopped in between must not hold up the others. */
const STATUS_TIMEOUT_MS = 2_000

const COMMAND = fileURLToPath(new URL('../main.js', import.meta.url))

/** A `shoal node --json` in a process of its own, which ends with this one even if this one is killed. */
export class MemberProcess {
  /** The line that says that the member is in. Rejected with `MemberEndedError` when the process ends before. */
  readonly ready: Promise<ReadyLine>
  /** How the process ended. */
  readonly exit: Promise<Exit>
  readonly #child: ChildProcess
  readonly #onLine: (line: EventLine) => void
  readonly #ready = Promise.withResolvers<ReadyLine>()
  #readyLine: ReadyLine | undefined
  #stderr = ''
  #exited = false

  /**
   * @param args what follows `shoal node --json`
   * @param onLine is called with each line as it comes
   */
  constructor (args: readonly string[], onLine: (line: EventLine) => void, env: Readonly<Record<string, string>> = {}) {
    this.#onLine = onLine
    this.#child = spawn(process.execPath, [COMMAND, 'node', '--json', '--with-parent', ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...ownEnvironment(), ...env }
    })
    this.ready = this.#ready.promise
    this.exit = this.#watch()
    // Whoever needs it ready awaits it; a process that is killed on purpose before is no failure of anybody else.
    this.ready.catch(() => undefined)
  }

  get pid (): number {
    return this.#child.pid ?? 0
  }

  get exited (): boolean {
    return this.#exited
  }

  /** The end of what it wrote on standard error. */
  get stderr (): string {
    return this.#stderr
  }

  /** Once it is ready. */
  get peerId (): string | undefined {
    return this.#readyLine?.peerId
  }

  /** Where others can dial it, once it is ready. */
  get addrs (): readonly string[] {
    return this.#readyLine?.addrs ?? []
  }

  /** The URL of its admin server, once it is ready. */
  get admin (): string | undefined {
    return this.#readyLine?.admin ?? undefined
  }

  /** Sends a signal; false when the process has ended. */
  signal (signal: NodeJS.Signals): boolean {
    return !this.#exited && this.#child.kill(signal)
  }

  /** Asks its admin server. Fails when it is not ready, has ended, or is stopped. */
  async get (path: string, timeoutMs = ANSWER_TIMEOUT_MS): Promise<Response> {
    return await fetch(new URL(path, this.admin), { signal: AbortSignal.timeout(timeoutMs) })
  }

  /** What it sees. */
  async status (): Promise<StatusJson> {
    return await this.#getJson('/status', STATUS_TIMEOUT_MS) as StatusJson
  }

  /** A group's table as it has applied it. */
  async table (group: string): Promise<TableJson> {
    return await this.#getJson(`/groups/${group}`) as TableJson
  }

  async #getJson (path: string, timeoutMs?: number): Promise<unknown> {
    const answer = await this.get(path, timeoutMs)

    if (!answer.ok) {
      throw new Error(`${path} of process ${this.pid}: ${answer.status} ${await answer.text()}`)
    }

    return await answer.json()
  }

  async #watch (): Promise<Exit> {
    const { stdout, stderr } = this.#child

    if (stdout !== null && stderr !== null) {
      createInterface({ input: stdout }).on('line', text => { this.#read(text) })
      stderr.setEncoding('utf8').on('data', (text: string) => { this.#stderr = (this.#stderr + text).slice(-STDERR_MAX) })
    }

    return await new Promise(resolve => {
      this.#child.once('error', err => { this.#onExit({ code: null, signal: null }, err.message, resolve) })
      // Not 'exit', which can come before the last lines are read.
      this.#child.once('close', (code, signal) => { this.#onExit({ code, signal }, this.#stderr.trim(), resolve) })
    })
  }

  #read (text: string): void {
    const line = JSON.parse(text) as EventLine

    if (line.event === 'ready') {
      this.#readyLine = line
      this.#ready.resolve(line)
    }

    this.#onLine(line)
  }

  #onExit (exit: Exit, reason: string, resolve: (exit: Exit) => void): void {
    this.#exited = true
    this.#ready.reject(new MemberEndedError(`shoal node ended before it was ready (${exit.signal ?? exit.code}): ${reason}`))
    resolve(exit)
  }
}

// The options of the process that starts members are not those of the members.
function ownEnvironment (): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SHOAL_')))
}
