import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'
import { failuresOf, failureText } from '../../src/cli/simulation/failure.js'
import { SCENARIOS, VARIANT_NAMES } from '../../src/sim/index.js'
import type { Fault, Scenario, ScenarioResult } from '../../src/sim/index.js'

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

interface Output {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function simulate (...argv: string[]): Output {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'simulate', ...argv], { encoding: 'utf8' })
  return { code: status, out: stdout, err: stderr }
}

function linesOf ({ out }: Output): Array<Record<string, unknown>> {
  return out.trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>)
}

describe('shoal simulate', () => {
  it('lists all scenarios and all variants', () => {
    const { code, out } = simulate('--list')

    assert.equal(code, 0)
    for (const { id, name } of SCENARIOS) assert.match(out, new RegExp(`^${id} ${name} \\(`, 'm'))
    for (const name of VARIANT_NAMES) assert.match(out, new RegExp(`^  ${name} `, 'm'))
  })

  it('shows figures with percentiles as a table', () => {
    const { code, out } = simulate('--scenario', 'first-detection', '--nodes', '5', '--seeds', '3')

    assert.equal(code, 0)
    assert.match(out, /^S2 first-detection, variant ours, 5 nodes, silent=1, seeds 1 to 3$/m)
    assert.match(out, /^measured +count +mean +p50 +p90 +p99 +p99\.9 +max$/m)
    assert.match(out, /^firstDetectionMs +3( +[\d.]+){6}$/m)
    assert.match(out, /^tablesIssued +1 +1 +1 +1$/m)
  })

  it('writes a JSON line for each run and one for all, the same for the same seeds', () => {
    const argv = ['--scenario', 'S2', '--nodes', '5', '--seed', '7', '--seeds', '2', '--parameter', 'silent=0', '--variant', 'lifeguard', '--json']
    const first = simulate(...argv)
    const [a, b, summary] = linesOf(first)

    assert.equal(first.code, 0)
    assert.deepEqual([a?.['event'], a?.['seed'], a?.['variant'], a?.['parameters']], ['run', 7, 'lifeguard', { silent: 0 }])
    assert.deepEqual([b?.['event'], b?.['seed']], ['run', 8])
    assert.notEqual(a?.['digest'], b?.['digest'])
    assert.deepEqual([summary?.['event'], summary?.['seeds'], summary?.['violations']], ['summary', 2, 0])
    assert.equal(simulate(...argv).out, first.out)
  })

  it('tells the story of one seed, that of the run with the same digest', () => {
    const told = simulate('--scenario', 'S26', '--nodes', '2', '--transcript')
    const [run] = linesOf(simulate('--scenario', 'S26', '--nodes', '2', '--json'))

    assert.equal(told.code, 0)
    assert.match(told.out, /fault power-off \{"member":"n\d{4}"\}/)
    assert.match(told.out, /!! member:dead n\d{4}/)
    assert.match(told.out, new RegExp(`^digest: ${run?.['digest']}$`, 'm'))
  })

  it('exits 1 on a broken promise, with the seed and the command that runs it again', () => {
    // No split heals within a tenth of a second.
    const { code, out } = simulate('--scenario', 'S14', '--nodes', '4', '--parameter', 'limit=50', '--seed', '3')
    const [, replay = ''] = /^seed 3 broke a promise; see it with: shoal simulate (.*) --transcript$/m.exec(out) ?? []

    assert.equal(code, 1)
    assert.match(out, /^ {2}I6 one view, one leader, one table: at \d+/m)
    assert.equal(replay, '--scenario S14 --variant ours --nodes 4 --seed 3 --parameter limit=50')
    assert.equal(simulate(...replay.split(' ')).code, 1)
  })

  it('refuses what it does not take, with one line and exit code 2', () => {
    for (const [argv, message] of [
      [[], /^shoal: --scenario is missing: accepts a scenario/],
      [['--scenario', 'S99'], /^shoal: --scenario is "S99": accepts a scenario by its number or its name/],
      [['--scenario', 'S4', '--parameter', 'size=3'], /^shoal: --parameter names size: S4 accepts concurrent, duration/],
      [['--scenario', 'S24', '--parameter', 'size=3'], /^shoal: --parameter names size: S24 accepts none/],
      [['--scenario', 'S4', '--transcript', '--seeds', '2'], /^shoal: --transcript is given with --seeds 2: accepts one seed/]
    ] as const) {
      const { code, out, err } = simulate(...argv)

      assert.deepEqual([code, out], [2, ''])
      assert.match(err, message)
      assert.equal(err.trim().split('\n').length, 1)
    }
  })
})

describe('a failed run of a schedule', () => {
  const fault: Fault = { at: 5, kind: 'crash', member: 'a' }
  const schedule: readonly Fault[] = [{ at: 1, kind: 'leave', member: 'b' }, fault, { at: 7, kind: 'pause', member: 'c' }, { at: 9, kind: 'heal' }]

  function resultOf (faults: readonly Fault[]): ScenarioResult {
    const violations = faults.includes(fault) ? [{ invariant: 'I0 nobody crashes', at: 5, what: 'a did' }] : []
    return { metrics: {}, samples: {}, violations, digest: '0', schedule: faults }
  }
  const scenario: Scenario = {
    id: 'S0', name: 'fake', about: '', nodes: 3, defaults: { ticks: 1 }, run: () => resultOf(schedule), replay: (_, faults) => resultOf(faults)
  }

  it('is shown with the few faults that it takes', () => {
    const [failure] = failuresOf({ scenario, options: { parameters: { ticks: 2 } } }, [{ seed: 4, result: resultOf(schedule) }])
    assert.ok(failure !== undefined)

    assert.deepEqual(failureText(failure).split('\n'), [
      'seed 4 broke a promise; see it with: shoal simulate --scenario S0 --variant ours --nodes 3 --seed 4 --parameter ticks=2 --transcript',
      '  I0 nobody crashes: at 5 ms: a did',
      '  2 of 4 faults are enough:',
      '    {"at":5,"kind":"crash","member":"a"}',
      '    {"at":9,"kind":"heal"}'
    ])
  })

  it('is reduced once only, and a good run is no failure', () => {
    const failures = failuresOf({ scenario, options: {} }, [1, 2].map(seed => ({ seed, result: resultOf(schedule) })).concat([{ seed: 3, result: resultOf([]) }]))

    assert.deepEqual(failures.map(({ seed, reduced }) => [seed, reduced?.faults.length]), [[1, 2], [2, undefined]])
  })
})
