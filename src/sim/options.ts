import { InvalidSettingError } from '../core/index.js'
import type { Observer } from './observer.js'
import type { CoreOptions, GroupSpec, MemberId, Millis, Preset, Settings, StoredRecord } from '../core/index.js'

/** Bounds of something that is drawn evenly, both included. */
export interface Range {
  readonly min: number
  readonly max: number
}

/** The gossip topics: a mesh over the open connections in which every peer passes on what is new to it. */
export interface TopicOptions {
  /** To how many neighbours a peer passes a publication on. Less is cheaper and breaks sooner under loss. */
  readonly degree: number
  /** What one hop takes; `latency` if absent. Baselines that gossip by timer have their period here. */
  readonly hop?: Range | number
}

/** The network between the members. */
export interface NetworkOptions {
  /** One way, in milliseconds, drawn evenly. */
  readonly latency: Range | number
  /** This share of the messages takes longer, up to `scale` milliseconds; twice as long is half as likely. */
  readonly tail: { readonly share: number, readonly scale: Millis }
  /** Probability that a message on a connection, or one hop of a publication, does not arrive. */
  readonly loss: number
  /** Probability that a message on a connection arrives twice. */
  readonly duplication: number
  /** False: what one member sends another arrives in that order, as on a stream. True: each message on its own. */
  readonly reordering: boolean
  readonly topic: TopicOptions
  /** Connections that a member keeps open; beyond it the least recently used is closed in good order. */
  readonly linksMax: number
}

/** Settings of the detector and of the timing together, those that are not given from a preset; or its name. */
export type MemberSettings = Preset | Partial<Settings> & { readonly preset?: Preset }

/** What a member is started with. */
export interface MemberOptions {
  /** Members that it knows the addresses of. */
  readonly bootstrap?: readonly MemberId[]
  readonly groups?: readonly GroupSpec[]
  /** Those of the preset, `lan` by default, with some changed. */
  readonly settings?: MemberSettings
  readonly priority?: number
  readonly eligible?: boolean
  readonly metadata?: Uint8Array
  /** What its disk holds; by default what the former process of that id has stored. */
  readonly stored?: StoredRecord
  /** Goes into the core as it is: for rules that are switched off in tests. */
  readonly core?: Partial<CoreOptions>
  /** Whether the member's events are kept; they are what takes most memory in a large cluster. Default true. */
  readonly keepEvents?: boolean
  /** How what works on its partitions behaves; by default it stops at once when it is told to. */
  readonly application?: ApplicationOptions
}

/** How an application works on partitions. */
export interface ApplicationOptions {
  /** How long it takes to stop with a partition, in milliseconds. */
  readonly stop?: Range | number
  /** Which share of the partitions that it begins with it cannot work on, and after how long that shows. */
  readonly failures?: { readonly share: number, readonly after: Range | number }
}

/** What happens first among what is due at one instant: what came first, or what hurts most. */
export type Order = 'fair' | 'nasty'

/** What a simulation is made with. */
export interface SimulationOptions {
  /** Decides all chance; a whole number, 0 or more. */
  readonly seed: number
  readonly cluster?: string
  readonly network?: Partial<NetworkOptions>
  /** What every member is started with, unless its own options say otherwise. */
  readonly member?: MemberOptions
  readonly order?: Order
  readonly observers?: readonly Observer[]
  /** Whether every message is encoded and decoded. Default true; without it there are no figures of bytes. */
  readonly wire?: boolean
}

/** Network options with nothing left open. */
export interface ResolvedNetwork extends Omit<NetworkOptions, 'latency' | 'topic'> {
  readonly latency: Range
  readonly topic: { readonly degree: number, readonly hop: Range | undefined }
}

/** A rack of machines that have nothing else to do. */
export const NETWORK_DEFAULTS: NetworkOptions = {
  latency: { min: 0.2, max: 1 },
  tail: { share: 0, scale: 0 },
  loss: 0,
  duplication: 0,
  reordering: false,
  topic: { degree: 8 },
  linksMax: 128
}

/**
 * The options with numbers taken as ranges, checked.
 *
 * @throws {InvalidSettingError} that names what is out of its range
 */
export function resolveNetwork (options: Partial<NetworkOptions>, base: NetworkOptions | ResolvedNetwork = NETWORK_DEFAULTS): ResolvedNetwork {
  checkKeys('network', options, Object.keys(NETWORK_DEFAULTS))
  const all = { ...base, ...options }
  checkKeys('topic', all.topic, ['degree', 'hop'])
  checkKeys('tail', all.tail, ['share', 'scale'])
  const { degree, hop } = all.topic

  if (typeof all.reordering !== 'boolean') {
    throw new InvalidSettingError(`reordering is ${String(all.reordering)}: must be true or false`)
  }

  checkRange('latency', asRange(all.latency))
  checkRange('topic.hop', asRange(hop ?? 0))
  checkWhole('topic.degree', degree)
  checkNumber('loss', all.loss, 0, 1)
  checkNumber('duplication', all.duplication, 0, 1)
  checkNumber('tail.share', all.tail.share, 0, 1)
  checkNumber('tail.scale', all.tail.scale, 0)
  checkWhole('linksMax', all.linksMax)

  return { ...all, latency: asRange(all.latency), topic: { degree, hop: hop === undefined ? undefined : asRange(hop) } }
}

/**
 * That something is an object with no other keys than these.
 *
 * @throws {InvalidSettingError} that names the stranger
 */
export function checkKeys (what: string, value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidSettingError(`${what} is ${String(value)}: must be an object of ${known.join(', ')}`)
  }
  const stranger = Object.keys(value).find(key => !known.includes(key))

  if (stranger !== undefined) {
    throw new InvalidSettingError(`${stranger} is no option of ${what}: there are ${known.join(', ')}`)
  }
}

/** That a range, or a number, lies so. @throws {InvalidSettingError} */
export function checkRange (name: string, range: Range): void {
  checkNumber(name, range.max, 0)
  checkNumber(name, range.min, 0, range.max)
}

function checkWhole (name: string, value: number): void {
  checkNumber(name, value, 1)

  if (!Number.isInteger(value)) {
    throw new InvalidSettingError(`${name} is ${value}: must be a whole number`)
  }
}

/** That a number lies between two others. @throws {InvalidSettingError} */
export function checkNumber (name: string, value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): void {
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new InvalidSettingError(`${name} is ${String(value)}: must be a number between ${min} and ${max}`)
  }
}

/** A number is a range of one. */
export function asRange (value: Range | number): Range {
  return typeof value !== 'object' || value === null ? { min: value, max: value } : value
}

/** What a simulated member can be dialled at. */
export function addressesOf (id: MemberId): string[] {
  return [`/memory/${id}`]
}
