import { changesAnything, planTable } from '../assignment/plan-table.js'
import type { Context } from '../context.js'
import type { Epoch, GroupSpec, MemberId, Millis, RosterEntry, Table } from '../types.js'
import type { Applier } from '../assignment/applier.js'
import type { Tables } from '../assignment/tables.js'
import type { Self } from '../membership/self.js'
import type { Records } from '../records.js'
import type { Collection } from './collection.js'
import type { Leadership } from './leadership.js'

const PLAN = 'office:plan'

/** Deaths noticed within this time of each other make one table, in milliseconds. */
const DEATH_BATCH = 50

/** A second taking of office waits one settling time, a third two, and so on up to this many doublings. */
const BACKOFF_DOUBLINGS_MAX = 6

/** The parts of the core that a leader works with. */
export interface OfficeParts {
  readonly self: Self
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
  readonly #leadership: Leadership
  readonly #tables: Tables
  readonly #collection: Collection
  readonly #records: Records
  readonly #applier: Applier
  #state: 'out' | 'taking' | 'in' = 'out'
  #term = 0
  #version = 0
  #takenAt = 0
  #retakes = 0
  /** The workers of the last plan, to see when they change. */
  #planned = ''
  #reviewedAt = -1

  constructor (context: Context, parts: OfficeParts) {
    this.#context = context
    this.#self = parts.self
    this.#leadership = parts.leadership
    this.#tables = parts.tables
    this.#collection = parts.collection
    this.#records = parts.records
    this.#applier = parts.applier
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
    this.#scheduleIfChanged(now)

    if (this.#collection.running && this.#collection.complete) {
      this.#conclude(now)
    }
  }

  wake (now: Millis, timer: string): boolean {
    if (timer === PLAN) {
      this.#plan(now)
    } else if (this.#collection.wake(timer)) {
      this.#conclude(now)
    } else {
      return false
    }

    return true
  }

  /** A member was seen with a table of another line: ask it, and plan above that. */
  noticeForeign (now: Millis, from: MemberId): void {
    if (this.#state === 'in' && !this.#collection.running && !this.#context.timers.has(PLAN)) {
      this.#collection.forget(from)
      this.#context.timers.set(PLAN, now + this.#context.settings.settle)
    }
  }

  #stepDown (): void {
    if (this.#state === 'out') {
      return
    }
    this.#state = 'out'
    this.#planned = ''
    this.#collection.conclude()
    this.#context.timers.cancel(PLAN)
    this.#context.outbox.trace('office:stepped-down')
  }

  #take (now: Millis): void {
    this.#state = 'taking'
    this.#context.outbox.trace('office:collecting')
    this.#collection.begin(now, true)
  }

  /** Deaths act at once; joins wait, so that members that start together make one table. */
  #scheduleIfChanged (now: Millis): void {
    const revision = this.#context.members.revision

    if (this.#state !== 'in' || revision === this.#reviewedAt) {
      return
    }
    this.#reviewedAt = revision

    const workers = this.#workersKey()

    if (this.#leadership.highestForeignTerm >= this.#term) {
      this.#context.timers.setEarliest(PLAN, Math.max(now, this.#takenAt + this.#backoff()))
    } else if (workers !== this.#planned) {
      const present = new Set(workers.split('\n'))
      const isLoss = this.#planned.split('\n').some(worker => !present.has(worker))
      this.#context.timers.setEarliest(PLAN, now + (isLoss ? DEATH_BATCH : this.#context.settings.rebalanceDelay))
    }
  }

  #plan (now: Millis): void {
    if (!this.#collection.running) {
      const isBehind = this.#leadership.highestForeignTerm >= this.#term
      this.#retakes = isBehind ? this.#retakes + 1 : 0
      this.#collection.begin(now, isBehind)
    }
  }

  #conclude (now: Millis): void {
    const others = Math.max(this.#leadership.highestForeignTerm, this.#collection.foreignTerm)
    const reported = this.#collection.reportedTerm
    const foreign = this.#collection.conclude()
    const isTaking = this.#state === 'taking' || others >= this.#term || reported > this.#term

    if (isTaking) {
      this.#enter(now, Math.max(others, reported))
    }
    this.#planned = this.#workersKey()
    for (const group of this.#groups()) {
      this.#planGroup(group, foreign.filter(table => table.group === group.name), isTaking)
    }
  }

  /** Unix seconds keep tokens growing through a restart of the whole cluster without any disk. */
  #enter (now: Millis, highest: number): void {
    this.#state = 'in'
    this.#term = Math.max(highest + 1, this.#term + 1, this.#context.unixSeconds())
    this.#version = 0
    this.#takenAt = now
    this.#context.outbox.trace('office:taken')
    this.#records.noteTerm(this.#term)
    this.#self.amend(now, { term: this.#term })
  }

  #planGroup (group: GroupSpec, foreign: readonly Table[], isTaking: boolean): void {
    const epoch: Epoch = { term: this.#term, leader: this.#context.self, version: this.#version + 1 }
    const base = this.#tables.get(group.name)
    const table = planTable({ cluster: this.#context.cluster, group, workers: this.#workersOf(group), base, foreign, epoch })

    if (isTaking || changesAnything(table, base)) {
      this.#version++
      this.#applier.publish(table)
    }
  }

  /** A group is as big as its table says, or else as the first in rank to name it says. */
  #groups (): GroupSpec[] {
    const groups = new Map<string, GroupSpec>()

    for (const { group, partitions } of this.#tables.all()) {
      groups.set(group, { name: group, partitions })
    }
    for (const group of this.#context.members.ranked().flatMap(row => row.claim.groups)) {
      groups.set(group.name, groups.get(group.name) ?? group)
    }

    return [...groups.values()]
  }

  #workersOf ({ name, partitions }: GroupSpec): RosterEntry[] {
    return this.#context.members.ranked()
      .filter(row => row.claim.groups.some(group => group.name === name && group.partitions === partitions))
      .map(({ id, generation }) => ({ id, generation }))
  }

  #workersKey (): string {
    return this.#context.members.ranked()
      .map(({ id, generation, claim }) => `${id} ${generation} ${claim.groups.map(({ name, partitions }) => `${name}:${partitions}`).join()}`)
      .join('\n')
  }

  #backoff (): Millis {
    return this.#retakes === 0 ? 0 : this.#context.settings.settle * 2 ** Math.min(this.#retakes - 1, BACKOFF_DOUBLINGS_MAX)
  }
}
