import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, describe, it } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { COMMAND, runCommand } from './run-command.js'
import type { StatusJson } from '../src/cli/admin/snapshot.js'
import type { ChildProcess } from 'node:child_process'

const DEADLINE = 30_000
const folder = mkdtempSync(join(tmpdir(), 'shoal-voters-'))
const running: ChildProcess[] = []

after(async () => {
  await Promise.all(running.map(async child => {
    const closed = new Promise(resolve => { child.once('close', resolve) })
    if (child.kill('SIGKILL')) await closed
  }))
  rmSync(folder, { recursive: true, force: true })
})

interface Ready {
  readonly admin: string
  readonly addrs: string[]
}

/** Runs a member until the end; what it says when it is ready. */
async function startNode (args: readonly string[]): Promise<Ready> {
  const child = spawn(process.execPath, [COMMAND, 'node', '--json', '--cluster', 'ledgers', '--listen', '/ip4/127.0.0.1/tcp/0', '--detector', 'local', ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)

  return await new Promise((resolve, reject) => {
    child.once('close', () => { reject(new Error('it ended')) })
    createInterface({ input: child.stdout }).on('line', text => {
      const line = JSON.parse(text) as Ready & { readonly event: string }
      if (line.event === 'ready') resolve(line)
    })
  })
}

async function done (...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(args)
  assert.deepEqual([code, stderr], [0, ''])
  return stdout.trim()
}

async function refused (pattern: RegExp, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await runCommand(args)
  assert.match(stderr, pattern)
  assert.match(stderr, /^shoal: [^\n]+\n$/)
  assert.deepEqual([code === 0, stdout], [false, ''])
}

async function eventually<T> (read: () => Promise<T>, isWanted: (value: T) => boolean, what: string): Promise<T> {
  const end = performance.now() + DEADLINE

  while (true) {
    const value = await read()
    if (isWanted(value)) return value
    assert.ok(performance.now() < end, `in time: ${what}`)
    await nextTurn()
  }
}

describe('shoal voters', () => {
  it('takes a strict cluster from nothing to a change of its voters', { timeout: 4 * DEADLINE }, async () => {
    const data = [0, 1, 2, 3].map(index => join(folder, String(index)))
    const ids = await Promise.all(data.map(async path => await done('voters', 'id', '--cluster', 'ledgers', '--data', path)))
    assert.equal(await done('voters', 'id', '--cluster', 'ledgers', '--data', data[0] ?? ''), ids[0])
    const genesis = join(folder, 'genesis.json')
    writeFileSync(genesis, await done('voters', 'new', '--leader-lease', '1000', '--owner-lease', '2000', ...ids.slice(0, 3).flatMap(id => ['--voter', id])))

    const nodes: Ready[] = []
    for (const path of data) {
      nodes.push(await startNode(['--data', path, '--genesis', genesis, '--strict-group', 'ledger:12', ...nodes.flatMap(({ addrs }) => ['--join', addrs[0] ?? ''])]))
    }
    const statuses = async (): Promise<StatusJson[]> => await Promise.all(nodes.map(async ({ admin }) => await (await fetch(`${admin}/status`)).json() as StatusJson))
    await eventually(statuses, all => all.every(({ groups }) => groups['ledger']?.suspension === null && Object.values(groups['ledger']?.owners ?? {}).filter(count => count === 3).length === 4), 'four share twelve')
    assert.deepEqual((await statuses()).map(({ groups }) => groups['ledger']?.mode), nodes.map(() => 'strict'))
    for (const { admin } of nodes) assert.equal((await fetch(`${admin}/readyz`)).status, 200)

    const list = await done('voters', 'list', '--admin', nodes[3]?.admin ?? '')
    assert.deepEqual(list.split('\n').map(line => line.split(' ')[0]).sort(), [...ids].sort())
    const leader = /^(\S+)\/\S+ {2}leader/m.exec(list)?.[1] ?? assert.fail('one leads')
    const leading = nodes[ids.findIndex(id => id.startsWith(leader))]?.admin ?? ''
    const other = nodes.find(({ admin }) => admin !== leading)?.admin ?? ''

    await refused(/only the member that leads/, 'voters', 'add', '--admin', other, '--voter', ids[3] ?? '')
    await refused(/two voters stop when either does/, 'voters', 'remove', '--admin', leading, '--voter', ids[0] ?? '')
    const added = await done('voters', 'add', '--admin', leading, '--voter', ids[3] ?? '')
    assert.equal(added.split('\n').length, 4)
    await refused(/it is a voter already/, 'voters', 'add', '--admin', leading, '--voter', ids[3] ?? '')
  })

  it('refuses what cannot be in one line', async () => {
    await refused(/no action of shoal voters: accepts id, new, list, add, remove/, 'voters')
    await refused(/--data is missing/, 'voters', 'id', '--cluster', 'ledgers')
    await refused(/--cluster is missing/, 'voters', 'id', '--data', folder)
    await refused(/voters are 0: must be 1, 3, 5 or 7/, 'voters', 'new')
    await refused(/voters has me: must be a PeerId/, 'voters', 'new', '--voter', 'me')
    await refused(/--admin is missing/, 'voters', 'list')
    await refused(/--voter is missing/, 'voters', 'add', '--admin', '127.0.0.1:1')
    await refused(/--admin http:\/\/127\.0\.0\.1:1: /, 'voters', 'list', '--admin', '127.0.0.1:1')
    await refused(/--genesis .*none\.json: ENOENT/, 'node', '--cluster', 'a', '--strict-group', 'a:1', '--genesis', join(folder, 'none.json'))
    await refused(/groups\.a is strict, and strict is not set/, 'node', '--cluster', 'a', '--strict-group', 'a:1')
    await refused(/--group a is given with --strict-group a/, 'node', '--cluster', 'a', '--strict-group', 'a:1', '--group', 'a:1')
  })
})
