import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { Job } from './jobs.js'
import type { Outcome, Run } from './store/run-store.js'
import type { ChildProcess } from 'node:child_process'

/** How a child ended, and what it left. */
export interface ChildResult {
  readonly outcome: Outcome
  /** The end of what it wrote on standard error. */
  readonly stderr: string
}

const GUARD = new URL('orphan-guard.js', import.meta.url).href
const STDERR_MAX = 2_000

/** How long a child that was asked to end may take before it is killed. */
const GRACE_MS = 2_000

/**
 * Runs a job's module in a process of its own. It is ended when its time is up, or when the signal aborts; in any case
 * it is gone when this resolves, and neither a timer nor a listener is left.
 */
export async function runChild (job: Job, { tick }: Run, token: string, signal: AbortSignal): Promise<ChildResult> {
  if (signal.aborted) {
    return { outcome: 'aborted', stderr: '' }
  }

  const child = fork(job.module, [], {
    execArgv: ['--import', GUARD],
    // Not this process's environment, which may hold the password of the database.
    env: { PATH: process.env['PATH'], ...job.env, JOB_ID: job.id, JOB_TICK: String(tick), JOB_TOKEN: token },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc']
  })
  const ending = new Ending(child)
  const timer = setTimeout(() => { ending.ask('timed-out') }, job.timeoutMs)
  const onAbort = (): void => { ending.ask('aborted') }
  signal.addEventListener('abort', onAbort, { once: true })

  try {
    const stderr = tail(child)
    const code = await exitOf(child)

    return { outcome: ending.reason ?? (code === 0 ? 'done' : 'failed'), stderr: stderr() }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    ending.clear()
  }
}

/** Ends a child, first politely. Signals go through its handle, never to a number: that may be another process by then. */
class Ending {
  reason: Outcome | undefined
  readonly #child: ChildProcess
  #killer: NodeJS.Timeout | undefined

  constructor (child: ChildProcess) {
    this.#child = child
  }

  ask (reason: Outcome): void {
    if (this.reason === undefined) {
      this.reason = reason
      this.#child.kill('SIGTERM')
      this.#killer = setTimeout(() => { this.#child.kill('SIGKILL') }, GRACE_MS)
    }
  }

  clear (): void {
    clearTimeout(this.#killer)
  }
}

async function exitOf (child: ChildProcess): Promise<number | null> {
  try {
    const [code] = await once(child, 'close') as [number | null]
    return code
  } catch {
    // It could not be started, which is how a job fails too.
    return null
  }
}

function tail (child: ChildProcess): () => string {
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (more: string) => { text = (text + more).slice(-STDERR_MAX) })

  return () => text.trim()
}
