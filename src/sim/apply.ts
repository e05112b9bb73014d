import { InvalidSettingError } from '../core/index.js'
import { problemOf } from './fault-shapes.js'
import { resolveNetwork } from './options.js'
import type { MemberId, Millis } from '../core/index.js'
import type { Controls } from './controls.js'
import type { Fault } from './faults.js'
import type { Between } from './paths.js'
import type { Simulation } from './simulation.js'
import type { World } from './world.js'

type MemberFault = Extract<Fault, { member: MemberId }>
type LinkFault = Exclude<Fault, MemberFault | { kind: 'heal' | 'network' }>

/**
 * Carries a fault out, now, whatever its `at` says; false if there was nobody to hit.
 *
 * @throws {InvalidSettingError} that names what is wrong with the fault
 */
export function apply (simulation: Simulation, fault: Fault): boolean {
  const problem = problemOf(fault)

  if (problem !== undefined) {
    throw new InvalidSettingError(`the fault is not as it should be: ${problem}`)
  }

  return simulation.carryOut(fault)
}

/** What a fault does, with nobody told. */
export function carryOut (controls: Controls, fault: Fault): boolean {
  const { paths, now } = controls.world

  switch (fault.kind) {
    case 'network':
      paths.options = resolveNetwork(fault.options, paths.options)
      return true
    case 'heal':
      return paths.heal()
    case 'split': case 'cut-one-way': case 'cut-partial': case 'flip-flop':
      paths.cut(cutOf(controls.world, now, fault))
      return true
    case 'degrade': {
      const members = new Set(fault.members)
      paths.degrade((from, to) => members.has(from) || members.has(to), fault)
      return true
    }
    default:
      return hitMember(controls, fault)
  }
}

/** Why a fault that hit nobody did not. */
export function missedReason ({ world }: Controls, fault: Fault): string {
  if (!('member' in fault)) {
    return 'no cable was cut or degraded'
  }
  const member = world.find(fault.member)

  if (fault.kind === 'start' || fault.kind === 'start-empty' || member?.running !== true) {
    return `${fault.member} was ${member?.running === true ? '' : 'not '}running`
  }
  const state = fault.kind === 'pause' || fault.kind === 'resume' ? 'paused' : 'blocked'

  return `${fault.member} was ${fault.kind === 'pause' || fault.kind === 'block' ? `${state} already` : `not ${state}`}`
}

function hitMember (controls: Controls, fault: MemberFault): boolean {
  const { kind, member: id } = fault

  if (kind === 'clock') {
    controls.setClock(id, fault)
    return true
  }
  if (kind === 'start' || kind === 'start-empty') {
    return start(controls, id, kind === 'start-empty')
  }
  const member = controls.world.find(id)

  if (member?.running !== true) {
    return false
  }

  switch (kind) {
    case 'crash': return controls.crash(id)
    case 'power-off': return controls.crash(id, { silent: true })
    case 'leave': controls.leave(id); return true
    case 'stall': return controls.stall(id, fault.duration)
    case 'slow': return controls.slow(id, fault.stall > 0 ? fault : undefined)
    case 'update': controls.update(id, bytesOf(fault.metadata)); return true
    case 'pause': return !member.execution.isPaused && controls.pause(id)
    case 'resume': return member.execution.isPaused && controls.resume(id)
    case 'block': return !member.execution.isBlocked && controls.block(id)
    case 'unblock': return member.execution.isBlocked && controls.unblock(id)
    default: return kind satisfies never
  }
}

function start (controls: Controls, id: MemberId, isEmpty: boolean): boolean {
  const member = controls.world.find(id)

  if (member?.running === true) {
    return false
  }
  if (member !== undefined && isEmpty) {
    member.stored = undefined
  }
  controls.start(id)

  return true
}

function cutOf (world: World, begin: Millis, fault: Exclude<LinkFault, { kind: 'degrade' }>): Between {
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
      const there = between(fault.a, fault.b)
      const back = between(fault.b, fault.a)
      return (from, to) => Math.floor((world.now - begin) / fault.period) % 2 === 0 && (there(from, to) || back(from, to))
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
