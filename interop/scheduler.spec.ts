import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { missingPostgres, PostgresServer } from './postgres-server.js'

const MAIN = fileURLToPath(new URL('../examples/scheduler/main.js', import.meta.url))
const TIMEOUT = { timeout: 100_000 }
const missing = missingPostgres()
const folder = mkdtempSync(join(tmpdir(), 'shoal-scheduler-spec-'))

after(() => { rmSync(folder, { recursive: true }) })

async function run (...args: string[]): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder, timeout: 90_000 })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>])

  return { code, stdout, stderr }
}

function isRunning (pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process.
    return false
  }
}

async function assertDemo (args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await run('--demo', '--json', ...args)
  const phases = stdout.trim().split('\n').map(line => JSON.parse(line) as { phase: string, [fact: string]: unknown })
  const [formed, killed, judged] = phases

  assert.equal(stderr, '')
  assert.deepEqual(phases.map(({ phase }) => phase), ['formed', 'killed', 'judged', 'ok'], stdout)
  assert.equal(code, 0)
  assert.ok(Number(killed?.['jobs']) > 0)
  assert.ok(Number(judged?.['byKilled']) > 0)
  assert.ok(Number(judged?.['runs']) >= 6 * 6)
  assert.deepEqual((formed?.['pids'] as number[] | undefined)?.filter(isRunning), [])
}

describe('the scheduler', () => {
  it('by itself, with SQLite: a member is killed, and every job runs exactly once at every tick', TIMEOUT, async () => {
    await assertDemo([])
  })

  it('by itself, with PostgreSQL: the same', { ...TIMEOUT, skip: missing ?? false }, async () => {
    await using server = await PostgresServer.start()

    await assertDemo(['--postgres', server.url])
  })

  it('answers wrong options with one line that says what it accepts, and ends with 2', TIMEOUT, async () => {
    const jobs = join(folder, 'jobs.json')
    const wrong: Array<[string[], RegExp]> = [
      [['--bogus'], /^--bogus is no option of example:scheduler: accepts --demo, /],
      [['--tick', '0'], /^--tick is "0": accepts a whole number from 1 to 86400$/],
      [['--postgres', 'mysql://x'], /^--postgres is "mysql:\/\/x": accepts a URL that begins with postgres:/],
      [['--postgres', 'postgres://x/y', '--sqlite', 'z'], /^--sqlite is given with --postgres: accepts one of the two$/],
      [['--jobs', join(folder, 'none.json')], /^--jobs is .*none\.json, which cannot be read: .*: accepts a JSON file$/],
      [['--jobs', jobs], /^--jobs is .*jobs\.json, where job 1 has the timeout 0: accepts 1 to 3600000 milliseconds$/]
    ]
    writeFileSync(jobs, JSON.stringify([{ id: 'a', module: './a.js', timeout: 0 }]))

    for (const [args, said] of wrong) {
      const { code, stdout, stderr } = await run(...args)
      const [line = '', ...rest] = stderr.trim().split('\n')

      assert.deepEqual([code, stdout, rest], [2, '', []], stderr)
      assert.match(line.replace(/^example:scheduler: /, ''), said)
    }
  })
})
