import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { JsonProcess } from '../process/json-process.js'
import { judge } from './judge.js'
import { openStore } from './store/open-store.js'
import { tickAt } from './ticks.js'
import type { MemberLine } from './member.js'
import type { SchedulerSettings } from './options.js'
import type { Greeting } from './judge.js'
import type { StorePlace } from './store/open-store.js'

const MAIN = fileURLToPath(new URL('main.js', import.meta.url))
const GREETING = fileURLToPath(new URL('greeting.js', import.meta.url))
const MEMBERS = 3
const JOBS = 6
const PARTITIONS = 6
const TICK_MS = 2_000
const TICKS_BEFORE = 2
const TICKS_AFTER = 3
const DEADLINE = 30_000

type Member = JsonProcess<MemberLine>

/** Three members on this machine, of which one is killed. Resolves with 0 if every job ran once at every tick. */
export async function runDemo (settings: SchedulerSettings): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'shoal-scheduler-'))
  const demo = new Demo(directory, settings)

  try {
    return await demo.run()
  } finally {
    await demo.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

class Demo {
  readonly #members: Member[] = []
  readonly #greetings: string
  readonly #jobsFile: string
  readonly #place: StorePlace
  readonly #json: boolean
  /** Of this demonstration alone: a database may have runs of others. */
  readonly #jobs = Array.from({ length: JOBS }, (_, index) => `job-${process.pid}-${Date.now()}-${index + 1}`)

  constructor (directory: string, { store, hasStore, json }: SchedulerSettings) {
    this.#greetings = join(directory, 'greetings')
    this.#jobsFile = join(directory, 'jobs.json')
    this.#place = hasStore ? store : { sqlite: join(directory, 'scheduler.db') }
    this.#json = json
  }

  async run (): Promise<number> {
    await writeFile(this.#greetings, '')
    await writeFile(this.#jobsFile, JSON.stringify(this.#jobs.map(id => ({ id, module: GREETING, env: { GREETINGS: this.#greetings } }))))
    await this.#form()

    // From a tick at which all is owned.
    const first = tickAt(Date.now(), TICK_MS) + TICK_MS
    await until(first + TICKS_BEFORE * TICK_MS + TICK_MS / 2)
    const killed = await this.#killBusiest()
    await until(tickAt(Date.now(), TICK_MS) + TICKS_AFTER * TICK_MS + TICK_MS / 2)
    const last = tickAt(Date.now(), TICK_MS)
    await this.stop()

    return await this.#judge(first, last, killed)
  }

  /** Ends all members that run. */
  async stop (): Promise<void> {
    const killer = setTimeout(() => { this.#members.forEach(member => { member.signal('SIGKILL') }) }, 10_000)
    await Promise.all(this.#members.map(async member => await member.kill('SIGTERM')))
    clearTimeout(killer)
  }

  async #form (): Promise<void> {
    const [first] = [this.#start([])]
    await first.until(lines => lines.some(isReady), 'ready member', DEADLINE)
    const address = first.lines.find(isReady)?.addresses[0] ?? ''
    const others = Array.from({ length: MEMBERS - 1 }, () => this.#start(['--join', address]))

    // Everybody has work, so the moves are done.
    await Promise.all([first, ...others].map(async member => {
      await member.until(lines => owned(lines).size === PARTITIONS / MEMBERS, `member with ${PARTITIONS / MEMBERS} partitions`, DEADLINE)
    }))
    this.#say('formed', { members: MEMBERS, partitions: PARTITIONS, jobs: JOBS, tickMs: TICK_MS, pids: this.#members.map(({ pid }) => pid) })
  }

  #start (args: readonly string[]): Member {
    const member: Member = new JsonProcess(MAIN, [
      '--json', '--cluster', 'scheduler-demo', '--partitions', String(PARTITIONS), '--jobs', this.#jobsFile, '--tick', String(TICK_MS / 1_000),
      '--catch-up', '5', ...('sqlite' in this.#place ? ['--sqlite', this.#place.sqlite] : ['--postgres', this.#place.postgres]), ...args
    ])
    this.#members.push(member)

    return member
  }

  /** Kills the member with the most jobs, and waits until the others have what it had. */
  async #killBusiest (): Promise<Member> {
    const [victim, ...others] = this.#members.toSorted((a, b) => jobsOf(b.lines) - jobsOf(a.lines)) as [Member, ...Member[]]
    const lost = [...owned(victim.lines)]
    const start = Date.now()

    await victim.kill()
    await Promise.all(others.map(async member => {
      await member.until(() => lost.every(partition => others.some(({ lines }) => owned(lines).has(partition))), 'member that has taken over', DEADLINE)
    }))
    // By their own lines, of one machine and one clock: this process hears of them when it comes to it.
    const taken = lost.map(partition => Math.min(...others.flatMap(({ lines }) => lines.filter(line => line.event === 'took' && line.partition === partition && line.at >= start).map(({ at }) => at))))
    this.#say('killed', { pid: victim.pid, partitions: lost.length, jobs: jobsOf(victim.lines), takenOverMs: Math.max(...taken) - start })

    return victim
  }

  async #judge (first: number, last: number, killed: Member): Promise<number> {
    const store = await openStore(this.#place)
    const runs = await store.runs().finally(async () => { await store.close() })
    const greetings = (await readFile(this.#greetings, 'utf8')).split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Greeting)
    const verdict = judge({ jobs: this.#jobs, runs, greetings, first, last, tickMs: TICK_MS })
    const owner = killed.lines.find(isReady)?.peerId

    this.#say('judged', {
      ticks: verdict.ticks, runs: verdict.runs, byKilled: runs.filter(run => this.#jobs.includes(run.job) && run.owner === owner).length,
      missing: verdict.missing.length, interrupted: verdict.interrupted.length, twice: verdict.twice.length
    })
    this.#say(verdict.isExactlyOnce ? 'ok' : 'failed', { text: verdict.isExactlyOnce ? 'every job ran exactly once at every tick' : JSON.stringify(verdict) })

    return verdict.isExactlyOnce ? 0 : 1
  }

  #say (phase: string, facts: Readonly<Record<string, unknown>>): void {
    const text = Object.entries(facts).map(([name, value]) => name === 'text' ? String(value) : `${name} ${JSON.stringify(value)}`).join(', ')
    console.log(this.#json ? JSON.stringify({ phase, ...facts }) : `${phase.padEnd(8)} ${text}`)
  }
}

async function until (moment: number): Promise<void> {
  await delay(Math.max(0, moment - Date.now()))
}

function isReady (line: MemberLine): line is Extract<MemberLine, { event: 'ready' }> {
  return line.event === 'ready'
}

/** The partitions that a member works on, by what it has said. */
function owned (lines: readonly MemberLine[]): Set<number> {
  const partitions = new Set<number>()

  for (const line of lines) {
    if (line.event === 'took') partitions.add(line.partition)
    if (line.event === 'gave' || line.event === 'fenced') partitions.delete(line.partition)
  }

  return partitions
}

function jobsOf (lines: readonly MemberLine[]): number {
  return [...owned(lines)].reduce((sum, partition) => sum + (lines.findLast(line => line.event === 'took' && line.partition === partition) as { jobs: number }).jobs, 0)
}
