import { Applier } from './assignment/applier.js'
import { LettingGo } from './assignment/letting-go.js'
import { Ownership } from './assignment/ownership.js'
import { Tables } from './assignment/tables.js'
import { Work } from './assignment/work.js'
import { Collection } from './election/collection.js'
import { Handoffs } from './election/handoffs.js'
import { Leadership } from './election/leadership.js'
import { Office } from './election/office.js'
import { OrderBook } from './election/order-book.js'
import { SeenTerms } from './election/seen-terms.js'
import { CrashWatch } from './membership/crash-watch.js'
import { Defence } from './membership/defence.js'
import { Description } from './membership/description.js'
import { Dissemination } from './membership/dissemination.js'
import { Evidence } from './membership/evidence.js'
import { Heal } from './membership/heal.js'
import { Health } from './membership/health.js'
import { Hearing } from './membership/hearing.js'
import { Join } from './membership/join.js'
import { Leave } from './membership/leave.js'
import { Membership } from './membership/membership.js'
import { Probation } from './membership/probation.js'
import { Probe } from './membership/probe.js'
import { Relay } from './membership/relay.js'
import { Self } from './membership/self.js'
import { Suspicion } from './membership/suspicion.js'
import { Sync } from './membership/sync.js'
import { Pause } from './pause.js'
import { Records } from './records.js'
import type { Settings } from './config.js'
import type { Context } from './context.js'
import type { Rule } from './rules.js'
import type { MemberList } from './membership/member-list.js'
import type { Row } from './membership/member.js'
import type { GroupSpec, MemberId, StoredRecord } from './types.js'

/** What a core is made with. */
export interface CoreOptions {
  readonly self: MemberId
  readonly cluster: string
  readonly settings: Settings
  readonly groups: readonly GroupSpec[]
  /** Decides every random choice. */
  readonly seed: number
  /** Place in the order of leadership; join order if absent. */
  readonly priority?: number
  readonly eligible?: boolean
  readonly metadata?: Uint8Array
  /** What fails together with this member. */
  readonly zone?: string
  /** Whether there are addresses to join through. */
  readonly bootstrap: boolean
  readonly stored?: StoredRecord
  /** For tests only: rules that do not hold. */
  readonly without?: readonly Rule[]
  /**
   * For simulators only: the view of a settled cluster, with the member's own row. It starts as a member of that, and
   * shares what it does not change with others that start so.
   */
  readonly settled?: MemberList
  /** For tests only: sees every change of a row, the ones that the same step takes back too. */
  readonly onRow?: (before: Row | undefined, after: Row | undefined) => void
}

/** The parts of one core, by role. */
export interface Parts {
  readonly self: Self
  readonly description: Description
  readonly dissemination: Dissemination
  readonly health: Health
  readonly hearing: Hearing
  readonly evidence: Evidence
  readonly suspicion: Suspicion
  readonly pause: Pause
  readonly probation: Probation
  readonly defence: Defence
  readonly membership: Membership
  readonly probe: Probe
  readonly relay: Relay
  readonly crashWatch: CrashWatch
  readonly heal: Heal
  readonly sync: Sync
  readonly join: Join
  readonly leave: Leave
  readonly records: Records
  readonly tables: Tables
  readonly ownership: Ownership
  readonly lettingGo: LettingGo
  readonly work: Work
  readonly handoffs: Handoffs
  readonly orderBook: OrderBook
  readonly leadership: Leadership
  readonly collection: Collection
  readonly applier: Applier
  readonly office: Office
}

/** Puts the parts together, each from those that it builds on. */
export function createParts (context: Context, options: CoreOptions): Parts {
  const dissemination = new Dissemination(context)
  const seenTerms = new SeenTerms(context)
  const self = new Self(context, dissemination, seenTerms, options)
  const description = new Description(context, self)
  const health = new Health(context)
  const hearing = new Hearing(context)
  const evidence = new Evidence(context)
  const suspicion = new Suspicion(context, hearing, health)
  const probation = new Probation(context, self, hearing, health)
  const records = new Records(context, self, seenTerms, options.stored)
  const defence = new Defence(context, self, dissemination, probation, records)
  const pause = new Pause(context, { health, hearing, suspicion, probation })
  const membership = new Membership(context, { self, dissemination, suspicion, defence, evidence, seenTerms })
  const probe = new Probe(context, { membership, dissemination, health, hearing })
  const relay = new Relay(context, { membership, probe, dissemination, evidence })
  const crashWatch = new CrashWatch(context, { membership, probe, dissemination, hearing })
  const heal = new Heal(context, probe, dissemination)
  const sync = new Sync(context, membership, self, records)
  const join = new Join(context, sync, options.groups)
  const tables = new Tables(context, options.groups)
  const leadership = new Leadership(context, tables)
  const handoffs = new Handoffs(context, { tables, leadership, seenTerms })
  const orderBook = new OrderBook(context, tables, leadership)
  const lettingGo = new LettingGo(context, { tables, leadership, handoffs })
  const ownership = new Ownership(context, lettingGo)
  const work = new Work(context, ownership, lettingGo)
  const leave = new Leave(context, { self, tables, ownership, lettingGo, probe })
  const collection = new Collection(context, self, tables)
  const applier = new Applier(context, { self, tables, ownership, leadership, collection, records })
  const office = new Office(context, { self, seenTerms, leadership, tables, collection, records, applier, handoffs, orderBook })

  return {
    self, description, dissemination, health, hearing, evidence, suspicion, pause, probation, defence, membership,
    probe, relay, crashWatch, heal, sync, join, leave, records, tables, ownership, lettingGo, work, handoffs, orderBook, leadership, collection, applier, office
  }
}
