import { InvalidSettingError, resolveSettings } from '../core/index.js'
import { asRange, checkKeys, checkNumber, checkRange } from './options.js'
import type { ClockOptions } from './clock.js'
import type { DutyCycle } from './execution.js'
import type { MemberOptions, SimulationOptions } from './options.js'
import type { Degradation } from './paths.js'
import type { MemberId } from '../core/index.js'

type Keys<T> = { readonly [Key in keyof T]-?: true }

const SIMULATION: Keys<SimulationOptions> = { seed: true, cluster: true, network: true, member: true, order: true, observers: true, wire: true }
const MEMBER: Keys<MemberOptions> = {
  bootstrap: true, groups: true, settings: true, priority: true, eligible: true, metadata: true, stored: true, core: true, keepEvents: true, application: true
}

/**
 * Checks what a simulation is made with; the network checks itself.
 *
 * @throws {InvalidSettingError} that names what is wrong
 */
export function checkSimulation (options: SimulationOptions): void {
  checkKeys('a simulation', options, Object.keys(SIMULATION))
  const { seed, order = 'fair', member } = options

  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InvalidSettingError(`seed is ${seed}: must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`)
  }
  if (order !== 'fair' && order !== 'nasty') {
    throw new InvalidSettingError(`order is ${String(order)}: must be one of fair, nasty`)
  }
  checkMember(member)
}

/** Checks what a member is to be started with. @throws {InvalidSettingError} */
export function checkMember (options: MemberOptions = {}): void {
  checkKeys('a member', options, Object.keys(MEMBER))
  resolveSettings(options.settings)
  const { application = {} } = options
  checkKeys('an application', application, ['stop', 'failures'])
  checkRange('application.stop', asRange(application.stop ?? 0))
  checkKeys('failures', application.failures ?? {}, ['share', 'after'])
  checkNumber('failures.share', application.failures?.share ?? 0, 0, 1)
  checkRange('failures.after', asRange(application.failures?.after ?? 0))
}

/** Checks whom a settled cluster is to be made of. @throws {InvalidSettingError} */
export function checkFormed (ids: readonly MemberId[], started: ReadonlyMap<MemberId, unknown>, wasFormed: boolean): void {
  const twice = ids.find((id, index) => ids.indexOf(id, index + 1) > index)
  const known = ids.find(id => started.has(id))

  if (wasFormed) {
    throw new InvalidSettingError('a cluster was formed already: formed() accepts one call; others join with start(id, { bootstrap: [...] })')
  }
  if (ids.length === 0) {
    throw new InvalidSettingError('formed() was given no members: needs at least one')
  }
  if (twice !== undefined) {
    throw new InvalidSettingError(`formed() was given ${twice} twice: accepts each member once`)
  }
  if (known !== undefined) {
    throw new InvalidSettingError(`formed() was given ${known}, which was started already: accepts members that were not`)
  }
}

/** Checks how a clock is to run. @throws {InvalidSettingError} */
export function checkClock (options: ClockOptions): void {
  checkKeys('a clock', options, ['rate', 'step'])
  checkNumber('rate', options.rate ?? 1, 0.01, 100)
  checkNumber('step', options.step ?? 0, Number.MIN_SAFE_INTEGER)
}

/** Checks how a process is to be starved. @throws {InvalidSettingError} */
export function checkDuty (duty: DutyCycle | undefined): void {
  if (duty !== undefined) {
    checkNumber('every', duty.every, Number.MIN_VALUE)
    checkNumber('stall', duty.stall, 0)
    if (duty.stall >= duty.every) {
      throw new InvalidSettingError(`stall is ${duty.stall}: must be below every, which is ${duty.every}`)
    }
  }
}

/** Checks what is to be added to a link. @throws {InvalidSettingError} */
export function checkDegradation (degradation: Degradation): void {
  checkKeys('a degradation', degradation, ['loss', 'latency'])
  checkNumber('loss', degradation.loss ?? 0, 0, 1)
  checkRange('latency', asRange(degradation.latency ?? 0))
}
