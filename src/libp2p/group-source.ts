import type { ShoalCore } from '../core/index.js'
import type { StrictSession } from './strict/strict-session.js'
import type { Suspension } from '../api.js'

/** What a member knows of its groups, whoever assigns their partitions. */
export interface GroupSource extends Pick<ShoalCore, 'owned' | 'table' | 'tables' | 'tokenOf'> {
  suspension (group: string): Suspension | undefined
}

/** The core of a member's available groups, and that of its strict ones, as one. */
export function groupSource (core: ShoalCore, strict: StrictSession | undefined): GroupSource {
  const strictFor = (group: string): StrictSession | undefined => strict?.has(group) === true ? strict : undefined

  return {
    owned: group => (strictFor(group) ?? core).owned(group),
    table: group => (strictFor(group) ?? core).table(group),
    tables: () => [...core.tables(), ...strict?.tables() ?? []],
    tokenOf: (group, partition) => (strictFor(group) ?? core).tokenOf(group, partition),
    suspension: group => strictFor(group)?.suspension(group)
  }
}
