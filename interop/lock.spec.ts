import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { judge } from '../examples/lock/judge.js'
import { CLOCK_MARGIN, formatFence, Ledger } from '../examples/lock/ledger.js'
import type { LockLine } from '../examples/lock/member.js'

const MAIN = fileURLToPath(new URL('../examples/lock/main.js', import.meta.url))
const LEASE = 1_000

async function run (args: readonly string[]): Promise<{ code: number | null, stdout: string, stderr: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 240_000 })
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[number | null]>])

  return { code, stdout, stderr }
}

function held (fence: string, from: number, until: number): LockLine {
  return { event: 'held', name: 'a', fence, from, until }
}

describe('the lock service', () => {
  it('has one holder of a lock at a time, whose fence is above those before: an owner is killed, and one is stopped', { timeout: 250_000 }, async () => {
    const { code, stdout, stderr } = await run(['--demo', '--json'])
    const phases = stdout.trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>)
    const judged = phases.find(({ phase }) => phase === 'judged')

    assert.equal(stderr, '')
    assert.deepEqual([judged?.['overlaps'], judged?.['fencesBack']], [[], []], stdout)
    assert.ok(Number(judged?.['grants']) > 10)
    assert.deepEqual(phases.map(({ phase }) => phase), ['formed', 'contend', 'killed', 'stopped', 'judged', 'ok'])
    assert.equal(code, 0)
  })

  it('answers a wrong or a missing option with one line, and ends with 2', { timeout: 40_000 }, async () => {
    const wrong = await run(['--lease', '0'])
    const missing = await run(['--data', 'somewhere'])

    assert.deepEqual([wrong.code, wrong.stdout, wrong.stderr.trim()], [2, '', 'example:lock: --lease is "0": accepts a whole number from 100 to 600000'])
    assert.deepEqual([missing.code, missing.stdout, missing.stderr.trim()], [2, '', 'example:lock: --genesis is missing: accepts a file that shoal voters new wrote'])
  })
})

describe('the ledger of a new owner', () => {
  it('grants nothing until whatever the former one granted is over', () => {
    let now = 0
    const ledger = new Ledger({ token: 7n, leaseMaxMs: LEASE, now: () => now })
    const ask = { op: 'acquire', name: 'a', holder: 'x', leaseMs: 500 } as const

    assert.deepEqual(ledger.answer(ask), { status: 'wait', ms: LEASE * CLOCK_MARGIN, why: 'new-owner' })
    now = LEASE
    assert.equal(ledger.answer(ask).status, 'wait')
    now = LEASE * CLOCK_MARGIN
    assert.deepEqual(ledger.answer(ask), { status: 'granted', fence: formatFence(7n, 1n) })
  })

  it('knows no holder of the former one: it cannot renew, and nothing that it gives back is another one\'s', () => {
    let now = 0
    const ledger = new Ledger({ token: 7n, leaseMaxMs: LEASE, now: () => now })
    const former = { name: 'a', holder: 'x', fence: formatFence(6n, 9n) }

    assert.deepEqual(ledger.answer({ op: 'renew', ...former, leaseMs: 500 }), { status: 'lost' })
    now = 2 * LEASE
    assert.equal(ledger.answer({ op: 'acquire', name: 'a', holder: 'y', leaseMs: 500 }).status, 'granted')
    assert.deepEqual(ledger.answer({ op: 'release', ...former }), { status: 'lost' })
    assert.equal(ledger.answer({ op: 'acquire', name: 'a', holder: 'z', leaseMs: 500 }).status, 'wait')
  })

  it('gives a lock to the next one when it was given back or its lease is over, under larger fences', () => {
    let now = 0
    const ledger = new Ledger({ token: 7n, leaseMaxMs: LEASE, now: () => now })
    now = 2 * LEASE
    const acquire = (holder: string) => ledger.answer({ op: 'acquire', name: 'a', holder, leaseMs: LEASE })
    const [first, second] = [formatFence(7n, 1n), formatFence(7n, 2n)]

    assert.deepEqual(acquire('x'), { status: 'granted', fence: first })
    assert.deepEqual(ledger.answer({ op: 'release', name: 'a', holder: 'x', fence: first }), { status: 'released' })
    assert.deepEqual(acquire('y'), { status: 'granted', fence: second })
    now += LEASE
    assert.deepEqual(ledger.answer({ op: 'renew', name: 'a', holder: 'y', fence: second, leaseMs: LEASE }), { status: 'granted', fence: second })
    now += LEASE
    assert.equal(acquire('z').status, 'wait')
    now += LEASE
    assert.deepEqual(ledger.answer({ op: 'renew', name: 'a', holder: 'y', fence: second, leaseMs: LEASE }), { status: 'lost' })
    assert.deepEqual(acquire('z'), { status: 'granted', fence: formatFence(7n, 3n) })
    assert.ok(first < second && formatFence(7n, 1n << 63n) < formatFence(8n, 1n))
  })
})

describe('the judge of locks', () => {
  it('sees two holders at once, and fences that do not grow', () => {
    const well = [held('1', 0, 10), { event: 'freed', name: 'a', fence: '1', at: 5 } as const, held('2', 6, 10), held('2', 8, 16)]

    assert.deepEqual(judge(well), { grants: 2, overlaps: [], fencesBack: [] })
    assert.equal(judge([...well, held('3', 15, 20)]).overlaps.length, 1)
    assert.equal(judge([...well, held('0', 17, 20)]).fencesBack.length, 1)
  })
})
