import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const MODES = ['all', 'available', 'strict']

interface NamedTest {
  readonly name: string
  readonly file: string
}

interface Row {
  readonly number: number
  readonly promise: string
  readonly mode: string
  readonly tests: readonly NamedTest[]
  readonly shown: string
}

const text = readFileSync(join(ROOT, 'docs/guarantees.md'), 'utf8')
const rows: Row[] = [...text.matchAll(/^\| (\d+) \| (.+?) \| (.+?) \| (.*?) ?\| (.+) \|$/gm)]
  .map(([, number, promise = '', mode = '', , shown = '']) => ({ number: Number(number), promise, mode, shown, tests: testsIn(shown) }))

function testsIn (words: string): NamedTest[] {
  return [...words.matchAll(/"([^"]+)" \(`([^`]+)`\)/g)].map(([, name = '', file = '']) => ({ name, file }))
}

describe('docs/guarantees.md', () => {
  it('says what is not promised before what is', () => {
    assert.ok(text.indexOf('## Not promised') > 0 && text.indexOf('## Not promised') < text.indexOf('| 1 |'))
  })

  it('numbers its promises, and says of each in which mode it holds', () => {
    assert.ok(rows.length >= 30)
    assert.deepEqual(rows.map(({ number }) => number), rows.map((_, index) => index + 1))
    assert.deepEqual(rows.filter(({ mode }) => !MODES.includes(mode)).map(({ number }) => number), [])
  })

  it('names a test for each, completely: a quoted name without its file, or a file without a name, is a slip', () => {
    const slips = rows.filter(({ shown, tests }) => tests.length === 0 || (shown.match(/"/g)?.length ?? 0) !== 2 * tests.length || (shown.match(/\.spec\.ts/g)?.length ?? 0) !== tests.length)
    assert.deepEqual(slips.map(({ number }) => number), [])
  })

  it('names only tests that exist', () => {
    assert.deepEqual(testsIn(text).filter(test => !exists(test)), [])
  })
})

/** Whether the file has a test of that name, where `…` is what the name is made with. */
function exists ({ name, file }: NamedTest): boolean {
  const path = join(ROOT, file)
  const escaped = name.replaceAll("'", "\\'").split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  // A name with a hole is a template, whose quotes need no escape.
  const wanted = escaped.length === 1 ? `it\\('${escaped[0]}', ` : `it\\(\`${escaped.join('\\$\\{[^}]*\\}').replaceAll("\\\\'", "'")}\`, `

  return existsSync(path) && new RegExp(wanted).test(readFileSync(path, 'utf8'))
}
