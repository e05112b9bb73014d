import { ownedBy } from '../assignment/table.js'
import type { LettingGo } from '../assignment/letting-go.js'
import type { Ownership } from '../assignment/ownership.js'
import type { Tables } from '../assignment/tables.js'
import type { Context } from '../context.js'
import type { Ack } from '../messages.js'
import type { Millis } from '../types.js'
import type { Probe } from './probe.js'
import type { Self } from './self.js'

const DEADLINE = 'leave:deadline'

/** Members that a leaver tells itself; the others hear it from the topic and from these. */
const TOLD_MAX = 32

/** How long a goodbye may take to be heard, in milliseconds. */
const FAREWELL = 1_000

/** The parts of the core that a leaver needs. */
export interface LeaveParts {
  readonly self: Self
  readonly tables: Tables
  readonly ownership: Ownership
  readonly lettingGo: LettingGo
  readonly probe: Probe
}

/**
 * The way out of a cluster: say that one goes, hand the partitions over as the leader plans it, say goodbye, and stay,
 * answering probes, until somebody has heard that. A goodbye is a ping, because its answer shows that it arrived.
 *
 * staying -> draining (a claim says `leaving`) -> parting (a claim says `left`) -> done
 */
export class Leave {
  readonly #context: Context
  readonly #self: Self
  readonly #tables: Tables
  readonly #ownership: Ownership
  readonly #lettingGo: LettingGo
  readonly #probe: Probe
  /** The numbers of the goodbyes. */
  readonly #said = new Set<number>()
  #state: 'staying' | 'draining' | 'parting' = 'staying'
  #isHeard = false
  /** Something outside the core is still to be handed over. */
  #isBusy = false
  #isOver = false

  constructor (context: Context, parts: LeaveParts) {
    this.#context = context
    this.#self = parts.self
    this.#tables = parts.tables
    this.#ownership = parts.ownership
    this.#lettingGo = parts.lettingGo
    this.#probe = parts.probe
  }

  begin (now: Millis, isBusy = false): void {
    this.#state = 'draining'
    this.#isBusy = isBusy
    this.#self.amend(now, { leaving: true })
    this.#context.timers.set(DEADLINE, now + this.#context.settings.leaveTimeout)
  }

  /** What is outside the core is handed over. */
  drained (): void {
    this.#isBusy = false
  }

  /** Looks, after every step, how far it is. */
  review (now: Millis): void {
    if (this.#state !== 'draining') {
      return
    }
    for (const { group } of this.#tables.all()) {
      if (!this.#hasTaker(group)) this.#ownership.stop(group, 'leave')
    }
    if (this.#isOver || this.#isDrained() || !this.#context.applies('leave:drains')) {
      this.#part(now)
    }
  }

  /** Takes the answer to a goodbye; false for any other. */
  acknowledge ({ seq }: Ack): boolean {
    this.#isHeard ||= this.#said.has(seq)
    return this.#said.has(seq)
  }

  wake (timer: string): boolean {
    this.#isOver ||= timer === DEADLINE
    return timer === DEADLINE
  }

  /** Whether there is nothing left to wait for. */
  get isDone (): boolean {
    return this.#state === 'parting' && (this.#isOver || this.#isHeard || this.#context.members.liveCount === 0)
  }

  /** Whether goodbye was said: from then on the member decides nothing for others. */
  get isParting (): boolean {
    return this.#state === 'parting'
  }

  #part (now: Millis): void {
    const { head, members, outbox, self, timers } = this.#context

    this.#state = 'parting'
    this.#isOver = false
    this.#ownership.forfeit()
    this.#self.leave(now)

    for (const row of members.livePeers(self).slice(0, TOLD_MAX)) {
      const seq = this.#probe.nextSeq()
      this.#said.add(seq)
      outbox.send(row.id, { type: 'ping', seq, head: head(), updates: [{ type: 'claim', claim: this.#self.claim }] })
    }
    timers.set(DEADLINE, now + FAREWELL)
  }

  /** Whether nothing runs here any more, and whoever is to have it has it. */
  #isDrained (): boolean {
    return !this.#isBusy && this.#ownership.isEmpty && this.#lettingGo.isQuiet &&
      this.#tables.all().every(table => !this.#hasTaker(table.group) || ownedBy(table, this.#self.claim).size === 0)
  }

  /** Whether anybody else that stays works for the group. */
  #hasTaker (name: string): boolean {
    return this.#context.members.livePeers(this.#context.self).some(({ claim }) => !claim.leaving && claim.groups.some(group => group.name === name))
  }
}
