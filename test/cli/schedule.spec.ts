import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'
import { failuresOf, failureText } from '../../src/cli/simulation/failure.js'
import { parseSchedule } from '../../src/cli/simulation/schedule-file.js'
import { chaosSchedule, FAULT_KINDS, memberIds } from '../../src/sim/index.js'
import type { Fault, Scenario, ScenarioResult } from '../../src/sim/index.js'

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

/** Plain SWIM, which breaks promises of ours, among them some within a few seeds. */
const WEAK = ['--scenario', 'chaos', '--nodes', '4', '--variant', 'swim', '--parameter', 'ticks=100', '--json']

interface Violation {
  readonly event: string
  readonly seed: number
  readonly violations: ReadonlyArray<{ readonly invariant: string }>
  readonly replay: string
  readonly reduced?: { readonly faults: readonly Fault[], readonly of: number, readonly replay: string }
}

function simulate (argv: readonly string[], input = ''): { readonly code: number | null, readonly lines: Violation[], readonly err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'simulate', ...argv], { encoding: 'utf8', input })
  return { code: status, lines: stdout.split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Violation), err: stderr }
}

describe('a failed run of a schedule', () => {
  const fault: Fault = { at: 5, kind: 'crash', member: 'a' }
  const schedule: readonly Fault[] = [{ at: 1, kind: 'leave', member: 'b' }, fault, { at: 7, kind: 'pause', member: 'c' }, { at: 9, kind: 'heal' }]

  function resultOf (faults: readonly Fault[]): ScenarioResult {
    const violations = faults.includes(fault) ? [{ invariant: 'I0 nobody crashes', at: 5, what: 'a did' }] : []
    return { metrics: {}, samples: {}, violations, digest: '0', schedule: faults }
  }
  const scenario: Scenario = {
    id: 'S0', name: 'fake', about: '', nodes: 3, leastNodes: 1, defaults: { ticks: 1 }, ranges: { ticks: { least: 1, most: 9 } },
    run: () => resultOf(schedule), replay: (_, faults) => resultOf(faults)
  }

  it('is shown with the few faults that it takes, and how to run them alone', () => {
    const [failure] = failuresOf({ scenario, options: { parameters: { ticks: 2 } } }, [{ seed: 4, result: resultOf(schedule) }])
    assert.ok(failure !== undefined)
    const replay = 'shoal simulate --scenario S0 --variant ours --nodes 3 --seed 4 --parameter ticks=2'

    assert.deepEqual(failureText(failure).split('\n'), [
      `seed 4 broke a promise; see it with: ${replay} --transcript`,
      '  I0 nobody crashes: at 5 ms: a did',
      `  2 of 4 faults are enough; with these lines in a file: ${replay} --schedule FILE`,
      '    {"at":5,"kind":"crash","member":"a"}',
      '    {"at":9,"kind":"heal"}'
    ])
    assert.equal(failure.reduced?.replay, `${replay} --schedule -`)
  })

  it('is reduced once only, and a good run is no failure', () => {
    const failures = failuresOf({ scenario, options: {} }, [1, 2].map(seed => ({ seed, result: resultOf(schedule) })).concat([{ seed: 3, result: resultOf([]) }]))

    assert.deepEqual(failures.map(({ seed, reduced }) => [seed, reduced?.faults.length]), [[1, 2], [2, undefined]])
  })

  it('says on its way which faults it tries', () => {
    const attempts: number[][] = []
    const [failure] = failuresOf({ scenario, options: {} }, [{ seed: 4, result: resultOf(schedule) }], ({ run, faults }) => { attempts.push([run, faults]) })

    assert.ok(attempts.length > 1)
    assert.deepEqual(attempts.map(([run]) => run), attempts.map((_, index) => index + 1))
    assert.ok(attempts.every(([, faults = 0]) => faults >= 1 && faults < schedule.length))
    assert.equal(attempts.length, failure?.reduced?.runs)
  })

  it('of faults that a user gave is not reduced, and names their file for a shell', () => {
    const given = { path: "my 'faults'.json", faults: schedule }
    const [failure] = failuresOf({ scenario, options: {}, given }, [{ seed: 4, result: resultOf(schedule) }])

    assert.equal(failure?.reduced, undefined)
    assert.equal(failure?.replay, "shoal simulate --scenario S0 --variant ours --nodes 3 --seed 4 --schedule 'my '\\''faults'\\''.json'")
  })
})

describe('--schedule', () => {
  it('runs the faults again that a failed run was reduced to, and they break the same promise', () => {
    const campaign = simulate([...WEAK, '--seeds', '20'])
    const violation = campaign.lines.find(({ event }) => event === 'violation')
    const { seed, reduced, violations = [] } = violation ?? {}

    assert.equal(campaign.code, 1)
    assert.ok(reduced !== undefined && reduced.faults.length < reduced.of)
    assert.match(campaign.err, new RegExp(`^shoal: seed ${seed} broke a promise; see it with: shoal simulate --scenario S20 .* --seed ${seed} .*--transcript$`, 'm'))

    // As that command says: with the failure's own line on standard input.
    const again = simulate([...reduced.replay.split(' ').slice(2), '--json'], JSON.stringify(violation))
    const [run, , failure] = again.lines

    assert.equal(again.code, 1, again.err)
    assert.ok(run?.violations.some(({ invariant }) => violations.some(other => other.invariant === invariant)))
    assert.equal(failure?.replay, `${violation?.replay} --schedule -`)
    assert.equal(failure?.reduced, undefined)
    // A schedule is told like any other run.
    assert.match(JSON.stringify(simulate([...WEAK, '--seed', String(seed), '--schedule', '-', '--transcript'], JSON.stringify(reduced.faults)).lines), /"event":"fault"/)
  })

  it('runs the faults of a story again, to the same end', () => {
    const calm = ['--scenario', 'chaos', '--nodes', '4', '--parameter', 'ticks=60', '--seed', '3', '--json']
    const story = simulate([...calm, '--transcript']).lines
    const again = simulate([...calm, '--schedule', '-'], story.map(line => JSON.stringify(line)).join('\n'))
    const counts = (lines: readonly object[]): unknown => (lines.find(line => 'metrics' in line && 'seed' in line) as { metrics?: unknown } | undefined)?.metrics

    assert.equal(again.code, 0, again.err)
    assert.ok(story.some(({ event }) => event === 'fault'))
    assert.deepEqual(counts(again.lines), counts(story))
    assert.notEqual(counts(story), undefined)
  })

  it('names a fault that hit nobody, and why', () => {
    const { code, err } = simulate(['--scenario', 'chaos', '--nodes', '3', '--parameter', 'fewest=3', '--json', '--schedule', '-'], [
      { at: 20_000, kind: 'start', member: 'n11' }, { at: 20_000, kind: 'heal' }, { at: 20_000, kind: 'resume', member: 'n11' },
      { at: 21_000, kind: 'crash', member: 'n12' }, { at: 22_000, kind: 'pause', member: 'n12' }, { at: 30_000, kind: 'start', member: 'n12' }
    ].map(fault => JSON.stringify(fault)).join('\n'))

    assert.equal(code, 0)
    assert.deepEqual(err.trim().split('\n'), [
      'shoal: fault 1 hit nobody: n11 was running', 'shoal: fault 2 hit nobody: no cable was cut or degraded',
      'shoal: fault 3 hit nobody: n11 was not paused', 'shoal: fault 5 hit nobody: n12 was not running'
    ])
  })

  it('that leaves a fault that lasts breaks a promise', () => {
    const argv = ['simulate', '--scenario', 'chaos', '--nodes', '3', '--parameter', 'fewest=3', '--schedule', '-']
    const { status, stdout } = spawnSync(process.execPath, [MAIN, ...argv], { encoding: 'utf8', input: '{"at":20000,"kind":"pause","member":"n12"}' })

    assert.equal(status, 1)
    assert.match(stdout, /^S20 chaos, .*, 1 fault of -$/m)
    assert.match(stdout, /^ {2}I6 no fault still lasts at the end: at .*pause of n12 since 20000 ms; end the schedule with resume of n12$/m)
  })

  it('refuses faults of another run', () => {
    const file = JSON.stringify({ event: 'violation', scenario: 'S20', seed: 7, reduced: { faults: [{ at: 1, kind: 'heal' }] } })
    const stranger = JSON.stringify([{ at: 1, kind: 'heal' }, { at: 2, kind: 'crash', member: 'n99' }])

    for (const [input, message] of [
      [file, /^shoal: --schedule is "-": it is of S20, seed 7: accepts these as --scenario and --seed\n$/],
      [stranger, /^shoal: --schedule is "-": fault 2 is of n99: the members of seed 1 are n11, n12.*\n$/]
    ] as const) {
      const { code, lines, err } = simulate([...WEAK, '--schedule', '-'], input)

      assert.deepEqual([code, lines], [2, []])
      assert.match(err, message)
    }
  })
})

describe('a file of faults', () => {
  const faults: readonly Fault[] = [{ at: 1, kind: 'crash', member: 'a' }, { at: 2.5, kind: 'heal' }]
  const violation = { event: 'violation', scenario: 'S20', seed: 3, reduced: { faults } }

  it('is an array, one fault a line, or what --json wrote', () => {
    assert.deepEqual(parseSchedule('f', JSON.stringify(faults)).faults, faults)
    assert.deepEqual(parseSchedule('f', `${faults.map(fault => JSON.stringify(fault)).join('\n\n')}\n`).faults, faults)
    assert.deepEqual(parseSchedule('f', JSON.stringify(faults[0])).faults, [faults[0]])
    assert.deepEqual(parseSchedule('f', `{"event":"run"}\n${JSON.stringify(violation)}\n{"event":"violation"}\n`), { path: 'f', faults, scenario: 'S20', seed: 3 })
  })

  it('is also the story of a run, of which it takes the faults', () => {
    const told = faults.map(({ at, ...fault }) => JSON.stringify({ event: 'fault', at, fault }))
    const story = ['{"event":"mark","at":1,"mark":"x"}', ...told, '{"event":"run","scenario":"S20","seed":3}'].join('\n')

    assert.deepEqual(parseSchedule('f', story), { path: 'f', faults, scenario: 'S20', seed: 3 })
    assert.deepEqual(parseSchedule('f', '{"at":1,"fault":{"kind":"crash","member":"a"}}'), { path: 'f', faults: [faults[0]] })
    assert.throws(() => parseSchedule('f', '{"event":"run","scenario":"S20","seed":3}'), /it has 0 faults/)
    assert.throws(() => parseSchedule('f', '{"event":"fault","at":1,"fault":{"kind":"melt"}}'), /fault 1: kind is "melt"/)
    assert.throws(() => parseSchedule('f', '{"at":1,"fault":"crash"}'), /fault 1: kind is missing/)
  })

  it('can hold whatever chaos makes', () => {
    const kinds = new Set<string>()

    for (let seed = 1; seed <= 100; seed++) {
      const made = chaosSchedule(seed, { ids: memberIds(2 + seed % 7), duration: 100_000 })
      assert.deepEqual(parseSchedule('f', JSON.stringify(made)).faults, made)
      made.forEach(({ kind }) => { kinds.add(kind) })
    }
    assert.deepEqual([...FAULT_KINDS].filter(kind => !kinds.has(kind)), [])
  })

  it('that is none is refused with the fault and what it accepts', () => {
    for (const [text, message] of [
      ['', /it has 0 faults: accepts a file of faults/],
      ['[]', /it has 0 faults/],
      ['{"event":"run","seed":1}\n{"event":"summary"}', /it is what --json wrote of runs that broke no promise, which has no faults: accepts/],
      ['{"event":"violation","seed":1}', /its violation has no reduced faults: accepts/],
      ['{"at":1,"kind":"heal"}\n{"at"', /line 2: /],
      ['[null]', /fault 1: it is no object/],
      ['[{"at":1}]', /fault 1: kind is missing: accepts crash, /],
      ['[{"at":1,"kind":"heal"},{"at":1,"kind":"melt"}]', /fault 2: kind is "melt": accepts crash, /],
      ['[{"kind":"heal"}]', /fault 1: at is missing: accepts a number of milliseconds/],
      ['[{"at":-1,"kind":"heal"}]', /fault 1: at is -1/],
      ['[{"at":1e99,"kind":"heal"}]', /fault 1: at is 1e\+99/],
      ['[{"at":1,"kind":"heal","member":"a"}]', /fault 1: member is no field of heal: accepts at$/],
      ['[{"at":1,"kind":"crash"}]', /fault 1: member is missing: accepts the id of a member$/],
      ['[{"at":1,"kind":"stall","member":"a","duration":"1"}]', /fault 1: duration is "1": accepts a number of milliseconds/],
      ['[{"at":1,"kind":"slow","member":"a","stall":9,"every":9}]', /fault 1: stall is 9: accepts less than every, which is 9$/],
      ['[{"at":1,"kind":"clock","member":"a","rate":0}]', /fault 1: rate is 0: accepts a number from/],
      ['[{"at":1,"kind":"split","sides":[["a"],"b"]}]', /fault 1: sides is \[\["a"\],"b"\]: accepts a list of lists/],
      ['[{"at":1,"kind":"cut-partial","pairs":[["a"]]}]', /fault 1: pairs is \[\["a"\]\]: accepts a list of pairs/],
      ['[{"at":1,"kind":"flip-flop","a":["a"],"b":["b"],"period":0}]', /fault 1: period is 0/],
      ['[{"at":1,"kind":"degrade","members":["a"],"loss":2,"latency":1}]', /fault 1: loss is 2: accepts a number from 0 to 1$/],
      ['[{"at":1,"kind":"degrade","members":["a"],"loss":0,"latency":{"min":2,"max":1}}]', /fault 1: latency is \{"min":2,"max":1\}/],
      ['[{"at":1,"kind":"network","options":{"loss":7}}]', /fault 1: options is \{"loss":7\}: accepts options of a network/],
      ['[{"at":1,"kind":"network","options":{"topic":null}}]', /fault 1: options is \{"topic":null\}/],
      ['[{"at":1,"kind":"network","options":{"colour":1}}]', /fault 1: options is \{"colour":1\}/]
    ] as const) {
      assert.throws(() => parseSchedule('f.json', text), err => {
        assert.ok(err instanceof Error && err.name === 'UsageError', String(err))
        assert.match(err.message, /^--schedule is "f\.json": [^\n]+$/)
        assert.match(err.message, message)
        return true
      })
    }
  })
})
