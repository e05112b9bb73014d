import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import { DecodeError, decodeStrictMessage, encodeStrictMessage, encodeStrictTable } from '../../src/wire/index.js'
import * as pb from '../../src/wire/strict.js'
import { ID_A, ID_B } from './raw.js'
import type { StrictMessage, StrictTable } from '../../src/core/index.js'

const BALLOT = { term: 7, version: 1 }
const VOTER = `${ID_A}/s1`
const START = { id: ID_A, generation: 1 }
const BYTES = new Uint8Array(8)
const PREPARE: pb.StrictPrepare = { to: VOTER, term: 7, holder: START, config: BALLOT, known: BALLOT, round: 1, trial: false }
const TABLE: StrictTable = {
  genesis: 'g',
  ...BALLOT,
  leader: ID_A,
  config: { id: { term: 7, version: 0 }, voters: [{ member: ID_A, store: 's1' }] },
  links: [],
  roster: [START],
  groups: [{ name: 'jobs', partitions: 2, owners: [0, -1], successors: [-1, -1], tokens: [5n, 0n] }]
}

describe('a strict message is refused', () => {
  it('when it is empty', () => raw({}, /no type/))
  it('when it has no genesis', () => raw({ genesis: '', transfer: { term: 1 } }, /genesis is ""/))
  it('when it is two at once', () => raw({ transfer: { term: 1 }, pull: { known: BALLOT } }, /several/))
  it('when a prepare has no holder', () => raw({ prepare: { ...PREPARE, holder: undefined } as unknown as pb.StrictPrepare }, /prepare\.holder is missing/))
  it('when a prepare is to a member without a store', () => raw({ prepare: { ...PREPARE, to: ID_A } }, /prepare\.to is/))
  it('when the store of a voter is in capitals', () => raw({ prepare: { ...PREPARE, to: `${ID_A}/S1` } }, /prepare\.to is/))
  it('when it says how long to wait, and that is for ever', () => raw({ refusal: { voter: VOTER, asked: 1, reason: pb.StrictReason.TERM, term: 1, wait: 4_000_000_000 } }, /refusal\.wait/))
  it('when an accept has no table', () => raw({ accept: { to: VOTER, holder: START } }, /accept\.table is missing/))
  it('when a digest is too short', () => raw({ accepted: { voter: VOTER, ballot: BALLOT, digest: BYTES, signature: BYTES } }, /accepted\.digest has 8 bytes/))
  it('when an answer is not signed', () => raw({ accepted: { voter: VOTER, ballot: BALLOT, digest: new Uint8Array(32) } }, /accepted\.signature is missing/))
  it('when a signature is too long', () => raw({ accepted: { voter: VOTER, ballot: BALLOT, digest: new Uint8Array(32), signature: new Uint8Array(129) } }, /signature has 129 bytes/))
  it('when a table has the seal of a voter twice', () => raw({ table: { table: encodeStrictTable(TABLE), seals: [{ voter: VOTER, signature: BYTES }, { voter: VOTER, signature: BYTES }] } }, /seals are 2/))
  it('when a table has 15 seals', () => raw({ table: { table: encodeStrictTable(TABLE), seals: Array.from({ length: 15 }, (_, index) => ({ voter: `${VOTER}${index}`, signature: BYTES })) } }, /cannot be read/))
  it('when an owner lets 4,097 partitions go at once', () => raw({ ask: { owner: START, round: 1, known: BALLOT, releases: Array.from({ length: 4_097 }, () => ({ group: 'jobs', partition: 0, token: new Uint8Array(16), failed: false })) } }, /cannot be read/))
  it('when a release has no token', () => raw({ ask: { owner: START, round: 1, known: BALLOT, releases: [{ group: 'jobs', partition: 0, failed: false }] } }, /token is missing/))
  it('when a release is of a partition beyond all', () => raw({ ask: { owner: START, round: 1, known: BALLOT, releases: [{ group: 'jobs', partition: 131_072, token: new Uint8Array(16), failed: false }] } }, /partition is 131072/))
  it('when it is larger than any can be', () => refused(new Uint8Array(8 * 1024 * 1024 + 1), /must have at most/))
})

describe('a strict table is refused', () => {
  it('when nobody votes', () => table({ config: { ...TABLE.config, voters: [] } }, /voters are 0/))
  it('when eight vote', () => table({ config: { ...TABLE.config, voters: Array.from({ length: 8 }, (_, index) => ({ member: `${ID_A}${index + 1}`, store: 's' })) } }, /cannot be read/))
  it('when a member votes with two stores', () => table({ config: { ...TABLE.config, voters: [{ member: ID_A, store: 's1' }, { member: ID_A, store: 's2' }] } }, /each of another member/))
  it('when it has no leader, and is no genesis', () => table({ leader: '' }, /leader is ""/))
  it('when its roster is out of order', () => table({ roster: [{ id: ID_B, generation: 1 }, START] }, /roster is out of order/))
  it('when a start is in it twice', () => table({ roster: [START, START] }, /roster is out of order/))
  it('when an owner is not in its roster', () => table({ groups: [{ ...group(), owners: [1, -1] }] }, /owners of 0 is 2/))
  it('when a group is in it twice', () => table({ groups: [group(), group()] }, /must be distinct/))
  it('when its groups have more partitions than fit', () => table({ groups: [wide('a', 131_072), wide('b', 1)] }, /131073 partitions/))
  it('when a successor is not in its roster', () => table({ groups: [{ ...group(), successors: [1, -1] }] }, /successors of 0/))

  it('unless it is that of a genesis, which nobody leads', () => {
    const message: StrictMessage = { type: 'accept', genesis: 'g', to: VOTER, holder: START, table: { ...TABLE, version: 0, leader: '' } }
    assert.deepEqual(decodeStrictMessage(encodeStrictMessage(message)), message)
  })
})

function group (): StrictTable['groups'][number] {
  return TABLE.groups[0] ?? assert.fail()
}

function wide (name: string, partitions: number): StrictTable['groups'][number] {
  return { name, partitions, owners: new Array<number>(partitions).fill(-1), successors: new Array<number>(partitions).fill(-1), tokens: new Array<bigint>(partitions).fill(0n) }
}

function table (changes: Partial<StrictTable>, reason: RegExp): void {
  refused(encodeStrictMessage({ type: 'accept', genesis: 'g', to: VOTER, holder: START, table: { ...TABLE, ...changes } }), reason)
}

function raw (message: Partial<pb.StrictMessage>, reason: RegExp): void {
  refused(pb.StrictMessage.encode({ genesis: 'g', ...message }), reason)
}

function refused (bytes: Uint8Array, reason: RegExp): void {
  assert.throws(() => decodeStrictMessage(bytes), error => error instanceof DecodeError && reason.test(error.message))
}
