import { PARTITIONS_MAX, PATIENCE_MAX, STRICT_RELEASES_MAX } from '../core/index.js'
import { DecodeError } from './decode-error.js'
import { checkCounter, checkName, checkPresent, checkRange } from './field-checks.js'
import { asPlainBytes, parse } from './protobuf.js'
import { BULK_FRAME_MAX } from './sizes.js'
import { SEALS_MAX, checkChance, checkVoter, readBallot, readDigest, readSeals, readSignature, readStart, writeDigest, writeSeals } from './strict-fields.js'
import { decodeStrictTable, encodeStrictTable } from './strict-table-codec.js'
import * as pb from './strict.js'
import { decodeToken, encodeToken } from './token-codec.js'
import type { Ask, RefusalReason, StrictMessage, StrictRelease, StrictTable } from '../core/index.js'

/** Held while the bytes are read: a list ends at its bound, not at the memory's. */
const LIMITS = { table: { seals: SEALS_MAX }, ask: { releases: STRICT_RELEASES_MAX } }

const REASONS: Readonly<Record<RefusalReason, pb.StrictReason>> = {
  term: pb.StrictReason.TERM, lease: pb.StrictReason.LEASE, config: pb.StrictReason.CONFIG, order: pb.StrictReason.ORDER
}

/** The bytes of a message of strict mode; the same message gives the same bytes. */
export function encodeStrictMessage (message: StrictMessage): Uint8Array {
  return pb.StrictMessage.encode({ genesis: message.genesis, ...writeBody(message) })
}

/**
 * The message of strict mode that a peer's bytes are, every field checked but the signatures. It keeps nothing of the
 * argument's memory.
 *
 * @throws {DecodeError} and nothing else, whatever the bytes are
 */
export function decodeStrictMessage (bytes: Uint8Array): StrictMessage {
  if (bytes.length > BULK_FRAME_MAX) {
    throw new DecodeError(`message has ${bytes.length} bytes: must have at most ${BULK_FRAME_MAX}`)
  }

  const { genesis, ...body } = parse(pb.StrictMessage.codec(), bytes, 'message', LIMITS)
  const types = Object.keys(body)

  if (types.length > 1) {
    throw new DecodeError(`message is several: ${types.join(', ')}`)
  }

  return readBody(checkChance(genesis, 'message.genesis'), body)
}

function writeBody (message: StrictMessage): Omit<pb.StrictMessage, 'genesis'> {
  switch (message.type) {
    case 'prepare': {
      const { to, term, holder, config, known, round, isTrial } = message
      return { prepare: { to, term, holder, config, known, round, trial: isTrial } }
    }
    case 'promise': {
      const { voter, term, round, isTrial, newer } = message
      return { promise: { voter, term, round, trial: isTrial, ...writeNewer(newer) } }
    }
    case 'refusal': {
      const { voter, asked, reason, term, wait, newer } = message
      // Waiting a part of a millisecond too long is better than asking too early.
      return { refusal: { voter, asked, reason: REASONS[reason], term, wait: Math.min(Math.max(0, Math.ceil(wait)), PATIENCE_MAX), ...writeNewer(newer) } }
    }
    case 'accept':
      return { accept: { to: message.to, holder: message.holder, table: encodeStrictTable(message.table) } }
    case 'accepted': {
      const { voter, term, version, digest, signature } = message
      return { accepted: { voter, ballot: { term, version }, digest: writeDigest(digest), ...(signature === undefined ? {} : { signature: asPlainBytes(signature) }) } }
    }
    case 'table':
      return { table: { table: encodeStrictTable(message.certified.table), seals: writeSeals(message.certified.seals) } }
    case 'pull':
      return { pull: { known: message.known } }
    case 'ask': {
      const { owner, round, known, releases } = message
      return { ask: { owner, round, known, releases: releases.map(({ token, ...release }) => ({ ...release, token: encodeToken(token) })) } }
    }
    case 'grant':
      return { grant: { owner: message.owner, round: message.round, known: message.known } }
    case 'resign':
      return { resign: { term: message.term, holder: message.holder } }
    case 'transfer':
      return { transfer: { term: message.term } }
    default:
      return unreachable(message)
  }
}

function readBody (genesis: string, body: Omit<pb.StrictMessage, 'genesis'>): StrictMessage {
  if (body.prepare !== undefined) return readPrepare(genesis, body.prepare)
  if (body.promise !== undefined) return readPromise(genesis, body.promise)
  if (body.refusal !== undefined) return readRefusal(genesis, body.refusal)
  if (body.accept !== undefined) return readAccept(genesis, body.accept)
  if (body.accepted !== undefined) return readAccepted(genesis, body.accepted)
  if (body.table !== undefined) return readCertified(genesis, body.table)
  if (body.pull !== undefined) return { type: 'pull', genesis, known: readBallot(body.pull.known, 'pull.known') }
  if (body.ask !== undefined) return readAsk(genesis, body.ask)
  if (body.grant !== undefined) return { type: 'grant', genesis, ...readQuestion(body.grant, 'grant') }
  if (body.resign !== undefined) return { type: 'resign', genesis, term: checkCounter(body.resign.term, 'resign.term'), holder: readStart(body.resign.holder, 'resign.holder') }
  if (body.transfer !== undefined) return { type: 'transfer', genesis, term: checkCounter(body.transfer.term, 'transfer.term') }
  throw new DecodeError('message is of no type that is known here')
}

function readPrepare (genesis: string, { to, term, holder, config, known, round, trial }: pb.StrictPrepare): StrictMessage {
  return {
    type: 'prepare',
    genesis,
    to: checkVoter(to, 'prepare.to'),
    term: checkCounter(term, 'prepare.term'),
    holder: readStart(holder, 'prepare.holder'),
    config: readBallot(config, 'prepare.config'),
    known: readBallot(known, 'prepare.known'),
    round: checkCounter(round, 'prepare.round'),
    isTrial: trial
  }
}

function readPromise (genesis: string, { voter, term, round, trial, newer }: pb.StrictPromise): StrictMessage {
  return {
    type: 'promise',
    genesis,
    voter: checkVoter(voter, 'promise.voter'),
    term: checkCounter(term, 'promise.term'),
    round: checkCounter(round, 'promise.round'),
    isTrial: trial,
    ...readNewer(newer, 'promise.newer')
  }
}

function readRefusal (genesis: string, { voter, asked, reason, term, wait, newer }: pb.StrictRefusal): StrictMessage {
  return {
    type: 'refusal',
    genesis,
    voter: checkVoter(voter, 'refusal.voter'),
    asked: checkCounter(asked, 'refusal.asked'),
    reason: readReason(reason),
    term: checkCounter(term, 'refusal.term'),
    wait: checkRange(wait, 0, PATIENCE_MAX, 'refusal.wait'),
    ...readNewer(newer, 'refusal.newer')
  }
}

function readReason (reason: pb.StrictReason): RefusalReason {
  switch (reason) {
    case pb.StrictReason.TERM: return 'term'
    case pb.StrictReason.LEASE: return 'lease'
    case pb.StrictReason.CONFIG: return 'config'
    case pb.StrictReason.ORDER: return 'order'
    default: throw new DecodeError('refusal.reason is none that is known here')
  }
}

function readAccept (genesis: string, { to, holder, table }: pb.StrictAccept): StrictMessage {
  return {
    type: 'accept',
    genesis,
    to: checkVoter(to, 'accept.to'),
    holder: readStart(holder, 'accept.holder'),
    table: decodeStrictTable(table, 'accept.table')
  }
}

function readAccepted (genesis: string, { voter, ballot, digest, signature }: pb.StrictAccepted): StrictMessage {
  return {
    type: 'accepted',
    genesis,
    voter: checkVoter(voter, 'accepted.voter'),
    ...readBallot(ballot, 'accepted.ballot'),
    digest: readDigest(digest, 'accepted.digest'),
    signature: readSignature(signature, 'accepted.signature')
  }
}

function readCertified (genesis: string, { table, seals }: pb.StrictCertified): StrictMessage {
  return { type: 'table', genesis, certified: { table: decodeStrictTable(table, 'table.table'), seals: readSeals(seals, 'table.seals') } }
}

function readAsk (genesis: string, { releases, ...question }: pb.StrictAsk): StrictMessage {
  return { type: 'ask', genesis, ...readQuestion(question, 'ask'), releases: releases.map(readRelease) }
}

function readRelease ({ group, partition, token, failed }: pb.StrictRelease): StrictRelease {
  return {
    group: checkName(group, 'ask.releases.group'),
    partition: checkRange(partition, 0, PARTITIONS_MAX - 1, 'ask.releases.partition'),
    token: decodeToken(checkPresent(token, 'ask.releases.token'), 'ask.releases.token'),
    failed
  }
}

function readQuestion ({ owner, round, known }: pb.StrictGrant, field: string): Pick<Ask, 'owner' | 'round' | 'known'> {
  return { owner: readStart(owner, `${field}.owner`), round: checkCounter(round, `${field}.round`), known: readBallot(known, `${field}.known`) }
}

function readNewer (newer: Uint8Array | undefined, field: string): { readonly newer?: StrictTable } {
  return newer === undefined ? {} : { newer: decodeStrictTable(newer, field) }
}

function writeNewer (newer: StrictTable | undefined): { newer?: Uint8Array<ArrayBuffer> } {
  return newer === undefined ? {} : { newer: encodeStrictTable(newer) }
}

function unreachable (message: never): never {
  throw new TypeError(`there is no message of type ${String((message as StrictMessage).type)}`)
}
