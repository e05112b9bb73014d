import { Simulation } from '../../../src/sim/index.js'

/** An empty cluster on a network where every message takes 2 ms. */
export function createEmpty (seed = 0): Simulation {
  return new Simulation({ seed, cluster: 'test', network: { latency: 2 } })
}
