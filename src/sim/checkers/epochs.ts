import { formatToken, packToken } from '../../core/index.js'
import { encodeTable } from '../../wire/index.js'
import { INVARIANTS } from './invariants.js'
import type { MemberId, Millis, Table, Token } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, Step } from '../observer.js'
import type { Findings } from './findings.js'
import type { Past } from './past.js'

/** Tables that are remembered by their epoch, oldest forgotten first. */
const TABLES_MAX = 4_096

/** That no process goes back to an older table, and that no two tables have one epoch. */
export class Epochs implements Observer {
  readonly #findings: Findings
  readonly #past: Past
  readonly #applied = new WeakMap<SimulatedMember, Map<string, Token>>()
  /** By member, the highest term that it applied since its disk was last empty. */
  readonly #terms = new Map<MemberId, number>()
  /** By process, the same as far as its disk said at its start. */
  readonly #remembered = new WeakMap<SimulatedMember, number>()
  readonly #bytes = new Map<string, string>()
  readonly #known = new WeakSet<Table>()

  constructor (findings: Findings, past: Past) {
    this.#findings = findings
    this.#past = past
  }

  step ({ at, member, input, effects }: Step): void {
    if (input.type === 'start') {
      this.#remember(member)
    }
    for (const effect of effects) {
      if (effect.type === 'emit' && effect.event.type === 'table:change') {
        this.#grows(at, member, effect.event.table)
        this.#isOne(at, member.id, effect.event.table)
      } else if (effect.type === 'publish' && effect.message.type === 'table') {
        this.#isOne(at, member.id, effect.message.table)
        this.#isAboveDisk(at, member, effect.message.table)
      }
    }
  }

  #remember (member: SimulatedMember): void {
    if (member.stored === undefined) {
      this.#terms.delete(member.id)
    }
    this.#remembered.set(member, this.#terms.get(member.id) ?? 0)
  }

  /** What a process publishes stands above all that it saw in a former life, if it kept its disk. */
  #isAboveDisk (at: Millis, member: SimulatedMember, { group, epoch }: Table): void {
    const remembered = this.#remembered.get(member) ?? 0

    if (epoch.term <= remembered) {
      this.#findings.add({ invariant: INVARIANTS.epochsGrow, at, member: member.id, what: `it publishes ${group} under ${epoch.term}, and had seen ${remembered} before it was restarted` })
    }
  }

  #grows (at: Millis, member: SimulatedMember, { group, epoch }: Table): void {
    const applied = this.#applied.get(member) ?? new Map<string, Token>()
    const former = applied.get(group) ?? 0n
    const token = packToken(epoch)

    if (token <= former) {
      this.#findings.add({ invariant: INVARIANTS.epochsGrow, at, member: member.id, what: `${group} went from ${formatToken(former)} to ${formatToken(token)}` })
    }
    applied.set(group, token)
    this.#terms.set(member.id, Math.max(epoch.term, this.#terms.get(member.id) ?? 0))
    this.#applied.set(member, applied)
  }

  #isOne (at: Millis, member: MemberId, table: Table): void {
    if (this.#known.has(table)) {
      return
    }
    this.#known.add(table)
    const key = `${table.group} ${packToken(table.epoch)}`
    const bytes = textOf(table)
    const former = this.#bytes.get(key)

    if (former !== undefined && former !== bytes && !this.#past.isTokenExcused(packToken(table.epoch))) {
      this.#findings.add({ invariant: INVARIANTS.oneTable, at, member, what: `${table.group} has two tables under ${formatToken(packToken(table.epoch))}` })
    }
    this.#bytes.set(key, bytes)

    if (this.#bytes.size > TABLES_MAX) {
      this.#bytes.delete(this.#bytes.keys().next().value ?? '')
    }
  }
}

/** The table's bytes without its seal, one character each. */
function textOf ({ seal: _seal, ...table }: Table): string {
  return String.fromCharCode(...encodeTable(table).slice(0, 65_536))
}
