import { Alarms } from './alarms.js'
import { assert, unreachable } from './assert.js'
import { MemberList } from './membership/member-list.js'
import { descriptionOf, isLive } from './membership/member.js'
import { Outbox } from './outbox.js'
import { createParts } from './parts.js'
import { createRandom } from './random.js'
import { Reception } from './reception.js'
import { Timers } from './timers.js'
import type { Context } from './context.js'
import type { Effect, Input } from './effects.js'
import type { CoreOptions, Parts } from './parts.js'
import type { Claim, CoreEvent, Leadership, MemberId, MemberSnapshot, Millis, Order, Table, Token } from './types.js'

/** The phases after which a core does and says nothing any more. */
const ENDS: ReadonlySet<Phase> = new Set<Phase>(['left', 'superseded', 'refused'])

/**
 * A member's life: idle -> joining -> joined -> leaving -> left. `superseded` (a later start of the member exists) and
 * `refused` (a group is another size in the cluster) end it too.
 */
export type Phase = 'idle' | 'joining' | 'joined' | 'leaving' | 'left' | 'superseded' | 'refused'

/**
 * One member's decisions: a state machine without clock, chance or IO of its own. A driver feeds it one input at a
 * time, carries out the effects in order, and wakes it at `nextTimeout()`.
 */
export class ShoalCore {
  readonly #context: Context
  readonly #parts: Parts
  readonly #reception: Reception
  readonly #alarms: Alarms
  readonly #hasBootstrap: boolean
  #phase: Phase = 'idle'
  #now: Millis = 0
  #unixOffset = 0

  constructor (options: CoreOptions) {
    const members = new MemberList(options.onRow, options.settled)
    const without = new Set(options.without)

    this.#context = {
      cluster: options.cluster,
      self: options.self,
      settings: options.settings,
      random: createRandom(options.seed),
      timers: new Timers(),
      outbox: new Outbox(),
      members,
      links: new Set(),
      applies: rule => !without.has(rule),
      unixSeconds: () => Math.floor((this.#now + this.#unixOffset) / 1_000),
      head: () => ({ view: members.digest, tables: this.#parts.tables.versions() })
    }
    this.#parts = createParts(this.#context, options)
    this.#reception = new Reception(this.#context, this.#parts)
    this.#alarms = new Alarms(this.#context, this.#parts)
    this.#hasBootstrap = options.bootstrap || (options.stored?.members.length ?? 0) > 0
  }

  /** Takes one input and returns what is to be done about it, in order. `now` never goes back. */
  step (now: Millis, input: Input): Effect[] {
    assert(now >= this.#now, `now is ${now}: must not be below ${this.#now}, the last one`)

    if (ENDS.has(this.#phase)) return []
    this.#now = now
    this.#parts.pause.notice(now)
    this.#dispatch(now, input)
    this.#alarms.wakeDue(now)
    this.#settle(now)

    return this.#context.outbox.take()
  }

  /** When to step next at the latest, if nothing comes in before. */
  nextTimeout (): Millis | undefined {
    return this.#context.timers.next()
  }

  /** Whether a claim would change anything here: only then is its seal worth verifying. */
  isNews (claim: Claim): boolean {
    return this.#parts.membership.isNews(claim)
  }

  /** Whether a table is newer than ours, or was asked for: only then is its seal worth verifying. */
  isNewer (table: Table): boolean {
    return this.#parts.applier.wants(table)
  }

  get phase (): Phase {
    return this.#phase
  }

  get self (): MemberSnapshot {
    const { members, self } = this.#context
    const row = members.get(self)

    return row !== undefined ? members.snapshot(row) : { ...descriptionOf(this.#parts.self.claim), state: 'alive' }
  }

  /** The live members in rank order, then the others. */
  members (): MemberSnapshot[] {
    const { members } = this.#context
    return [...members.ranked(), ...[...members.rows()].filter(row => !isLive(row))].map(row => members.snapshot(row))
  }

  /** Those whom leadership and tables are for, in rank order: live, and not on probation. */
  view (): MemberId[] {
    return this.#context.members.view().map(({ id }) => id)
  }

  get leadership (): Leadership | undefined {
    return this.#parts.leadership.current
  }

  /** The newest table of a group that was applied here. */
  table (group: string): Table | undefined {
    return this.#parts.tables.get(group)
  }

  tables (): Table[] {
    return this.#parts.tables.all()
  }

  /** What this member owns, by partition. */
  owned (group: string): Array<{ readonly partition: number, readonly token: Token }> {
    return [...this.#parts.ownership.held(group)].map(([partition, token]) => ({ partition, token }))
  }

  /** The token of a partition that this member owns, in O(1). */
  tokenOf (group: string, partition: number): Token | undefined {
    return this.#parts.ownership.held(group).get(partition)
  }

  /** Whether somebody is a live member in this one's view. */
  isLive (member: MemberId): boolean {
    const row = this.#context.members.get(member)
    return row !== undefined && isLive(row)
  }

  /** How many standbys a group is to have: what the first in rank that names it says. */
  replicasOf (group: string): number {
    return this.#context.members.view().flatMap(({ claim }) => claim.groups).find(({ name }) => name === group)?.replicas ?? 0
  }

  addressesOf (id: MemberId): readonly string[] {
    return this.#context.members.get(id)?.claim.addresses ?? []
  }

  #dispatch (now: Millis, input: Input): void {
    switch (input.type) {
      case 'start': this.#start(now, input.unixMs, input.addresses); break
      case 'wake': break
      case 'message': this.#receive(now, input); break
      case 'contact': this.#contact(now, input.member); break
      case 'connected': this.#parts.crashWatch.connected(input.member); break
      case 'disconnected': this.#parts.crashWatch.disconnected(now, input.member, input.lost); break
      case 'refused': this.#parts.crashWatch.refused(now, input.member); break
      case 'metadata': this.#describe(now, input.metadata); break
      case 'addresses': this.#readdress(now, input.addresses); break
      case 'released':
      case 'failed':
      case 'fenced': this.#parts.work.take(now, input); break
      case 'order': this.#order(now, input.order); break
      case 'leave': this.#leave(now, input.isBusy); break
      case 'drained': this.#parts.leave.drained(); break
      default: unreachable(input)
    }
  }

  #start (now: Millis, unixMs: number, addresses: readonly string[]): void {
    assert(this.#phase === 'idle', 'a core starts once')
    this.#phase = 'joining'
    this.#unixOffset = unixMs - now
    const own = this.#context.members.get(this.#context.self)

    if (own !== undefined) {
      this.#parts.self.resume(own.claim)
      this.#parts.records.save()
      this.#beginAsMember(now)
      return
    }
    this.#parts.self.prepare({ generation: this.#parts.records.nextGeneration(unixMs), addresses })
    this.#parts.records.save()
    this.#parts.join.start(now, this.#hasBootstrap)
  }

  #receive (now: Millis, { from, message, isPublished = false }: Extract<Input, { type: 'message' }>): void {
    if (from === this.#context.self) {
      return
    }
    if (this.#phase === 'joined' || this.#phase === 'leaving') {
      this.#reception.hear(now, from, isPublished)
      this.#reception.receive(now, from, message)
    } else if (this.#phase === 'joining' && message.type === 'delta') {
      this.#parts.join.receive(now, from, message)
    } else if (this.#phase === 'joining' && message.type === 'sync') {
      this.#parts.sync.answer(now, from, message)
    }
  }

  #contact (now: Millis, member: MemberId): void {
    if (this.#phase === 'joining') {
      this.#parts.join.contact(now, member)
    } else if (this.#phase === 'joined' && !this.isLive(member)) {
      this.#parts.sync.begin(now, member)
    }
  }

  #describe (now: Millis, metadata: Uint8Array): void {
    if (this.#phase === 'joined') {
      this.#parts.description.change(now, { metadata })
    } else if (this.#phase === 'idle' || this.#phase === 'joining') {
      this.#parts.self.prepare({ metadata })
    }
  }

  #order (now: Millis, order: Order): void {
    if (this.#phase === 'joined') {
      this.#parts.orderBook.give(now, order)
    }
  }

  #readdress (now: Millis, addresses: readonly string[]): void {
    if (this.#phase === 'joined') {
      this.#parts.description.change(now, { addresses })
    } else if (this.#phase === 'joining') {
      this.#parts.self.prepare({ addresses })
    }
  }

  #leave (now: Millis, isBusy?: boolean): void {
    if (this.#phase === 'joined') {
      this.#phase = 'leaving'
      this.#parts.leave.begin(now, isBusy)
    } else {
      this.#end('left', { type: 'left' })
    }
  }

  /** What every step ends with: the consequences of whatever changed. */
  #settle (now: Millis): void {
    if (this.#phase === 'joining') {
      this.#finishJoining(now)
    }
    if (this.#parts.defence.superseded && (this.#phase === 'joined' || this.#phase === 'leaving')) {
      this.#end('superseded', { type: 'superseded', generation: this.#parts.self.claim.generation })
    }
    if (this.#phase === 'joined' && this.#parts.applier.mismatch !== undefined) {
      this.#end('refused', this.#parts.applier.mismatch)
    }
    if (this.#phase === 'leaving') {
      this.#parts.leave.review(now)
    }
    if (this.#phase === 'joined' || (this.#phase === 'leaving' && !this.#parts.leave.isParting)) {
      this.#parts.office.review(now)
      this.#parts.records.review(now)
    }
    if (this.#phase === 'joined' || this.#phase === 'leaving') {
      this.#parts.lettingGo.review(now)
      this.#parts.leadership.announce()
      this.#parts.dissemination.publishOriginated()
    }
    if (this.#phase === 'leaving' && this.#parts.leave.isDone) {
      this.#end('left', { type: 'left' })
    }
  }

  #finishJoining (now: Millis): void {
    const { result } = this.#parts.join

    if (result?.type === 'refused') {
      this.#end('refused', result)
    } else if (result?.type === 'joined') {
      // Before anything that it says: it may have heard of a former start of its own.
      this.#parts.records.save()
      this.#parts.self.announce(now, result.joinOrder)
      this.#parts.self.greet(result.through)
      this.#beginAsMember(now)
    }
  }

  #beginAsMember (now: Millis): void {
    this.#phase = 'joined'
    this.#parts.hearing.start(now)
    this.#parts.probe.start(now)
    this.#parts.heal.start(now)
    this.#context.outbox.emit({ type: 'joined', member: this.self })
  }

  #end (phase: Phase, event: CoreEvent): void {
    this.#phase = phase
    this.#context.timers.clear()
    this.#parts.ownership.forfeit()
    this.#context.outbox.emit(event)
  }
}
