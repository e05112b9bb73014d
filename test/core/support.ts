import { resolveSettings } from '../../src/core/index.js'
import type { Claim, MemberId, Settings } from '../../src/core/index.js'

export { ShoalCore } from '../../src/core/index.js'

/** The settings that tests run with: those that ship. */
export function createSettings (): Settings {
  return resolveSettings()
}

/** A claim that shows only what matters to the test. */
export function createClaim (id: MemberId, changes: Partial<Claim> = {}): Claim {
  return {
    cluster: 'test',
    id,
    generation: 1,
    incarnation: 0,
    left: false,
    priority: 1,
    eligible: true,
    term: 0,
    addresses: [],
    groups: [{ name: 'jobs', partitions: 64 }],
    metadata: new Uint8Array(),
    probation: false,
    leaving: false,
    protocol: { min: 1, max: 1 },
    ...changes
  }
}
