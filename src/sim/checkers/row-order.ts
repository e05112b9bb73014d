import { INVARIANTS } from './invariants.js'
import type { Row } from '../../core/index.js'
import type { Observer, RowChange } from '../observer.js'
import type { Findings } from './findings.js'

/**
 * What a change of one row may be, in any view: an oracle of its own, so that a fault in the order by which the core
 * merges shows.
 */
export class RowOrder implements Observer {
  readonly #findings: Findings

  constructor (findings: Findings) {
    this.#findings = findings
  }

  row ({ at, member, before, after }: RowChange): void {
    if (after === undefined) {
      return
    }
    const faults = [
      ...faultsOf(after),
      ...(before === undefined ? firstFaults(after) : before.generation === after.generation ? changeFaults(before, after) : generationFaults(before, after))
    ]

    for (const invariant of faults) {
      this.#findings.add({ invariant, at, member: member.id, what: `${after.id} went from ${before === undefined ? 'nothing' : describe(before)} to ${describe(after)}` })
    }
  }
}

/** What is wrong with a row by itself. */
function faultsOf (row: Row): string[] {
  const { claim } = row
  const isFirstHand = row.state === 'alive' || row.state === 'left'
  const isItsClaim = claim.id === row.id && claim.generation === row.generation &&
    (isFirstHand ? claim.incarnation === row.incarnation : claim.incarnation <= row.incarnation) &&
    claim.left === (row.state === 'left')

  return isItsClaim ? [] : [INVARIANTS.ownWord]
}

/** Only a claim makes a row. */
function firstFaults (row: Row): string[] {
  return row.state === 'suspect' || row.state === 'dead' ? [INVARIANTS.illegalPair] : []
}

function generationFaults (before: Row, after: Row): string[] {
  if (after.generation < before.generation) {
    return [INVARIANTS.rowOrder]
  }

  return firstFaults(after)
}

function changeFaults (before: Row, after: Row): string[] {
  const rise = after.incarnation - before.incarnation

  if (before.state === 'left') {
    return after.state === 'left' && rise >= 0 ? [] : [INVARIANTS.illegalPair]
  }
  if (after.state === 'left') {
    return []
  }
  if (rise < 0) {
    return [INVARIANTS.rowOrder]
  }
  if (rise > 0) {
    return []
  }
  if (before.state === 'dead') {
    return after.state === 'alive' ? [INVARIANTS.resurrection] : after.state === 'suspect' ? [INVARIANTS.illegalPair] : []
  }

  return before.state === 'suspect' && after.state === 'alive' ? [INVARIANTS.rowOrder] : []
}

function describe ({ generation, incarnation, state }: Row): string {
  return `${state} ${generation}.${incarnation}`
}
