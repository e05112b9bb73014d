import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

/** What a command left behind. */
export interface CommandResult {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** How to run a command. */
export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>
  /** The directory that it runs in. */
  readonly cwd?: string
  /** Killed after so many milliseconds. */
  readonly deadline?: number
  /** Is called with the process, which may then be sent signals. */
  readonly onStart?: (child: ReturnType<typeof spawn>) => void
}

/** The file that is run as `shoal`. */
export const COMMAND = fileURLToPath(new URL('../src/cli/main.js', import.meta.url))

/** Runs `shoal` with these arguments to its end. */
export async function runCommand (args: readonly string[], { env = {}, cwd, deadline = 30_000, onStart }: CommandOptions = {}): Promise<CommandResult> {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    timeout: deadline,
    killSignal: 'SIGKILL'
  })
  onStart?.(child)

  const [stdout, stderr, [code, signal]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])

  return { code, signal, stdout, stderr }
}
