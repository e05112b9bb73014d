import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../bench/torture/main.js', import.meta.url))

describe('a minute of torture', () => {
  it('breaks nothing that the log of the database could show', { timeout: 118_000 }, async () => {
    // Its process ends its members; a seed that is not the one of the documents, so that it is another run.
    const child = spawn(process.execPath, [MAIN, '--minutes', '1', '--seed', '2'], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 115_000 })
    const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>])
    const [, faults = '0', writes = '0'] = /^(\d+) faults, .*; (\d+) writes accepted/m.exec(stdout) ?? []

    console.log(stdout)
    assert.equal(stderr, '')
    assert.match(stdout, /Nothing is in the log that must not be/)
    assert.equal(code, 0)
    assert.ok(Number(faults) >= 3)
    assert.ok(Number(writes) > 1_000)
  })
})
