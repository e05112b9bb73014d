import { resolveSettings } from '../../core/index.js'
import type { Millis, Settings } from '../../core/index.js'
import type { Invariant } from './invariants.js'

/** How much time and traffic the checkers allow; what is not given follows from the settings and the number of members. */
export interface CheckerOptions {
  /** The settings that the members run with; those that ship by default. */
  readonly settings?: Settings
  /** The most members that run at one time. */
  readonly nodes?: number
  /** How long after the last fault all must agree, in milliseconds. */
  readonly settle?: Millis
  /** How long after the last fault there must be no news any more. */
  readonly quiet?: Millis
  /** How long after a fault its traces may still show: suspicions of members that it did not touch. */
  readonly traces?: Millis
  /** How soon everybody must know that a process ended. */
  readonly detection?: Millis
  /** How long a partition may be without an owner after the last fault. */
  readonly unowned?: Millis
  /** How long a partition may be without an owner after that, while it moves. */
  readonly move?: Millis
  /** How many messages a member may send in one probe interval. */
  readonly messages?: number
  /** How many members there are besides those of the simulation. */
  readonly strangers?: number
  /** Whether members hear of their own former starts before they join, as in a connected cluster. Default false. */
  readonly isPastJudged?: boolean
  /** Invariants that this run is not judged by, with a reason beside the call. */
  readonly except?: readonly Invariant[]
}

/** Options with nothing left open. */
export type ResolvedCheckers = Required<CheckerOptions>

/** Time that the steps after a detection take, besides what the settings say: a report, a table, a join. */
const SLACK = 3_000

/** Fills in what follows from the settings. */
export function resolveCheckers (options: CheckerOptions): ResolvedCheckers {
  const settings = options.settings ?? resolveSettings()
  const nodes = options.nodes ?? 8
  const detection = options.detection ?? detectionOf(settings, nodes)
  const collecting = 4 * settings.settle
  const settle = options.settle ?? 2 * detection + settings.probation + 60_000

  return {
    settings,
    nodes,
    detection,
    settle,
    quiet: options.quiet ?? settle + 20 * settings.probeInterval,
    traces: options.traces ?? 2 * detection,
    unowned: options.unowned ?? detection + collecting + settings.rebalanceDelay + SLACK,
    move: options.move ?? 2 * settings.probeInterval,
    messages: options.messages ?? 64 + 24 * nodes,
    strangers: options.strangers ?? 0,
    isPastJudged: options.isPastJudged ?? false,
    except: options.except ?? []
  }
}

/** How long a member that hears nobody doubts itself before it doubts all others, times max(1, log10 of the members). */
const DISBELIEF_INTERVALS = 30

/** Every member probes all others in two rounds at the latest, and then the longest suspicion runs, unconfirmed. */
function detectionOf ({ probeInterval, suspicionMultiplier, suspicionMaxMultiplier }: Settings, nodes: number): Millis {
  const scale = Math.max(1, Math.log10(nodes))
  const suspicion = Math.max(2, suspicionMultiplier * scale) * suspicionMaxMultiplier

  return (2 * nodes + suspicion + DISBELIEF_INTERVALS * scale) * probeInterval + SLACK
}
