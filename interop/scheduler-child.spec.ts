import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { JsonProcess } from '../examples/process/json-process.js'
import { runChild } from '../examples/scheduler/child.js'
import type { Job } from '../examples/scheduler/jobs.js'

const WITNESS = fileURLToPath(new URL('jobs/witness.js', import.meta.url))
const PARENT = fileURLToPath(new URL('jobs/parent.js', import.meta.url))
const TIMEOUT = { timeout: 30_000 }
const RUN = { job: 'a', tick: 60_000 }
const NEVER = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'shoal-child-'))
let files = 0

interface Testimony {
  readonly what: 'start' | 'asked' | 'exit'
  readonly pid: number
  readonly env: Readonly<Record<string, string>>
}

function witness (deed: string, settings: Partial<Job> = {}): { readonly job: Job, readonly file: string } {
  const file = join(folder, `witness-${++files}`)
  writeFileSync(file, '')

  return { file, job: { id: 'a', module: WITNESS, timeoutMs: 20_000, ...settings, env: { WITNESS: file, DEED: deed, ...settings.env } } }
}

function testimonies (file: string): Testimony[] {
  return readFileSync(file, 'utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Testimony)
}

/** Waits until a witness has said so. */
async function said (file: string, what: Testimony['what']): Promise<Testimony> {
  const watcher = watch(file)

  try {
    for (;;) {
      const changed = once(watcher, 'change')
      const found = testimonies(file).find(testimony => testimony.what === what)

      if (found !== undefined) {
        changed.catch(() => undefined)
        return found
      }
      await changed
    }
  } finally {
    watcher.close()
  }
}

after(() => { rmSync(folder, { recursive: true }) })

describe('a job of the scheduler', () => {
  it('finds its own environment, and not that of the member', TIMEOUT, async () => {
    process.env['SECRET_OF_THE_MEMBER'] = 'password'
    const { job, file } = witness('done', { env: { COLOUR: 'red' } })

    const result = await runChild(job, RUN, 'token', NEVER)

    const { env } = await said(file, 'start')
    assert.deepEqual(result, { outcome: 'done', stderr: '' })
    assert.deepEqual([env['JOB_ID'], env['JOB_TICK'], env['JOB_TOKEN'], env['COLOUR']], ['a', '60000', 'token', 'red'])
    assert.equal(env['SECRET_OF_THE_MEMBER'], undefined)
    assert.equal(process.env['COLOUR'], undefined)
  })

  it('fails with what it wrote on standard error, also when there is no such module', TIMEOUT, async () => {
    assert.deepEqual(await runChild(witness('fail').job, RUN, 'token', NEVER), { outcome: 'failed', stderr: 'it went wrong' })
    assert.equal((await runChild(witness('done', { module: join(folder, 'none.js') }).job, RUN, 'token', NEVER)).outcome, 'failed')
  })

  it('is gone when its ownership has aborted, and not started after that', TIMEOUT, async () => {
    const { job, file } = witness('wait')
    const ownership = new AbortController()
    const running = runChild(job, RUN, 'token', ownership.signal)
    const { pid } = await said(file, 'start')

    ownership.abort()
    const { outcome } = await running

    assert.equal(outcome, 'aborted')
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
    assert.deepEqual(testimonies(file).map(({ what }) => what), ['start', 'asked', 'exit'])
    assert.equal((await runChild(job, RUN, 'token', ownership.signal)).outcome, 'aborted')
    assert.equal(testimonies(file).length, 3)
  })

  it('is killed if it does not end when it is asked to', TIMEOUT, async () => {
    const { job, file } = witness('stubborn')
    const ownership = new AbortController()
    const running = runChild(job, RUN, 'token', ownership.signal)
    const { pid } = await said(file, 'start')

    ownership.abort()

    assert.equal((await running).outcome, 'aborted')
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' })
    assert.deepEqual(testimonies(file).map(({ what }) => what), ['start', 'asked'])
  })

  it('is ended when its time is up', TIMEOUT, async () => {
    const { job } = witness('wait', { timeoutMs: 300 })

    assert.equal((await runChild(job, RUN, 'token', NEVER)).outcome, 'timed-out')
  })

  it('leaves no timer and no listener behind', TIMEOUT, async () => {
    const ownership = new AbortController()
    const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
    const before = timers()

    await runChild(witness('done', { timeoutMs: 3_600_000 }).job, RUN, 'token', ownership.signal)

    assert.equal(timers(), before)
  })

  it('ends with the member that started it, even if that is killed', TIMEOUT, async () => {
    const { file } = witness('wait')
    const parent = new JsonProcess(PARENT, [WITNESS, file])
    const { pid } = await said(file, 'start')
    assert.equal(process.kill(pid, 0), true)

    await parent.kill('SIGKILL')

    assert.equal((await said(file, 'exit')).pid, pid)
    assert.deepEqual(testimonies(file).map(({ what }) => what), ['start', 'exit'])
  })
})
