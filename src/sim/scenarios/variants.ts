import { resolveSettings } from '../../core/index.js'
import type { DetectorSettings, Rule, Settings } from '../../core/index.js'
import type { NetworkOptions } from '../options.js'

/**
 * A failure detector to compare with: the same core with other settings, with some of its rules switched off, over a
 * topic that takes as long as the published one's gossip.
 */
export interface Variant {
  readonly about: string
  readonly detector: Partial<DetectorSettings>
  readonly without: readonly Rule[]
  readonly network: Partial<NetworkOptions>
}

/** The names of the variants. */
export type VariantName = 'ours' | 'swim' | 'lha-probe' | 'lha-suspicion' | 'buddy' | 'lifeguard' | 'memberlist'

/** Rules that neither SWIM nor Lifeguard has: all baselines go without. */
const OURS: readonly Rule[] = [
  'probe:early-verdict', 'probe:cold', 'nack:one-is-enough', 'relay:remembered', 'health:lag', 'confirmation:first-hand', 'witness', 'deaf',
  'suspicion:from-probe', 'suspicion:direct-evidence', 'suspicion:own-health', 'suspicion:hearsay', 'suspicion:looks', 'death:needs-suspicion', 'accusation:told',
  'self:answers-accuser', 'pause:grace', 'crash:fast-path', 'crash:two-observers', 'damping', 'heal:dead', 'heal:bootstrap'
]

/** Lifeguard's three parts (Lifeguard IV): local health with nacks, suspicion by confirmations, the buddy system. */
const LHA_PROBE: readonly Rule[] = ['health', 'health:timeout', 'nack', 'nack:early']
const LHA_SUSPICION: readonly Rule[] = ['confirmation']
const BUDDY: readonly Rule[] = ['buddy']

/** Lifeguard's own testbed (Lifeguard V): alpha 5, beta 6, K 3, S 8, probe 1 s and 500 ms, three others asked. */
const PUBLISHED: Partial<DetectorSettings> = {
  probeInterval: 1_000,
  probeTimeout: 500,
  indirectProbes: 3,
  suspicionMultiplier: 5,
  suspicionMaxMultiplier: 6,
  confirmations: 3,
  healthMax: 8
}

/** memberlist's DefaultLANConfig where it differs: alpha 4, so K = alpha - 2, and a score that ends at 7. */
const MEMBERLIST_LAN: Partial<DetectorSettings> = { ...PUBLISHED, suspicionMultiplier: 4, confirmations: 2, healthMax: 7 }

/** memberlist gossips to 3 members every 200 ms; here a message waits for the next tick at each hop, on average half of it. */
const GOSSIP_TICK: Partial<NetworkOptions> = { topic: { degree: 3, hop: { min: 0, max: 200 } } }

/** All variants. Digest comparison stays on in all of them: it repairs lost gossip faster than memberlist's push-pull, to their advantage. */
export const VARIANTS: Readonly<Record<VariantName, Variant>> = {
  'ours': {
    about: 'as it ships, preset lan',
    detector: {},
    without: [],
    network: {}
  },
  'swim': {
    about: 'SWIM with suspicion as memberlist does it, Lifeguard\'s three parts off; alpha 5',
    detector: PUBLISHED,
    without: [...OURS, ...LHA_PROBE, ...LHA_SUSPICION, ...BUDDY],
    network: GOSSIP_TICK
  },
  'lha-probe': {
    about: 'SWIM and Lifeguard\'s LHA-Probe: local health scales interval and timeout, nacks',
    detector: PUBLISHED,
    without: [...OURS, ...LHA_SUSPICION, ...BUDDY],
    network: GOSSIP_TICK
  },
  'lha-suspicion': {
    about: 'SWIM and Lifeguard\'s LHA-Suspicion: a long suspicion that confirmations shorten; alpha 5, beta 6, K 3',
    detector: PUBLISHED,
    without: [...OURS, ...LHA_PROBE, ...BUDDY],
    network: GOSSIP_TICK
  },
  'buddy': {
    about: 'SWIM and Lifeguard\'s buddy system: a suspect is told first',
    detector: PUBLISHED,
    without: [...OURS, ...LHA_PROBE, ...LHA_SUSPICION],
    network: GOSSIP_TICK
  },
  'lifeguard': {
    about: 'Lifeguard as published: alpha 5, beta 6, K 3, S 8, nacks in time',
    detector: PUBLISHED,
    without: OURS,
    network: GOSSIP_TICK
  },
  'memberlist': {
    about: 'memberlist\'s present LAN profile: alpha 4, K 2, health scales the interval only, nacks late',
    detector: MEMBERLIST_LAN,
    without: [...OURS, 'health:timeout', 'nack:early'],
    network: GOSSIP_TICK
  }
}

/** The names of all variants, the shipped one first. */
export const VARIANT_NAMES = Object.keys(VARIANTS) as readonly VariantName[]

/** The settings of a variant, with what a scenario asks for in place of them. */
export function settingsOf (variant: VariantName, changes: Partial<Settings> = {}): Settings {
  return resolveSettings({ preset: 'lan', ...VARIANTS[variant].detector, ...changes })
}
