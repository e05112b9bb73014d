import { EventEmitter, once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { epochText, shortId } from '../text-lines.js'
import { MemberEndedError, MemberProcess } from './member-process.js'
import type { StatusJson } from '../admin/snapshot.js'
import type { EventLine } from '../json-lines.js'

/** True, or what is missing. */
export type Verdict = boolean | string

/** What was waited for did not come in time. */
export class DeadlineError extends Error {
  static override name = 'DeadlineError'

  constructor (message = 'It did not come in time', options?: ErrorOptions) {
    super(message, options)
    this.name = 'DeadlineError'
  }
}

/** How to start one member of a group of processes. */
export interface SpawnOptions {
  /** Where to listen. By default any free port of loopback. */
  readonly listen?: string
  /** Addresses to join through. By default those of the members that run. */
  readonly join?: readonly string[]
  /** More options of `shoal node`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Is called with each line as it comes. */
  readonly onLine?: (line: EventLine) => void
}

/** What is asked of every member again although no event came: not every change of a status is an event. */
const TICK_MS = 250

/** Events come in bursts: one question for a burst. */
const BURST_MS = 20

/** The processes of one cluster on this machine. */
export class ProcessGroup {
  readonly cluster: string
  readonly groups: Readonly<Record<string, number>>
  /** All that were started, in that order. */
  readonly members: MemberProcess[] = []
  readonly #news = new EventEmitter()
  /** Those that are stopped by a signal, and so do not answer. */
  readonly #paused = new Set<MemberProcess>()
  #stopped = false

  constructor (cluster: string, groups: Readonly<Record<string, number>>) {
    this.cluster = cluster
    this.groups = groups
    this.#news.setMaxListeners(0)
  }

  /** Those that run and answer. */
  get running (): MemberProcess[] {
    return this.members.filter(member => !member.exited && !this.#paused.has(member))
  }

  /** Starts one more member; it joins through those that are ready. Not after `stop()`: it would be left behind. */
  spawn ({ listen = '/ip4/127.0.0.1/tcp/0', join = this.#addresses(), args = [], env, onLine }: SpawnOptions = {}): MemberProcess {
    if (this.#stopped) {
      throw new MemberEndedError('the processes of this group are being ended: there is no starting another one')
    }

    const groups = Object.entries(this.groups).flatMap(([name, partitions]) => ['--group', `${name}:${partitions}`])
    const joins = join.flatMap(address => ['--join', address])
    const member = new MemberProcess(['--cluster', this.cluster, '--listen', listen, ...groups, ...joins, ...args], line => {
      onLine?.(line)
      this.#news.emit('news')
    }, env)

    this.members.push(member)
    void member.exit.then(() => { this.#news.emit('news') })

    return member
  }

  /** Stops a member with SIGSTOP: it is there, and silent. */
  pause (member: MemberProcess): void {
    if (member.signal('SIGSTOP')) {
      this.#paused.add(member)
    }
  }

  /** Lets a stopped member go on. */
  resume (member: MemberProcess): void {
    this.#paused.delete(member)
    member.signal('SIGCONT')
  }

  /** What each of those that run sees; one that does not answer is left out. */
  async statuses (members: readonly MemberProcess[] = this.running): Promise<StatusJson[]> {
    const answers = await Promise.allSettled(members.map(async member => await member.status()))
    return answers.flatMap(answer => answer.status === 'fulfilled' ? [answer.value] : [])
  }

  /**
   * Waits until what the running members see is as wanted: asks them after every event of one of them.
   *
   * @throws {DeadlineError} that says what is missing
   */
  async until (isWanted: (statuses: StatusJson[]) => Verdict | Promise<Verdict>, deadlineMs: number): Promise<StatusJson[]> {
    const deadline = AbortSignal.timeout(deadlineMs)

    for (;;) {
      const news = this.#nextNews()
      const statuses = await this.statuses()
      const verdict = await isWanted(statuses)

      if (verdict === true) {
        return statuses
      }
      if (deadline.aborted) {
        throw new DeadlineError(`not within ${deadlineMs} ms: ${verdict === false ? summary(statuses) : `${verdict} (${summary(statuses)})`}`)
      }

      await news
    }
  }

  /** Ends all that run: first politely, then for certain. */
  async stop (politeMs = 5_000): Promise<void> {
    this.#stopped = true

    for (const member of this.members) {
      this.resume(member)
      member.signal('SIGTERM')
    }

    const killer = setTimeout(() => { this.killAll() }, politeMs)
    await Promise.all(this.members.map(async ({ exit }) => await exit))
    clearTimeout(killer)
  }

  /** Kills all that run, at once. */
  killAll (): void {
    for (const member of this.members) {
      member.signal('SIGKILL')
    }
  }

  #addresses (): string[] {
    return this.running.flatMap(({ addrs }) => addrs)
  }

  async #nextNews (): Promise<void> {
    // The tick ends the wait with an error, which says nothing.
    await once(this.#news, 'news', { signal: AbortSignal.timeout(TICK_MS) }).catch(() => undefined)
    await delay(BURST_MS)
  }
}

function summary (statuses: readonly StatusJson[]): string {
  const seen = statuses.map(({ self, leader, epoch, members }) => {
    const live = members.filter(({ state }) => state === 'alive' || state === 'suspect').length
    return `${shortId(self)} sees ${live} members, leader ${leader === null ? 'none' : shortId(leader)}, epoch ${epoch === null ? 'none' : epochText(epoch)}`
  })
  return seen.length === 0 ? 'no member answers' : seen.join('; ')
}
