import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, describe, it } from 'node:test'
import { createShoalNode } from '../../src/node/index.js'
import type { ShoalNode, ShoalNodeOptions } from '../../src/node/index.js'
import type { AddressInfo } from 'node:net'

const DEADLINE = 10_000
const TEST_TIMEOUT = 4 * DEADLINE
const LOOPBACK = '/ip4/127.0.0.1/tcp/0'

const folder = mkdtempSync(join(tmpdir(), 'shoal-node-'))
const nodes: ShoalNode[] = []

afterEach(async () => { await Promise.all(nodes.splice(0).map(async node => { await node.stop() })) })
after(() => { rmSync(folder, { recursive: true, force: true }) })

async function createNode (options: Partial<ShoalNodeOptions> = {}): Promise<ShoalNode> {
  const node = await createShoalNode({
    cluster: 'test',
    listen: [LOOPBACK],
    detector: { probeInterval: 200, probeTimeout: 100 },
    timing: { joinTimeout: 500, settle: 100, rebalanceDelay: 50, leaveTimeout: 500 },
    ...options
  })
  nodes.push(node)

  return node
}

function addressesOf (node: ShoalNode): string[] {
  return node.addresses().map(String)
}

/** Waits until a node has applied a table in which these nodes own everything. */
async function shared (node: ShoalNode, group: string, owners: readonly ShoalNode[]): Promise<void> {
  const wanted = owners.map(({ libp2p }) => libp2p.peerId.toString()).sort().join()
  const found = (): string => [...new Set(node.shoal.group(group).table?.owners.map(String))].sort().join()
  const done = Promise.withResolvers<void>()
  const check = (): void => { if (found() === wanted) done.resolve() }
  const expired = setTimeout(() => {
    const members = node.shoal.members().map(({ peerId, state }) => `${peerId} ${state}`)
    done.reject(new Error(`owners are ${found()} and not ${wanted}: members ${members.join()}, ${JSON.stringify(node.counters())}`))
  }, DEADLINE)
  node.shoal.addEventListener('table:change', check)
  check()

  try {
    await done.promise
  } finally {
    clearTimeout(expired)
    node.shoal.removeEventListener('table:change', check)
  }
}

describe('createShoalNode', () => {
  it('makes a member that owns everything while it is alone, and tells it to who listened before the start', async () => {
    const node = await createNode({ groups: { jobs: { partitions: 3 } }, start: false })
    const assigned: number[] = []
    node.shoal.addEventListener('partition:assign', ({ detail }) => { assigned.push(detail.partition) })
    assert.deepEqual(node.addresses(), [])

    await node.start()
    await shared(node, 'jobs', [node])

    assert.deepEqual(assigned.sort(), [0, 1, 2])
    assert.ok(addressesOf(node).every(address => address.startsWith('/ip4/127.0.0.1/tcp/') && address.endsWith(`/p2p/${node.libp2p.peerId}`)))
  })

  for (const muxers of [['yamux'], ['mplex'], ['mplex', 'yamux']] as const) {
    it(`ring-election #47: makes members in one process that join each other over ${muxers.join(' and ')}`, { timeout: TEST_TIMEOUT }, async () => {
      const groups = { jobs: { partitions: 4 } }
      const first = await createNode({ groups, muxers: [...muxers] })
      const second = await createNode({ groups, muxers: [...muxers], join: addressesOf(first) })
      await Promise.all([first, second].map(async node => { await shared(node, 'jobs', [first, second]) }))

      assert.ok(first.libp2p.getConnections().every(({ multiplexer }) => multiplexer?.includes(muxers[0])), first.libp2p.getConnections().map(({ multiplexer }) => multiplexer).join())
    })
  }

  it('gives its partitions to the others when it stops, and can be stopped again', { timeout: TEST_TIMEOUT }, async () => {
    const groups = { jobs: { partitions: 4 } }
    const first = await createNode({ groups })
    const second = await createNode({ groups, join: addressesOf(first) })
    await Promise.all([first, second].map(async node => { await shared(node, 'jobs', [first, second]) }))
    const left = once(first.shoal, 'member:leave', { signal: AbortSignal.timeout(DEADLINE) })

    await Promise.all([second.stop(), second.stop()])
    await second.stop()
    await left
    await shared(first, 'jobs', [first])

    assert.equal(first.shoal.members().some(({ state }) => state === 'dead' || state === 'suspect'), false)
  })

  it('is started, asked and stopped by functions that were taken out of it', async () => {
    const { shoal, start, stop, addresses, counters } = await createNode({ start: false })

    await start()
    assert.ok(shoal.joined)
    assert.equal(addresses().length, 1)
    assert.equal(counters()['connection:junk'], 0)
    await stop()

    assert.deepEqual(addresses(), [])
  })

  it('does not start again once it was stopped, and says what to do', async () => {
    const refusal = { name: 'NodeStoppedError', message: /was stopped and does not start again: make another one with createShoalNode\(\)$/ }
    const ran = await createNode()
    const neverRan = await createNode({ start: false })

    await Promise.all([ran.stop(), neverRan.stop()])

    await assert.rejects(ran.start(), refusal)
    await assert.rejects(neverRan.start(), refusal)
  })

  it('can be stopped before it was started', async () => {
    const node = await createNode({ start: false, data: join(folder, 'never-started') })
    await node.stop()
    await createNode({ data: join(folder, 'never-started') })
  })

  it('counts what is none of libp2p, and goes on', { timeout: TEST_TIMEOUT }, async () => {
    const node = await createNode()
    const { port } = new URL(`http://${addressesOf(node)[0]?.split('/')[2]}:${addressesOf(node)[0]?.split('/')[4]}`)

    for (const junk of ['GET / HTTP/1.1\r\nHost: localhost\r\n\r\n', Buffer.alloc(1_000, 0x9d), '\x13/multistream/1.0']) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined)
      socket.end(junk)
      socket.resume()
      await once(socket, 'close')
    }

    assert.equal(node.counters()['connection:junk'], 3)
    const joined = once(node.shoal, 'member:join', { signal: AbortSignal.timeout(DEADLINE) })
    await createNode({ join: addressesOf(node), groups: { jobs: { partitions: 2 } } })
    await joined
  })

  it('refuses an address that is none, that is not TCP, that is taken, or that is not ours', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const taken = `/ip4/127.0.0.1/tcp/${(server.address() as AddressInfo).port}`
    const cases: ReadonlyArray<readonly [string, RegExp]> = [
      ['here', /^cannot listen on here: it is no multiaddr: write it as/],
      ['/ip4/127.0.0.1/udp/1', /^cannot listen on \/ip4\/127\.0\.0\.1\/udp\/1: it is no TCP address: write it as/],
      [taken, new RegExp(`^cannot listen on ${taken}: the port is in use: choose another one, or 0 for any free one$`)],
      ['/ip4/203.0.113.77/tcp/0', /^cannot listen on \/ip4\/203\.0\.113\.77\/tcp\/0: the address is not one of this machine: choose/]
    ]

    for (const [address, message] of cases) {
      await assert.rejects(createNode({ listen: [LOOPBACK, address] }), { name: 'ListenError', message })
    }
    server.close()
  })

  it('refuses settings that make no sense, and releases the data directory', async () => {
    const data = join(folder, 'refused')

    await assert.rejects(createNode({ data, detector: { probeTimeout: 5_000 } }), { name: 'InvalidSettingError', message: /probeTimeout is 5000: must be below probeInterval/ })
    await assert.rejects(createNode({ data, muxers: ['quic' as 'yamux'] }), { name: 'InvalidSettingError', message: 'muxers has quic: must be of yamux, mplex' })
    await assert.rejects(createNode({ data, listen: ['/ip4/203.0.113.77/tcp/0'] }), { name: 'ListenError' })
    await createNode({ data })
  })
})

describe('the data directory', () => {
  it('is made with its parents, for this user alone, and keeps the identity and the generation', async () => {
    const data = join(folder, 'a/b/c')
    const first = await createNode({ data })
    const { peerId, generation } = first.shoal.self
    await first.stop()
    const second = await createNode({ data })

    assert.equal(second.libp2p.peerId.toString(), peerId.toString())
    assert.ok(second.shoal.self.generation > generation, `${second.shoal.self.generation} after ${generation}`)
    assert.equal(statSync(data).mode & 0o777, 0o700)
  })

  it('is refused while another node has it, in this process or another', async () => {
    const data = join(folder, 'used')
    const message = `data directory ${data} is in use by another process: stop that one, or give this one a directory of its own`
    const node = await createNode({ data })
    await assert.rejects(createNode({ data }), { name: 'DataDirectoryInUseError', message })
    await node.stop()

    const other = spawn(process.execPath, ['--input-type=module', '-e', `
      import { createShoalNode } from '${new URL('../../src/node/index.js', import.meta.url).href}'
      await createShoalNode({ cluster: 'test', listen: ['${LOOPBACK}'], data: process.argv[1] })
      console.log('has it')
    `, data], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')

    try {
      await assert.rejects(createNode({ data }), { name: 'DataDirectoryInUseError', message })
    } finally {
      other.kill('SIGKILL')
      await once(other, 'close')
    }
    await createNode({ data })
  })

  it('is refused when it is none or is damaged, with the reason', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const damaged = join(folder, 'damaged')
    await (await createNode({ data: damaged })).stop()
    readdirSync(damaged).filter(name => name.startsWith('MANIFEST')).forEach(name => { writeFileSync(join(damaged, name), 'not this') })
    const blocked = join(folder, 'blocked')
    mkdirSync(join(blocked, 'LOCK'), { recursive: true })
    const cases: ReadonlyArray<readonly [string, RegExp]> = [
      [file, /file cannot be made: EEXIST.*: give a directory that this user can read and write$/],
      [join(file, 'below'), /below cannot be made: ENOTDIR/],
      [damaged, /damaged is damaged: Corruption.*: restore it, or give another one/],
      [blocked, /blocked cannot be opened: IO error.*: give a directory/]
    ]

    for (const [data, message] of cases) {
      await assert.rejects(createNode({ data }), { name: 'DataDirectoryError', message })
    }
  })

  it('is refused where the kernel lets nobody make one', { skip: process.platform !== 'linux' && 'there is no /proc' }, async () => {
    await assert.rejects(createNode({ data: '/proc/shoal/data' }), { name: 'DataDirectoryError', message: /cannot be made: ENOENT/ })
  })
})
