import { ShoalCore } from '../core/index.js'
import type { Config } from './check-init.js'
import type { ShoalComponents } from './components.js'
import type { StoredRecord } from '../core/index.js'

/** The core of one life of a member, as it is set, with what an earlier life has stored. */
export function createCore (components: ShoalComponents, config: Config, stored: StoredRecord | undefined): ShoalCore {
  const { cluster, settings, groups, priority, eligible, metadata, zone, bootstrap } = config

  return new ShoalCore({
    self: components.peerId.toString(),
    cluster,
    settings,
    groups,
    seed: randomSeed(),
    ...(priority === undefined ? {} : { priority }),
    eligible,
    metadata,
    ...(zone === undefined ? {} : { zone }),
    bootstrap: bootstrap.length > 0,
    ...(stored === undefined ? {} : { stored })
  })
}

/** 53 bits, as many as a number holds exactly. */
function randomSeed (): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2))
  return (high >>> 11) * 2 ** 32 + low
}
