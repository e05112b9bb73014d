import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Told } from './member.js'
import type { ChildProcess } from 'node:child_process'

const MEMBER = fileURLToPath(new URL('member.js', import.meta.url))

/** How long anything is waited for, in milliseconds. */
const DEADLINE = 120_000

/** One member's process, and the handlers that run in it. */
export class Member {
  readonly child: ChildProcess
  /** When the handler of each partition began. */
  readonly running = new Map<number, number>()
  /** When the handler of each partition ended, that has. */
  readonly ended = new Map<number, number>()
  addresses: readonly string[] = []

  constructor (child: ChildProcess) {
    this.child = child
  }
}

/** Members in processes of their own, and what their handlers do. */
export class HandlerCluster {
  readonly partitions: number
  members: Member[] = []
  #onNews = (): void => undefined

  constructor (partitions: number) {
    this.partitions = partitions
  }

  /** Starts members, the first one before the others. */
  async start (count: number): Promise<void> {
    await this.#startOne()
    await Promise.all(Array.from({ length: count - 1 }, async () => { await this.#startOne() }))
  }

  /** Waits until each partition has one handler, and loads are level. */
  async formed (): Promise<void> {
    const least = Math.floor(this.partitions / this.members.length)
    await this.until(() => this.members.reduce((sum, { running }) => sum + running.size, 0) === this.partitions &&
      this.members.every(({ running }) => running.size === least || running.size === least + 1))
  }

  /** Waits until the handlers are as wanted. */
  async until (isWanted: () => boolean): Promise<void> {
    const end = performance.now() + DEADLINE

    while (!isWanted()) {
      if (performance.now() > end) {
        throw new Error(`not within ${DEADLINE} ms: handlers run ${this.members.map(({ running }) => running.size).join()}`)
      }
      await this.#news()
    }
  }

  /** The member is none any more as far as the others are concerned. */
  drop (member: Member): void {
    this.members = this.members.filter(other => other !== member)
  }

  /** When the handlers of some partitions began elsewhere, once all have. */
  async begun (partitions: readonly number[]): Promise<Map<number, number>> {
    const found = (): Map<number, number> => new Map(partitions.flatMap(partition => this.members.flatMap(({ running }) => {
      const at = running.get(partition)
      return at === undefined ? [] : [[partition, at] as const]
    })))
    await this.until(() => found().size === partitions.length)

    return found()
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await Promise.all(this.members.map(async ({ child }) => {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }))
  }

  async #startOne (): Promise<void> {
    const child = fork(MEMBER, [String(this.partitions), ...this.members.flatMap(({ addresses }) => addresses)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const member = new Member(child)
    this.members.push(member)
    child.on('message', message => { this.#hear(member, message as Told) })
    await this.until(() => member.addresses.length > 0)
  }

  #hear (member: Member, told: Told): void {
    switch (told.type) {
      case 'ready':
        member.addresses = told.addresses
        break
      case 'begin':
        member.running.set(told.partition, told.at)
        break
      case 'end':
        member.running.delete(told.partition)
        member.ended.set(told.partition, told.at)
        break
      default:
        throw new TypeError(`a member tells ${JSON.stringify(told satisfies never)}`)
    }
    this.#onNews()
  }

  /** The next thing that a member tells, or a while later: a process that has ended tells nothing. */
  async #news (): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, 1_000)
    this.#onNews = resolve
    await promise
    clearTimeout(timer)
  }
}
