import { CALM_LATENCY_MAX } from './fault-reach.js'
import type { Millis, Settings } from '../../core/index.js'

/** A member takes up to so many milliseconds for each of its connections before it looks why one of them broke. */
const LOOK = 10

/** Ways of a message that news of a closed connection take in all: a dial, its refusal, gossip, and the next table. */
const WAYS = 20

/** What is told to all is known to all within so many milliseconds, where the network is calm. */
const SPREAD = 500

/** A dial takes no longer than a probe interval, or than this where that is less. */
const DIAL_MIN = 1_000

/** How long a member that hears nobody doubts itself before it doubts all others, times max(1, log10 of the members). */
const DISBELIEF_INTERVALS = 30

/** A suspect has no less time than this, in probe intervals. */
const SUSPICION_MIN = 0.5

/** How long what the detector does takes at most, in a cluster of so many. */
export interface DetectorTimes {
  /** From the last lost message to the last false death that can come of it. */
  readonly traces: Millis
  /** From when a process closes its connections. */
  readonly closing: Millis
  /** From when a machine falls silent, where all others are well. */
  readonly silent: Millis
  /** From an observer's verdict on its own probe, where nobody confirms it. */
  readonly unconfirmed: Millis
  /** How many probes of one observer it takes at most until one of them has failed. */
  readonly probes: number
  /** From when a machine falls silent, wherever the others stand when it does. */
  readonly worst: Millis
  /** Until no member doubts itself any more. */
  readonly recovery: Millis
}

/** The same from the settings, and nothing that a core says of itself. */
export function detectorTimes (settings: Settings, nodes: number): DetectorTimes {
  const { probeInterval, probeTimeout, healthMax, indirectProbes, confirmations, suspicionMaxMultiplier } = settings
  const scale = Math.max(1, Math.log10(nodes))
  const least = Math.max(SUSPICION_MIN, settings.suspicionMultiplier * scale - 1) * probeInterval
  const most = suspicionMaxMultiplier * least
  // Each round of probes goes in another order: the first of one and the last of the next are so far apart (SWIM 4.3).
  const probes = Math.max(1, 2 * (nodes - 1) - 1)
  const recovery = healthMax * (healthMax + 3) / 2 * probeInterval
  // Of two members neither has anybody to ask, so whose probe fails doubts itself, and gives the other twice as long.
  const doubted = Math.min(most, nodes > 2 ? least : 2 * least)
  const isConfirmed = indirectProbes >= Math.min(confirmations, nodes - 2)

  return {
    // A dial that was lost in the last instant; what a doubting member leaves its relays; and all the time of a suspect
    // who is told nothing until then.
    traces: Math.max(probeInterval, DIAL_MIN) + (1 + healthMax) * (probeInterval - probeTimeout) + most,
    closing: LOOK * nodes + WAYS * CALM_LATENCY_MAX,
    // The relays of the probe that fails are silent as well, and confirm the suspicion.
    silent: (probes + 1) * probeInterval + (isConfirmed ? doubted : most) + SPREAD,
    unconfirmed: most + SPREAD,
    probes,
    worst: Math.max(recovery, (DISBELIEF_INTERVALS * scale + 1 + healthMax + probes + 1) * probeInterval) + most,
    recovery
  }
}
