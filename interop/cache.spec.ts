import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Shelf } from '../examples/cache/shelf.js'

const MAIN = fileURLToPath(new URL('../examples/cache/main.js', import.meta.url))

async function run (args: readonly string[], input = ''): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'pipe'], timeout: 60_000 })
  child.stdin.end(input)
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>])

  return { code, stdout, stderr }
}

describe('the cache', () => {
  it('keeps what a member that leaves had, also while it leaves, and loses what a killed one had', { timeout: 70_000 }, async () => {
    const { code, stdout, stderr } = await run(['--demo', '--json'])
    const [, set, left, killed, end] = stdout.trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>)

    assert.equal(stderr, '')
    assert.equal(end?.['phase'], 'ok', stdout)
    assert.equal(code, 0)
    assert.deepEqual([set?.['found'], left?.['foundMeanwhile'], left?.['found'], killed?.['foundAfterSettingAgain']], [300, 300, 300, 300])
    assert.ok(Number(killed?.['found']) < 300)
  })

  it('answers a wrong option with one line, and ends with 2', { timeout: 20_000 }, async () => {
    const { code, stdout, stderr } = await run(['--partitions', '0'])

    assert.deepEqual([code, stdout, stderr.trim()], [2, '', 'example:cache: --partitions is "0": accepts a whole number from 1 to 4096'])
  })
})

describe('a shelf of the cache', () => {
  it('forgets what was longest not asked for when there is too much, and what has expired', () => {
    let now = 0
    const shelf = new Shelf(2, () => now)
    shelf.set({ key: 'a', value: '1', ttlMs: 100 })
    shelf.set({ key: 'b', value: '2', ttlMs: 50 })
    assert.equal(shelf.get('a'), '1')
    shelf.set({ key: 'c', value: '3', ttlMs: 50 })

    assert.deepEqual([shelf.get('b'), shelf.get('a'), shelf.get('c')], [undefined, '1', '3'])
    now = 60
    assert.deepEqual(shelf.entries(), [{ key: 'a', value: '1', ttlMs: 40 }])
    assert.equal(shelf.get('c'), undefined)
  })
})
