import { packToken } from '../../core/index.js'
import { INVARIANTS } from './invariants.js'
import type { Millis, RosterEntry, Settings, Table } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Simulation } from '../simulation.js'
import type { Observer, Step } from '../observer.js'
import type { Findings } from './findings.js'
import type { GroundTruth } from './ground-truth.js'
import type { Holdings } from './holdings.js'

/** Tables that are remembered as possible parents, oldest forgotten first. */
const TABLES_MAX = 4_096

/** A clock that runs fast comes to a deadline sooner: so much of the time must have passed in truth. */
const CLOCK_RATE = 0.95

/** A published table, and since when the owner of each partition has been asked to let go of it. */
interface Published {
  readonly table: Table
  readonly askedAt: ReadonlyArray<Millis | undefined>
}

/**
 * That nobody is made the owner of a partition while a member that the leader sees live works on it: it has stopped, or
 * was asked to and had its time. What a split has left with two owners is another matter, and so is what the dead had.
 */
export class HandOvers implements Observer {
  readonly #findings: Findings
  readonly #truth: GroundTruth
  readonly #holdings: Holdings
  readonly #settings: Settings
  readonly #published = new Map<string, Published>()
  /** The newest table of each start of a member, by group: what it went by when it ended. */
  readonly #applied = new Map<string, Table>()
  #simulation: Simulation | undefined
  readonly #leftAt = new WeakMap<SimulatedMember, Millis>()

  constructor (findings: Findings, truth: GroundTruth, holdings: Holdings, settings: Settings) {
    this.#findings = findings
    this.#truth = truth
    this.#holdings = holdings
    this.#settings = settings
  }

  step ({ at, member, input, effects, simulation }: Step): void {
    this.#simulation = simulation
    if (input.type === 'leave') {
      this.#leftAt.set(member, at)
    }
    const isTold = effects.some(effect => effect.type === 'emit' && effect.event.type === 'table:change')

    for (const effect of effects) {
      if (effect.type === 'emit' && effect.event.type === 'table:change') {
        this.#applied.set(`${member.id} ${member.core.self.generation} ${effect.event.table.group}`, effect.event.table)
      }
      if (effect.type === 'publish' && effect.message.type === 'table') {
        this.#judge(at, member, effect.message.table)
      } else if (effect.type === 'emit' && effect.event.type === 'partition:lost' && !isTold && member.core.self.state === 'left') {
        this.#judgeLeaver(at, member)
      }
    }
  }

  /** Whoever leaves takes its time to hand over. */
  #judgeLeaver (at: Millis, member: SimulatedMember): void {
    const since = this.#leftAt.get(member)

    if (since !== undefined && at - since < this.#settings.leaveTimeout * CLOCK_RATE) {
      this.#findings.add({ invariant: INVARIANTS.stopFirst, at, member: member.id, what: `it loses what it has ${at - since} ms after it was told to leave` })
    }
  }

  #judge (at: Millis, leader: SimulatedMember, table: Table): void {
    const parent = table.parent === undefined ? undefined : this.#published.get(keyOf(table.group, packToken(table.parent)))
    const askedAt = table.successors.map((successor, partition) => {
      const isSame = parent?.table.tokens[partition] === table.tokens[partition]
      return successor < 0 ? undefined : isSame ? parent?.askedAt[partition] ?? at : at
    })

    for (const [partition, token] of table.tokens.entries()) {
      const owner = parent === undefined ? undefined : entryOf(parent.table, parent.table.owners[partition])

      if (parent !== undefined && owner !== undefined && token !== parent.table.tokens[partition]) {
        this.#judgeMove(at, leader, table, parent, { partition, owner, next: entryOf(table, table.owners[partition]) })
      }
    }
    this.#published.set(keyOf(table.group, packToken(table.epoch)), { table, askedAt })

    if (this.#published.size > TABLES_MAX) {
      this.#published.delete(this.#published.keys().next().value ?? '')
    }
  }

  #judgeMove (at: Millis, leader: SimulatedMember, published: Table, { table, askedAt }: Published, { partition, owner, next }: { readonly partition: number, readonly owner: RosterEntry, readonly next: RosterEntry | undefined }): void {
    const holder = this.#truth.processOf(owner.id, owner.generation)
    const holding = holder === undefined ? undefined : this.#holdings.of(holder).get(`${table.group} ${partition}`)
    const isMoved = next !== undefined && (next.id !== owner.id || next.generation !== owner.generation)

    if (!isMoved || holding?.token !== table.tokens[partition] || !isLiveIn(leader, owner) || this.#isContested(published, table, partition, next)) {
      return
    }
    const asked = askedAt[partition]

    if (asked === undefined || at - asked < this.#settings.handoffTimeout * CLOCK_RATE) {
      this.#findings.add({
        invariant: INVARIANTS.stopFirst, at, member: leader.id,
        what: `it gives ${table.group} ${partition} to ${next.id}, and ${owner.id} works on it, asked to stop ${asked === undefined ? 'never' : `${at - asked} ms ago`}`
      })
    }
  }

  /**
   * Whether anybody goes by a table of another line that has another token for it than the parent, or the one that is to have
   * it did until it ended: the leader need not know that yet.
   */
  #isContested (published: Table, { tokens }: Table, partition: number, { id, generation }: RosterEntry): boolean {
    const line = new Set<string>()

    for (let next: Table | undefined = published; next !== undefined && !line.has(keyOf(next.group, packToken(next.epoch)));) {
      line.add(keyOf(next.group, packToken(next.epoch)))
      next = next.parent === undefined ? undefined : this.#published.get(keyOf(next.group, packToken(next.parent)))?.table
    }

    const standing = (this.#simulation?.running() ?? []).map(({ core }) => core.table(published.group))

    return [...standing, this.#applied.get(`${id} ${generation} ${published.group}`)].some(other =>
      other !== undefined && other.tokens[partition] !== tokens[partition] && !line.has(keyOf(other.group, packToken(other.epoch))))
  }
}

function isLiveIn (leader: SimulatedMember, { id, generation }: RosterEntry): boolean {
  return leader.core.members().some(member => member.id === id && member.generation === generation && (member.state === 'alive' || member.state === 'suspect'))
}

function entryOf (table: Table, index: number | undefined): RosterEntry | undefined {
  return table.roster[index ?? -1]
}

function keyOf (group: string, epoch: bigint): string {
  return `${group} ${epoch}`
}
