import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../../src/cli/usage-error.js'

/** What is run at every tick. */
export interface Job {
  /** Its partition is that of this text. */
  readonly id: string
  /** A module of JavaScript, which is run in a process of its own. */
  readonly module: string
  /** What the process finds in its environment beside `JOB_ID`, `JOB_TICK` and `JOB_TOKEN`. */
  readonly env: Readonly<Record<string, string>>
  /** After so many milliseconds it is ended. */
  readonly timeoutMs: number
}

const GREETING = fileURLToPath(new URL('greeting.js', import.meta.url))
const JOBS_MAX = 10_000
const TIMEOUT_MAX_MS = 3_600_000

/** Twelve jobs that do next to nothing. */
export function exampleJobs (timeoutMs: number): Job[] {
  return Array.from({ length: 12 }, (_, index) => ({ id: `greeting-${index + 1}`, module: GREETING, env: {}, timeoutMs }))
}

/**
 * The jobs of a JSON file: a list of `{ id, module, env, timeout }`, of which the last two may be missing. Modules are
 * found from the file's folder.
 *
 * @throws {UsageError}
 */
export function jobsIn (path: string, timeoutMs: number): Job[] {
  const jobs = parse(path)

  if (!Array.isArray(jobs) || jobs.length > JOBS_MAX) {
    throw new UsageError(`--jobs is ${path}, which has no list of jobs: accepts a JSON list of at most ${JOBS_MAX}`)
  }

  const read = jobs.map((job: unknown, index) => readJob(job, `--jobs is ${path}, where job ${index + 1}`, dirname(path), timeoutMs))
  const twice = read.find(({ id }, index) => read.findIndex(other => other.id === id) !== index)

  if (twice !== undefined) {
    throw new UsageError(`--jobs is ${path}, where two jobs have the id ${JSON.stringify(twice.id)}: accepts each once`)
  }

  return read
}

function parse (path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (err) {
    throw new UsageError(`--jobs is ${path}, which cannot be read: ${err instanceof Error ? err.message : String(err)}: accepts a JSON file`, { cause: err })
  }
}

function readJob (job: unknown, where: string, folder: string, fallbackMs: number): Job {
  const { id, module, env = {}, timeout = fallbackMs } = typeof job === 'object' && job !== null ? job as Record<string, unknown> : {}

  if (typeof id !== 'string' || id === '' || id.length > 200) {
    throw new UsageError(`${where} has the id ${JSON.stringify(id)}: accepts a text of 1 to 200 characters`)
  }
  if (typeof module !== 'string' || module === '') {
    throw new UsageError(`${where} has the module ${JSON.stringify(module)}: accepts the path of a module`)
  }
  if (typeof env !== 'object' || env === null || Object.values(env).some(value => typeof value !== 'string')) {
    throw new UsageError(`${where} has the env ${JSON.stringify(env)}: accepts texts by name`)
  }
  if (typeof timeout !== 'number' || !Number.isInteger(timeout) || timeout < 1 || timeout > TIMEOUT_MAX_MS) {
    throw new UsageError(`${where} has the timeout ${JSON.stringify(timeout)}: accepts 1 to ${TIMEOUT_MAX_MS} milliseconds`)
  }

  return { id, module: resolve(folder, module), env: env as Record<string, string>, timeoutMs: timeout }
}
