import { formatToken, isSound, packToken } from '../../core/index.js'
import { INVARIANTS } from './invariants.js'
import { firstOf, liveIn, workersOf } from './leading.js'
import { needlessMoves, needlessTokens, tokensBack, unbalanced } from './table-changes.js'
import type { Millis, RosterEntry, Settings, Table, Token } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, RowChange, Step } from '../observer.js'
import type { Findings } from './findings.js'
import type { GroundTruth } from './ground-truth.js'
import type { Holdings } from './holdings.js'
import type { Past } from './past.js'

/** One of them, and one that was due anyway. */
const JOIN_TABLES_MAX = 2

/** How long a member must have been left alone to count as one that could have been asked, in milliseconds. */
const REACH_TIME = 5_000

/** Tables that are remembered as possible parents, oldest forgotten first. */
const TABLES_MAX = 4_096

/** For how long somebody that failed at a partition is spared it, and a moment in which its leader may not know, in milliseconds. */
const SPARED_FOR = 35_000

/** What the judgement of a table builds on. */
export interface PlanGrounds {
  readonly truth: GroundTruth
  readonly past: Past
  readonly holdings: Holdings
  readonly settings: Settings
}

/** What every published table must be by itself, to its parent, and in the view of its leader. */
export class Plans implements Observer {
  readonly #findings: Findings
  readonly #truth: GroundTruth
  readonly #past: Past
  readonly #holdings: Holdings
  readonly #settings: Settings
  readonly #tables = new Map<string, Table>()
  /** When each leader last made tables that only let members in. */
  readonly #joins = new WeakMap<SimulatedMember, Millis[]>()
  /** In the view of each member, the starts of others that came back from the dead: they may have to wait for work. */
  readonly #returned = new WeakMap<SimulatedMember, Set<string>>()
  /** In which members a row changed in the present step: what they saw when they planned is not what they see now. */
  readonly #changed = new Set<SimulatedMember>()

  constructor (findings: Findings, { truth, past, holdings, settings }: PlanGrounds) {
    this.#findings = findings
    this.#truth = truth
    this.#past = past
    this.#holdings = holdings
    this.#settings = settings
  }

  row ({ member, before, after }: RowChange): void {
    if (after?.returned === true) {
      this.#returned.set(member, (this.#returned.get(member) ?? new Set()).add(startOf(after)))
    }
    // A term of its own that a leader says when it takes office changes nothing in who leads and who works.
    if (after?.id !== member.id || before?.claim.probation !== after.claim.probation || before.claim.leaving !== after.claim.leaving) {
      this.#changed.add(member)
    }
  }

  step ({ at, member, effects }: Step): void {
    for (const effect of effects) {
      if (effect.type === 'publish' && effect.message.type === 'table') {
        this.#judge(at, member, effect.message.table)
      }
    }
    this.#changed.delete(member)
  }

  #judge (at: Millis, member: SimulatedMember, table: Table): void {
    const report = (invariant: string, what: string): void => { this.#findings.add({ invariant, at, member: member.id, what }) }
    const former = this.#parentOf(table)

    if (!isSound(table)) {
      report(INVARIANTS.roster, `its table of ${table.group} is not sound`)
      return
    }
    const spared = this.#holdings.failuresIn(table.group, at, SPARED_FOR)

    // Where all that work are about to go, there is nobody to share it out among.
    if (workersOf(liveIn(member.core.members()), { name: table.group, partitions: table.partitions }).length > 0) {
      for (const what of unbalanced(table, spared)) report(INVARIANTS.balance, what)
    }
    if (former !== undefined) {
      for (const what of needlessMoves(former, table, this.#besides(table), spared)) report(INVARIANTS.moves, what)
      for (const what of tokensBack(former, table)) report(INVARIANTS.tokens, what)
      for (const what of needlessTokens(former, table, this.#besides(table), partition => this.#hasStopped(former, partition))) report(INVARIANTS.moves, what)
      for (const what of this.#hasty(at, member, former, table)) report(INVARIANTS.joinsWait, what)
    } else if (table.parent === undefined) {
      for (const what of this.#ignorant(at, member, table)) report(INVARIANTS.moves, what)
    }
    if (!this.#changed.has(member)) {
      this.#compareWithView(member, table, report)
    }
    this.#remember(table)
  }

  /** The table that this one comes from; unknown where two were made under its epoch by somebody who could not know. */
  #parentOf ({ group, parent }: Table): Table | undefined {
    const isOne = parent !== undefined && !this.#past.isTokenExcused(packToken(parent))
    return isOne ? this.#tables.get(keyOf(group, packToken(parent))) : undefined
  }

  #compareWithView (member: SimulatedMember, table: Table, report: (invariant: string, what: string) => void): void {
    const live = liveIn(member.core.members())
    const first = firstOf(live)
    const workers = workersOf(live, { name: table.group, partitions: table.partitions })

    if (first !== member.id || table.epoch.leader !== member.id) {
      report(INVARIANTS.silence, `it publishes as ${table.epoch.leader}, and sees ${first} first`)
    }
    const strangers = table.roster.filter((entry, index) => !workers.some(worker => startOf(worker) === startOf(entry)) &&
      !(table.owners.includes(index) && live.some(other => startOf(other) === startOf(entry))))
    const missing = workers.filter(worker => !table.roster.some(entry => startOf(worker) === startOf(entry)) && this.#returned.get(member)?.has(startOf(worker)) !== true)

    if (strangers.length > 0 || missing.length > 0) {
      report(INVARIANTS.roster, `the roster of ${table.group} is ${textOf(table.roster)}, and it sees ${textOf(workers)} work`)
    }
  }

  /** Whether the owner does not work under its token any more, or a resource has refused it. */
  #hasStopped ({ group, roster, owners, tokens }: Table, partition: number): boolean {
    const owner = roster[owners[partition] ?? -1]
    const member = owner === undefined ? undefined : this.#truth.processOf(owner.id, owner.generation)

    return member === undefined || this.#holdings.of(member).get(`${group} ${partition}`)?.token !== tokens[partition] || this.#holdings.wasFenced(group, partition)
  }

  /** The published tables that are not on the line that this one comes from. */
  #besides (table: Table): Table[] {
    const line = new Set<string>()

    for (let next: Table | undefined = table; next?.parent !== undefined;) {
      const key = keyOf(next.group, packToken(next.parent))
      line.add(key)
      next = this.#tables.get(key)
    }

    return [...this.#tables].filter(([key, { group }]) => group === table.group && !line.has(key)).map(([, other]) => other)
  }

  /** Members that come together come in together: their leader makes no table for each. */
  #hasty (at: Millis, member: SimulatedMember, former: Table, table: Table): string[] {
    const isOfSameTerm = table.epoch.term === former.epoch.term && table.epoch.leader === former.epoch.leader
    const hasLost = former.roster.some(entry => !table.roster.some(other => startOf(other) === startOf(entry)))

    if (!isOfSameTerm || hasLost || table.roster.length === former.roster.length) {
      return []
    }
    const recent = [...this.#joins.get(member) ?? [], at].filter(time => at - time < this.#settings.rebalanceDelay)
    this.#joins.set(member, recent)

    return recent.length > JOIN_TABLES_MAX ? [`it makes ${recent.length} tables for members that come within ${this.#settings.rebalanceDelay} ms`] : []
  }

  /** Nobody plans from nothing while somebody whom it sees, and could have asked, has a table. */
  #ignorant (at: Millis, member: SimulatedMember, { group }: Table): string[] {
    const known = liveIn(member.core.members()).map(({ id, generation }) => this.#truth.processOf(id, generation)).filter(other => this.#hasUsable(other, group))
    const reachable = known.filter(other => other !== undefined && other !== member && this.#truth.isWorking(other.id) &&
      this.#truth.isUntouched(other.id, at, REACH_TIME) && this.#truth.isLinked(member.id, other.id, at, REACH_TIME))
    // In a network that loses anything the few questions for which there is time may all be lost.
    const isJudged = this.#truth.isCalm(at, REACH_TIME) && this.#truth.isUntouched(member.id, at, Math.min(REACH_TIME, this.#settings.settle))

    return isJudged && reachable.length > 0 ? [`it plans ${group} from nothing, and ${reachable.map(other => other?.id).join()} have a table`] : []
  }

  /** A table of a leader that the others hold to be a former process is of no use to them. */
  #hasUsable (member: SimulatedMember | undefined, group: string): boolean {
    const table = member?.core.table(group)
    return table !== undefined && !this.#past.isNameExcused(table.epoch.leader)
  }

  #remember (table: Table): void {
    this.#tables.set(keyOf(table.group, packToken(table.epoch)), table)

    if (this.#tables.size > TABLES_MAX) {
      this.#tables.delete(this.#tables.keys().next().value ?? '')
    }
  }
}

function keyOf (group: string, epoch: Token): string {
  return `${group} ${formatToken(epoch)}`
}

function startOf ({ id, generation }: RosterEntry): string {
  return `${id}.${generation}`
}

function textOf (roster: readonly RosterEntry[]): string {
  return roster.map(startOf).join()
}
