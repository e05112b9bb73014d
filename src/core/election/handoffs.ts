import { unreachable } from '../assert.js'
import { isSameStart, ownerOf } from '../assignment/table.js'
import { unpackToken } from '../assignment/token.js'
import { Failures } from './failures.js'
import { Rejoin } from './rejoin.js'
import type { Context } from '../context.js'
import type { Fenced, Release } from '../messages.js'
import type { MemberId, Millis, Table, Token } from '../types.js'
import type { Standing } from '../assignment/plan-table.js'
import type { Tables } from '../assignment/tables.js'
import type { Leadership } from './leadership.js'
import type { SeenTerms } from './seen-terms.js'

const TIMER = 'handoffs'

/** Releases that arrive within this time make one table, in milliseconds. */
const BATCH = 20

/** What is overdue and could not be done is tried again after this time, in milliseconds. */
const RETRY = 500

/** An owner that was told to stop, by the token that it has. */
interface Handoff {
  readonly token: Token
  readonly deadline: Millis
}

/** What a leader knows of one group beyond its table. */
interface Dealings {
  /** By partition, the token under which nobody works any more. */
  readonly released: Map<number, Token>
  readonly running: Map<number, Handoff>
  /** By partition, the largest token that a resource has seen. */
  readonly seen: Map<number, Token>
}

/** The parts of the core that a leader's side of a handoff needs. */
export interface HandoffParts {
  readonly tables: Tables
  readonly leadership: Leadership
  readonly seenTerms: SeenTerms
}

/**
 * The leader's side of handoffs: who has let go of what, and who takes too long. The handoffs themselves are in the table;
 * what is here can be lost with the leader, as owners say again what they said, and the next one sets its own deadlines.
 */
export class Handoffs {
  readonly #context: Context
  readonly #tables: Tables
  readonly #leadership: Leadership
  readonly #seenTerms: SeenTerms
  readonly #failures = new Failures()
  readonly #rejoin: Rejoin
  readonly #groups = new Map<string, Dealings>()

  constructor (context: Context, { tables, leadership, seenTerms }: HandoffParts) {
    this.#context = context
    this.#tables = tables
    this.#leadership = leadership
    this.#seenTerms = seenTerms
    this.#rejoin = new Rejoin(context, tables)
  }

  /** An owner says something of what it owns. Only the one that leads, or is about to, needs to know. */
  receive (now: Millis, from: MemberId, message: Release | Fenced): void {
    const table = this.#tables.get(message.group)

    if (this.#leadership.first !== this.#context.self || table === undefined) {
      this.#context.outbox.trace('handoff:not-leader', from)
      return
    }

    switch (message.type) {
      case 'release': this.#release(now, from, table, message); break
      case 'fenced': this.#fence(now, from, table, message); break
      default: unreachable(message)
    }
  }

  /** Whether the timer is ours: something is due. */
  wake (timer: string): boolean {
    return timer === TIMER
  }

  /** What the next table of a group must know. */
  standingOf (now: Millis, group: string): Standing {
    const { released, running, seen } = this.#of(group)

    return {
      isAwaited: entry => this.#rejoin.isAwaited(now, entry),
      rejoins: this.#rejoin.isOn,
      isLive: entry => this.#isLive(entry.id, entry.generation),
      hasLetGo: (partition, token) => released.get(partition) === token ||
        (running.get(partition)?.token === token && (running.get(partition)?.deadline ?? Infinity) <= now && this.#context.applies('handoff:deadline')),
      seen,
      spared: this.#failures.of(now, group)
    }
  }

  /** Goes by a table that is published: whom it waits for from here on, and what is done with. */
  follow (now: Millis, table: Table): void {
    const { released, running, seen } = this.#of(table.group)

    for (const [partition, token] of released) {
      if (table.tokens[partition] !== token || table.owners[partition] === -1) released.delete(partition)
    }
    for (const [partition, token] of seen) {
      if ((table.tokens[partition] ?? 0n) > token) seen.delete(partition)
    }
    for (const [partition, { token }] of running) {
      if (table.tokens[partition] !== token || table.successors[partition] === -1) running.delete(partition)
    }
    for (const [partition, successor] of table.successors.entries()) {
      const token = table.tokens[partition] ?? 0n

      if (successor >= 0 && !running.has(partition)) {
        running.set(partition, { token, deadline: now + this.#context.settings.handoffTimeout })
      }
    }
  }

  /** Sets the timer for whatever comes first; one that a pause has put off is set again here. */
  arm (now: Millis): void {
    this.#failures.drop(now, id => this.#context.members.get(id)?.generation)
    const deadlines = [...this.#groups.values()].map(({ running }) => earliest(running))
    const next = Math.min(this.#failures.next() ?? Infinity, this.#rejoin.next(now), ...deadlines)

    if (Number.isFinite(next)) {
      this.#context.timers.set(TIMER, next > now ? next : now + RETRY)
    } else {
      this.#context.timers.cancel(TIMER)
    }
  }

  /** Somebody else leads. */
  clear (): void {
    this.#groups.clear()
    this.#failures.clear()
    this.#context.timers.cancel(TIMER)
  }

  #release (now: Millis, from: MemberId, table: Table, { partitions, tokens, failed }: Release): void {
    const { released } = this.#of(table.group)
    let isNews = false

    for (const [index, partition] of partitions.entries()) {
      const owned = table.tokens[partition] ?? 0n

      if (!this.#isOwner(from, table, partition, tokens[index] ?? 0n)) {
        this.#context.outbox.trace('handoff:stale-release', from)
      } else if (released.get(partition) !== owned) {
        isNews = true
        released.set(partition, owned)
        if (failed) this.#fail(now, from, table.group, partition)
      }
    }
    if (isNews) {
      this.#context.timers.setEarliest(TIMER, now + BATCH)
    }
  }

  #fail (now: Millis, member: MemberId, group: string, partition: number): void {
    this.#context.outbox.trace('handoff:failed', member)
    this.#failures.note(now, { group, partition, member, generation: this.#context.members.get(member)?.generation ?? 0 })
  }

  /** A token that a leader could go above is gone above; a larger one than that is a mistake, or a lie. */
  #fence (now: Millis, from: MemberId, table: Table, { partition, token, seen }: Fenced): void {
    const { term } = unpackToken(seen)
    const isOurs = this.#isOwner(from, table, partition, token)

    if (!isOurs || seen <= token) {
      this.#context.outbox.trace('handoff:stale-fence', from)
      return
    }
    if (term > table.epoch.term && !this.#seenTerms.isPlausible(term) && this.#context.applies('fenced:plausible')) {
      this.#context.outbox.trace('term:implausible', from)
      return
    }
    this.#context.outbox.trace('handoff:fenced', from)
    this.#of(table.group).seen.set(partition, seen)
    this.#seenTerms.note(term)
    this.#context.timers.setEarliest(TIMER, now + BATCH)
  }

  /** A former start of a member owns nothing any more, whatever it said. */
  #isOwner (from: MemberId, table: Table, partition: number, token: Token): boolean {
    const owner = ownerOf(table, partition)
    const generation = this.#context.members.get(from)?.generation

    return owner !== undefined && isSameStart(owner, generation === undefined ? undefined : { id: from, generation }) &&
      (table.tokens[partition] === token || !this.#context.applies('handoff:keyed-by-token'))
  }

  #isLive (id: MemberId, generation: number): boolean {
    const row = this.#context.members.get(id)
    return row !== undefined && row.generation === generation && (row.state === 'alive' || row.state === 'suspect')
  }

  #of (group: string): Dealings {
    const dealings = this.#groups.get(group) ?? { released: new Map(), running: new Map(), seen: new Map() }
    this.#groups.set(group, dealings)

    return dealings
  }
}

function earliest (running: ReadonlyMap<number, Handoff>): Millis {
  let first = Infinity

  for (const { deadline } of running.values()) {
    first = Math.min(first, deadline)
  }

  return first
}
