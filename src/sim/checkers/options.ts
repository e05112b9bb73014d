import { resolveSettings } from '../../core/index.js'
import { detectorTimes } from './times.js'
import type { Millis, Settings } from '../../core/index.js'
import type { MemberSettings } from '../options.js'
import type { Invariant } from './invariants.js'
import type { DetectorTimes } from './times.js'

/** How much time and traffic the checkers allow; what is not given follows from the settings and the number of members. */
export interface CheckerOptions {
  /** The settings that the members run with, as they were given to them; those that ship by default. */
  readonly settings?: MemberSettings
  /** The most members that run at one time. */
  readonly nodes?: number
  /** How long after the last fault all must agree, in milliseconds. */
  readonly settle?: Millis
  /** How long after the last fault there must be no news any more. */
  readonly quiet?: Millis
  /** How long after a fault its traces may still show. */
  readonly traces?: Millis
  /** How long a partition may be without an owner after the last fault. */
  readonly unowned?: Millis
  /** How long a partition may be without an owner after that, while it moves. */
  readonly move?: Millis
  /** How many messages a member may send in one probe interval. */
  readonly messages?: number
  /** How many members there are besides those of the simulation. */
  readonly strangers?: number
  /**
   * Whether it is judged that a member without its disk, whose clock went back, takes a number again that nobody told it of.
   * Default false: it cannot know.
   */
  readonly isPastJudged?: boolean
  /** Invariants that this run is not judged by, with a reason beside the call. */
  readonly except?: readonly Invariant[]
}

/** Options with nothing left open. */
export type ResolvedCheckers = Required<Omit<CheckerOptions, 'settings'>> & { readonly settings: Settings, readonly times: DetectorTimes }

/** Time that the steps after a detection take, besides what the settings say: a report, a table, a join. */
const SLACK = 3_000

/** The dead are tried again so often at the least, in milliseconds. */
const RETRY_MAX = 60_000

/** A member that was replaced again and again is on probation for so many times the setting. */
const PROBATIONS_MAX = 4

/** Fills in what follows from the settings. */
export function resolveCheckers (options: CheckerOptions): ResolvedCheckers {
  const settings = resolveSettings(options.settings)
  const nodes = options.nodes ?? 8
  const times = detectorTimes(settings, nodes)
  const collecting = 4 * settings.settle
  // Who was lost is found; who was given up proves itself, which may end in tables; who ended meanwhile is noticed.
  const settle = options.settle ?? RETRY_MAX + PROBATIONS_MAX * settings.probation + times.worst

  return {
    settings,
    nodes,
    times,
    settle,
    quiet: options.quiet ?? settle + 20 * settings.probeInterval,
    traces: options.traces ?? times.traces,
    unowned: options.unowned ?? times.worst + collecting + settings.rebalanceDelay + SLACK,
    move: options.move ?? 2 * settings.probeInterval,
    messages: options.messages ?? 64 + 24 * nodes,
    strangers: options.strangers ?? 0,
    isPastJudged: options.isPastJudged ?? false,
    except: options.except ?? []
  }
}
