import type { MemberId, Millis } from '../core/index.js'
import type { NetworkOptions, Range } from './options.js'

interface OnMember<K extends string> {
  readonly at: Millis
  readonly kind: K
  readonly member: MemberId
}

/**
 * One fault, as data: so that a schedule of them can be made from a seed, printed, and made smaller while it still shows
 * what it showed. `at` counts from when the schedule begins.
 */
export type Fault =
  /** The process ends; its machine closes its connections. The disk is kept. */
  | OnMember<'crash'>
  /** The machine goes with the process, without a word. The disk is kept. */
  | OnMember<'power-off'>
  /** Starts a member that does not run. */
  | OnMember<'start'>
  /** Starts a member that does not run, with an empty disk. */
  | OnMember<'start-empty'>
  | OnMember<'leave'>
  | OnMember<'pause'>
  | OnMember<'resume'>
  | OnMember<'stall'> & { readonly duration: Millis }
  | OnMember<'block'>
  | OnMember<'unblock'>
  /** Starved of the processor; `stall` 0 ends it. */
  | OnMember<'slow'> & { readonly stall: Millis, readonly every: Millis }
  | OnMember<'clock'> & { readonly rate?: number, readonly step?: Millis }
  /** The member says something new of itself. */
  | OnMember<'update'> & { readonly metadata: string }
  /** No side reaches another one. Members on no side reach all. */
  | { readonly at: Millis, readonly kind: 'split', readonly sides: ReadonlyArray<readonly MemberId[]> }
  /** Nothing gets from the ones to the others; the other way all does. */
  | { readonly at: Millis, readonly kind: 'cut-one-way', readonly from: readonly MemberId[], readonly to: readonly MemberId[] }
  /** Single cables, both ways: others can relay round them. */
  | { readonly at: Millis, readonly kind: 'cut-partial', readonly pairs: ReadonlyArray<readonly [MemberId, MemberId]> }
  /** Cut between the two sides for `period`, mended for as long, cut again... */
  | { readonly at: Millis, readonly kind: 'flip-flop', readonly a: readonly MemberId[], readonly b: readonly MemberId[], readonly period: Millis }
  /** The members' links, in and out, lose and delay more. */
  | { readonly at: Millis, readonly kind: 'degrade', readonly members: readonly MemberId[], readonly loss: number, readonly latency: Range | number }
  /** Mends every cut, and whatever was degraded. */
  | { readonly at: Millis, readonly kind: 'heal' }
  | { readonly at: Millis, readonly kind: 'network', readonly options: Partial<NetworkOptions> }

/** Every kind of fault there is. */
export const FAULT_KINDS = [
  'crash', 'power-off', 'start', 'start-empty', 'leave', 'pause', 'resume', 'stall', 'block', 'unblock', 'slow', 'clock', 'update',
  'split', 'cut-one-way', 'cut-partial', 'flip-flop', 'degrade', 'heal', 'network'
] as const satisfies ReadonlyArray<Fault['kind']>

/** The members that a fault names, for printing and for making schedules smaller. */
export function membersIn (fault: Fault): readonly MemberId[] {
  switch (fault.kind) {
    case 'split': return fault.sides.flat()
    case 'cut-one-way': return [...fault.from, ...fault.to]
    case 'cut-partial': return fault.pairs.flat()
    case 'flip-flop': return [...fault.a, ...fault.b]
    case 'degrade': return fault.members
    case 'heal': case 'network': return []
    default: return [fault.member]
  }
}
