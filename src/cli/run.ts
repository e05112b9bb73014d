import { readFileSync } from 'node:fs'
import { VoterStoreError } from '../index.js'
import { DataDirectoryError, DataDirectoryInUseError, ListenError } from '../node/index.js'
import { AdminListenError } from './admin/server.js'
import { demoCommand } from './commands/demo.js'
import { nodeCommand } from './commands/node.js'
import { AdminRefusedError, PLAN_COMMANDS, planCommand } from './commands/plan.js'
import { simulateCommand } from './commands/simulate.js'
import { AdminUnreachableError, statusCommand } from './commands/status.js'
import { votersCommand } from './commands/voters.js'
import { DEMO_HELP, MAIN_HELP, NODE_HELP, PLAN_HELP, SIMULATE_HELP, STATUS_HELP, VOTERS_HELP } from './help.js'
import { isMistake } from './mistakes.js'
import { UsageError } from './usage-error.js'
import type { OptionSources } from './resolve-options.js'

interface Command {
  readonly help: string
  readonly run: (sources: OptionSources) => Promise<number>
}

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['node', { help: NODE_HELP, run: nodeCommand }],
  ['status', { help: STATUS_HELP, run: statusCommand }],
  ['demo', { help: DEMO_HELP, run: demoCommand }],
  ['simulate', { help: SIMULATE_HELP, run: simulateCommand }],
  ...PLAN_COMMANDS.map((name): [string, Command] => [name, { help: PLAN_HELP, run: async sources => await planCommand(name, sources) }]),
  ['voters', { help: VOTERS_HELP, run: votersCommand }]
])

/** Failures that the user can do something about: their message says what. Anything else is a bug, with its stack. */
const FAILURES: ReadonlySet<string> = new Set([
  AdminListenError, AdminRefusedError, AdminUnreachableError, DataDirectoryError, DataDirectoryInUseError, ListenError, VoterStoreError
].map(({ name }) => name))

/** How long what was written has to reach its reader before the process ends all the same. */
const FLUSH_MS = 1_000

/**
 * Runs the command line.
 *
 * @returns the exit code: 0 done, 1 failed, 2 used wrongly
 */
export async function run (argv: readonly string[]): Promise<number> {
  const [name = '', ...rest] = argv
  const command = COMMANDS.get(name)

  if (command === undefined) {
    return runWithoutCommand(name)
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(command.help)
    return 0
  }

  try {
    return await command.run({ argv: rest, env: process.env, readFile: path => readFileSync(path, 'utf8') })
  } catch (err) {
    return report(err)
  }
}

/** Ends the process once its output is read, or soon. */
export function exit (code: number): void {
  // Without the timer a reader that has stopped would keep the process.
  setTimeout(() => { process.exit(code) }, FLUSH_MS)
  process.stdout.write('', () => { process.exit(code) })
}

function runWithoutCommand (name: string): number {
  switch (name) {
    case '--version':
    case '-v':
      process.stdout.write(`${version()}\n`)
      return 0
    case '--help':
    case '-h':
    case 'help':
      process.stdout.write(MAIN_HELP)
      return 0
    default:
      return report(new UsageError(`${name === '' ? 'no command' : `${JSON.stringify(name)} is no command`}: accepts ${[...COMMANDS.keys()].join(', ')}, --help, --version`))
  }
}

function report (err: unknown): number {
  if (!(err instanceof Error)) {
    throw err
  }
  if (isMistake(err)) {
    process.stderr.write(`shoal: ${err.message}\n`)
    return 2
  }
  if (FAILURES.has(err.name)) {
    process.stderr.write(`shoal: ${err.message}\n`)
    return 1
  }

  throw err
}

function version (): string {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { readonly version: string }
  return manifest.version
}
