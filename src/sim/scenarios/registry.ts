import { chaos } from './chaos.js'
import { churn } from './churn.js'
import { asymmetricCut, blackholedLink, cleanPartition, halfConnected } from './cuts.js'
import { hostileNews } from './hostile.js'
import { lifeguardInterval, lifeguardThreshold, starvedMembers } from './lifeguard.js'
import { gossipMatrix, halfLost, stalledSidecar } from './lossy.js'
import { agreement, flipFlop, heavyLoss, massBootstrap, tenCrashes } from './rapid.js'
import { gracefulLeave, massRestart, newAddress } from './restarts.js'
import { healthyProber, smallCluster } from './small.js'
import { firstDetection, joinUnderLoss, messageLoad } from './swim.js'
import { longPause } from './time.js'
import type { Scenario } from './scenario.js'

/** All scenarios, in the order of their numbers. */
export const SCENARIOS: readonly Scenario[] = [
  messageLoad, firstDetection, joinUnderLoss, lifeguardThreshold, lifeguardInterval, starvedMembers, massBootstrap,
  tenCrashes, flipFlop, heavyLoss, blackholedLink, agreement, halfConnected, cleanPartition, massRestart, newAddress,
  gracefulLeave, gossipMatrix, halfLost, chaos, stalledSidecar, asymmetricCut, longPause, hostileNews, churn,
  smallCluster, healthyProber
]

/** The scenario of that number or name, if there is one. */
export function scenarioNamed (name: string): Scenario | undefined {
  return SCENARIOS.find(scenario => scenario.id.toLowerCase() === name.toLowerCase() || scenario.name === name)
}
