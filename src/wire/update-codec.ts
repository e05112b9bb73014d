import { decodeClaimSeal } from './claim-codec.js'
import { DecodeError } from './decode-error.js'
import { checkCounter, checkMemberId, checkName } from './field-checks.js'
import { asPlainBytes } from './protobuf.js'
import * as pb from './shoal.js'
import { decodeToken, encodeToken } from './token-codec.js'
import type { Accusation, Head, RowVersion, TableVersion, Update } from '../core/index.js'
import type { SealOf } from './envelope.js'

const STATES = { alive: pb.State.ALIVE, suspect: pb.State.SUSPECT, dead: pb.State.DEAD } as const

/** Updates in the form of the generated code. */
export function writeUpdates (updates: readonly Update[], sealOf: SealOf): pb.Update[] {
  return updates.map(update => update.type === 'claim'
    ? { claim: asPlainBytes(update.claim.seal ?? sealOf(update.claim)) }
    : { accusation: { ...update.accusation, state: STATES[update.accusation.state] } })
}

/** Checked updates. */
export function readUpdates (updates: readonly pb.Update[]): Update[] {
  return updates.map(({ claim, accusation }) => {
    if (claim !== undefined && accusation === undefined) {
      return { type: 'claim', claim: decodeClaimSeal(claim) }
    }
    if (accusation !== undefined && claim === undefined) {
      return { type: 'accusation', accusation: readAccusation(accusation) }
    }
    throw new DecodeError('update must be either a claim or an accusation')
  })
}

function readAccusation ({ id, generation, incarnation, state, accuser, refused }: pb.Accusation): Accusation {
  if (state === pb.State.ALIVE) {
    throw new DecodeError('accusation.state is alive: must be suspect or dead')
  }

  return {
    id: checkMemberId(id, 'accusation.id'),
    generation: checkCounter(generation, 'accusation.generation'),
    incarnation: checkCounter(incarnation, 'accusation.incarnation'),
    state: state === pb.State.SUSPECT ? 'suspect' : 'dead',
    accuser: checkMemberId(accuser, 'accusation.accuser'),
    refused
  }
}

/** Standings of live rows in the form of the generated code. */
export function writeRowVersions (versions: readonly RowVersion[]): pb.RowVersion[] {
  return versions.map(version => ({ ...version, state: STATES[version.state] }))
}

/** Checked standings of live rows. */
export function readRowVersions (versions: readonly pb.RowVersion[]): RowVersion[] {
  return versions.map(({ id, generation, incarnation, state }) => {
    if (state === pb.State.DEAD) {
      throw new DecodeError('sync.versions.state is dead: must be alive or suspect')
    }

    return {
      id: checkMemberId(id, 'sync.versions.id'),
      generation: checkCounter(generation, 'sync.versions.generation'),
      incarnation: checkCounter(incarnation, 'sync.versions.incarnation'),
      state: state === pb.State.ALIVE ? 'alive' : 'suspect'
    }
  })
}

/** A head in the form of the generated code. */
export function writeHead ({ view, tables }: Head): pb.Head {
  return { view, tables: writeTableVersions(tables) }
}

/** A checked head. */
export function readHead (head: pb.Head): Head {
  // The runtime reads the 64 bits as signed.
  return { view: BigInt.asUintN(64, head.view), tables: readTableVersions(head.tables) }
}

/** Table versions in the form of the generated code. */
export function writeTableVersions (tables: readonly TableVersion[]): pb.TableVersion[] {
  return tables.map(({ group, epoch }) => ({ group, epoch: encodeToken(epoch) }))
}

/** Checked table versions. */
export function readTableVersions (tables: readonly pb.TableVersion[]): TableVersion[] {
  return tables.map(({ group, epoch }) => ({
    group: checkName(group, 'tables.group'),
    epoch: decodeToken(epoch, 'tables.epoch')
  }))
}
