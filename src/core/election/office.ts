import { changesAnything, planTable } from '../assignment/plan-table.js'
import { Acquaintance } from './acquaintance.js'
import { Terms } from './terms.js'
import { Workers } from './workers.js'
import type { Context } from '../context.js'
import type { Epoch, GroupSpec, MemberId, Millis, Table } from '../types.js'
import type { Applier } from '../assignment/applier.js'
import type { Tables } from '../assignment/tables.js'
import type { Self } from '../membership/self.js'
import type { Records } from '../records.js'
import type { Collection } from './collection.js'
import type { Handoffs } from './handoffs.js'
import type { Leadership } from './leadership.js'
import type { OrderBook } from './order-book.js'
import type { SeenTerms } from './seen-terms.js'

const PLAN = 'office:plan'
const LOOK = 'office:look'

/**
 * Changes noticed within this time of each other are one, in milliseconds: deaths make one table then. As long as they
 * go on, as in the restart of a whole cluster, it doubles with each table up to `rebalanceDelay`.
 */
const BATCH = 50

/** The least time between two rounds of moves that wait for each other alone, in milliseconds. */
const NEXT_ROUND = 100

/** A change so long after the last one is a new story, in milliseconds. */
const CALM = 5_000

/** Every further taking of office waits twice as long as the one before, up to this many doublings. */
const BACKOFF_DOUBLINGS_MAX = 6

/** The parts of the core that a leader works with. */
export interface OfficeParts {
  readonly self: Self
  readonly seenTerms: SeenTerms
  readonly leadership: Leadership
  readonly tables: Tables
  readonly collection: Collection
  readonly records: Records
  readonly applier: Applier
  readonly handoffs: Handoffs
  readonly orderBook: OrderBook
}

/**
 * The leader's work: taking office, and publishing tables as the view changes.
 *
 * out -> taking (asks the others what they have applied) -> in (term chosen) -> plans whenever workers come or go.
 * Back to out as soon as somebody else comes first; a strange term as high as its own makes it take office again.
 */
export class Office {
  readonly #context: Context
  readonly #self: Self
  readonly #seenTerms: SeenTerms
  readonly #leadership: Leadership
  readonly #tables: Tables
  readonly #collection: Collection
  readonly #applier: Applier
  readonly #handoffs: Handoffs
  readonly #orderBook: OrderBook
  readonly #workers: Workers
  readonly #terms: Terms
  readonly #acquaintance: Acquaintance
  #state: 'out' | 'taking' | 'in' = 'out'
  #version = 0
  #takenAt = 0
  #retakes = 0
  /** The workers of the last plan, to see when they change. */
  #planned = ''
  #plannedAt: Millis = -Infinity
  #pace: Millis = BATCH
  /** The revision of view and tables that was looked at last. */
  #seen = -1

  constructor (context: Context, parts: OfficeParts) {
    this.#context = context
    this.#self = parts.self
    this.#seenTerms = parts.seenTerms
    this.#leadership = parts.leadership
    this.#tables = parts.tables
    this.#collection = parts.collection
    this.#applier = parts.applier
    this.#handoffs = parts.handoffs
    this.#orderBook = parts.orderBook
    this.#workers = new Workers(context, parts.tables)
    this.#terms = new Terms(context, parts)
    this.#acquaintance = new Acquaintance(context, parts.tables, parts.collection)
  }

  /** Looks, after every step, at whose turn it is and whether the workers changed. */
  review (now: Millis): void {
    if (this.#leadership.first !== this.#context.self) {
      this.#stepDown()
      return
    }
    if (this.#state === 'out') {
      this.#take(now)
    }
    this.#collection.dropEnded()
    this.#lookIfChanged(now)

    if (this.#collection.running && (this.#collection.complete || !this.#context.applies('office:collect-first')) && !this.#isWaiting(now)) {
      this.#conclude(now)
    }
  }

  wake (now: Millis, timer: string): boolean {
    const isAnswersDue = this.#collection.wake(timer)
    const isPlanDue = timer === PLAN || this.#handoffs.wake(timer) || this.#orderBook.wake(timer)

    if (!isAnswersDue && !isPlanDue && timer !== LOOK && !this.#acquaintance.wake(timer)) {
      return false
    }
    // A leader that leaves is not reviewed any more, and its timers still run.
    if (this.#leadership.first !== this.#context.self) {
      this.#stepDown()
    }
    if (this.#state === 'out') {
      return true
    }
    if (isPlanDue) {
      this.#plan(now)
    } else if (timer === LOOK) {
      this.#look(now)
    } else if (this.#acquaintance.wake(timer)) {
      this.#conclude(now)
    } else if ((this.#collection.complete || !this.#collection.askAgain(now)) && !this.#isWaiting(now)) {
      this.#conclude(now)
    }

    return true
  }

  /** A member was seen with a table of another line: ask it, and plan above that. */
  noticeForeign (now: Millis, from: MemberId): void {
    if (this.#state === 'in' && !this.#collection.running && !this.#context.timers.has(PLAN) && this.#context.applies('office:foreign-lineage')) {
      this.#collection.forget(from)
      this.#context.timers.set(PLAN, now + this.#context.settings.settle)
    }
  }

  #stepDown (): void {
    if (this.#state === 'out' || !this.#context.applies('office:step-down')) {
      return
    }
    this.#state = 'out'
    this.#planned = ''
    this.#collection.conclude()
    this.#context.timers.cancel(PLAN)
    this.#context.timers.cancel(LOOK)
    this.#acquaintance.reset()
    this.#handoffs.clear()
    this.#orderBook.clear()
    this.#context.outbox.trace('office:stepped-down')
  }

  #take (now: Millis): void {
    this.#state = 'taking'
    this.#acquaintance.reset()
    this.#context.outbox.trace('office:collecting')
    this.#collection.begin(now, true)
  }

  #isWaiting (now: Millis): boolean {
    return this.#state === 'taking' && this.#acquaintance.isWaiting(now)
  }

  /** To compare all workers takes time in a large cluster, so what changes together is looked at together. */
  #lookIfChanged (now: Millis): void {
    // None of these goes back.
    const revision = this.#context.members.revision + this.#tables.revision + this.#seenTerms.highest

    if (this.#state === 'in' && revision !== this.#seen && this.#context.applies('office:replan-on-change')) {
      this.#seen = revision
      this.#context.timers.setEarliest(LOOK, Math.max(now + BATCH, this.#plannedAt + this.#pace))
    }
  }

  /** Deaths act at once; joins wait, so that members that start together make one table. */
  #look (now: Millis): void {
    const workers = this.#workers.key(now)
    const nextReturn = this.#workers.nextReturn(now)

    if (nextReturn !== undefined) {
      this.#context.timers.setEarliest(LOOK, nextReturn)
    }
    if (this.#terms.isDisputed) {
      this.#context.timers.setEarliest(PLAN, Math.max(now, this.#takenAt + this.#backoff()))
    } else if (workers !== this.#planned) {
      const present = new Set(workers.split('\n'))
      const isLoss = this.#planned.split('\n').some(worker => !present.has(worker))
      this.#context.timers.setEarliest(PLAN, now + (isLoss ? this.#lossDelay() : this.#joinDelay()))
    }
  }

  #lossDelay (): Millis {
    return this.#context.applies('office:deaths-at-once') ? 0 : this.#context.settings.rebalanceDelay
  }

  #joinDelay (): Millis {
    return this.#context.applies('office:joins-wait') ? this.#context.settings.rebalanceDelay : 0
  }

  #plan (now: Millis): void {
    if (!this.#collection.running) {
      const isDisputed = this.#terms.isDisputed
      this.#retakes += isDisputed ? 1 : 0
      this.#collection.begin(now, isDisputed)
    }
  }

  #conclude (now: Millis): void {
    const { foreignTerm, reportedTerm: reported } = this.#collection
    const others = Math.max(this.#terms.other, foreignTerm)
    const foreign = this.#collection.conclude()
    const isTaking = this.#state === 'taking' || others >= this.#terms.own || reported > this.#terms.own

    if (isTaking) {
      this.#enter(now, Math.max(others, reported))
    }
    const workers = this.#workers.key(now)
    const isDone = this.#workers.groups().map(group => this.#planGroup(now, group, foreign.filter(table => table.group === group.name), isTaking)).every(Boolean)

    this.#notePlan(now, workers)
    this.#handoffs.arm(now)

    if (isDone) {
      this.#retakes = isTaking ? this.#retakes : 0
    } else {
      // A table of our own that does not apply even here helps nobody: again, as soon as what stands against it may be gone.
      this.#retakes++
      this.#state = isTaking ? 'taking' : 'in'
      this.#context.outbox.trace('office:refused')
      this.#retry(now)
    }
  }

  /** What only goes on with handoffs is no sign that members come and go. */
  #notePlan (now: Millis, workers: string): void {
    if (workers !== this.#planned) {
      this.#pace = now - this.#plannedAt > CALM ? BATCH : Math.min(2 * this.#pace, Math.max(BATCH, this.#context.settings.rebalanceDelay))
      this.#plannedAt = now
    }
    // The table that was just made may have let somebody go.
    this.#planned = this.#workers.key(now)
  }

  #retry (now: Millis): void {
    if (this.#context.applies('office:retry-refused')) {
      this.#context.timers.set(PLAN, now + this.#backoff())
    }
  }

  #enter (now: Millis, highest: number): void {
    this.#state = 'in'
    this.#acquaintance.end()
    this.#version = 0
    this.#takenAt = now
    this.#context.outbox.trace('office:taken')
    this.#self.amend(now, { term: this.#terms.raise(highest) })
  }

  /** Whether the group has a table that is right by now. */
  #planGroup (now: Millis, group: GroupSpec, foreign: readonly Table[], isTaking: boolean): boolean {
    const { applies, cluster, self } = this.#context
    const epoch: Epoch = { term: this.#terms.own, leader: self, version: this.#version + 1 }
    const base = this.#acquaintance.baseOf(group.name, foreign)
    const workers = this.#workers.of(now, group, foreign)
    const orders = base === undefined ? undefined : this.#orderBook.of(base)
    const { table, isWaiting } = planTable({
      cluster, group, workers, base, foreign, standing: this.#handoffs.standingOf(now, group.name), orders, traitsOf: id => this.#workers.traitsOf(id, group), epoch, applies
    })

    // What waits for handoffs goes on when they are done; what waits for nothing else goes on soon.
    if (isWaiting && table.successors.every(successor => successor < 0)) {
      this.#context.timers.setEarliest(PLAN, now + Math.max(NEXT_ROUND, this.#context.settings.rebalanceDelay))
    }

    if (!isTaking && !changesAnything(table, base) && applies('office:changes-only')) {
      return true
    }
    this.#version++
    const isApplied = this.#applier.publish(table)

    if (isApplied) {
      this.#handoffs.follow(now, table)
      this.#orderBook.follow(table)
    }

    return isApplied
  }

  #backoff (): Millis {
    return this.#retakes === 0 || !this.#context.applies('office:backoff') ? 0 : this.#context.settings.settle * 2 ** Math.min(this.#retakes - 1, BACKOFF_DOUBLINGS_MAX)
  }
}
