import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { after, before, describe, it } from 'node:test'
import { freeAddress, startCluster } from './process-cluster.js'
import { runCommand } from './run-command.js'
import type { AddressInfo } from 'node:net'

const folder = mkdtempSync(join(tmpdir(), 'shoal-command-'))

after(() => { rmSync(folder, { recursive: true, force: true }) })

/** One line of standard error and nothing on standard output. */
function assertOneLine ({ stdout, stderr }: { stdout: string, stderr: string }, pattern: RegExp): void {
  assert.equal(stdout, '')
  assert.match(stderr, /^shoal: [^\n]+\n$/)
  assert.match(stderr, pattern)
}

describe('shoal', () => {
  it('says its version and its help', async () => {
    const [version, help, nodeHelp] = await Promise.all([runCommand(['--version']), runCommand(['--help']), runCommand(['node', '--help'])])

    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/)
    assert.match(help.stdout, /shoal node[\s\S]*shoal status[\s\S]*shoal demo/)
    assert.match(nodeHelp.stdout, /--group NAME:PARTITIONS[\s\S]*SHOAL_GROUP/)
    assert.deepEqual([version.code, help.code, nodeHelp.code], [0, 0, 0])
  })

  it('answers a bad option with one line that names it and what it accepts, and exit code 2', async () => {
    const cases: ReadonlyArray<readonly [string[], RegExp]> = [
      [[], /no command: accepts node, status, demo/],
      [['nod'], /"nod" is no command: accepts node/],
      [['node'], /--cluster is missing: accepts a name/],
      [['node', '--cluster', 'a', '--listen', 'here'], /--listen is "here": accepts a TCP multiaddr/],
      [['node', '--cluster', 'a', '--admin', '0.0.0.0:80'], /--admin is "0\.0\.0\.0:80": accepts a loopback HOST:PORT/],
      [['node', '--cluster', 'a', '--setting', 'probeTimeout=900', '--setting', 'probeInterval=800'], /probeTimeout is 900: must be below probeInterval/],
      [['node', '--cluster', 'a', '--with-parent'], /--with-parent is given: accepted only of a process that opened an IPC channel/],
      [['status'], /--admin is missing: accepts the URL/],
      [['demo', '--nodes', '1'], /--nodes is "1": accepts a whole number from 2/]
    ]

    for (const [args, pattern] of cases) {
      const result = await runCommand(args)
      assertOneLine(result, pattern)
      assert.equal(result.code, 2)
    }
  })

  it('ring-election #44: says that a port is in use, and exits with 1', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo

    const listen = await runCommand(['node', '--cluster', 'a', '--json', '--listen', `/ip4/127.0.0.1/tcp/${port}`])
    const admin = await runCommand(['node', '--cluster', 'a', '--json', '--admin', `127.0.0.1:${port}`])
    server.close()

    assertOneLine(listen, new RegExp(`cannot listen on /ip4/127\\.0\\.0\\.1/tcp/${port}: the port is in use`))
    assertOneLine(admin, new RegExp(`--admin 127\\.0\\.0\\.1:${port}: the port is in use`))
    assert.deepEqual([listen.code, admin.code], [1, 1])
  })

  it('says that a data directory cannot be used or is in use, and exits with 1', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const cluster = await startCluster({ args: ['--data', join(folder, 'used')] })

    try {
      const used = await runCommand(['node', '--cluster', 'a', '--json', '--data', join(folder, 'used')])
      const unusable = await runCommand(['node', '--cluster', 'a', '--json', '--data', file])

      assertOneLine(used, /used is in use by another process/)
      assertOneLine(unusable, /file cannot be made/)
      assert.deepEqual([used.code, unusable.code], [1, 1])
    } finally {
      await cluster.stop()
    }
  })

  it('takes options from flags, the environment and a config file, in this order', async () => {
    const config = join(folder, 'config.json')
    writeFileSync(config, JSON.stringify({ cluster: 'from-file', listen: '/ip4/127.0.0.1/tcp/0', group: { 'in-file': 3 }, json: true, priority: 7 }))
    const env = { SHOAL_CONFIG: config, SHOAL_CLUSTER: 'from-env', SHOAL_GROUP: 'in-env:2,also:1' }
    const cluster = await startCluster({ nodes: 0, cluster: 'from-flag', env })

    try {
      const node = await cluster.start()
      await cluster.formed()
      const status = await node.status()

      assert.equal(status.cluster, 'from-flag')
      assert.deepEqual(Object.keys(status.groups), ['also', 'in-env'])
      assert.equal(status.members[0]?.priority, 7)
    } finally {
      await cluster.stop()
    }
  })

  it('without --json writes one line for people for each event', async () => {
    const result = await runCommand(['node', '--cluster', 'a', '--listen', '/ip4/127.0.0.1/tcp/0', '--group', 'jobs:1'], {
      onStart: child => {
        child.stdout?.on('data', (text: Buffer) => {
          if (String(text).includes(' ready ')) child.kill('SIGTERM')
        })
      }
    })

    assert.equal(result.code, 0)
    assert.match(result.stdout, /^\d\d:\d\d:\d\d\.\d{3} ready .*admin http:\/\/127\.0\.0\.1:\d+$/m)
    assert.match(result.stdout, /^\S+ partition:assign jobs\/0 token [0-9a-f]{32}$/m)
    assert.match(result.stdout, / leave\n$/)
  })

  it('leaves out the admin server on --no-admin', async () => {
    const cluster = await startCluster({ args: ['--no-admin'] })
    const ready = cluster.nodes[0]?.events.find(({ event }) => event === 'ready')
    await cluster.stop()

    assert.ok(ready?.event === 'ready')
    assert.equal(ready.admin, null)
  })
})

describe('shoal node, whose life', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`ends with ${signal}: it leaves, exits with 0, and nobody suspects it`, async () => {
      const cluster = await startCluster({ nodes: 2, groups: { jobs: 8 } })

      try {
        await cluster.formed()
        const [first, second] = cluster.nodes
        const exit = await second?.kill(signal)

        assert.deepEqual(exit, { code: 0, signal: null })
        assert.equal(second?.events.at(-1)?.event, 'leave')
        assert.equal(second?.stderr, '')
        await first?.waitFor('member:leave')
        await cluster.formed()
        assert.deepEqual(first?.events.filter(({ event }) => event === 'member:suspect' || event === 'member:dead'), [])
      } finally {
        await cluster.stop()
      }
    })
  }

  it('ends with a signal that comes before the member is made, too', async () => {
    const onFirstHandler = "process.on('newListener',name=>{if(name==='SIGTERM')queueMicrotask(()=>process.kill(process.pid,'SIGTERM'))})"
    const { code, signal, stderr } = await runCommand(['node', '--cluster', 'a'], { env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(onFirstHandler)}` } })

    assert.deepEqual({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
  })

  it('takes a signal at any moment of its start', async () => {
    const results = await Promise.all([100, 250, 400, 550, 700, 900].map(async delay => await runCommand(['node', '--cluster', 'a'], {
      onStart: child => { setTimeout(() => { child.kill('SIGTERM') }, delay) }
    })))

    // Before Node has read the first line of the command, the system's own answer to the signal stands.
    assert.deepEqual(results.filter(({ code, signal }) => code !== 0 && signal !== 'SIGTERM'), [])
  })

  it('ends at once with a second signal, under its number', async () => {
    const cluster = await startCluster({ nodes: 2, groups: { jobs: 8 }, args: ['--setting', 'leaveTimeout=60000'] })

    try {
      await cluster.formed()
      const [first, second] = cluster.nodes
      // Nobody is left who could take its partitions, so that it cannot be done with leaving.
      first?.pause()
      second?.signal('SIGTERM')
      await cluster.until(([status]) => status?.joined === false)

      assert.deepEqual(await second?.terminate(), { code: 143, signal: null })
    } finally {
      await cluster.stop()
    }
  })

  it('keeps its identity in the data directory and starts a higher generation', async () => {
    const cluster = await startCluster({ args: ['--data', join(folder, 'kept')] })

    try {
      const [first] = cluster.nodes
      const before = await first?.status()
      await first?.kill('SIGKILL')
      const again = await cluster.start({ join: [] })
      const after = await again.status()

      assert.equal(after.self, before?.self)
      assert.ok((after.members[0]?.generation ?? 0) > (before?.members[0]?.generation ?? Number.POSITIVE_INFINITY))
    } finally {
      await cluster.stop()
    }
  })

  it('ends with 1 and one line when the cluster has a group with another number of partitions', async () => {
    const cluster = await startCluster({ groups: { jobs: 8 } })

    try {
      const [address = ''] = cluster.nodes[0]?.addrs ?? []
      const result = await runCommand(['node', '--cluster', 'interop', '--listen', await freeAddress(), '--join', address, '--group', 'jobs:9', '--json'])

      assert.equal(result.code, 1)
      assert.match(result.stderr, /^shoal: [^\n]*jobs[^\n]*\n$/)
    } finally {
      await cluster.stop()
    }
  })
})

describe('shoal node --json', () => {
  let cluster: Awaited<ReturnType<typeof startCluster>>

  before(async () => { cluster = await startCluster({ nodes: 2, groups: { jobs: 8 } }) })
  after(async () => { await cluster.stop() })

  it('writes nothing but events on standard output, each with its time', async () => {
    const names = new Set(cluster.nodes.flatMap(({ events }) => events.map(({ event }) => event)))

    assert.ok(cluster.nodes.every(({ events }) => events.every(({ at }) => Math.abs(at - Date.now()) < 60_000)))
    assert.ok(names.has('ready') && names.has('leader:change') && names.has('member:join'), [...names].join())
  })

  it('says in ready who it is, where it can be dialled, and where its admin server is', async () => {
    const [node] = cluster.nodes
    const ready = await node?.ready()

    assert.ok(ready?.event === 'ready')
    assert.deepEqual(Object.keys(ready), ['at', 'event', 'peerId', 'addrs', 'admin'])
    assert.ok(ready.addrs.length > 0 && ready.addrs.every(address => /^\/ip4\/127\.0\.0\.1\/tcp\/\d+\/p2p\//.test(address) && address.endsWith(ready.peerId)))
    assert.match(ready.admin ?? '', /^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it('says which partitions it gets, under tokens of 32 hex digits, and how many each has', async () => {
    await cluster.formed()
    const [first] = cluster.nodes
    const table = await first?.table('jobs')
    const isThat = (epoch: object): boolean => JSON.stringify(epoch) === JSON.stringify(table?.epoch)
    const change = await first?.waitFor(line => line.event === 'table:change' && isThat(line.epoch))
    const owned = table?.owners.flatMap((owner, partition) => owner === first?.peerId ? [partition] : []) ?? []

    assert.ok(change?.event === 'table:change')
    assert.deepEqual(Object.values(change.owners), [4, 4])
    for (const partition of owned) {
      const line = await first?.waitFor(line => line.event === 'partition:assign' && line.partition === partition && line.token === table?.tokens[partition])
      assert.ok(line?.event === 'partition:assign' && /^[0-9a-f]{32}$/.test(line.token))
    }
  })
})
