import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { createGenesis, voterIdOf } from '../src/index.js'
import { openDataDirectory } from '../src/node/data-directory.js'
import type { StrictNodeInit, StrictNodeLine } from './strict-node.js'
import type { ChildProcess } from 'node:child_process'
import type { TestContext } from 'node:test'

const PARTITIONS = 12
const LEASES = { leaderLease: 1_000, ownerLease: 2_000 }
const DEADLINE = 30_000

type Owned = Extract<StrictNodeLine, { type: 'owned' }>

/** A process, and what it says of itself. */
class Member {
  readonly #child: ChildProcess
  readonly owned: Owned[] = []
  address = ''
  id = ''

  constructor (init: StrictNodeInit) {
    this.#child = spawn(process.execPath, [fileURLToPath(new URL('./strict-node.js', import.meta.url)), JSON.stringify(init)], { stdio: ['ignore', 'pipe', 'inherit'] })
    createInterface({ input: this.#child.stdout ?? assert.fail('its output is read') }).on('line', text => {
      const line = JSON.parse(text) as StrictNodeLine
      if (line.type === 'owned') this.owned.push(line)
      else Object.assign(this, line)
    })
  }

  get last (): Owned | undefined {
    return this.owned.at(-1)
  }

  signal (name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  async kill (): Promise<void> {
    const closed = new Promise(resolve => { this.#child.once('close', resolve) })
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGKILL')
    await closed
  }
}

/** Three voters, each in a process with a directory of its own. */
class Processes {
  readonly members: Member[] = []
  readonly #folder: string
  readonly #init: (index: number) => StrictNodeInit

  private constructor (folder: string, init: (index: number) => StrictNodeInit) {
    this.#folder = folder
    this.#init = init
  }

  static async start (t: TestContext): Promise<Processes> {
    const folder = await mkdtemp(join(tmpdir(), 'shoal-strict-'))
    const voters: string[] = []
    for (const index of [0, 1, 2]) {
      const { datastore, privateKey, close } = await openDataDirectory(join(folder, String(index)))
      voters.push(await voterIdOf({ datastore, cluster: 'strict', peerId: peerIdFromPrivateKey(privateKey) }))
      await close()
    }
    const genesis = createGenesis({ ...LEASES, voters })
    const processes = new Processes(folder, index => ({
      data: join(folder, String(index)), genesis, partitions: PARTITIONS, join: processes.members.map(({ address }) => address).filter(address => address !== '')
    }))
    t.after(async () => { await processes.stop() })
    for (const index of [0, 1, 2]) await processes.launch(index)
    await processes.share(processes.members)

    return processes
  }

  async launch (index: number): Promise<Member> {
    const member = new Member(this.#init(index))
    this.members[index] = member
    await until(() => member.address !== '', 'it listens')

    return member
  }

  /** Waits until these own all partitions, each of them some, and each partition is owned once. */
  async share (members: readonly Member[]): Promise<void> {
    await until(() => {
      const owned = members.flatMap(({ last }) => last?.partitions ?? [])
      return members.every(({ last }) => (last?.partitions.length ?? 0) > 0) && owned.length === PARTITIONS && new Set(owned).size === PARTITIONS
    }, 'every partition is owned')
  }

  leader (): Member {
    return this.members.find(({ id, last }) => last?.leader === id) ?? assert.fail('one leads')
  }

  async stop (): Promise<void> {
    await Promise.all(this.members.map(async member => { await member.kill() }))
    await rm(this.#folder, { recursive: true })
  }
}

async function until (condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + DEADLINE

  while (!condition()) {
    assert.ok(performance.now() < end, `in time: ${what}`)
    await nextTurn()
  }
}

describe('strict mode in real processes', () => {
  for (const victim of ['leader', 'other'] as const) {
    it(`goes on when one is killed (${victim}), and takes it back with its directory`, { timeout: 4 * DEADLINE }, async t => {
      const processes = await Processes.start(t)
      const killed = victim === 'leader' ? processes.leader() : processes.members.find(member => member !== processes.leader()) ?? assert.fail()
      await killed.kill()
      await processes.share(processes.members.filter(member => member !== killed))
      await processes.launch(processes.members.indexOf(killed))
      await processes.share(processes.members)
    })
  }

  it('has an owner that is stopped for longer than its lease say at once that it owns nothing, when it goes on', { timeout: 4 * DEADLINE }, async t => {
    const processes = await Processes.start(t)
    const stopped = processes.members.find(member => member !== processes.leader()) ?? assert.fail()
    const rest = processes.members.filter(member => member !== stopped)

    stopped.signal('SIGSTOP')
    await processes.share(rest)
    await until(() => (rest[0]?.owned.length ?? 0) > 0, 'they say so')
    const said = stopped.owned.length
    const goesOn = Date.now()
    stopped.signal('SIGCONT')
    await until(() => stopped.owned.slice(said).some(({ at }) => at >= goesOn), 'it looks')

    assert.deepEqual(stopped.owned.slice(said).find(({ at }) => at >= goesOn)?.partitions, [])
    await processes.share(processes.members)
  })
})
