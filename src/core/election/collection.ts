import { HEARD_TERM_LEAD_MAX } from '../limits.js'
import { compareEpochs } from '../assignment/epoch.js'
import { packToken } from '../assignment/token.js'
import type { Context } from '../context.js'
import type { Report, TableVersion } from '../messages.js'
import type { MemberId, Millis, Table } from '../types.js'
import type { Row } from '../membership/member.js'
import type { Self } from '../membership/self.js'
import type { Tables } from '../assignment/tables.js'

const SETTLE = 'collection:settle'

/** How often a table that somebody has is asked for again before the leader plans without it. */
const ASK_AGAIN_MAX = 3

/**
 * What a leader learns before it plans: which tables the others have applied. A table off its own line comes from the
 * other side of a split and is fetched, so that the next one can stand above it.
 */
export class Collection {
  readonly #context: Context
  readonly #self: Self
  readonly #tables: Tables
  /** When each member last answered: whoever came back since then is asked again. */
  readonly #answeredAt = new Map<MemberId, Millis>()
  readonly #awaited = new Set<MemberId>()
  /** Tables asked for and not here yet, as `member group`. */
  readonly #pulls = new Set<string>()
  #foreign: Table[] = []
  #reportedTerm = 0
  #seq: number
  #running = false
  /** The revision of the view in which nobody who ended is awaited any more. */
  #seen = -1
  #askedAgain = 0

  constructor (context: Context, self: Self, tables: Tables) {
    this.#context = context
    this.#self = self
    this.#tables = tables
    this.#seq = context.random.below(0x8000_0000)
  }

  get running (): boolean {
    return this.#running
  }

  /** Whether everybody asked has answered. */
  get complete (): boolean {
    return this.#awaited.size === 0 && this.#pulls.size === 0
  }

  /** The highest term that a report named; ours is among them, as others have seen it. */
  get reportedTerm (): number {
    return this.#reportedTerm
  }

  /** The highest term of a table that somebody else published. */
  get foreignTerm (): number {
    return this.#foreign.filter(({ epoch }) => epoch.leader !== this.#context.self)
      .reduce((highest, { epoch }) => Math.max(highest, epoch.term), 0)
  }

  /** What a plan can go on from: the tables that are applied here, and where there is none those that came. */
  bases (): Table[] {
    return [...this.#tables.all(), ...this.#foreign.filter(({ group }) => this.#tables.get(group) === undefined)]
  }

  /** Asks every live member, or those that have not answered since they came. */
  begin (now: Millis, everybody: boolean): void {
    this.#seq = (this.#seq + 1) % 0x1_0000_0000
    this.#running = true
    this.#askedAgain = 0

    for (const row of this.#context.members.livePeers(this.#context.self)) {
      if (everybody || this.#isNewcomer(row)) {
        this.#awaited.add(row.id)
        this.#context.outbox.send(row.id, { type: 'collect', seq: this.#seq })
      }
    }
    if (this.#context.applies('collection:deadline')) {
      this.#context.timers.set(SETTLE, now + this.#context.settings.settle)
    }
  }

  /** Whether the timer is ours: the time for answers is over. */
  wake (timer: string): boolean {
    return timer === SETTLE
  }

  /** Asks once more for the tables that are known to be there: to plan without them would move what need not move. */
  askAgain (now: Millis): boolean {
    if (this.#pulls.size === 0 || this.#askedAgain >= ASK_AGAIN_MAX || !this.#context.applies('collection:ask-again')) {
      this.#context.outbox.trace('office:settled-without-all')
      return false
    }
    this.#askedAgain++
    this.#context.timers.set(SETTLE, now + this.#context.settings.settle)

    for (const pull of this.#pulls) {
      const [from = '', group = ''] = pull.split(' ')
      this.#context.outbox.send(from, { type: 'table-pull', group, epoch: 0n })
    }

    return true
  }

  receive (now: Millis, from: MemberId, report: Report): void {
    // It can come too late to plan from, and who asked may have stepped down meanwhile; the term counts all the same.
    if (this.#context.applies('collection:terms-stay')) {
      this.#self.hearOfTerm(from, report.term)
    }

    if (!this.#running || report.seq !== this.#seq || !this.#awaited.delete(from)) {
      return
    }
    this.#answeredAt.set(from, now)

    if (report.term > this.#context.unixSeconds() + HEARD_TERM_LEAD_MAX && this.#context.applies('collection:plausible-term')) {
      this.#context.outbox.trace('term:implausible', from)
    } else {
      this.#reportedTerm = Math.max(this.#reportedTerm, report.term)
    }
    for (const version of report.tables) {
      this.#pullIfForeign(from, version)
    }
  }

  /** Keeps a table that was asked for, if it is off our line or newer than ours. */
  offer (from: MemberId, table: Table): void {
    const fault = this.#pulls.delete(`${from} ${table.group}`) ? this.#tables.faultOf(table) : 'unasked'

    if (fault === undefined || (fault !== 'unasked' && !this.#context.applies('collection:sound-only'))) {
      this.#foreign.push(table)
    } else if (fault !== 'unasked') {
      this.#context.outbox.trace(fault, from)
    }
  }

  /** Whether that table was asked for, and so must be verified although it may be older than ours. */
  expects (table: Table): boolean {
    return this.#running && [...this.#pulls].some(pull => pull.endsWith(` ${table.group}`))
  }

  /** Asks that member again next time: it was seen with a table of another line. */
  forget (id: MemberId): void {
    if (this.#context.applies('collection:forget')) {
      this.#answeredAt.delete(id)
    }
  }

  /** The members that are gone need not answer. */
  dropEnded (): void {
    if (this.#context.members.revision === this.#seen) {
      return
    }
    this.#seen = this.#context.members.revision

    for (const id of this.#awaited) {
      if (!this.#isLive(id)) {
        this.#awaited.delete(id)
      }
    }
    for (const pull of this.#pulls) {
      if (!this.#isLive(pull.slice(0, pull.indexOf(' ')))) {
        this.#pulls.delete(pull)
      }
    }
    for (const id of this.#answeredAt.keys()) {
      if (!this.#isLive(id)) {
        this.#answeredAt.delete(id)
      }
    }
  }

  /** The tables of other lines, newest first; ends the collection. What lay ahead when it came may lie on our line by now. */
  conclude (): Table[] {
    const foreign = this.#foreign.filter(({ group, epoch }) => this.#isOff({ group, epoch: packToken(epoch) })).sort((a, b) => compareEpochs(b.epoch, a.epoch))

    this.#foreign = []
    this.#reportedTerm = 0
    this.#running = false
    this.#awaited.clear()
    this.#pulls.clear()
    this.#context.timers.cancel(SETTLE)

    return foreign
  }

  #isNewcomer ({ id, aliveSince }: Row): boolean {
    return (this.#answeredAt.get(id) ?? -1) < aliveSince && this.#context.applies('collection:newcomers')
  }

  #pullIfForeign (from: MemberId, version: TableVersion): void {
    const isTold = this.#context.applies('collection:pull-foreign')

    if (isTold && this.#isOff(version)) {
      this.#pulls.add(`${from} ${version.group}`)
      this.#context.outbox.trace('table:foreign-lineage', from)
      this.#context.outbox.send(from, { type: 'table-pull', group: version.group, epoch: 0n })
    }
  }

  /** Whether it is off our line, or newer than ours. */
  #isOff (version: TableVersion): boolean {
    return version.epoch > this.#tables.versionOf(version.group) || this.#tables.isForeign(version)
  }

  #isLive (id: MemberId): boolean {
    const state = this.#context.members.get(id)?.state
    return state === 'alive' || state === 'suspect'
  }
}
