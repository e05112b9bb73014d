import { endOf } from './fault-reach.js'
import { INVARIANTS } from './invariants.js'
import type { Millis } from '../../core/index.js'
import type { ByHand } from './fault-reach.js'
import type { Fault } from '../faults.js'
import type { Violation } from './findings.js'

/** The promise that a run breaks whose schedule leaves faults that last, as nobody can judge then what it came to; none if there are none. */
export function unended (at: Millis, lasting: ReadonlyArray<Fault | ByHand>): Violation[] {
  if (lasting.length === 0) {
    return []
  }
  const faults = lasting.map(fault => fault.kind === 'by-hand' ? 'cables cut or degraded by a function' : `${fault.kind}${'member' in fault ? ` of ${fault.member}` : ''} since ${fault.at} ms`)
  const ends = [...new Set(lasting.map(endOf))]

  return [{ invariant: INVARIANTS.mended, at, what: `agreement was not judged, as there still lasts: ${faults.join(', ')}; end the schedule with ${ends.join(', ')}` }]
}
