import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DEMO_OPTIONS, environmentName, NODE_OPTIONS, SIMULATE_OPTIONS, STATUS_OPTIONS, VOTERS_ID_OPTIONS, VOTERS_NEW_OPTIONS, VOTERS_OPTIONS } from '../../src/cli/options.js'
import { resolveOptions } from '../../src/cli/resolve-options.js'
import { UsageError } from '../../src/cli/usage-error.js'
import type { OptionTable, OptionValues } from '../../src/cli/options.js'
import type { ResolvedOptions } from '../../src/cli/resolve-options.js'

/** For each option values that it does not accept. A switch accepts none as a flag. */
const BAD: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  node: {
    'cluster': ['', 'Orders', '-a', 'a b', 'a'.repeat(65)],
    'listen': ['', 'here', '127.0.0.1:80', '/ip4/127.0.0.1', '/ip4/127.0.0.1/udp/1', '/ip4/127.0.0.1/tcp/99999', '/ip4/300.0.0.1/tcp/1'],
    'announce': ['', 'here', '/ip4/127.0.0.1/udp/1'],
    'join': ['', 'here', '/ip4/127.0.0.1', '/ip4/127.0.0.1/tcp/1/p2p/me'],
    'zone': ['', 'two words', 'x'.repeat(65), 'süd'],
    'group': ['', 'jobs', 'jobs:', 'jobs:0', 'jobs:131073', 'jobs:1.5', 'jobs:-1', 'jobs:1:2', 'jobs:1:', 'jobs:1:replicas', 'jobs:1:replicas=8', 'jobs:1:weight=65536', 'jobs:1:moves=0', 'jobs:1:size=1', 'jobs:1:replicas=1:replicas=1', 'Jobs:1', ':1', 'jobs:9e2'],
    'strict-group': ['', 'jobs', 'jobs:0', 'jobs:1:strict'],
    'genesis': [''],
    'data': [''],
    'admin': ['', '80', 'localhost', '127.0.0.1:99999', '0.0.0.0:80', '10.0.0.1:80', '[::]:80', 'example.org:80', ':80', '::1:80'],
    'no-admin': ['yes'],
    'priority': ['', 'first', '1.5', '1e3', '9999999999999999'],
    'eligible': ['', 'yes', 'constructor'],
    'metadata': [''],
    'detector': ['', 'fast'],
    'setting': ['', 'probeInterval', 'probeInterval=', 'probeInterval=soon', 'probeInterval=--1', 'probeinterval=1', 'constructor=1', 'settle=1=2'],
    'muxer': ['', 'quic'],
    'with-parent': ['yes'],
    'config': [''],
    'json': ['yes']
  },
  'voters id': { cluster: ['Orders'], data: [''] },
  'voters new': { voter: [''], 'leader-lease': ['', '199', '600001', 'long'], 'owner-lease': ['', '199'] },
  'voters list': { admin: ['', 'ftp://127.0.0.1'], voter: [''] },
  status: { admin: ['', 'ftp://127.0.0.1', 'http://'], json: ['yes'] },
  demo: { nodes: ['', '1', '51', 'five'], partitions: ['', '0', '131073'], scenario: ['', 'split'], json: ['yes'] },
  simulate: {
    scenario: ['', 'S28', 's', 'constructor', 'first_detection'],
    nodes: ['', '0', '10001', 'five'],
    seed: ['', '-1', '1.5', '9999999999999999'],
    seeds: ['', '0', '1000001'],
    variant: ['', 'raft', 'constructor'],
    parameter: ['', 'duration', 'duration=', 'duration=long', 'duration=-', '=1', 'a=1=2'],
    schedule: [''],
    transcript: ['yes'],
    list: ['yes'],
    json: ['yes']
  }
}

const TABLES: Readonly<Record<string, OptionTable>> = { node: NODE_OPTIONS, status: STATUS_OPTIONS, demo: DEMO_OPTIONS, simulate: SIMULATE_OPTIONS, 'voters id': VOTERS_ID_OPTIONS, 'voters new': VOTERS_NEW_OPTIONS, 'voters list': VOTERS_OPTIONS }

interface Sources {
  readonly argv?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly config?: unknown
}

function resolve ({ argv = [], env = {}, config }: Sources): ResolvedOptions<typeof NODE_OPTIONS> {
  const readFile = (path: string): string => {
    if (path !== 'c.json') throw new Error(`ENOENT: no such file or directory, open '${path}'`)
    return typeof config === 'string' ? config : JSON.stringify(config)
  }

  return resolveOptions('node', NODE_OPTIONS, { argv: config === undefined ? argv : ['--config', 'c.json', ...argv], env, readFile })
}

function valuesOf (sources: Sources): OptionValues<typeof NODE_OPTIONS> {
  return resolve(sources).values
}

function assertRefused (sources: Sources, message: RegExp): void {
  assert.throws(() => resolve(sources), err => {
    assert.ok(err instanceof UsageError)
    assert.match(err.message, message)
    assert.ok(!err.message.includes('\n'), err.message)
    return true
  })
}

describe('a bad option', () => {
  for (const [command, table] of Object.entries(TABLES)) {
    for (const [name, { accepts }] of Object.entries(table)) {
      it(`--${name} of shoal ${command} is refused with one line that names it and says what it accepts`, () => {
        const bad = BAD[command]?.[name] ?? []
        assert.ok(bad.length > 0, 'there must be a case')

        for (const value of bad) {
          assert.throws(() => resolveOptions(command, table, { argv: [`--${name}=${value}`], env: {}, readFile: () => '{}' }), {
            name: 'UsageError',
            message: `--${name} is ${JSON.stringify(value)}: accepts ${accepts}`
          })
        }
      })

      // An empty variable is one that is not set.
      const texts = (BAD[command]?.[name] ?? []).filter(value => value !== '')

      if (texts.length > 0) {
        it(`--${name} of shoal ${command} is refused in the environment too`, () => {
          for (const value of texts) {
            assert.throws(() => resolveOptions(command, table, { argv: [], env: { [environmentName(name)]: value }, readFile: () => '{}' }), {
              name: 'UsageError',
              message: `--${name} (${environmentName(name)}) is ${JSON.stringify(value)}: accepts ${accepts}`
            })
          }
        })
      }
    }
  }

  it('that is none is refused with the names of those that there are', () => {
    assertRefused({ argv: ['--joni', 'x'] }, /^--joni is no option of shoal node: accepts --cluster, .*--join, /)
    assertRefused({ argv: ['-x'] }, /^-x is no option of shoal node/)
    assertRefused({ argv: ['now'] }, /^"now" is no option of shoal node/)
    assertRefused({ argv: ['--constructor'] }, /^--constructor is no option of shoal node/)
    assertRefused({ argv: ['--__proto__=1'] }, /^--__proto__ is no option of shoal node/)
    assertRefused({ config: { joni: 1 } }, /^"joni" in c\.json is no option of shoal node/)
    assertRefused({ config: { config: 'b.json' } }, /^"config" in c\.json is no option of shoal node/)
  })

  it('without its value is refused, also when another option follows', () => {
    assertRefused({ argv: ['--cluster'] }, /^--cluster has no value: accepts a name/)
    assertRefused({ argv: ['--cluster', '--json'] }, /^--cluster has no value: accepts a name/)
  })

  it('that is a lone dash is a value, as that of standard input', () => {
    const { values } = resolveOptions('simulate', SIMULATE_OPTIONS, { argv: ['--schedule', '-', '--json'], env: {}, readFile: () => '{}' })

    assert.deepEqual([values.schedule, values.json], ['-', true])
  })

  it('that is a negative number is a value, whose range is what is wrong with it', () => {
    const simulate = (...argv: string[]): unknown => resolveOptions('simulate', SIMULATE_OPTIONS, { argv, env: {}, readFile: () => '{}' })

    assert.throws(() => simulate('--nodes', '-3'), { name: 'UsageError', message: '--nodes is "-3": accepts a whole number from 1 to 10000' })
    assert.throws(() => simulate('--seed', '-1.5', '--json'), { name: 'UsageError', message: /^--seed is "-1\.5": accepts a whole number from 0 to/ })
    assert.throws(() => simulate('--nodes', '-x'), { name: 'UsageError', message: /^--nodes has no value/ })
    assert.deepEqual(valuesOf({ argv: ['--setting', 'probation=-1'] }).setting, [{ name: 'probation', value: -1 }])
  })

  it('twice is refused where one value is wanted', () => {
    assertRefused({ argv: ['--cluster', 'a', '--cluster', 'b'] }, /^--cluster is given more than once: accepts a name/)
  })

  it('shows a long value cut', () => {
    assertRefused({ argv: ['--cluster', 'A'.repeat(10_000)] }, /^--cluster is "A{79}\.\.\.": accepts/)
  })
})

describe('options', () => {
  it('are what the flags say', () => {
    const { cluster, listen, group, admin, priority, eligible, setting, muxer, json } = valuesOf({
      argv: [
        '--cluster', 'orders', '--listen', '/ip4/0.0.0.0/tcp/0', '--listen=/ip6/::/tcp/4001', '--group', 'jobs:64', '--group', 'mails:1:replicas=2:weight=0:moves=8', '--zone', 'rack-7', '--admin', '[::1]:80',
        '--priority', '0', '--eligible', 'false', '--setting', 'settle=100', '--muxer', 'mplex', '--json'
      ]
    })

    assert.deepEqual({ cluster, listen, group, admin, priority, eligible, setting, muxer, json }, {
      cluster: 'orders',
      listen: ['/ip4/0.0.0.0/tcp/0', '/ip6/::/tcp/4001'],
      group: [{ name: 'jobs', partitions: 64 }, { name: 'mails', partitions: 1, replicas: 2, weight: 0, maxMovesPerRound: 8 }],
      admin: { host: '::1', port: 80 },
      priority: 0,
      eligible: false,
      setting: [{ name: 'settle', value: 100 }],
      muxer: ['mplex'],
      json: true
    })
  })

  it('are undefined when nobody says anything', () => {
    assert.deepEqual(Object.values(valuesOf({})).filter(value => value !== undefined), [])
  })

  it('come from the environment, several values separated by commas', () => {
    const { join, json, cluster } = valuesOf({ env: { SHOAL_JOIN: '/ip4/10.0.0.1/tcp/1, /dns4/a.example/tcp/2', SHOAL_JSON: '1', SHOAL_CLUSTER: '' } })

    assert.deepEqual({ join, json, cluster }, { join: ['/ip4/10.0.0.1/tcp/1', '/dns4/a.example/tcp/2'], json: true, cluster: undefined })
  })

  it('come from a config file, lists as arrays and pairs as objects too', () => {
    const { cluster, join, group, setting, json, priority } = valuesOf({
      config: { cluster: 'orders', join: ['/ip4/10.0.0.1/tcp/1'], group: { jobs: 64, mails: 1 }, setting: { settle: 100 }, json: false, priority: 3 }
    })

    assert.deepEqual({ cluster, join, group, setting, json, priority }, {
      cluster: 'orders',
      join: ['/ip4/10.0.0.1/tcp/1'],
      group: [{ name: 'jobs', partitions: 64 }, { name: 'mails', partitions: 1 }],
      setting: [{ name: 'settle', value: 100 }],
      json: false,
      priority: 3
    })
  })

  it('of a flag win over the environment, which wins over the file, as a whole', () => {
    const config = { cluster: 'c-file', detector: 'wan', group: ['in-file:1', 'in-file-too:1'], metadata: 'file' }
    const env = { SHOAL_CLUSTER: 'c-env', SHOAL_DETECTOR: 'local', SHOAL_GROUP: 'in-env:1' }
    const options = resolve({ argv: ['--cluster', 'c-flag'], env, config })
    const { cluster, detector, group, metadata } = options.values

    assert.deepEqual({ cluster, detector, group, metadata }, { cluster: 'c-flag', detector: 'local', group: [{ name: 'in-env', partitions: 1 }], metadata: 'file' })
    assert.ok(options.rankOf('cluster') > options.rankOf('detector') && options.rankOf('detector') > options.rankOf('metadata'))
    assert.ok(options.rankOf('metadata') > options.rankOf('join'))
  })

  it('in a config file that is none are refused by its name and the reason', () => {
    assertRefused({ argv: ['--config', 'nowhere.json'] }, /^--config is "nowhere\.json": ENOENT.*: accepts a JSON file/)
    assertRefused({ env: { SHOAL_CONFIG: 'nowhere.json' } }, /^--config \(SHOAL_CONFIG\) is "nowhere\.json": ENOENT/)
    assertRefused({ config: '{ "cluster": ' }, /^--config is "c\.json": .*JSON.*: accepts a JSON file/)
    assertRefused({ config: ['cluster'] }, /^--config is "c\.json": it holds no object: accepts/)
    assertRefused({ config: { cluster: { name: 'a' } } }, /^--cluster \(in c\.json\) is .*: accepts a name/)
    assertRefused({ config: { cluster: null } }, /^--cluster \(in c\.json\) is "null": accepts a name/)
    assertRefused({ config: { listen: [['a']] } }, /^--listen \(in c\.json\) is .*: accepts a TCP multiaddr/)
    assertRefused({ config: { group: { jobs: '64x' } } }, /^--group \(in c\.json\) is "jobs:64x": accepts a group/)
  })
})
