import { compareBallots } from '../../core/index.js'
import { goesBack } from './follows.js'
import { digestTable } from './signatures.js'
import type { StrictNode } from './node.js'
import type { MemberId, Millis, StrictEvent, StrictTable, Token } from '../../core/index.js'
import { Findings } from '../checkers/findings.js'

/** The promises of strict mode that are checked at every step. */
export const STRICT_INVARIANTS = {
  oneTable: 'I2 one epoch, one table',
  tokens: 'I8 tokens only grow',
  oneOwner: 'I9 one owner at every instant',
  oneLeader: 'I10 one leader, leases apart',
  isolated: 'I11 no owner on an isolated side',
  stopFirst: 'I12 stop before start',
  served: 'I14 a stable majority gets owners'
} as const

/** The name of one of them. */
export type StrictInvariant = typeof STRICT_INVARIANTS[keyof typeof STRICT_INVARIANTS]

/** Below this, two instants are one: clocks are divided and multiplied. */
const EPSILON: Millis = 1e-6

const GROUP = 'jobs'

/**
 * Judges a run in real time. What a node holds is an interval, from the step that begins it to where its clock will show
 * the end: two intervals that touch are found at the step that makes them touch, however short the overlap is.
 */
export class StrictCheckers {
  readonly findings = new Findings()
  readonly #now: () => Millis
  readonly #partitions: number
  /** By partition, until when each node owns it. */
  readonly #owners: Array<Map<MemberId, Millis>>
  readonly #leaders = new Map<MemberId, Millis>()
  readonly #terms = new Map<number, string>()
  readonly #tokens: Array<{ readonly token: Token, readonly start: string }>
  /** By partition, whose applications work on it. */
  readonly #workers: Array<Map<StrictNode, number>>
  readonly #history: StrictTable[] = []
  /** How often an ownership began, and tables were committed. */
  begun = 0

  constructor (now: () => Millis, partitions: number) {
    this.#now = now
    this.#partitions = partitions
    this.#owners = Array.from({ length: partitions }, () => new Map())
    this.#workers = Array.from({ length: partitions }, () => new Map())
    this.#tokens = Array.from({ length: partitions }, () => ({ token: 0n, start: '' }))
  }

  /** The newest table that anybody knows to be committed. */
  get newest (): StrictTable | undefined {
    return this.#history.at(-1)
  }

  get committed (): number {
    return this.#history.length
  }

  /** A node's core or clock has moved. */
  moved (node: StrictNode): void {
    const now = this.#now()

    for (let partition = 0; partition < this.#partitions; partition++) {
      const end = endOf(node, now, core => core.ownedUntil(GROUP, partition))
      const other = this.#claim(this.#owners[partition] as Map<MemberId, Millis>, node, end, now)
      if (other !== undefined) {
        this.#add(STRICT_INVARIANTS.oneOwner, node, `${GROUP}/${partition} is ${other}'s as well`)
      }
    }
    const rival = this.#claim(this.#leaders, node, endOf(node, now, core => core.leadsUntil), now)
    if (rival !== undefined) {
      this.#add(STRICT_INVARIANTS.oneLeader, node, `${rival} leads as well`)
    }
    this.#term(node)
    if (!node.isRunning) {
      for (const workers of this.#workers) {
        workers.delete(node)
      }
    }
  }

  /** An application is told something, or has said that it stopped. */
  told (node: StrictNode, event: StrictEvent): void {
    if (event.type === 'partition:assign') {
      this.#begins(node, event.partition, event.token)
    } else if (event.type === 'partition:lost') {
      this.#workers[event.partition]?.delete(node)
    } else if (event.type === 'table:change') {
      this.#record(node, event.table)
    }
  }

  stopped (node: StrictNode, partition: number): void {
    this.#workers[partition]?.delete(node)
  }

  /** Whether somebody owns a partition at this instant. */
  isOwned (partition: number): boolean {
    return [...this.#owners[partition]?.values() ?? []].some(end => end > this.#now())
  }

  /** Who leads at this instant. */
  get leader (): MemberId | undefined {
    return [...this.#leaders].find(([, end]) => end > this.#now())?.[0]
  }

  /** Nobody on this side may own anything any more. */
  isolated (nodes: readonly StrictNode[]): void {
    for (const node of nodes) {
      for (let partition = 0; partition < this.#partitions; partition++) {
        if ((this.#owners[partition]?.get(node.id) ?? 0) > this.#now() + EPSILON) {
          this.#add(STRICT_INVARIANTS.isolated, node, `${GROUP}/${partition} is still its own`)
        }
      }
    }
  }

  /** All faults are over for long: everything must be owned. */
  served (node: StrictNode): void {
    for (let partition = 0; partition < this.#partitions; partition++) {
      if (!this.isOwned(partition)) {
        this.#add(STRICT_INVARIANTS.served, node, `nobody owns ${GROUP}/${partition}`)
      }
    }
  }

  #claim (ends: Map<MemberId, Millis>, node: StrictNode, end: Millis, now: Millis): MemberId | undefined {
    if (end > now + EPSILON) {
      ends.set(node.id, end)
      for (const [other, until] of ends) {
        if (other !== node.id && until > now + EPSILON) {
          return other
        }
      }
    } else {
      ends.delete(node.id)
    }

    return undefined
  }

  #term (node: StrictNode): void {
    const term = node.core?.leads

    if (term !== undefined) {
      const start = `${node.id}#${node.generation}`
      const known = this.#terms.get(term) ?? start
      this.#terms.set(term, known)
      if (known !== start) {
        this.#add(STRICT_INVARIANTS.oneLeader, node, `${known} led term ${term} as well`)
      }
    }
  }

  #begins (node: StrictNode, partition: number, token: Token): void {
    const start = `${node.id}#${node.generation}`
    const last = this.#tokens[partition]

    // A process that stopped between its decision and the word about it says the word too late: its lease has ended by then.
    if ((this.#owners[partition]?.get(node.id) ?? 0) <= this.#now() && endOf(node, this.#now(), core => core.ownedUntil(GROUP, partition)) <= this.#now()) {
      return
    }
    this.begun += 1
    if (last !== undefined && (token < last.token || (token === last.token && last.start !== start))) {
      this.#add(STRICT_INVARIANTS.tokens, node, `${GROUP}/${partition} begins with ${token.toString(16)}, ${last.start} had ${last.token.toString(16)}`)
    } else {
      this.#tokens[partition] = { token, start }
    }
    for (const other of this.#workers[partition]?.keys() ?? []) {
      if (other !== node && other.isRunning && !other.isPaused && !other.isSuspended) {
        this.#add(STRICT_INVARIANTS.stopFirst, node, `${other.id} still works on ${GROUP}/${partition}`)
      }
    }
    this.#workers[partition]?.set(node, node.generation)
  }

  /** Puts a committed table among the others: between its neighbours no token goes back, and no owner changes without one. */
  #record (node: StrictNode, table: StrictTable): void {
    let index = this.#history.length

    while (index > 0 && compareBallots(this.#history[index - 1] as StrictTable, table) > 0) {
      index -= 1
    }
    const before = this.#history[index - 1]
    if (before !== undefined && compareBallots(before, table) === 0) {
      if (before !== table && digestTable(before) !== digestTable(table)) {
        this.#add(STRICT_INVARIANTS.oneTable, node, `two tables of ${table.term}.${table.version}`)
      }
      return
    }
    const after = this.#history[index]
    this.#history.splice(index, 0, table)
    if ((before !== undefined && goesBack(before, table)) || (after !== undefined && goesBack(table, after))) {
      this.#add(STRICT_INVARIANTS.tokens, node, `the table ${table.term}.${table.version} does not follow from the committed ones`)
    }
  }

  #add (invariant: StrictInvariant, node: StrictNode, what: string): void {
    this.findings.add({ invariant, at: this.#now(), member: node.id, what })
  }
}

/** Until when, in real time, what a node's core says holds. A node that sleeps does nothing. */
function endOf (node: StrictNode, now: Millis, until: (core: NonNullable<StrictNode['core']>) => Millis): Millis {
  const local = node.core === undefined || node.isSuspended ? Number.NEGATIVE_INFINITY : until(node.core)
  return local === Number.NEGATIVE_INFINITY ? now : node.clock.real(local)
}
