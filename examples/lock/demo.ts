import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createGenesis } from '../../src/index.js'
import { voterIdIn } from '../../src/node/index.js'
import { JsonProcess } from '../process/json-process.js'
import { judge } from './judge.js'
import type { LockLine, LockRequest } from './member.js'
import type { LockSettings } from './options.js'

const MAIN = fileURLToPath(new URL('main.js', import.meta.url))
const CLUSTER = 'lock-demo'
const MEMBERS = 3
const PARTITIONS = 12
const NAMES = ['printer', 'ledger', 'mailbox', 'archive']
/** Longer than it takes until somebody else owns what a killed member had: so the new owner has something to wait for. */
const LEASE_MS = 6_000
const OWNER_LEASES = { leaderLease: 1_000, ownerLease: 2_000 }
const CLIENTS = { clients: 2, leaseMs: 1_000 }
const DEADLINE = 60_000

type Member = JsonProcess<LockLine>
type Held = Extract<LockLine, { event: 'held' }>
/** What is asked, without its number. */
type Asked<T = LockRequest> = T extends LockRequest ? Omit<T, 'id'> : never

/** Three members on this machine, of which one is killed and one stopped. Resolves with 0 if no lock had two holders. */
export async function runDemo ({ json }: LockSettings): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'shoal-lock-'))
  const demo = new Demo(folder, json)

  try {
    return await demo.run()
  } finally {
    await demo.stop()
    await rm(folder, { recursive: true })
  }
}

class Demo {
  readonly #folder: string
  readonly #json: boolean
  readonly #members: Member[] = []
  readonly #lines: LockLine[] = []
  #asked = 0
  #look: () => void = () => undefined

  constructor (folder: string, json: boolean) {
    this.#folder = folder
    this.#json = json
  }

  async run (): Promise<number> {
    await this.#form()
    for (const member of this.#members) await this.#contend(member)
    await this.#until(() => NAMES.every(name => this.#heldOf(name).length > 0), 'grant of each lock')
    this.#say('contend', { clients: MEMBERS * CLIENTS.clients, locks: NAMES.length })

    const killed = await this.#fault('printer', async owner => { await owner.kill('SIGKILL') })
    this.#say('killed', killed)
    const again = await this.#start(this.#members.findIndex(({ exited }) => exited))
    await this.#contend(again)
    await this.#share()

    const stopped = await this.#fault('ledger', async owner => { owner.signal('SIGSTOP') })
    const goesOn = this.#members.find(({ pid }) => pid === stopped.pid)
    const said = goesOn?.lines.length ?? 0
    goesOn?.signal('SIGCONT')
    await this.#until(() => goesOn?.lines.slice(said).some(({ event }) => event === 'held') === true, 'grant to a client of the stopped member')
    this.#say('stopped', stopped)

    return this.#judge()
  }

  async stop (): Promise<void> {
    for (const member of this.#members) member.signal('SIGCONT')
    await Promise.all(this.#members.map(async member => await member.kill('SIGKILL')))
  }

  async #form (): Promise<void> {
    const voters = await Promise.all(Array.from({ length: MEMBERS }, async (_, index) => await voterIdIn(this.#data(index), CLUSTER)))
    await writeFile(this.#genesis, JSON.stringify(createGenesis({ ...OWNER_LEASES, voters })))
    for (let index = 0; index < MEMBERS; index++) await this.#start(index)
    await this.#share()
    this.#say('formed', { members: MEMBERS, partitions: PARTITIONS, pids: this.#members.map(({ pid }) => pid) })
  }

  /** Somebody else holds a lock to the end of its lease while its owner has a fault; ends when the lock is granted again. */
  async #fault (name: string, strike: (owner: Member) => Promise<void>): Promise<{ pid: number, lock: string, heldForMs: number, grantedAfterMs: number }> {
    const first = this.#members.find(({ exited }) => !exited) as Member
    const id = await this.#ask(first, { op: 'owner', name })
    const owner = this.#members.find(member => idOf(member) === id) as Member
    const holder = this.#members.find(member => member !== owner) as Member

    await this.#ask(holder, { op: 'acquire', name })
    const held = this.#heldOf(name).filter(({ until, from }) => until - from > CLIENTS.leaseMs).at(-1) as Held
    await strike(owner)
    const struck = Number(process.hrtime.bigint()) / 1e6
    await this.#until(() => this.#heldOf(name).some(({ fence }) => fence > held.fence), `grant of ${name} by another owner`)
    const next = this.#heldOf(name).find(({ fence }) => fence > held.fence) as Held

    return { pid: owner.pid, lock: name, heldForMs: Math.round(held.until - struck), grantedAfterMs: Math.round(next.from - struck) }
  }

  #judge (): number {
    const { grants, overlaps, fencesBack } = judge(this.#lines)
    const isWell = overlaps.length === 0 && fencesBack.length === 0

    this.#say('judged', { grants, overlaps, fencesBack })
    this.#say(isWell ? 'ok' : 'failed', { text: isWell ? 'no lock had two holders at once, and every fence was above the one before' : 'see above' })

    return isWell ? 0 : 1
  }

  async #start (index: number): Promise<Member> {
    const known = this.#members.filter(({ exited }) => !exited).flatMap(({ lines }) => lines.find(isReady)?.addresses[0] ?? [])
    const args = ['--json', '--cluster', CLUSTER, '--partitions', String(PARTITIONS), '--lease', String(LEASE_MS), '--data', this.#data(index), '--genesis', this.#genesis]
    const member: Member = new JsonProcess(MAIN, [...args, ...known.length === 0 ? [] : ['--join', known.join(',')]], {
      onLine: line => {
        this.#lines.push(line)
        this.#look()
      }
    })
    this.#members[index] = member
    await member.until(lines => lines.some(isReady), 'ready member', DEADLINE)

    return member
  }

  /** Waits until every partition has an owner, and every member has some. */
  async #share (): Promise<void> {
    const owned = (): ReadonlyArray<readonly number[]> => this.#members.map(({ lines }) => lines.findLast(line => line.event === 'owns')?.partitions ?? [])
    await this.#until(() => owned().every(own => own.length > 0) && new Set(owned().flat()).size === PARTITIONS, 'owner of each partition')
  }

  async #contend (member: Member): Promise<void> {
    await this.#ask(member, { op: 'contend', names: NAMES, ...CLIENTS })
  }

  async #ask (member: Member, question: Asked): Promise<string> {
    const id = ++this.#asked
    const answer = (): Extract<LockLine, { event: 'answer' }> | undefined => member.lines.find(line => line.event === 'answer' && line.id === id) as Extract<LockLine, { event: 'answer' }> | undefined
    member.send({ id, ...question })
    await member.until(() => answer() !== undefined, `answer to ${question.op}`, DEADLINE)

    return answer()?.text ?? ''
  }

  async #until (isThere: () => boolean, what: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const expired = setTimeout(() => { reject(new Error(`no ${what} within ${DEADLINE} ms: ${this.#members.map(({ stderr }) => stderr).join(' ')}`)) }, DEADLINE)
    this.#look = () => { if (isThere()) resolve() }
    this.#look()
    await promise.finally(() => { clearTimeout(expired) })
  }

  #heldOf (name: string): Held[] {
    return this.#lines.filter((line): line is Held => line.event === 'held' && line.name === name)
  }

  #data (index: number): string {
    return join(this.#folder, String(index))
  }

  get #genesis (): string {
    return join(this.#folder, 'genesis.json')
  }

  #say (phase: string, facts: Readonly<Record<string, unknown>>): void {
    const text = Object.entries(facts).map(([name, value]) => name === 'text' ? String(value) : `${name} ${JSON.stringify(value)}`).join(', ')
    console.log(this.#json ? JSON.stringify({ phase, ...facts }) : `${phase.padEnd(8)} ${text}`)
  }
}

function isReady (line: LockLine): line is Extract<LockLine, { event: 'ready' }> {
  return line.event === 'ready'
}

function idOf ({ lines }: Member): string | undefined {
  return lines.find(isReady)?.peerId
}
