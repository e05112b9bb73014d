import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { COMMAND, runCommand } from './run-command.js'
import type { Phase } from '../src/cli/demo/scenario.js'

const DEADLINE = 100_000

function phasesIn (stdout: string): Phase[] {
  return stdout.trim().split('\n').map(line => JSON.parse(line) as Phase)
}

function pidsOf (phase: Phase | undefined): number[] {
  assert.ok(phase !== undefined && Array.isArray(phase['pids']))
  return phase['pids'] as number[]
}

/** Starts the demo and waits until it has told its processes. */
async function startDemo (): Promise<{ demo: ReturnType<typeof spawn>, pids: number[] }> {
  const demo = spawn(process.execPath, [COMMAND, 'demo', '--scenario', 'leader-crash', '--nodes', '2', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] })

  const [line] = await once(demo.stdout, 'data') as [Buffer]
  const [phase] = phasesIn(String(line))

  assert.equal(phase?.phase, 'started')
  return { demo, pids: pidsOf(phase) }
}

/** Waits until a process, which is no child of this one, is gone. */
async function gone (pid: number): Promise<void> {
  const done = Promise.withResolvers<void>()
  const poll = setInterval(() => { if (!exists(pid)) done.resolve() }, 20)
  const expired = setTimeout(() => { done.reject(new Error(`process ${pid} is still there`)) }, 10_000)

  try {
    await done.promise
  } finally {
    clearInterval(poll)
    clearTimeout(expired)
  }
}

function exists (pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // No such process.
    return false
  }
}

describe('shoal demo', () => {
  it('by itself: forms, kills the leader, and shows when the others own everything', { timeout: DEADLINE }, async () => {
    const { code, stdout, stderr } = await runCommand(['demo', '--scenario', 'leader-crash', '--json'], { deadline: DEADLINE })
    const phases = phasesIn(stdout)
    const [, formed, , , recovered] = phases

    assert.equal(stderr, '')
    assert.equal(code, 0)
    assert.deepEqual(phases.map(({ phase }) => phase), ['started', 'formed', 'killed', 'elected', 'recovered', 'left'])
    assert.ok(phases.every(({ ms }) => Number.isInteger(ms) && ms >= 0))
    assert.notEqual(recovered?.['leader'], formed?.['leader'])
    assert.equal(Number(recovered?.['moved']) + Number(recovered?.['kept']), 64)
    assert.ok([12, 13].includes(Number(recovered?.['moved'])))
    assert.deepEqual(pidsOf(phases[0]).filter(exists), [])
  })

  it('without a terminal runs by itself too, and writes for people', { timeout: DEADLINE }, async () => {
    const { code, stdout } = await runCommand(['demo', '--nodes', '2', '--partitions', '3'], { deadline: DEADLINE })

    assert.equal(code, 0)
    assert.match(stdout, /^recovered +\d+ ms {2}leader \w{8}, epoch \d+\.\d+, moved [12], kept [12]$/m)
  })

  it('exits with 1 and says what fell short when another process dies too', { timeout: DEADLINE }, async () => {
    const { demo, pids } = await startDemo()
    const rest = demo.stdout === null ? Promise.resolve('') : text(demo.stdout)
    process.kill(pids[1] ?? 0, 'SIGKILL')
    const [code] = await once(demo, 'close') as [number]
    const failed = phasesIn(await rest).at(-1)

    assert.equal(code, 1)
    assert.equal(failed?.phase, 'failed')
    assert.match(String(failed?.['reason']), /of [12] members run: ended are .*process \d+/)
    assert.deepEqual(pids.filter(exists), [])
  })

  it('takes its processes with it when it is ended, and is not done', { timeout: DEADLINE }, async () => {
    const { demo, pids } = await startDemo()
    demo.kill('SIGTERM')
    const [code] = await once(demo, 'close') as [number]

    assert.equal(code, 1)
    assert.equal(pids.length, 2)
    assert.deepEqual(pids.filter(exists), [])
  })

  it('takes its processes with it even when it is killed', { timeout: DEADLINE }, async () => {
    const { demo, pids } = await startDemo()
    assert.deepEqual(pids.filter(exists), pids)
    demo.kill('SIGKILL')

    await Promise.all(pids.map(gone))
  })
})
