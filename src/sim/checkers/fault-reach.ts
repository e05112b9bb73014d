import type { MemberId, Millis } from '../../core/index.js'
import type { Fault } from '../faults.js'
import type { NetworkOptions } from '../options.js'
import type { Between } from '../paths.js'

/** A fault of the cables between some members. */
export type CableFault = Extract<Fault, { kind: 'split' | 'cut-one-way' | 'cut-partial' | 'flip-flop' | 'degrade' }>

/** Cables that a function, and no data, says to be cut or degraded. */
export interface ByHand {
  readonly kind: 'by-hand'
  readonly between: Between
  readonly isCut: boolean
}

/** Whether a fault is one of cables: it says nothing about its members' other cables, nor about the members. */
export function isCableFault (fault: Fault | ByHand): fault is CableFault | ByHand {
  const { kind } = fault
  return kind === 'split' || kind === 'cut-one-way' || kind === 'cut-partial' || kind === 'flip-flop' || kind === 'degrade' || kind === 'by-hand'
}

/** Whether the fault is one of the cable between these two, in any direction. */
export function concerns (fault: CableFault | ByHand, a: MemberId, b: MemberId): boolean {
  switch (fault.kind) {
    case 'by-hand': return fault.between(a, b) || fault.between(b, a)
    case 'split': return !isTogether(fault, a, b)
    case 'cut-one-way': return isAcross(fault.from, fault.to, a, b)
    case 'cut-partial': return fault.pairs.some(pair => pair.includes(a) && pair.includes(b))
    case 'flip-flop': return isAcross(fault.a, fault.b, a, b)
    case 'degrade': return fault.members.includes(a) || fault.members.includes(b)
    default: return fault satisfies never
  }
}

/** Whether the fault lets the two be on one side. */
export function isTogether (fault: Fault | ByHand, from: MemberId, to: MemberId): boolean {
  if (fault.kind === 'by-hand') {
    return !fault.isCut || !fault.between(from, to)
  }
  if (fault.kind !== 'split') {
    return true
  }
  const sideOf = (id: MemberId): number => fault.sides.findIndex(side => side.includes(id))

  return sideOf(from) === -1 || sideOf(to) === -1 || sideOf(from) === sideOf(to)
}

function isAcross (some: readonly MemberId[], others: readonly MemberId[], a: MemberId, b: MemberId): boolean {
  return (some.includes(a) && others.includes(b)) || (some.includes(b) && others.includes(a))
}

/** How far a clock may run from its rate before that is a reason to misjudge others. */
const RATE_ERROR_MAX = 0.01

/** Whether the fault is one in a member itself: neither what it says nor what its calendar shows hurts it. */
export function isAilment (fault: Fault): boolean {
  switch (fault.kind) {
    case 'update': return false
    case 'clock': return Math.abs((fault.rate ?? 1) - 1) > RATE_ERROR_MAX
    default: return 'member' in fault
  }
}

/** What lasts from a fault on, by a key, and which keys end with it. */
export function lastingOf (fault: Fault): { readonly begins?: string, readonly ends: (key: string) => boolean } {
  switch (fault.kind) {
    case 'pause': case 'block':
      return { begins: `${fault.kind} ${fault.member}`, ends: () => false }
    case 'resume':
      return { ends: key => key === `pause ${fault.member}` }
    case 'unblock':
      return { ends: key => key === `block ${fault.member}` }
    case 'slow':
      return { ...(fault.stall > 0 ? { begins: `slow ${fault.member}` } : {}), ends: key => key === `slow ${fault.member}` }
    case 'crash': case 'power-off': case 'start': case 'start-empty':
      return { ends: key => key.endsWith(` ${fault.member}`) }
    case 'split': case 'cut-one-way': case 'cut-partial': case 'flip-flop': case 'degrade':
      return { begins: `link ${JSON.stringify(fault)}`, ends: () => false }
    case 'heal':
      return { ends: key => key.startsWith('link ') }
    case 'network':
      // What it changes can leave the network as it was: it is up to the network as a whole.
      return { ends: () => false }
    case 'leave': case 'stall': case 'clock': case 'update':
      return { ends: () => false }
    default:
      return fault satisfies never
  }
}

/** What ends a fault that lasts, for people; nothing else does, but the end of the process where it is one of a member. */
export function endOf (fault: Fault | ByHand): string {
  switch (fault.kind) {
    case 'pause': return `resume of ${fault.member}`
    case 'block': return `unblock of ${fault.member}`
    case 'slow': return `slow of ${fault.member} with stall 0`
    case 'network': return `network with loss 0 and a latency of at most ${CALM_LATENCY_MAX}`
    default: return 'heal'
  }
}

/** Milliseconds that a message may take on its way in a network that is calm. */
export const CALM_LATENCY_MAX: Millis = 50

/** Whether the network is such that a healthy member can seem to be silent. */
export function isRough (network: Partial<NetworkOptions>): boolean {
  return (network.loss ?? 0) > 0 || slowestOf(network) > CALM_LATENCY_MAX
}

/**
 * The share of lost messages up to which nobody may be given up: a probe fails by its own loss and that of each relay, and
 * then each of the ways by which the accused hears of it, and is heard, has to fail as well.
 */
const LOSS_MAX = 0.1

/** Whether the network is such that a healthy member can be silent for longer than a suspicion lasts. */
export function isUnbearable (network: Partial<NetworkOptions>, probeTimeout: Millis): boolean {
  return (network.loss ?? 0) > LOSS_MAX || 2 * slowestOf(network) > probeTimeout
}

function slowestOf ({ tail, latency }: Partial<NetworkOptions>): Millis {
  return Math.max(typeof latency === 'number' ? latency : latency?.max ?? 0, (tail?.share ?? 0) > 0 ? tail?.scale ?? 0 : 0)
}
