import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'
import { judge } from '../bench/membership/bars.js'
import { list, option, readScript, toggle } from '../bench/script.js'
import { integer, oneOf } from '../src/cli/option-values.js'

const DIST = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const { scripts } = JSON.parse(readFileSync(resolve(DIST, '../package.json'), 'utf8')) as { readonly scripts: Readonly<Record<string, string>> }

/** The scripts that measure, and the file of each. */
const MEASURING = Object.entries(scripts).flatMap(([name, command]) => {
  const file = / node dist\/(bench\/[a-z-]+\.js)$/.exec(command)?.[1]
  return file === undefined ? [] : [{ name, file }]
})

const SCRIPT = {
  name: 'bench:some',
  about: 'Measures something.',
  options: {
    sizes: list('SIZE', 'members', 'a whole number from 1 to 9', [5, 7], integer(1, 9)),
    part: option('PART', 'which part', 'one of small, large', 'small', oneOf('small', 'large')),
    tuning: toggle('other settings')
  },
  places: ['sizes', 'part']
}

function run (file: string, ...args: readonly string[]): Promise<{ readonly code: unknown, readonly out: string, readonly err: string }> {
  const { promise, resolve: ended } = Promise.withResolvers<{ code: unknown, out: string, err: string }>()
  execFile(process.execPath, [resolve(DIST, file), ...args], (failure, out, err) => { ended({ code: failure?.code ?? 0, out, err }) })

  return promise
}

describe('scripts that measure', () => {
  it('fall back on what the help says', () => {
    assert.deepEqual(readScript(SCRIPT, []), { values: { sizes: [5, 7], part: 'small', tuning: false } })
  })

  it('take options by name, also by place, and lists separated by commas', () => {
    const expected = { values: { sizes: [1, 2], part: 'large', tuning: true } }

    assert.deepEqual(readScript(SCRIPT, ['--sizes', '1,2', '--part=large', '--tuning']), expected)
    assert.deepEqual(readScript(SCRIPT, ['1,2', 'large', '--tuning']), expected)
  })

  it('say what they accept when they are given something else', () => {
    const cases: ReadonlyArray<readonly [readonly string[], RegExp]> = [
      [['--size', '1'], /^--size is no option of bench:some: accepts --sizes, --part, --tuning$/],
      [['-s'], /^-s is no option of bench:some/],
      [['1', 'large', 'more'], /^"more" is no option of bench:some/],
      [['--constructor', '1'], /^--constructor is no option/],
      [['--sizes', '1,x'], /^--sizes is "1,x": accepts a whole number from 1 to 9, or several separated by commas$/],
      [['--part', '--tuning'], /^--part has no value: accepts one of small, large$/],
      [['--tuning=yes'], /^--tuning has the value "yes": accepts no value$/],
      [['1', '--sizes', '2'], /^--sizes is given more than once/]
    ]

    for (const [argv, message] of cases) {
      assert.throws(() => readScript(SCRIPT, argv), { name: 'UsageError', message })
    }
  })

  it('name each option with its default in the help', () => {
    const told = readScript(SCRIPT, ['--tuning', '--help'])

    assert.ok('help' in told)
    assert.match(told.help, /^npm run bench:some -- \[options\] \[SIZE,\.\.\.\] \[PART\]$/m)
    assert.match(told.help, /^ {2}--sizes SIZE,\.\.\. +members \(5,7\)$/m)
    assert.match(told.help, /^ {2}--tuning +other settings \(no\)$/m)
  })

  it('judge what was asked for alone, and say where that went', async () => {
    const out = mkdtempSync(join(tmpdir(), 'shoal-report-'))
    const [one, all] = [await run('bench/membership-report.js', '--text', '--out', out, '--only', 'S9'), await run('bench/membership-report.js', '--text', '--out', out)]
    rmSync(out, { recursive: true })
    const wrote = `wrote ${join(out, 'membership-report.md')} and ${join(out, 'membership-report.json')}`

    assert.deepEqual([one.code, all.code], [0, 0])
    assert.match(one.out, /^not run {2}S9: [^\n]+\nwrote /)
    assert.ok([one, all].every(({ out: told }) => told.endsWith(`\n${wrote}\n`)), one.out)
    assert.equal(all.out.trim().split('\n').length, judge(new Map()).length + 1)
  })

  it('are all that package.json has', () => {
    assert.deepEqual(MEASURING.map(({ name }) => name).sort(), Object.keys(scripts).filter(name => /^(bench|sim):/.test(name)).sort())
  })

  for (const { name, file } of MEASURING) {
    it(`npm run ${name} has a help, and refuses what it does not know`, async () => {
      const [help, unknown] = await Promise.all([run(file, '--help'), run(file, '--nonsense')])

      assert.deepEqual([help.code, help.err, unknown.code, unknown.out], [0, '', 2, ''])
      assert.match(help.out, new RegExp(`^npm run ${name} -- `))
      assert.match(unknown.err, new RegExp(`^${name}: --nonsense is no option of ${name}: accepts --`))
    })
  }
})
