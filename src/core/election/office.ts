import { TERM_LEAD_MAX } from '../limits.js'
import { changesAnything, planTable } from '../assignment/plan-table.js'
import { Workers } from './workers.js'
import type { Context } from '../context.js'
import type { Epoch, GroupSpec, MemberId, Millis, Table } from '../types.js'
import type { Applier } from '../assignment/applier.js'
import type { Tables } from '../assignment/tables.js'
import type { Self } from '../membership/self.js'
import type { Records } from '../records.js'
import type { Collection } from './collection.js'
import type { Leadership } from './leadership.js'
import type { SeenTerms } from './seen-terms.js'

const PLAN = 'office:plan'
const LOOK = 'office:look'
const ACQUAINTED = 'office:acquainted'

/** How long a new leader waits to hear of the members that the tables name, in times to settle. */
const ACQUAINT_SETTLES = 4

/**
 * Changes noticed within this time of each other are one, in milliseconds: deaths make one table then. As long as they
 * go on, as in the restart of a whole cluster, it doubles with each table up to `rebalanceDelay`.
 */
const BATCH = 50

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
  readonly #records: Records
  readonly #applier: Applier
  readonly #workers: Workers
  #state: 'out' | 'taking' | 'in' = 'out'
  #term = 0
  #version = 0
  #takenAt = 0
  #retakes = 0
  /** The workers of the last plan, to see when they change. */
  #planned = ''
  #plannedAt: Millis = -Infinity
  #pace: Millis = BATCH
  /** Until when it waits for the members that tables name. */
  #acquaintUntil: Millis | undefined
  /** The revision of view and tables that was looked at last. */
  #seen = -1

  constructor (context: Context, parts: OfficeParts) {
    this.#context = context
    this.#self = parts.self
    this.#seenTerms = parts.seenTerms
    this.#leadership = parts.leadership
    this.#tables = parts.tables
    this.#collection = parts.collection
    this.#records = parts.records
    this.#applier = parts.applier
    this.#workers = new Workers(context, parts.tables)
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

    if (!isAnswersDue && timer !== PLAN && timer !== LOOK && timer !== ACQUAINTED) {
      return false
    }
    // A leader that leaves is not reviewed any more, and its timers still run.
    if (this.#leadership.first !== this.#context.self) {
      this.#stepDown()
    }
    if (this.#state === 'out') {
      return true
    }
    if (timer === PLAN) {
      this.#plan(now)
    } else if (timer === LOOK) {
      this.#look(now)
    } else if (timer === ACQUAINTED) {
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
    this.#context.timers.cancel(ACQUAINTED)
    this.#context.outbox.trace('office:stepped-down')
  }

  #take (now: Millis): void {
    this.#state = 'taking'
    this.#acquaintUntil = undefined
    this.#context.outbox.trace('office:collecting')
    this.#collection.begin(now, true)
  }

  /**
   * Whether a table names members that this one has not heard of: it is new, and has not got the whole view. To plan
   * without them would take their work from them. They may also be forgotten for good, so there is an end to it.
   */
  #isWaiting (now: Millis): boolean {
    const { applies, members, settings, timers } = this.#context

    if (this.#state !== 'taking' || !applies('office:acquaints') || !this.#collection.bases().some(({ roster }) => roster.some(({ id }) => members.get(id) === undefined))) {
      return false
    }
    this.#acquaintUntil ??= now + ACQUAINT_SETTLES * settings.settle
    timers.set(ACQUAINTED, this.#acquaintUntil)

    return now < this.#acquaintUntil
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
    if (this.#isDisputed()) {
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

  /** The highest term of anybody else that is or was: a former start of this member counts as such. */
  get #otherTerm (): number {
    return Math.max(this.#leadership.highestTermBesides(this.#term), this.#seenTerms.highest)
  }

  /** Whether somebody else published, or may publish, above our own term. */
  #isDisputed (): boolean {
    return this.#otherTerm >= this.#term && this.#context.applies('office:retake')
  }

  #plan (now: Millis): void {
    if (!this.#collection.running) {
      const isDisputed = this.#isDisputed()
      this.#retakes += isDisputed ? 1 : 0
      this.#collection.begin(now, isDisputed)
    }
  }

  #conclude (now: Millis): void {
    const { foreignTerm, reportedTerm: reported } = this.#collection
    const others = Math.max(this.#otherTerm, foreignTerm)
    const foreign = this.#collection.conclude()
    const isTaking = this.#state === 'taking' || others >= this.#term || reported > this.#term

    if (isTaking) {
      this.#enter(now, Math.max(others, reported))
    }
    this.#planned = this.#workers.key(now)
    this.#pace = now - this.#plannedAt > CALM ? BATCH : Math.min(2 * this.#pace, Math.max(BATCH, this.#context.settings.rebalanceDelay))
    this.#plannedAt = now
    const isDone = this.#workers.groups().map(group => this.#planGroup(now, group, foreign.filter(table => table.group === group.name), isTaking)).every(Boolean)

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

  #retry (now: Millis): void {
    if (this.#context.applies('office:retry-refused')) {
      this.#context.timers.set(PLAN, now + this.#backoff())
    }
  }

  /**
   * Unix seconds keep tokens growing through a restart of the whole cluster without any disk; the stored term does so
   * when the clock went back or the restart took less than a second. A stored term that nobody would accept is none.
   */
  #enter (now: Millis, highest: number): void {
    const { applies } = this.#context
    const seconds = this.#context.unixSeconds()
    const stored = this.#records.term <= seconds + TERM_LEAD_MAX || !applies('office:plausible-stored') ? this.#records.term : 0
    const known = [
      applies('office:term-above-seen') ? highest + 1 : 1,
      applies('office:term-stored') ? Math.max(this.#term, stored) + 1 : 1,
      applies('office:term-clock') ? seconds : 1
    ]

    this.#state = 'in'
    this.#context.timers.cancel(ACQUAINTED)
    this.#term = Math.max(...known)
    this.#version = 0
    this.#takenAt = now
    this.#context.outbox.trace('office:taken')
    this.#records.noteTerm(this.#term)
    this.#self.amend(now, { term: this.#term })
  }

  /** Whether the group has a table that is right by now. A new member goes on from one of a leader that it never knew, too. */
  #planGroup (now: Millis, group: GroupSpec, foreign: readonly Table[], isTaking: boolean): boolean {
    const epoch: Epoch = { term: this.#term, leader: this.#context.self, version: this.#version + 1 }
    const base = this.#tables.get(group.name) ?? (this.#context.applies('office:unknown-predecessor') ? foreign[0] : undefined)
    const table = planTable({ cluster: this.#context.cluster, group, workers: this.#workers.of(now, group, foreign), base, foreign, epoch, applies: this.#context.applies })

    if (!isTaking && !changesAnything(table, base) && this.#context.applies('office:changes-only')) {
      return true
    }
    this.#version++

    return this.#applier.publish(table)
  }

  #backoff (): Millis {
    return this.#retakes === 0 || !this.#context.applies('office:backoff') ? 0 : this.#context.settings.settle * 2 ** Math.min(this.#retakes - 1, BACKOFF_DOUBLINGS_MAX)
  }
}
