import { option, list, readScript, toggle } from '../../bench/script.js'
import { clusterName, dialAddress, integer, listenAddress, text } from '../../src/cli/option-values.js'
import { UsageError } from '../../src/cli/usage-error.js'
import { exampleJobs, jobsIn } from './jobs.js'
import type { Job } from './jobs.js'
import type { StorePlace } from './store/open-store.js'

/** What the scheduler was told. */
export interface SchedulerSettings {
  readonly demo: boolean
  readonly json: boolean
  readonly cluster: string
  readonly listen: string
  readonly join: readonly string[]
  readonly data: string | undefined
  readonly partitions: number
  readonly store: StorePlace
  /** Whether the place of the store was given. */
  readonly hasStore: boolean
  readonly jobs: readonly Job[]
  readonly jobsFile: string | undefined
  readonly tickMs: number
  readonly catchUp: number
}

const POSTGRES = 'a URL that begins with postgres:// or postgresql://'

const SCRIPT = {
  name: 'example:scheduler',
  about: [
    'A distributed scheduler: each member runs the jobs of the partitions that it owns, once a tick, and stores every run with its',
    'token. Members that share a store and are joined to each other are one scheduler. Without options: a member by itself.'
  ].join('\n'),
  options: {
    demo: toggle('start three members, kill one, and show that every job ran once at every tick'),
    json: toggle('write lines of JSON'),
    cluster: option('NAME', 'the cluster to be in', '1 to 64 of a-z 0-9 . _ -', 'scheduler', clusterName),
    listen: option('ADDRESS', 'where to listen', 'a TCP multiaddr', '/ip4/127.0.0.1/tcp/0', listenAddress),
    join: list('ADDRESS', 'members to join through', 'a multiaddr', [], dialAddress, 'none'),
    data: option('DIRECTORY', 'keeps the identity of the member', 'a directory', undefined, text, 'in memory'),
    partitions: option('NUMBER', 'partitions, the same at all members', 'a whole number from 1 to 4096', 16, integer(1, 4_096)),
    sqlite: option('FILE', 'stores runs in a file that all members can open', 'a path', undefined, text, 'scheduler.db'),
    postgres: option('URL', 'stores runs in PostgreSQL', POSTGRES, undefined, postgresUrl, 'SQLite'),
    jobs: option('FILE', 'a JSON list of jobs: id, module, env, timeout', 'a JSON file', undefined, text, 'twelve that do next to nothing'),
    tick: option('SECONDS', 'the length of a tick, the same at all members', 'a whole number from 1 to 86400', 60, integer(1, 86_400)),
    'catch-up': option('NUMBER', 'missed ticks that are made up for at a take-over', 'a whole number from 0 to 1000', 1, integer(0, 1_000))
  }
}

/**
 * Reads the arguments.
 *
 * @returns the settings, or the help if that is asked for
 * @throws {UsageError}
 */
export function readSettings (argv: readonly string[]): SchedulerSettings | { readonly help: string } {
  const told = readScript(SCRIPT, argv)

  if ('help' in told) {
    return told
  }

  const { tick, jobs: jobsFile, sqlite, postgres, 'catch-up': catchUp, ...rest } = told.values

  if (sqlite !== undefined && postgres !== undefined) {
    throw new UsageError('--sqlite is given with --postgres: accepts one of the two')
  }

  const tickMs = tick * 1_000
  const jobs = jobsFile === undefined ? exampleJobs(tickMs) : jobsIn(jobsFile, tickMs)
  const store = postgres === undefined ? { sqlite: sqlite ?? 'scheduler.db' } : { postgres }

  return { ...rest, store, hasStore: (sqlite ?? postgres) !== undefined, jobs, jobsFile, tickMs, catchUp }
}

function postgresUrl (value: string): string | undefined {
  return URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol) ? value : undefined
}
