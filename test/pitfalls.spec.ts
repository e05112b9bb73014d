import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const PITFALLS = 67

interface Row {
  readonly number: number
  readonly pitfall: string
  readonly answer: string
  readonly tests: ReadonlyArray<{ readonly name: string, readonly file: string }>
}

const rows: Row[] = [...readFileSync(join(ROOT, 'docs/pitfalls.md'), 'utf8').matchAll(/^\| (\d+) \| (.+?) \| (.+) \|$/gm)]
  .map(([, number, pitfall = '', answer = '']) => ({
    number: Number(number),
    pitfall,
    answer,
    tests: [...answer.matchAll(/"([^"]+)" \(`([^`]+)`\)/g)].map(([, name = '', file = '']) => ({ name, file }))
  }))

describe('docs/pitfalls.md', () => {
  it('has a row for each of the pitfalls, in order', () => {
    assert.deepEqual(rows.map(({ number }) => number), Array.from({ length: PITFALLS }, (_, index) => index + 1))
  })

  it('says of each what shows that we do not have it: a test, or a reason why there is nothing to test', () => {
    assert.deepEqual(rows.filter(({ answer, tests }) => tests.length === 0 && !answer.startsWith('Not here: ')).map(({ number }) => number), [])
  })

  it('names each test completely: a quoted name without its file, or a file without a name, is a slip', () => {
    const slips = rows.filter(({ answer, tests }) => (answer.match(/"/g)?.length ?? 0) !== 2 * tests.length || (answer.match(/\.spec\.ts/g)?.length ?? 0) !== tests.length)
    assert.deepEqual(slips.map(({ number }) => number), [])
  })

  it('names only tests that exist', () => {
    const missing = rows.flatMap(({ number, tests }) => tests.filter(test => !exists(test)).map(({ name, file }) => `${number}: ${file}: ${name}`))
    assert.deepEqual(missing, [])
  })
})

/** Whether the file has a test of exactly that name, which is not left out. */
function exists ({ name, file }: Row['tests'][number]): boolean {
  const path = join(ROOT, 'test', file)
  const escaped = name.replaceAll("'", "\\'")

  return existsSync(path) && readFileSync(path, 'utf8').includes(`it('${escaped}', `)
}
