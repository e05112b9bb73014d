import { INVARIANTS } from './invariants.js'
import type { Claim, MemberId, Row } from '../../core/index.js'
import type { Observer, RowChange, Step } from '../observer.js'
import type { Findings } from './findings.js'
import type { Past } from './past.js'
import type { SimulatedMember } from '../member.js'

/** What each start of a member said of itself, and what the others hold of it. */
export class OwnWord implements Observer {
  readonly #findings: Findings
  readonly #past: Past
  /** By start, every claim that it made, by incarnation. */
  readonly #made = new Map<string, Map<number, string>>()
  /** The starts that have left, each by the process that was the first to. */
  readonly #ended = new Map<string, SimulatedMember>()
  readonly #seen = new WeakSet<Claim>()

  constructor (findings: Findings, past: Past) {
    this.#findings = findings
    this.#past = past
  }

  row ({ at, member, before, after }: RowChange): void {
    if (after === undefined) {
      return
    }
    if (after.id === member.id) {
      this.#own(at, member, before, after)
    }
    this.#others(at, member, after)
  }

  step ({ at, member, input, effects, simulation }: Step): void {
    const isSuperseded = effects.some(effect => effect.type === 'emit' && effect.event.type === 'superseded')

    if (isSuperseded && simulation.members.get(member.id) === member && !this.#past.isExcused(member)) {
      this.#report(INVARIANTS.ownCounters, at, member.id, 'it gives way to a later start of its own, and is the last one')
    }
    if (input.type !== 'start') {
      return
    }
    const { generation } = member.core.self
    const stored = member.stored?.generation ?? 0

    if (generation < input.unixMs || generation <= stored) {
      this.#report(INVARIANTS.ownCounters, at, member.id, `its clock says ${input.unixMs}, its disk ${stored}, its generation is ${generation}`)
    }
  }

  #own (at: number, member: SimulatedMember, before: Row | undefined, after: Row): void {
    const { claim } = after

    if (after.state !== 'alive' && after.state !== 'left') {
      this.#report(INVARIANTS.selfAlive, at, member.id, `it holds itself to be ${after.state}`)
    }
    if (before !== undefined && !this.#isLater(member, before.claim, claim)) {
      this.#report(INVARIANTS.ownCounters, at, member.id, `it went from ${before.claim.generation}.${before.claim.incarnation} to ${claim.generation}.${claim.incarnation}`)
    }

    const start = startOf(claim)
    const made = this.#made.get(start) ?? new Map<number, string>()
    const former = made.get(claim.incarnation)

    if (former !== undefined && former !== textOf(claim)) {
      this.#reportSecond(claim, at, member.id, `it said two things as ${start}.${claim.incarnation}`)
    }
    made.set(claim.incarnation, textOf(claim))
    if (claim.left && !this.#ended.has(start)) this.#ended.set(start, member)
    this.#made.set(start, made)
  }

  /** Under its own generation, or under the next where its own is one that a process before it has left under, and forgot. */
  #isLater (member: SimulatedMember, before: Claim, { generation, incarnation }: Claim): boolean {
    const ender = this.#ended.get(startOf(before))

    return generation === before.generation ? incarnation > before.incarnation : generation === before.generation + 1 && ender !== undefined && ender !== member
  }

  /** Claims of starts that never ran here are the scenario's own. */
  #others (at: number, member: SimulatedMember, { claim }: Row): void {
    if (this.#seen.has(claim)) {
      return
    }
    this.#seen.add(claim)
    const made = this.#made.get(startOf(claim))
    const said = made?.get(claim.incarnation)

    if (made !== undefined && said === undefined) {
      this.#report(INVARIANTS.ownWord, at, member.id, `${claim.id} never said ${claim.generation}.${claim.incarnation}`)
    } else if (said !== undefined && said !== textOf(claim)) {
      this.#reportSecond(claim, at, member.id, `${claim.id} said something else as ${claim.generation}.${claim.incarnation}`)
    }
  }

  #reportSecond (claim: Claim, at: number, member: MemberId, what: string): void {
    if (!this.#past.isStartExcused(claim)) {
      this.#report(INVARIANTS.oneClaim, at, member, what)
    }
  }

  #report (invariant: string, at: number, member: MemberId, what: string): void {
    this.#findings.add({ invariant, at, member, what })
  }
}

function startOf ({ id, generation }: Claim): string {
  return `${id} ${generation}`
}

/** All that the subject says, in one order; the seal is only its form. */
function textOf ({ seal: _seal, metadata, ...rest }: Claim): string {
  return JSON.stringify([Object.entries(rest).sort(([a], [b]) => a < b ? -1 : 1), [...metadata]])
}
