import { multiaddr } from '@multiformats/multiaddr'

/** Parsers of option values: each gives undefined for a text that the option does not accept. */
export type Parse<T> = (text: string) => T | undefined

/** A group to work for, as `NAME:PARTITIONS`, and `:NAME=NUMBER` for each setting. */
export interface GroupValue {
  readonly name: string
  readonly partitions: number
  readonly replicas?: number
  readonly weight?: number
  readonly maxMovesPerRound?: number
}

/** A number of the detector, of the timing or of a scenario, as `NAME=NUMBER`. */
export interface SettingValue {
  readonly name: string
  readonly value: number
}

/** Where the admin server listens. */
export interface HostPort {
  readonly host: string
  readonly port: number
}

/** The most partitions that a group can have. */
export const PARTITIONS_MAX = 131_072

/** Any text but the empty one. */
export const text: Parse<string> = value => value === '' ? undefined : value

/** A name of a cluster or a group. */
export const clusterName: Parse<string> = value => /^[a-z0-9][a-z0-9._-]{0,63}$/.test(value) ? value : undefined

/** One of a few words. */
export function oneOf<const T extends string> (...words: readonly T[]): Parse<T> {
  return value => words.find(word => word === value)
}

/** True or false, also as 1 or 0. */
export const truth: Parse<boolean> = value => {
  const isTrue = value === 'true' || value === '1'
  return isTrue || value === 'false' || value === '0' ? isTrue : undefined
}

/** A whole number from `least` to `most`. */
export function integer (least: number, most: number): Parse<number> {
  return value => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : undefined
    return number !== undefined && number >= least && number <= most ? number : undefined
  }
}

/** A multiaddr that TCP can listen on. */
export const listenAddress: Parse<string> = value => {
  const parts = names(value)
  return parts?.length === 2 && parts[1] === 'tcp' ? value : undefined
}

/** A multiaddr that can be dialled over TCP, with or without the PeerId. */
export const dialAddress: Parse<string> = value => {
  return names(value)?.some(name => name === 'tcp' || name === 'dnsaddr') ? value : undefined
}

/** The name of a zone. */
export const zone: Parse<string> = value => /^[\x21-\x7e]{1,64}$/.test(value) ? value : undefined

/** What a group can be set to, by its name here and in `GroupInit`. */
const GROUP_SETTINGS = {
  replicas: ['replicas', integer(0, 7)],
  weight: ['weight', integer(0, 65_535)],
  moves: ['maxMovesPerRound', integer(1, PARTITIONS_MAX)]
} as const

/** A group with its number of partitions, and its settings, each once. */
export const group: Parse<GroupValue> = value => {
  const [name = '', count = '', ...rest] = value.split(':')
  const partitions = integer(1, PARTITIONS_MAX)(count)
  const settings = rest.map(groupSetting)
  const isRight = settings.every(setting => setting !== undefined) && new Set(settings.map(setting => setting?.[0])).size === settings.length

  return isRight && clusterName(name) !== undefined && partitions !== undefined ? { name, partitions, ...Object.fromEntries(settings as Array<[string, number]>) } : undefined
}

function groupSetting (text: string): [string, number] | undefined {
  const [key = '', number = '', ...rest] = text.split('=')
  const [name, parse] = Object.hasOwn(GROUP_SETTINGS, key) ? GROUP_SETTINGS[key as keyof typeof GROUP_SETTINGS] : []
  const value = rest.length === 0 ? parse?.(number) : undefined

  return name === undefined || value === undefined ? undefined : [name, value]
}

/** A setting with its number, whose range the member itself checks. */
export function setting (settings: readonly string[]): Parse<SettingValue> {
  return value => {
    const given = parameter(value)
    return given !== undefined && settings.includes(given.name) ? given : undefined
  }
}

/** A name with its number, both of which whoever takes them checks: a negative one too, as they know the range. */
export const parameter: Parse<SettingValue> = value => {
  const [, name = '', number] = /^([a-zA-Z]+)=(-?\d{1,9}(?:\.\d{1,9})?)$/.exec(value) ?? []
  return name === '' ? undefined : { name, value: Number(number) }
}

/** A loopback host with a port. */
export const loopbackHostPort: Parse<HostPort> = value => {
  const match = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(value)
  const host = match?.[1] ?? match?.[2] ?? ''
  const port = Number(match?.[3])

  return isLoopback(host) && port <= 65_535 ? { host, port } : undefined
}

/** The URL of an admin server, also as `HOST:PORT`. */
export const adminUrl: Parse<URL> = value => {
  const url = value.includes('://') ? value : `http://${value}`
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? new URL(url) : undefined
}

/** What an address is made of. */
function names (address: string): string[] | undefined {
  try {
    const parsed = multiaddr(address)
    // The text alone does not show whether a PeerId in it is one; its bytes cannot be made otherwise.
    return parsed.bytes.length > 0 ? parsed.getComponents().map(({ name }) => name) : undefined
  } catch {
    // Whatever the parser has against it: it is no address.
    return undefined
  }
}

function isLoopback (host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
