import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ChildProcess } from 'node:child_process'

/** How to start a process. */
export interface JsonProcessOptions<Line> {
  /** What is put before the command, such as `ip netns exec name`. */
  readonly prefix?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Is called with each line as it comes. */
  readonly onLine?: (line: Line) => void
}

const STDERR_MAX = 8_192

/** All that were started here and have not ended. */
const running = new Set<ChildProcess>()

process.once('exit', () => {
  for (const child of running) {
    child.kill('SIGKILL')
  }
})

/** A script of this package in a process of its own, which says what happens in lines of JSON. */
export class JsonProcess<Line> {
  /** All lines so far. */
  readonly lines: Line[] = []
  /** Resolves with the exit code, or the name of the signal. */
  readonly exit: Promise<number | NodeJS.Signals>
  readonly #child: ChildProcess
  readonly #listeners = new Set<() => void>()
  #exited = false
  #stderr = ''

  /** It is given an IPC channel, to notice by its end when this process is gone. */
  constructor (script: string, args: readonly string[], { prefix = [], env = {}, onLine }: JsonProcessOptions<Line> = {}) {
    const [command = '', ...rest] = [...prefix, process.execPath, script, ...args]
    this.#child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, ...env } })
    running.add(this.#child)

    if (this.#child.stdout !== null) {
      createInterface({ input: this.#child.stdout }).on('line', text => {
        const line = JSON.parse(text) as Line
        this.lines.push(line)
        onLine?.(line)
        this.#tell()
      })
    }
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => { this.#stderr = (this.#stderr + text).slice(-STDERR_MAX) })
    this.exit = new Promise(resolve => {
      this.#child.once('error', err => { this.#stderr += err.message })
      this.#child.once('close', (code, signal) => {
        this.#exited = true
        running.delete(this.#child)
        resolve(signal ?? code ?? 1)
        this.#tell()
      })
    })
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

  /** Sends a signal, unless it has ended. */
  signal (signal: NodeJS.Signals): void {
    if (!this.#exited) {
      this.#child.kill(signal)
    }
  }

  /** Sends it a message, unless it has ended. */
  send (message: object): void {
    if (this.#child.connected) {
      // It may end meanwhile, which is no failure of this process.
      this.#child.send(message, () => undefined)
    }
  }

  /** Kills it, and waits until it is gone. */
  async kill (signal: NodeJS.Signals = 'SIGKILL'): Promise<number | NodeJS.Signals> {
    this.signal(signal)
    return await this.exit
  }

  /** Waits until the lines so far are as wanted; looks again at each line. */
  async until (isWanted: (lines: readonly Line[]) => boolean, what: string, deadlineMs: number): Promise<void> {
    const done = Promise.withResolvers<void>()
    const expired = setTimeout(() => { done.reject(new Error(`process ${this.pid}: no ${what} within ${deadlineMs} ms: ${this.#stderr}`)) }, deadlineMs)
    const look = (): void => {
      if (isWanted(this.lines)) {
        done.resolve()
      } else if (this.#exited) {
        done.reject(new Error(`process ${this.pid} ended without ${what}: ${this.#stderr}`))
      }
    }

    this.#listeners.add(look)
    look()

    try {
      await done.promise
    } finally {
      clearTimeout(expired)
      this.#listeners.delete(look)
    }
  }

  #tell (): void {
    for (const look of this.#listeners) {
      look()
    }
  }
}
