import { GROUPS_MAX, InvalidSettingError, METADATA_MAX, MOVES_MAX, PARTITIONS_MAX, PRIORITY_MAX, resolveSettings, STANDBYS_MAX, WEIGHT_MAX, ZONE_LENGTH_MAX } from '../core/index.js'
import { checkGenesis } from './strict/genesis.js'
import { parseAddress } from './addresses.js'
import type { GroupSpec, Settings } from '../core/index.js'
import type { GroupInit, ShoalInit, StrictInit } from '../api.js'
import type { Multiaddr } from '@multiformats/multiaddr'

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/

const ZONE = new RegExp(`^[\\x21-\\x7e]{1,${ZONE_LENGTH_MAX}}$`)

const MAX_LINKS_DEFAULT = 128
const MAX_LINKS_MAX = 65_536

/** What a service is set to, checked and with its defaults. */
export interface Config {
  readonly cluster: string
  readonly groups: readonly GroupSpec[]
  readonly bootstrap: readonly Multiaddr[]
  readonly settings: Settings
  readonly priority: number | undefined
  readonly eligible: boolean
  readonly metadata: Uint8Array
  readonly zone: string | undefined
  readonly maxLinks: number
  readonly strict: StrictInit | undefined
}

/**
 * Checks what `shoal()` was given.
 *
 * @throws {InvalidSettingError} that names what is wrong, and what it may be
 */
export function checkInit (init: ShoalInit): Config {
  const { cluster, groups = {}, bootstrap = [], priority, eligible = true, metadata = new Uint8Array(), zone, maxLinks = MAX_LINKS_DEFAULT, strict } = init

  checkName('cluster', cluster)
  checkNumber('maxLinks', maxLinks, 1, MAX_LINKS_MAX)

  if (priority !== undefined) {
    checkNumber('priority', priority, -PRIORITY_MAX, PRIORITY_MAX)
  }
  if (typeof eligible !== 'boolean') {
    throw new InvalidSettingError(`eligible is ${String(eligible)}: must be true or false`)
  }
  if (zone !== undefined && (typeof zone !== 'string' || !ZONE.test(zone))) {
    throw new InvalidSettingError(`zone is ${JSON.stringify(zone)}: must be 1 to ${ZONE_LENGTH_MAX} printable ASCII characters without spaces`)
  }

  return {
    cluster,
    groups: checkGroups(groups, strict !== undefined),
    bootstrap: checkBootstrap(bootstrap),
    settings: resolveSettings(init.detector, init.timing),
    priority,
    eligible,
    metadata: checkMetadata(metadata),
    zone,
    maxLinks,
    strict: strict === undefined ? undefined : { ...strict, genesis: checkGenesis(strict.genesis) }
  }
}

/**
 * A copy of what a member is to say about itself.
 *
 * @throws {InvalidSettingError} if that is too large, or no bytes
 */
export function checkMetadata (metadata: unknown): Uint8Array {
  if (!(metadata instanceof Uint8Array)) {
    throw new InvalidSettingError(`metadata is of type ${typeof metadata}: must be a Uint8Array of at most ${METADATA_MAX} bytes`)
  }
  if (metadata.length > METADATA_MAX) {
    throw new InvalidSettingError(`metadata has ${metadata.length} bytes: must have at most ${METADATA_MAX}`)
  }

  return metadata.slice()
}

function checkGroups (groups: Record<string, GroupInit>, hasGenesis: boolean): GroupSpec[] {
  const names = Object.keys(groups).sort()

  if (names.length > GROUPS_MAX) {
    throw new InvalidSettingError(`groups has ${names.length} entries: must have at most ${GROUPS_MAX}`)
  }

  const checked = names.map(name => checkGroup(name, groups[name], hasGenesis))
  const total = checked.reduce((sum, { partitions, isStrict }) => sum + (isStrict === true ? partitions : 0), 0)

  if (total > PARTITIONS_MAX) {
    throw new InvalidSettingError(`groups has ${total} partitions in strict groups: must be at most ${PARTITIONS_MAX} in all of these together`)
  }

  return checked
}

function checkGroup (name: string, group: GroupInit | undefined, hasGenesis: boolean): GroupSpec {
  const { partitions, mode = 'available', replicas = 0, maxMovesPerRound, weight = 1 } = group ?? {}

  checkName('groups', name)
  checkNumber(`groups.${name}.partitions`, partitions, 1, PARTITIONS_MAX)
  checkNumber(`groups.${name}.replicas`, replicas, 0, STANDBYS_MAX)
  checkNumber(`groups.${name}.maxMovesPerRound`, maxMovesPerRound ?? 1, 1, MOVES_MAX)
  checkNumber(`groups.${name}.weight`, weight, 0, WEIGHT_MAX)
  if (mode !== 'available' && mode !== 'strict') {
    throw new InvalidSettingError(`groups.${name}.mode is ${String(mode)}: must be available or strict`)
  }
  if (mode === 'strict' && !hasGenesis) {
    throw new InvalidSettingError(`groups.${name} is strict, and strict is not set: must have the genesis of the cluster, as createGenesis() makes it`)
  }

  return {
    name,
    partitions,
    ...(replicas === 0 ? {} : { replicas }),
    ...(maxMovesPerRound === undefined ? {} : { maxMoves: maxMovesPerRound }),
    ...(weight === 1 ? {} : { weight }),
    ...(mode === 'strict' ? { isStrict: true as const } : {})
  }
}

function checkBootstrap (texts: readonly string[]): Multiaddr[] {
  if (!Array.isArray(texts)) {
    throw new InvalidSettingError('bootstrap must be an array of multiaddrs')
  }

  return [...new Set(texts)].map(text => {
    const address = typeof text === 'string' ? parseAddress(text) : undefined

    if (address === undefined || address.getComponents().length === 0) {
      throw new InvalidSettingError(`bootstrap has ${String(text)}: must be a multiaddr, as /ip4/10.0.0.1/tcp/4001`)
    }

    return address
  })
}

function checkName (setting: string, name: unknown): asserts name is string {
  if (typeof name !== 'string' || !NAME.test(name)) {
    throw new InvalidSettingError(`${setting} has the name ${String(name)}: must be 1 to 64 of a-z 0-9 . _ -, the first one a letter or digit`)
  }
}

function checkNumber (setting: string, value: unknown, min: number, max: number): asserts value is number {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw new InvalidSettingError(`${setting} is ${String(value)}: must be a whole number between ${min} and ${max}`)
  }
}
