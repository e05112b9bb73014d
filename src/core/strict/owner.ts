import { compareBallots, ballotOf } from './ballot.js'
import { keyOf } from './handoff.js'
import { OwnerLease } from './owner-lease.js'
import { RELEASES_MAX } from './soundness.js'
import type { StrictContext } from './context.js'
import type { Grant } from './messages.js'
import type { StrictRelease, StrictTable } from './types.js'
import { isSameStart } from '../assignment/table.js'
import type { LossReason, MemberId, Millis, Token } from '../types.js'

/** What is let go within this time goes into one question. */
const GATHER: Millis = 10

/** How long an owner waits for an answer before it asks again; each time twice as long, up to a third of a lease. */
const ASK_AGAIN: Millis = 250

/** Questions whose addressee is remembered. */
const ASKED_MAX = 16

/** One partition that this member works on, or is to let go. */
interface Held {
  readonly group: string
  readonly partition: number
  readonly token: Token
}

interface PendingRelease extends StrictRelease {
  /** The term and the question that it went with. */
  readonly sent?: { readonly term: number, readonly round: number }
  readonly isHeard: boolean
}

/** What a member owns in strict mode: what a committed table gives it, as long as it has a lease. */
export class StrictOwner {
  readonly #context: StrictContext
  readonly #lease: OwnerLease
  readonly #held = new Map<string, Held>()
  /** By partition that is being handed over, when the last lease for it ends: the one that it had then. */
  readonly #ending = new Map<string, Millis>()
  /** Whom the last questions went to: nobody else can answer them. */
  readonly #asked = new Map<number, MemberId>()
  readonly #releases = new Map<string, PendingRelease>()
  #askAt: Millis | undefined
  #isAnswered = true
  #patience: Millis = ASK_AGAIN
  #highestTerm = 0
  /** Whether something may be its own that it has not begun. */
  #hasToBegin = false

  constructor (context: StrictContext) {
    this.#context = context
    this.#lease = new OwnerLease(context)
  }

  /** Until when a partition is this member's, by its own clock; the past if it is not. */
  ownedUntil (group: string, partition: number): Millis {
    const key = placeOf(group, partition)
    return this.#held.has(key) ? this.#until(key) : Number.NEGATIVE_INFINITY
  }

  /** What it owns under which token, as told to the application and not yet taken back. */
  held (): Array<{ readonly group: string, readonly partition: number, readonly token: Token }> {
    return [...this.#held.values()]
  }

  get leaseUntil (): Millis {
    return this.#lease.until
  }

  /** A newer table: what it takes away goes, what it hands over is to be let go. Then it may be time to ask. */
  applied (now: Millis, table: StrictTable): void {
    const isNewTerm = table.term > this.#highestTerm
    this.#highestTerm = Math.max(this.#highestTerm, table.term)

    for (const [key, held] of this.#held) {
      this.#recheck(key, held, table)
    }
    this.#hasToBegin = true
    this.#lease.applied(table)
    for (const [key, release] of this.#releases) {
      if (!this.#isOwn(table, release)) {
        this.#releases.delete(key)
      } else if (release.sent?.term !== table.term) {
        this.#releases.set(key, { ...release, isHeard: false })
      }
    }
    if (this.#isListed(table)) {
      const isUrgent = this.#hasUnheard || this.#lease.until <= now || (isNewTerm && !this.#isAnswered)
      this.#askBy(isUrgent ? now : this.#nextRenewal(now))
    } else {
      this.#askAt = undefined
    }
  }

  /** Takes a grant; returns whether it is one. */
  granted (now: Millis, from: MemberId, { owner, round, known }: Grant, table: StrictTable): boolean {
    const { applies, outbox, self } = this.#context

    if (!isSameStart(owner, self) || this.#asked.get(round) !== from) {
      outbox.trace('owner:stale-grant', from)
      return false
    }
    if (known.term < this.#highestTerm && applies('owner:term-order')) {
      outbox.trace('owner:stale-grant', from)
      return false
    }
    this.#highestTerm = Math.max(this.#highestTerm, known.term)
    if (!this.#lease.granted(now, round, known, table)) {
      outbox.trace('owner:stale-grant', from)
      return false
    }
    if (compareBallots(known, table) > 0) {
      outbox.trace('owner:behind')
      outbox.send(from, { type: 'pull', genesis: this.#context.genesis, known: ballotOf(table) })
    }
    for (const [key, release] of this.#releases) {
      if (release.sent?.round === round) {
        this.#releases.set(key, { ...release, isHeard: true })
      }
    }
    this.#isAnswered = true
    this.#patience = ASK_AGAIN
    this.#askAt = this.#hasUnheard ? now + GATHER : this.#nextRenewal(now)

    return true
  }

  /** The application has stopped working on a partition. */
  release (now: Millis, group: string, partition: number, token: Token, failed: boolean): void {
    const key = placeOf(group, partition)
    const held = this.#held.get(key)

    if (held?.token === token) {
      this.#held.delete(key)
      this.#ending.delete(key)
      this.#releases.set(key, { group, partition, token, failed, isHeard: false })
      if (this.#context.applies('owner:batches')) {
        this.#askBy(now + (this.#isAnswered ? GATHER : this.#patience))
      } else {
        this.#askAt = now
      }
    }
  }

  /** The clock cannot be trusted: what it measured is over. */
  drop (now: Millis): void {
    if (this.#context.applies('owner:clock-trouble')) {
      this.#lease.drop()
      for (const held of this.#held.values()) {
        this.#lose(held, 'lease')
      }
      if (this.#askAt !== undefined) {
        this.#askBy(now)
      }
    }
  }

  nextTimeout (): Millis | undefined {
    const times = [...this.#ending.values(), ...this.#held.size > 0 ? [this.#lease.until] : [], ...this.#askAt !== undefined ? [this.#askAt] : []]
    return times.length > 0 ? times.reduce((a, b) => Math.min(a, b)) : undefined
  }

  /** Acts on what is due: what the lease no longer covers is lost, what it covers begins. */
  review (now: Millis, table: StrictTable): void {
    const isOver = this.#lease.until <= now

    for (const key of isOver ? this.#held.keys() : this.#ending.keys()) {
      const held = this.#held.get(key)
      if (held !== undefined && this.#until(key) <= now) {
        this.#lose(held, 'lease')
      }
    }
    if (!isOver && this.#hasToBegin) {
      this.#hasToBegin = false
      this.#begin(table)
    }
    if (this.#askAt !== undefined && now >= this.#askAt) {
      this.#ask(now, table)
    }
  }

  #ask (now: Millis, table: StrictTable): void {
    const { genesis, outbox, self } = this.#context
    const round = this.#lease.ask(now)
    this.#asked.set(round, table.leader)
    this.#asked.delete(round - ASKED_MAX)
    const due = [...this.#releases.entries()].filter(([, { isHeard }]) => !isHeard).slice(0, RELEASES_MAX)

    for (const [key, release] of due) {
      this.#releases.set(key, { ...release, sent: { term: table.term, round } })
    }
    const releases = due.map(([, { group, partition, token, failed }]) => ({ group, partition, token, failed }))
    outbox.send(table.leader, { type: 'ask', genesis, owner: self, round, known: ballotOf(table), releases })
    this.#askAt = now + this.#patience
    this.#patience = Math.min(2 * this.#patience, this.#context.durations.ownerLease / 3)
    this.#isAnswered = false
  }

  #recheck (key: string, held: Held, table: StrictTable): void {
    const group = table.groups.find(({ name }) => name === held.group)
    const { applies, outbox } = this.#context

    if (!this.#isOwn(table, held)) {
      this.#lose(held, 'superseded')
    } else if (group?.successors[held.partition] === -1) {
      this.#ending.delete(key)
    } else if (!this.#ending.has(key)) {
      this.#ending.set(key, applies('owner:no-renewal-in-handoff') ? this.#lease.until : Number.POSITIVE_INFINITY)
      outbox.emit({ type: 'partition:revoke', ...held, reason: 'moved', until: this.#lease.until })
    }
  }

  #begin (table: StrictTable): void {
    const { outbox, self } = this.#context
    const index = table.roster.findIndex(entry => isSameStart(entry, self))

    for (const { name, owners, successors, tokens } of index < 0 ? [] : table.groups) {
      for (const [partition, owner] of owners.entries()) {
        const key = placeOf(name, partition)
        const token = tokens[partition] ?? 0n
        if (owner === index && successors[partition] === -1 && !this.#held.has(key) && this.#releases.get(key)?.token !== token) {
          this.#held.set(key, { group: name, partition, token })
          outbox.emit({ type: 'partition:assign', group: name, partition, token })
        }
      }
    }
  }

  #lose ({ group, partition, token }: Held, reason: LossReason): void {
    this.#held.delete(placeOf(group, partition))
    this.#ending.delete(placeOf(group, partition))
    this.#hasToBegin = true
    this.#context.outbox.emit({ type: 'partition:lost', group, partition, token, reason })
  }

  /** Whether a table gives a partition to this start of the member, under that token. */
  #isOwn (table: StrictTable, { group, partition, token }: { readonly group: string, readonly partition: number, readonly token: Token }): boolean {
    const present = table.groups.find(({ name }) => name === group)
    return present?.tokens[partition] === token && isSameStart(table.roster[present.owners[partition] ?? -1], this.#context.self)
  }

  #isListed (table: StrictTable): boolean {
    return table.roster.some(entry => keyOf(entry) === keyOf(this.#context.self))
  }

  get #hasUnheard (): boolean {
    return [...this.#releases.values()].some(({ isHeard }) => !isHeard)
  }

  #until (key: string): Millis {
    return Math.min(this.#lease.until, this.#ending.get(key) ?? Number.POSITIVE_INFINITY)
  }

  #nextRenewal (now: Millis): Millis {
    const { ownerLease } = this.#context.durations
    return Math.max(now, Math.min(this.#lease.until - ownerLease * 2 / 3, now + ownerLease / 3))
  }

  #askBy (at: Millis): void {
    this.#askAt = Math.min(this.#askAt ?? Number.POSITIVE_INFINITY, at)
  }
}

function placeOf (group: string, partition: number): string {
  return `${group}/${partition}`
}
