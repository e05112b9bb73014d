import type { MemberId } from '../../core/index.js'
import type { Fault } from '../faults.js'

/** Whether a fault is one of the network, which touches everybody. */
export function isNetworkFault ({ kind }: Fault): boolean {
  return kind === 'split' || kind === 'cut-one-way' || kind === 'cut-partial' || kind === 'flip-flop' || kind === 'degrade' || kind === 'heal' || kind === 'network'
}

/** Whether the fault lets the two be on one side. */
export function isTogether (fault: Fault, from: MemberId, to: MemberId): boolean {
  if (fault.kind !== 'split') {
    return true
  }
  const sideOf = (id: MemberId): number => fault.sides.findIndex(side => side.includes(id))

  return sideOf(from) === -1 || sideOf(to) === -1 || sideOf(from) === sideOf(to)
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
      return { ...(isRough(fault) ? { begins: 'network' } : {}), ends: key => key === 'network' && !isRough(fault) }
    case 'leave': case 'stall': case 'clock': case 'update':
      return { ends: () => false }
    default:
      return fault satisfies never
  }
}

/** Milliseconds that a message may take on its way in a network that is calm. */
const CALM_LATENCY_MAX = 50

/** Whether the network is such that a healthy member can seem to be silent. */
function isRough ({ options }: Extract<Fault, { kind: 'network' }>): boolean {
  const { loss = 0, tail, latency } = options
  const slowest = Math.max(typeof latency === 'number' ? latency : latency?.max ?? 0, (tail?.share ?? 0) > 0 ? tail?.scale ?? 0 : 0)

  return loss > 0 || slowest > CALM_LATENCY_MAX
}
