import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const FOLDER = join(ROOT, 'dist/readme')
const DEADLINE = 60_000

/** The examples of a document, each written to a file of its own where `shoal` is this package. */
function examplesIn (document: string): string[] {
  const text = readFileSync(join(ROOT, document), 'utf8')
  mkdirSync(FOLDER, { recursive: true })

  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, example = ''], index) => {
    const path = join(FOLDER, `${document.replaceAll('/', '-').replace('.md', '')}-${index + 1}.ts`)
    writeFileSync(path, example)

    return path
  })
}

/** What the compiler says of files as a user's own. */
function compiled (paths: readonly string[]): { readonly said: string, readonly status: number | null } {
  const options = ['--noEmit', '--strict', '--target', 'ES2023', '--module', 'nodenext', '--skipLibCheck', '--types', 'node', '--ignoreConfig']
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, ...paths], { cwd: ROOT, encoding: 'utf8' })

  return { said: stdout + stderr, status }
}

describe('simulator.md', () => {
  const examples = examplesIn('docs/simulator.md')

  it('has examples that compile', () => {
    assert.equal(examples.length, 2)
    assert.deepEqual(compiled(examples), { said: '', status: 0 })
  })

  it('has a first test that passes, and a failing seed that shrinks', { timeout: DEADLINE }, () => {
    const expected = [/^others took over within \d+(\.\d+)? ms\n$/, /^[1-9]\d* of \d+ faults are enough, told in [1-9]\d* lines\n$/]

    for (const [index, path] of examples.entries()) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [path], { cwd: ROOT, encoding: 'utf8' })

      assert.equal(status, 0, stderr)
      assert.match(stdout, expected[index] ?? /^$/)
    }
  })

  it('is one page', () => {
    assert.ok(readFileSync(join(ROOT, 'docs/simulator.md'), 'utf8').split('\n').length <= 121)
  })
})

describe('README', () => {
  const examples = examplesIn('README.md')

  it('ring-election #49: its examples compile', () => {
    assert.ok(examples.length > 0, 'there must be an example')
    assert.deepEqual(compiled(examples), { said: '', status: 0 })
  })

  it('its example of a test on virtual time runs, and comes to the same each time', { timeout: DEADLINE }, () => {
    const path = examples.find(example => readFileSync(example, 'utf8').includes("from 'shoal/sim'")) ?? ''
    const runs = [1, 2].map(() => spawnSync(process.execPath, [path], { cwd: ROOT, encoding: 'utf8' }))

    for (const { status, stdout, stderr } of runs) {
      assert.equal(status, 0, stderr)
      assert.match(stdout, /^others took [1-9]\d* partitions over within \d+(\.\d+)? ms\n$/)
    }
    assert.equal(runs[0]?.stdout, runs[1]?.stdout)
  })

  it('its example of a server runs to its end, and has an owner to tell of', { timeout: DEADLINE }, () => {
    const path = examples.find(example => readFileSync(example, 'utf8').includes("from 'shoal/node'")) ?? ''
    const { status, stdout, stderr } = spawnSync(process.execPath, [path], { cwd: ROOT, encoding: 'utf8' })

    assert.equal(stderr, '')
    assert.equal(status, 0)
    assert.match(stdout, /^customer-42 is at 12D3\w+\n$/)
  })

  it('its example of strict mode runs to its end, and owns', { timeout: DEADLINE }, () => {
    const path = examples.find(example => readFileSync(example, 'utf8').includes('createGenesis(')) ?? ''
    const { status, stdout, stderr } = spawnSync(process.execPath, [path], { cwd: ROOT, encoding: 'utf8' })

    assert.equal(stderr, '')
    assert.equal(status, 0)
    assert.equal(stdout, 'owned at this instant: true\n')
  })

  it('its example of calls runs to its end, and is answered', { timeout: DEADLINE }, () => {
    const path = examples.find(example => readFileSync(example, 'utf8').includes('.request(')) ?? ''
    const { status, stdout, stderr } = spawnSync(process.execPath, [path], { cwd: ROOT, encoding: 'utf8' })

    assert.equal(stderr, '')
    assert.equal(status, 0)
    assert.equal(stdout, 'customer-42 has 3 bytes\n')
  })

  it('its embedding example is short, runs, and owns every partition', { timeout: DEADLINE }, async () => {
    const [path = ''] = examples
    const lines = readFileSync(path, 'utf8').split('\n').filter(line => line.trim() !== '')
    assert.ok(lines.length <= 15, `${lines.length} lines`)

    const child = spawn(process.execPath, [path], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
    const assigned = new Set<string>()

    try {
      for await (const line of createInterface({ input: child.stdout })) {
        assigned.add(line)
        if (assigned.size === 64) break
      }
      assert.equal(assigned.size, 64)
    } finally {
      child.kill('SIGKILL')
      await once(child, 'close')
    }
  })
})
