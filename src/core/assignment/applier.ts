import { GROUPS_MAX } from '../limits.js'
import { isLive } from '../membership/member.js'
import { MergeWait } from './merge-wait.js'
import { isNewerTable } from './table.js'
import { packToken } from './token.js'
import type { Context } from '../context.js'
import type { Mark } from '../marks.js'
import type { Head, TablePull, TableVersion } from '../messages.js'
import type { CoreEvent, MemberId, Millis, Table, Token } from '../types.js'
import type { Collection } from '../election/collection.js'
import type { Leadership } from '../election/leadership.js'
import type { Records } from '../records.js'
import type { Self } from '../membership/self.js'
import type { Ownership } from './ownership.js'
import type { Tables } from './tables.js'

/** Refusals that end by themselves, as the leader's claim comes in or the clocks go on: the table is fetched again. */
const CURABLE: ReadonlySet<Mark> = new Set<Mark>([
  'table:unknown-leader', 'table:ineligible-leader', 'table:future-term'
])

/** The parts of the core that applying tables touches. */
export interface ApplierParts {
  readonly self: Self
  readonly tables: Tables
  readonly ownership: Ownership
  readonly leadership: Leadership
  readonly collection: Collection
  readonly records: Records
}

/**
 * Brings tables in: applies what is newer, fetches what others have newer, and answers who is behind.
 *
 * ```
 * A --ping/ack(head)--> B        A is ahead in a group
 * A <--table-pull------ B
 * A --table-----------> B
 * ```
 */
export class Applier {
  readonly #context: Context
  readonly #self: Self
  readonly #tables: Tables
  readonly #ownership: Ownership
  readonly #leadership: Leadership
  readonly #collection: Collection
  readonly #records: Records
  readonly #mergeWait: MergeWait
  /** By group, until when an answer to a pull is awaited: one at a time. */
  readonly #pullingUntil = new Map<string, Millis>()
  /** By group, the epoch last refused: pulling it again would only refuse it again. */
  readonly #refused = new Map<string, Token>()

  #mismatch: Extract<CoreEvent, { type: 'refused' }> | undefined

  constructor (context: Context, parts: ApplierParts) {
    this.#context = context
    this.#self = parts.self
    this.#tables = parts.tables
    this.#ownership = parts.ownership
    this.#leadership = parts.leadership
    this.#collection = parts.collection
    this.#records = parts.records
    this.#mergeWait = new MergeWait(context, parts.self, parts.tables)
  }

  /** Why this member cannot go on in this cluster, if it cannot. */
  get mismatch (): Extract<CoreEvent, { type: 'refused' }> | undefined {
    return this.#mismatch
  }

  /** Whether the table must be verified: it is newer than ours, or was asked for. */
  wants (table: Table): boolean {
    return isNewerTable(table, this.#tables.get(table.group)) || this.#collection.expects(table)
  }

  /** Applies a table of our own and publishes it; false if it does not apply here. */
  publish (table: Table): boolean {
    const refusal = this.#tables.refusalOf(table)

    if (refusal !== undefined) {
      this.#context.outbox.trace(refusal, this.#context.self)
      return false
    }
    if (this.#context.applies('applier:publish')) {
      this.#context.outbox.publish('assignment', { type: 'table', table })
    }
    this.#apply(table)

    return true
  }

  /** Takes a table in, or refuses it by name. Whoever is behind is told. */
  receive (now: Millis, from: MemberId, table: Table): void {
    this.#pullingUntil.delete(table.group)
    this.#collection.offer(from, table)
    const refusal = this.#tables.refusalOf(table)

    if (refusal === undefined && this.#mergeWait.isOn(now, table)) {
      this.#context.outbox.trace('table:put-off', from)
      return
    }
    if (refusal === undefined) {
      this.#apply(table)
      return
    }
    this.#context.outbox.trace(refusal, from)

    if (refusal === 'table:wrong-partitions') {
      this.#noteMismatch(table)
    }
    if (refusal === 'table:stale-epoch') {
      this.#tellIfBehind(from, { group: table.group, epoch: packToken(table.epoch) })
    } else if (this.#isFinal(refusal) && hasRoom(this.#refused, table.group)) {
      this.#refused.set(table.group, packToken(table.epoch))
    }
  }

  /** Compares what a peer has applied with what we have. */
  compare (now: Millis, from: MemberId, head: Head): void {
    const row = this.#context.members.get(from)

    if ((row === undefined || !isLive(row)) && this.#context.applies('applier:live-only')) {
      return
    }
    for (const version of head.tables) {
      const ours = this.#tables.versionOf(version.group)

      if (version.epoch > ours && this.#context.applies('applier:pull-when-behind') && this.#refused.get(version.group) !== version.epoch) {
        this.#pull(now, from, version.group, ours)
      }
    }
  }

  /** The versions in a head that the other side of a split planned. */
  foreignIn (head: Head): TableVersion[] {
    return head.tables.filter(version => this.#tables.isForeign(version))
  }

  /** Tells a peer what we have, if any of its tables is older. */
  tellWhoIsBehind (from: MemberId, head: Head): void {
    const theirs = new Map(head.tables.map(({ group, epoch }) => [group, epoch]))

    const isBehind = this.#tables.versions().some(({ group, epoch }) => (theirs.get(group) ?? 0n) < epoch)

    if (isBehind) {
      this.#context.outbox.send(from, { type: 'notice', head: this.#context.head() })
    }
  }

  answerPull (now: Millis, from: MemberId, { group, epoch }: TablePull): void {
    const table = this.#tables.get(group)

    if (epoch === 0n) {
      this.#mergeWait.give(now, group)
    }

    if (table !== undefined && packToken(table.epoch) > epoch) {
      this.#context.outbox.send(from, { type: 'table', table })
    }
  }

  /** The application is told of the leader, then of its table, then of what that brings. */
  #apply (table: Table): void {
    this.#tables.apply(table)
    this.#refused.delete(table.group)
    this.#mergeWait.end(table.group)
    this.#records.noteTerm(table.epoch.term)
    this.#leadership.announce()
    this.#context.outbox.emit({ type: 'table:change', table })

    if (!this.#self.claim.left || !this.#context.applies('applier:leaver-takes-nothing')) {
      this.#ownership.follow(table, this.#self.claim)
    }
  }

  /**
   * The leader's newer table has another number of partitions than we were set to: two clusters met that do not fit.
   * An older table was not verified, and says nothing.
   */
  #noteMismatch (table: Table): void {
    const { group, partitions, epoch } = table
    const ours = this.#self.claim.groups.find(({ name }) => name === group)?.partitions

    if (ours !== undefined && this.#context.applies('applier:mismatch') && epoch.leader === this.#leadership.first && isNewerTable(table, this.#tables.get(group))) {
      this.#mismatch = { type: 'refused', group, ours, theirs: partitions, by: epoch.leader }
    }
  }

  /** Whether asking for the table again would be of no use. */
  #isFinal (refusal: Mark): boolean {
    const isCurable = CURABLE.has(refusal) && this.#context.applies('applier:curable')
    return !isCurable && this.#context.applies('applier:remember-refused')
  }

  #tellIfBehind (from: MemberId, version: TableVersion): void {
    if (version.epoch < this.#tables.versionOf(version.group)) {
      this.#context.outbox.send(from, { type: 'notice', head: this.#context.head() })
    }
  }

  #pull (now: Millis, from: MemberId, group: string, epoch: Token): void {
    for (const [other, until] of this.#pullingUntil) {
      if (until <= now) {
        this.#pullingUntil.delete(other)
      }
    }
    const isPulling = this.#pullingUntil.has(group) && this.#context.applies('applier:one-pull')

    if (!isPulling && hasRoom(this.#pullingUntil, group)) {
      this.#pullingUntil.set(group, now + this.#context.settings.probeTimeout)
      this.#context.outbox.trace('table:pulled', from)
      this.#context.outbox.send(from, { type: 'table-pull', group, epoch })
    }
  }
}

/** Groups that a peer merely names must not make us remember ever more. */
function hasRoom (byGroup: ReadonlyMap<string, unknown>, group: string): boolean {
  return byGroup.has(group) || byGroup.size < GROUPS_MAX
}
