import type { MemberId } from '../core/index.js'
import type { Fault } from './faults.js'
import type { Between } from './paths.js'
import type { Simulation } from './simulation.js'

type MemberFault = Extract<Fault, { member: MemberId }>
type LinkFault = Exclude<Fault, MemberFault | { kind: 'heal' | 'network' }>

/** Carries a fault out, now; false if there was nobody to hit. */
export function apply (simulation: Simulation, fault: Fault): boolean {
  const hasHit = carryOut(simulation, fault)

  if (hasHit) {
    simulation.noteFault(fault)
  }

  return hasHit
}

function carryOut (simulation: Simulation, fault: Fault): boolean {
  switch (fault.kind) {
    case 'network':
      simulation.setNetwork(fault.options)
      return true
    case 'heal':
      return simulation.heal()
    case 'split': case 'cut-one-way': case 'cut-partial': case 'flip-flop':
      simulation.cutOneWay(cutOf(simulation, fault))
      return true
    case 'degrade': {
      const members = new Set(fault.members)
      simulation.degrade((from, to) => members.has(from) || members.has(to), fault)
      return true
    }
    default:
      return hitMember(simulation, fault)
  }
}

function hitMember (simulation: Simulation, fault: MemberFault): boolean {
  const member = simulation.members.get(fault.member)
  const { kind } = fault

  if (kind === 'clock') {
    simulation.setClock(fault.member, fault)
    return true
  }
  if (kind === 'start' || kind === 'start-empty') {
    return start(simulation, fault.member, kind === 'start-empty')
  }
  if (member?.running !== true) {
    return false
  }
  const { execution } = member

  switch (kind) {
    case 'crash': simulation.crash(fault.member); return true
    case 'power-off': simulation.crash(fault.member, { silent: true }); return true
    case 'leave': simulation.leave(fault.member); return true
    case 'stall': simulation.stall(fault.member, fault.duration); return true
    case 'slow': simulation.slow(fault.member, fault.stall > 0 ? fault : undefined); return true
    case 'update': simulation.update(fault.member, bytesOf(fault.metadata)); return true
    case 'pause': return turn(!execution.isPaused, () => { simulation.pause(fault.member) })
    case 'resume': return turn(execution.isPaused, () => { simulation.resume(fault.member) })
    case 'block': return turn(!execution.isBlocked, () => { simulation.block(fault.member) })
    case 'unblock': return turn(execution.isBlocked, () => { simulation.unblock(fault.member) })
    default: return kind satisfies never
  }
}

function start (simulation: Simulation, id: MemberId, isEmpty: boolean): boolean {
  const member = simulation.members.get(id)

  if (member?.running === true) {
    return false
  }
  if (member !== undefined && isEmpty) {
    member.stored = undefined
  }
  simulation.start(id)

  return true
}

function turn (isDue: boolean, action: () => void): boolean {
  if (isDue) action()
  return isDue
}

function cutOf (simulation: Simulation, fault: Exclude<LinkFault, { kind: 'degrade' }>): Between {
  switch (fault.kind) {
    case 'split': {
      const sides = new Map(fault.sides.flatMap((side, index) => side.map(id => [id, index] as const)))
      return (from, to) => sides.has(from) && sides.has(to) && sides.get(from) !== sides.get(to)
    }
    case 'cut-one-way': return between(fault.from, fault.to)
    case 'cut-partial': {
      const pairs = new Set(fault.pairs.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]))
      return (from, to) => pairs.has(`${from} ${to}`)
    }
    case 'flip-flop': {
      const begin = simulation.now
      const there = between(fault.a, fault.b)
      const back = between(fault.b, fault.a)
      return (from, to) => Math.floor((simulation.now - begin) / fault.period) % 2 === 0 && (there(from, to) || back(from, to))
    }
    default: return fault satisfies never
  }
}

function between (some: readonly MemberId[], others: readonly MemberId[]): Between {
  const from = new Set(some)
  const to = new Set(others)

  return (a, b) => from.has(a) && to.has(b)
}

/** The text's characters, one byte each: a pure module has no text encoder to rely on. */
function bytesOf (text: string): Uint8Array {
  return Uint8Array.from(text, character => character.charCodeAt(0))
}
