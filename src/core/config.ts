import { InvalidSettingError } from './errors.js'
import type { Millis } from './types.js'

/** The detector's settings, all in milliseconds unless they say otherwise. Every one has a preset value. */
export interface DetectorSettings {
  /**
   * How often a member is probed. Lower finds crashes sooner and costs two messages a member in each interval.
   * Must be above `probeTimeout`.
   */
  readonly probeInterval: Millis
  /**
   * How long a direct probe waits before others are asked to try. Set it above the slowest healthy round trip; the
   * rest of the interval is for the indirect probes. Must be below `probeInterval`.
   */
  readonly probeTimeout: Millis
  /** How many others are asked to probe a silent member (SWIM 3.1, k). More tolerates more loss and costs messages. */
  readonly indirectProbes: number
  /**
   * How long a member may stay silent before it is dead, from the probe that it did not answer, in probe intervals
   * times max(1, log10 of the members). Higher forgives longer stalls; each step delays failover by that much.
   */
  readonly suspicionMultiplier: number
  /** How many times as long a suspicion lasts while nobody else confirms it (Lifeguard IV-B, beta). */
  readonly suspicionMaxMultiplier: number
  /** How many independent confirmations bring a suspicion down to its least time (Lifeguard IV-B, K). */
  readonly confirmations: number
  /** How far a member can doubt itself: its probe interval and timeout grow up to 1 + this times (Lifeguard IV-A, S). */
  readonly healthMax: number
  /** How often an update is passed on, times the natural logarithm of the members + 1. Below 2 leaves gaps to anti-entropy. */
  readonly retransmitMultiplier: number
}

/** Times of joining, leading and leaving, in milliseconds. */
export interface TimingSettings {
  /** How long a member that has bootstrap addresses waits for an answer before it forms a cluster alone. */
  readonly joinTimeout: Millis
  /** How long a new leader waits for the others' reports before it publishes. */
  readonly settle: Millis
  /** How long a joiner waits for partitions, so that members that start together make one table. */
  readonly rebalanceDelay: Millis
  /**
   * How long an owner that is to hand a partition over has to stop working on it; after that the partition is taken from
   * it. Lower it to what the slowest handler needs to stop in order.
   */
  readonly handoffTimeout: Millis
  /**
   * How long the partitions of a member that crashed are kept for it, if nobody else is to have them: a process that is
   * back within that time goes on with the same ones. 0 moves them at once; above it, they are nobody's for so long.
   */
  readonly rejoinWindow: Millis
  /**
   * How long a leaving member waits until others have its partitions. Keep it above `handoffTimeout` and the time that the
   * leader needs, or handlers are cut off that could have stopped in order.
   */
  readonly leaveTimeout: Millis
  /**
   * How long a member that was given up, although it lives, shows that it is back before it leads and works again. A
   * split's larger side is exempt. Longer keeps flapping members from moving partitions.
   */
  readonly probation: Millis
}

/** Named values for the detector. */
export type Preset = 'local' | 'lan' | 'wan'

/** A preset, or one with some values changed. */
export type DetectorOptions = Preset | Partial<DetectorSettings> & { readonly preset?: Preset }

/** What the core is set to. */
export type Settings = DetectorSettings & TimingSettings

// The paper's values: beta, K and S.
const LIFEGUARD = { suspicionMaxMultiplier: 6, confirmations: 3, healthMax: 8 } as const

// The values of memberlist's local, LAN and WAN profiles; its retransmission bound is 4 * ceil(log10(N + 1)).
const DETECTORS: Readonly<Record<Preset, DetectorSettings>> = {
  local: { ...LIFEGUARD, probeInterval: 1_000, probeTimeout: 200, indirectProbes: 3, suspicionMultiplier: 1.8, retransmitMultiplier: 3 },
  lan: { ...LIFEGUARD, probeInterval: 1_000, probeTimeout: 500, indirectProbes: 3, suspicionMultiplier: 1.8, retransmitMultiplier: 3 },
  wan: { ...LIFEGUARD, probeInterval: 5_000, probeTimeout: 3_000, indirectProbes: 3, suspicionMultiplier: 3, retransmitMultiplier: 3 }
}

const TIMINGS: TimingSettings = { joinTimeout: 2_000, settle: 500, rebalanceDelay: 500, handoffTimeout: 10_000, rejoinWindow: 0, leaveTimeout: 15_000, probation: 30_000 }

/** Bounds of each number: below the least or above the most is a mistake in units, not a wish. */
const RANGES: Readonly<Record<keyof Settings, readonly [number, number]>> = {
  probeInterval: [10, 600_000],
  probeTimeout: [5, 600_000],
  indirectProbes: [0, 16],
  suspicionMultiplier: [1, 100],
  suspicionMaxMultiplier: [1, 100],
  confirmations: [0, 16],
  healthMax: [0, 64],
  retransmitMultiplier: [1, 16],
  joinTimeout: [0, 600_000],
  settle: [0, 600_000],
  rebalanceDelay: [0, 3_600_000],
  handoffTimeout: [0, 3_600_000],
  rejoinWindow: [0, 3_600_000],
  leaveTimeout: [0, 600_000],
  probation: [0, 3_600_000]
}

/** The names that `DetectorOptions` takes as text. */
export const PRESETS = ['local', 'lan', 'wan'] as const satisfies readonly Preset[]

/**
 * The settings for a detector and timings, checked.
 *
 * @throws {InvalidSettingError} for an unknown preset, a number out of its range, or a relation that makes no sense;
 * the message names the settings.
 */
export function resolveSettings (detector: DetectorOptions = 'lan', timing: Partial<TimingSettings> = {}): Settings {
  const { preset = 'lan', ...changed } = typeof detector === 'string' ? { preset: detector } : detector
  const base = DETECTORS[preset]

  if (base === undefined) {
    throw new InvalidSettingError(`detector preset is ${String(preset)}: must be one of ${PRESETS.join(', ')}`)
  }

  const settings: Settings = { ...base, ...TIMINGS, ...defined(changed), ...defined(timing) }
  check(settings)

  return settings
}

function check (settings: Settings): void {
  for (const [name, value] of Object.entries(settings)) {
    const range = RANGES[name as keyof Settings]

    if (range === undefined) {
      throw new InvalidSettingError(`${name} is no setting: there are ${Object.keys(RANGES).join(', ')}`)
    }
    if (!Number.isFinite(value) || value < range[0] || value > range[1]) {
      throw new InvalidSettingError(`${name} is ${value}: must be between ${range[0]} and ${range[1]}`)
    }
  }
  for (const name of ['indirectProbes', 'confirmations', 'healthMax'] as const) {
    if (!Number.isInteger(settings[name])) {
      throw new InvalidSettingError(`${name} is ${settings[name]}: must be a whole number`)
    }
  }
  if (settings.probeTimeout >= settings.probeInterval) {
    throw new InvalidSettingError(`probeTimeout is ${settings.probeTimeout}: must be below probeInterval, which is ${settings.probeInterval}`)
  }
}

function defined<T extends object> (values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>
}
