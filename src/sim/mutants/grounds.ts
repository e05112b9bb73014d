import { CRASH_GROUNDS } from './crash-grounds.js'
import { HOSTILE_GROUNDS } from './hostile-grounds.js'
import { LEADER_GROUNDS } from './leader-grounds.js'
import { NETWORK_GROUNDS } from './network-grounds.js'
import type { Grounds } from './ground.js'

/** Every scenario on which the rules have to prove themselves. */
export const GROUNDS = { ...CRASH_GROUNDS, ...LEADER_GROUNDS, ...NETWORK_GROUNDS, ...HOSTILE_GROUNDS } as const satisfies Grounds

/** The name of one of them. */
export type GroundName = keyof typeof GROUNDS
