import { textLine } from '../text-lines.js'
import { liveLines } from './live-view.js'
import { DEMO_GROUP, startMembers } from './scenario.js'
import { Screen } from './screen.js'
import type { MemberProcess } from './member-process.js'
import type { ProcessGroup } from './process-group.js'
import type { StatusJson } from '../admin/snapshot.js'
import type { EndingWatch } from '../ending.js'
import type { EventLine } from '../json-lines.js'
import type { ReadStream, WriteStream } from 'node:tty'

const LOG_LINES = 10
const REDRAW_MS = 250

/** The demo on a terminal: a live table, and keys that kill and add members. */
export class LiveDemo {
  readonly #group: ProcessGroup
  readonly #watch: EndingWatch
  readonly #input: ReadStream
  readonly #screen: Screen
  readonly #log: string[] = []
  #statuses: ReadonlyMap<string, StatusJson> = new Map()
  #drawing: Promise<void> | undefined

  constructor (group: ProcessGroup, watch: EndingWatch, input: ReadStream, output: WriteStream) {
    this.#group = group
    this.#watch = watch
    this.#input = input
    this.#screen = new Screen(output)
  }

  /** Runs until a key or a signal ends it, and leaves the terminal as it was. */
  async run (count: number): Promise<void> {
    const restore = (): void => { this.#close() }
    const redraw = setInterval(() => { this.#redraw() }, REDRAW_MS)

    // A second signal ends the process without coming back here.
    process.once('exit', restore)
    this.#open()

    try {
      const started = startMembers(() => this.#spawn(), count)
      started.catch((err: unknown) => { this.#watch.end({ code: 1, message: err instanceof Error ? err.message : String(err) }) })
      await this.#watch.first
    } finally {
      clearInterval(redraw)
      await this.#drawing
      process.off('exit', restore)
      this.#close()
    }
  }

  #open (): void {
    this.#input.setRawMode(true)
    this.#input.setEncoding('utf8').on('data', (keys: string) => { [...keys].forEach(key => { this.#onKey(key) }) })
    this.#screen.open()
    this.#redraw()
  }

  #close (): void {
    this.#screen.close()
    this.#input.setRawMode(false)
    this.#input.pause()
  }

  #onKey (key: string): void {
    switch (key) {
      case 'l':
        this.#kill('the leader', ({ peerId }) => peerId !== undefined && peerId === this.#leader())
        break
      case 'k':
        this.#kill('another member', ({ peerId }) => peerId !== undefined && peerId !== this.#leader())
        break
      case 'a':
        this.#spawn()
        this.#say('added a member')
        break
      // Ctrl-C is a key like others while the terminal is raw.
      case 'q':
      case '\u0003':
        this.#watch.end({ code: 0 })
        break
      default:
        break
    }
  }

  #kill (who: string, isWanted: (member: MemberProcess) => boolean): void {
    const victim = this.#group.running.findLast(isWanted)

    if (victim === undefined) {
      this.#say(`there is no process to kill as ${who}`)
    } else {
      victim.signal('SIGKILL')
      this.#say(`killed ${who}, process ${victim.pid}`)
    }
  }

  /** The leader by the word of the most who answer. */
  #leader (): string | undefined {
    const votes = [...this.#statuses.values()].flatMap(({ leader }) => leader === null ? [] : [leader])
    return votes.sort((a, b) => count(votes, b) - count(votes, a))[0]
  }

  #spawn (): MemberProcess {
    const member = this.#group.spawn({ onLine: line => { this.#note(member, line) } })
    return member
  }

  // The others say the same; what happens to partitions comes by the dozen and shows in the table.
  #note (member: MemberProcess, line: EventLine): void {
    if (member === this.#group.running[0] && (line.event === 'leader:change' || line.event.startsWith('member:'))) {
      this.#say(textLine(line).slice('00:00:00.000 '.length))
    }
  }

  #say (text: string): void {
    this.#log.push(`${new Date().toISOString().slice(11, 19)}  ${text}`)
    this.#log.splice(0, Math.max(0, this.#log.length - LOG_LINES))
    this.#redraw()
  }

  #redraw (): void {
    this.#drawing ??= this.#draw().finally(() => { this.#drawing = undefined })
  }

  async #draw (): Promise<void> {
    const statuses = await this.#group.statuses()
    this.#statuses = new Map(statuses.map(status => [status.self, status]))
    this.#screen.draw(liveLines({
      group: DEMO_GROUP,
      partitions: this.#group.groups[DEMO_GROUP] ?? 0,
      rows: this.#group.members.map(({ pid, peerId, exited }) => ({ pid, peerId, exited, status: this.#statuses.get(peerId ?? '') })),
      log: this.#log
    }))
  }
}

function count (votes: readonly string[], vote: string): number {
  return votes.filter(other => other === vote).length
}
