import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'
import { SCENARIOS, VARIANT_NAMES } from '../../src/sim/index.js'

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

  it('lists what a scenario needs and what its parameters accept, for programs too', () => {
    const { code, out } = simulate('--list', '--json')
    const lines = linesOf({ code, out, err: '' })
    const scenarios = lines.filter(({ event }) => event === 'scenario')

    assert.equal(code, 0)
    assert.deepEqual(scenarios.map(({ id }) => id), SCENARIOS.map(({ id }) => id))
    assert.deepEqual(lines.filter(({ event }) => event === 'variant').map(({ name }) => name), VARIANT_NAMES)
    assert.deepEqual({ ...scenarios[26], about: '' }, {
      event: 'scenario', id: 'S27', name: 'healthy-prober', about: '', nodes: 30, leastNodes: 1, besides: 'crashes',
      parameters: { crashes: { default: 1, least: 1, most: 9_999, hasFractions: false }, preset: { default: 0, least: 0, most: 1, hasFractions: false } }
    })
    assert.match(simulate('--list').out, /^S27 healthy-prober \(30 nodes, at least 1 besides crashes\)\n {4}crashes=1 \(1 to 9999\), preset=0 \(0 to 1\)\n {4}memberlist sends/m)
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
    assert.match(told.out, /^# ms, hash up to here, member#start [^\n]+\n +\d+\.\d{3} /)
    assert.match(told.out, /fault power-off \{"member":"n\d{4}"\}/)
    assert.match(told.out, /!! member:dead n\d{4}/)
    assert.match(told.out, new RegExp(`^digest: ${run?.['digest']}\nseed 1 broke no promise\n$`, 'm'))
  })

  it('tells it to programs too, line by line, and how it ended', () => {
    const argv = ['--scenario', 'S26', '--nodes', '2', '--transcript']
    const told = simulate(...argv).out.trim().split('\n').slice(1)
    const { code, out } = simulate(...argv, '--json')
    const lines = linesOf({ code, out, err: '' })
    const { event, digest, violations } = lines.at(-1) ?? {}

    assert.equal(code, 0)
    assert.deepEqual([event, violations, `digest: ${String(digest)}`], ['run', [], told.at(-2)])
    assert.deepEqual(
      lines.slice(0, -1).map(line => [Number(line['at']).toFixed(3), line['event']]),
      told.slice(0, -2).map(line => [line.trim().split(' ')[0], eventIn(line)])
    )
    const dead = lines.find(line => line['event'] === 'member:dead')
    assert.deepEqual(Object.keys(dead ?? {}), ['event', 'at', 'member', 'start', 'digest', 'peer'])
    assert.deepEqual(Object.keys(dead?.['peer'] ?? {}), ['id', 'state', 'position', 'generation', 'incarnation', 'probation'])
    assert.match(String(lines.find(line => line['event'] === 'partition:assign')?.['token']), /^[0-9a-f]{32}$/)
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

  it('names a seed that broke a promise at once on standard error, where JSON does not go', () => {
    const { code, out, err } = simulate('--scenario', 'S14', '--nodes', '4', '--parameter', 'limit=50', '--seeds', '2', '--json')
    const replay = 'shoal simulate --scenario S14 --variant ours --nodes 4 --seed 1 --parameter limit=50'

    assert.equal(code, 1)
    assert.deepEqual(linesOf({ code, out, err }).map(({ event }) => event), ['run', 'run', 'summary', 'violation', 'violation'])
    assert.equal(err, [1, 2].map(seed => `shoal: seed ${seed} broke a promise; see it with: ${replay.replace('--seed 1', `--seed ${seed}`)} --transcript\n`).join(''))
  })

  it('names the only seed too, and ends the story of one that broke a promise with that', () => {
    const argv = ['--scenario', 'S14', '--nodes', '4', '--parameter', 'limit=50', '--seed', '3']
    const told = simulate(...argv, '--transcript')

    assert.match(simulate(...argv).err, /^shoal: seed 3 broke a promise; see it with: shoal simulate .* --transcript\n$/)
    assert.equal(told.code, 1)
    assert.match(told.out, /\nviolation: I6 .*\ndigest: \w+\nseed 3 broke a promise: see the violations above\n$/)
  })

  it('refuses what it does not take, with one line and exit code 2', () => {
    for (const [argv, message] of [
      [[], /^shoal: --scenario is missing: accepts a scenario/],
      [['--scenario', 'S99'], /^shoal: --scenario is "S99": accepts a scenario by its number or its name/],
      [['--scenario', 'S4', '--parameter', 'size=3'], /^shoal: --parameter names size: S4 accepts concurrent, duration/],
      [['--scenario', 'S24', '--parameter', 'size=3'], /^shoal: --parameter names size: S24 accepts none/],
      [['--scenario', 'S4', '--transcript', '--seeds', '2'], /^shoal: --transcript is given with --seeds 2: accepts one seed/],
      [['--scenario', 'S20', '--schedule', '-', '--seeds', '2'], /^shoal: --schedule is given with --seeds 2: accepts one seed/],
      [['--scenario', 'S4', '--schedule', '-'], /^shoal: --schedule is given with S4: accepts chaos$/m],
      [['--scenario', 'S20', '--schedule', 'no/such/file'], /^shoal: --schedule is "no\/such\/file": there is no such file: accepts a file of faults/],
      [['--scenario', 'S24', '--nodes', '3'], /^shoal: --nodes is 3: S24 needs at least 4$/m],
      [['--scenario', 'S8', '--nodes', '10', '--json'], /^shoal: --nodes is 10: S8 needs at least 11, 1 besides crashes=10$/m],
      [['--scenario', 'S2', '--nodes', '1', '--transcript'], /^shoal: --nodes is 1: S2 needs at least 2$/m],
      [['--scenario', 'S20', '--nodes', '4', '--parameter', 'fewest=50'], /^shoal: --parameter fewest is 50: S20 accepts no more than nodes, which is 4$/m],
      [['--scenario', 'S20', '--nodes', '-3'], /^shoal: --nodes is "-3": accepts a whole number from 1 to 10000$/m],
      [['--scenario', 'S4', '--parameter', 'duration=-1'], /^shoal: --parameter duration is -1: S4 accepts a whole number from 1 to \d+$/m],
      [['--scenario', 'S18', '--parameter', 'loss=76'], /^shoal: --parameter loss is 76: S18 accepts a whole number from 0 to 75$/m]
    ] as const) {
      const { code, out, err } = simulate(...argv)

      assert.deepEqual([code, out], [2, ''])
      assert.match(err, message)
      assert.equal(err.trim().split('\n').length, 1)
    }
  })
})

/** What the JSON line of a line for people is called. */
function eventIn (line: string): string {
  const [, direction, name = ''] = /^ *[\d.]+ \S+ \S+ +(<-|!!|fault)? ?(\S+)/.exec(line) ?? []

  switch (direction) {
    case '<-': return 'input'
    case '!!': return name.replace(/,$/, '')
    case 'fault': return 'fault'
    default: return name === 'bootstrap' ? name : 'mark'
  }
}
