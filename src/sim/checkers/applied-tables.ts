import { GROUPS_MAX, isSound, TERM_LEAD_MAX } from '../../core/index.js'
import { INVARIANTS } from './invariants.js'
import type { Millis, Table } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, RowChange, Step } from '../observer.js'
import type { Findings } from './findings.js'

/** Milliseconds by which the clocks of two members may differ more than the bound on terms allows for. */
const UNIX_SLACK = 60_000

/** What is said of every table that a member applies, before its epoch: that the member may apply it at all. */
export class AppliedTables implements Observer {
  readonly #findings: Findings
  readonly #offset = new WeakMap<SimulatedMember, Millis>()
  /** The highest term of a table that was applied so far. */
  readonly #terms = new WeakMap<SimulatedMember, number>()
  readonly #clusters = new WeakMap<SimulatedMember, string>()

  constructor (findings: Findings) {
    this.#findings = findings
  }

  row ({ member, after }: RowChange): void {
    if (after !== undefined && after.id === member.id) {
      this.#clusters.set(member, after.claim.cluster)
    }
  }

  step ({ at, member, input, effects }: Step): void {
    if (input.type === 'start') {
      this.#offset.set(member, input.unixMs - at)
    }
    for (const effect of effects) {
      if (effect.type === 'emit' && effect.event.type === 'table:change') {
        const { table } = effect.event
        this.#terms.set(member, Math.max(table.epoch.term, this.#terms.get(member) ?? 0))

        for (const what of [...this.#faultsOf(at, member, table), ...strangeness(member, table, this.#clusters.get(member) ?? table.cluster)]) {
          this.#findings.add({ invariant: INVARIANTS.applied, at, member: member.id, what })
        }
      } else if (effect.type === 'emit' && effect.event.type === 'leader:change') {
        this.#office(at, member, effect.event.leadership.leader, effect.event.leadership.term)
      }
    }
  }

  #faultsOf (at: Millis, member: SimulatedMember, table: Table): string[] {
    const { epoch } = table
    const leader = member.core.members().find(({ id }) => id === epoch.leader)
    const faults: string[] = []

    if (leader === undefined) faults.push(`it does not know ${epoch.leader}, which leads in ${table.group}`)
    if (leader?.eligible === false) faults.push(`${epoch.leader} may not lead, and does in ${table.group}`)
    if (epoch.term > this.#latestTerm(at, member)) faults.push(`${table.group} has the term ${epoch.term}, of days ahead`)
    if (!isSound(table)) faults.push(`a table of ${table.group} is not sound`)
    if (member.core.tables().length > GROUPS_MAX) faults.push(`it has tables of ${member.core.tables().length} groups`)

    return faults
  }

  #latestTerm (at: Millis, member: SimulatedMember): number {
    return (at + (this.#offset.get(member) ?? 0) + UNIX_SLACK) / 1_000 + TERM_LEAD_MAX
  }

  /** Who is told to lead has published nothing, or nothing newer than what this member applied has another leader. */
  #office (at: Millis, member: SimulatedMember, leader: string, term: number): void {
    const newest = this.#terms.get(member) ?? 0

    if (term > this.#latestTerm(at, member)) {
      this.#findings.add({ invariant: INVARIANTS.office, at, member: member.id, what: `${leader} is told to lead under ${term}, of days ahead` })
    }

    if (term < newest) {
      this.#findings.add({ invariant: INVARIANTS.office, at, member: member.id, what: `${leader} is told to lead under ${term}, and a table has ${newest}` })
    }
  }
}

function strangeness (member: SimulatedMember, table: Table, cluster: string): string[] {
  const size = member.core.self.groups.find(({ name }) => name === table.group)?.partitions
  const faults: string[] = []

  if (table.cluster !== cluster) faults.push(`a table of ${table.group} is of the cluster ${table.cluster}`)
  if (size !== undefined && size !== table.partitions) faults.push(`${table.group} has ${table.partitions} partitions, and it works for ${size}`)

  return faults
}
