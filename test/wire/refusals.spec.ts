import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import { decodeClaimSeal, DecodeError, decodeMessage, decodeTableSeal, encodeClaim, encodeTable } from '../../src/wire/index.js'
import { encodeEnvelope } from '../../src/wire/envelope.js'
import * as pb from '../../src/wire/shoal.js'
import { sealed, unsignedSeal } from './arbitraries.js'
import { bytesField, CLAIM, claimEnvelope, concat, ID_A, ID_B, numberField, RAW_TABLE, rawTokens, spoiltTable, TABLE, tableEnvelope } from './raw.js'
import type { Claim } from '../../src/core/index.js'

const HEAD: pb.Head = { view: 0n, tables: [] }
const ACCUSATION: pb.Accusation = { id: ID_A, generation: 1, incarnation: 2, state: pb.State.DEAD, accuser: ID_B, refused: false }

describe('a message is refused', () => {
  it('when it is empty', () => refused(() => decodeMessage(new Uint8Array()), /no type/))
  it('when it is of an unknown type', () => refused(() => decodeMessage(bytesField(99, Buffer.from('future'))), /no type/))
  it('when it is two at once', () => raw({ collect: { seq: 1 }, gossip: { updates: [] } }, /several: .*collect/))
  it('when a ping has no head', () => raw({ ping: { seq: 1, updates: [] } }, /ping\.head is missing/))
  it('when an ack has no head', () => raw({ ack: { seq: 1, target: ID_A, updates: [] } }, /ack\.head is missing/))
  it('when a notice has no head', () => raw({ notice: {} }, /notice\.head is missing/))
  it('when a table message has no table', () => raw({ table: {} }, /table\.seal is missing/))
  it('when an ack has no target', () => raw({ ack: { seq: 1, target: '', head: HEAD, updates: [] } }, /ack\.target is ""/))
  it('when a target is no base58', () => raw({ pingReq: { seq: 1, target: '0OIl', patience: 0, updates: [] } }, /ping-req\.target is "0OIl"/))
  it('when a wanted id is no base58', () => raw({ delta: { joined: true, updates: [], wanted: [ID_A, 'é'], more: false, term: 0 } }, /delta\.wanted/))
  it('when a group has no name', () => raw({ tablePull: { group: '', epoch: rawTokens(1) } }, /table-pull\.group is ""/))
  it('when a token is missing', () => raw({ tablePull: { group: 'jobs' } }, /table-pull\.epoch is missing/))
  it('when a token has 15 bytes', () => raw({ tablePull: { group: 'jobs', epoch: new Uint8Array(15) } }, /table-pull\.epoch has 15 bytes/))
  it('when a token has 17 bytes', () => raw({ tablePull: { group: 'jobs', epoch: new Uint8Array(17) } }, /table-pull\.epoch has 17 bytes/))
  it('when there are two tokens for one', () => raw({ notice: { head: { view: 0n, tables: [{ group: 'jobs', epoch: new Uint8Array(32) }] } } }, /tables\.epoch has 32 bytes/))
  it('when it ends inside a number', () => refused(() => decodeMessage(Uint8Array.of(0x52, 0x03, 0x08, 0xff, 0xff))))
  it('when it ends inside a nested message', () => refused(() => decodeMessage(Uint8Array.of(0x52, 0x7f, 0x08, 0x01))))
  it('when it ends inside its last field', () => refused(() => decodeMessage(concat(bytesField(10, numberField(1, 1n)), Uint8Array.of(0x80)))))
  it('when groups are nested in it without end', () => refused(() => decodeMessage(new Uint8Array(1024 * 1024).fill(0x0b))))
})

describe('an update is refused', () => {
  it('when it is nothing', () => raw({ gossip: { updates: [{}] } }, /either a claim or an accusation/))
  it('when it is both', () => raw({ gossip: { updates: [{ claim: new Uint8Array(unsignedSeal(CLAIM)), accusation: ACCUSATION }] } }, /either/))
  it('when it says that somebody is alive', () => accusation({ state: pb.State.ALIVE }, /accusation\.state is alive/))
  it('when it is about nobody', () => accusation({ id: '' }, /accusation\.id is ""/))
  it('when it is by nobody', () => accusation({ accuser: '' }, /accusation\.accuser is ""/))
  it('when its state is unknown', () => refused(() => decodeMessage(bytesField(6, bytesField(1, bytesField(2, numberField(4, 3n)))))))
  it('when a row of a sync is dead', () => raw({
    sync: { versions: [{ id: ID_A, generation: 1, incarnation: 0, state: pb.State.DEAD }] }
  }, /sync\.versions\.state is dead/))
})

describe('a claim is refused', () => {
  it('when its cluster has no name', () => claim({ cluster: '' }, /claim\.cluster is ""/))
  it('when its cluster has a capital in its name', () => claim({ cluster: 'Orders' }, /claim\.cluster is "Orders"/))
  it('when a line break follows its cluster\'s name', () => claim({ cluster: 'orders\n' }, /claim\.cluster/))
  it('when a name begins with a dot', () => claim({ groups: [{ name: '.jobs', partitions: 1 }] }, /claim\.groups\.name/))
  it('when it is nobody\'s', () => claim({ id: '' }, /claim\.id is ""/))
  it('when it names a group twice', () => claim({ groups: [{ name: 'jobs', partitions: 1 }, { name: 'jobs', partitions: 2 }] }, /distinct/))
  it('when an address is empty', () => claim({ addresses: [''] }, /claim\.addresses is ""/))
  it('when an address is no multiaddr', () => claim({ addresses: ['127.0.0.1:80'] }, /claim\.addresses is "127/))
  it('when an address has a space in it', () => claim({ addresses: ['/dns/a b'] }, /claim\.addresses/))
  it('when an address is not ASCII', () => claim({ addresses: ['/dns/é'] }, /claim\.addresses/))
  it('when its payload is junk', () => refused(() => decodeClaimSeal(claimEnvelope(Uint8Array.of(0xff))), /claim cannot be read/))
  it('when there is a table in its place', () => refused(() => decodeClaimSeal(unsignedSeal(TABLE)), /not of type \/shoal\/claim\/1/))
  it('with the whole message that it rides on', () => raw({ gossip: { updates: [{ accusation: ACCUSATION }, { claim: Uint8Array.of(1) }] } }))
})

describe('an envelope is refused', () => {
  const payload = encodeClaim(CLAIM)
  const other = encodeClaim({ ...CLAIM, id: ID_B })

  it('when it is empty', () => refused(() => decodeClaimSeal(new Uint8Array()), /lacks a field/))
  it('when it has a second payload', () => refused(() => decodeClaimSeal(concat(claimEnvelope(payload), bytesField(3, other))), /one form/))
  it('when it has a field of no use', () => refused(() => decodeClaimSeal(concat(claimEnvelope(payload), bytesField(9, other))), /one form/))
  it('when a byte follows it', () => refused(() => decodeClaimSeal(concat(claimEnvelope(payload), Uint8Array.of(0)))))
  for (const lacking of ['publicKey', 'payloadType', 'payload', 'signature'] as const) {
    it(`when it lacks its ${lacking}`, () => {
      const parts = pb.Envelope.decode(claimEnvelope(payload))
      refused(() => decodeClaimSeal(pb.Envelope.encode({ ...parts, [lacking]: undefined })), /lacks a field/)
    })
  }
  it('when its fields are in another order', () => {
    const { publicKey, payloadType, signature } = pb.Envelope.decode(claimEnvelope(payload)) as Required<pb.Envelope>
    const shuffled = concat(bytesField(5, signature), bytesField(3, payload), bytesField(2, payloadType), bytesField(1, publicKey))
    refused(() => decodeClaimSeal(shuffled), /one form/)
  })
  it('when its type only begins like the right one', () => {
    const parts = pb.Envelope.decode(claimEnvelope(payload)) as Required<pb.Envelope>
    refused(() => decodeClaimSeal(encodeEnvelope({ ...parts, payloadType: Buffer.from('/shoal/claim/10') })), /not of type/)
  })
})

describe('a table is refused', () => {
  it('when it is unspoilt it is not', () => assert.deepEqual(decodeTableSeal(spoiltTable({})), { ...sealed(TABLE), seal: spoiltTable({}) }))
  it('when it has no epoch', () => table({ epoch: undefined }, /table\.epoch is missing/))
  it('when its leader is nobody', () => table({ epoch: { term: 1, leader: '', version: 1 } }, /table\.epoch\.leader is ""/))
  it('when its parent\'s leader is nobody', () => table({ parent: { term: 1, leader: '', version: 1 } }, /table\.parent\.leader is ""/))
  it('when its group has no name', () => table({ group: '' }, /table\.group is ""/))
  it('when its cluster has no name', () => table({ cluster: '' }, /table\.cluster is ""/))
  it('when its roster is not by id', () => table({ roster: RAW_TABLE.roster.toReversed() }, /roster is out of order/))
  it('when its roster has a member twice', () => table({ roster: [{ id: ID_A, generation: 1 }, { id: ID_A, generation: 2 }] }, /roster is out of order/))
  it('when it has no owners', () => table({ owners: undefined }, /owners is missing/))
  it('when an owner is missing', () => table({ owners: Uint8Array.of(1, 0) }, /owners of 2 is malformed/))
  it('when there is an owner too many', () => table({ owners: Uint8Array.of(1, 0, 2, 0) }, /owners has 1 bytes too many/))
  it('when an owner is not in the roster', () => table({ owners: Uint8Array.of(1, 0, 3) }, /owners of 2 is 3/))
  it('when an owner is not in its shortest form', () => table({ owners: Uint8Array.of(0x81, 0x00, 0, 2) }, /owners of 0 is malformed/))
  it('when an owner goes on too long', () => table({ owners: new Uint8Array(9).fill(0xff) }, /owners of 0 is malformed/))
  it('when it has no tokens', () => table({ tokens: undefined }, /tokens is missing/))
  it('when a token is cut short', () => table({ tokens: rawTokens(0, 5, 6).slice(1) }, /tokens has 47 bytes/))
  it('when its tokens do not ascend', () => table({ tokens: rawTokens(0, 6, 5) }, /tokens are out of order/))
  it('when a token comes twice', () => table({ tokens: rawTokens(0, 5, 5) }, /tokens are out of order/))
  it('when no partition has a token', () => table({ tokenIndexes: Uint8Array.of(1, 0, 1) }, /one that no partition has/))
  it('when it has more tokens than partitions', () => table({ tokens: rawTokens(0, 5, 6, 7) }, /tokens has 64 bytes/))
  it('when a partition has no token', () => table({ tokenIndexes: Uint8Array.of(1, 0) }, /token_indexes of 2 is malformed/))
  it('when a partition\'s token is not there', () => table({ tokenIndexes: Uint8Array.of(1, 0, 3) }, /token_indexes of 2 is 3/))
  it('when there are no tokens at all', () => table({ tokens: new Uint8Array() }, /token_indexes of 0 is 1/))
  it('when its indexes of tokens are missing', () => table({ tokenIndexes: undefined }, /token_indexes is missing/))
  it('when there is a claim in its place', () => refused(() => decodeTableSeal(unsignedSeal(CLAIM)), /not of type \/shoal\/table\/1/))
  it('when its payload is junk', () => refused(() => decodeTableSeal(tableEnvelope(Uint8Array.of(0xff))), /table cannot be read/))
})

describe('fields that nobody knows are left alone', () => {
  const unknown = concat(numberField(200, 7n), bytesField(201, Buffer.from('later')))

  it('in a message', () => assert.deepEqual(decodeMessage(concat(unknown, bytesField(10, numberField(1, 3n), unknown))), { type: 'collect', seq: 3 }))
  it('in a claim', () => assert.equal(decodeClaimSeal(claimEnvelope(encodeClaim(CLAIM), unknown)).id, CLAIM.id))
  it('in a table', () => assert.deepEqual(decodeTableSeal(tableEnvelope(encodeTable(TABLE), unknown)).owners, TABLE.owners))
})

describe('a DecodeError', () => {
  it('says its name, and what the runtime threw', () => {
    assert.throws(() => decodeMessage(Uint8Array.of(0x0a, 0x05)), (error: Error) =>
      error.name === 'DecodeError' && error.cause instanceof RangeError && error.message.includes(error.cause.message))
    assert.equal(DecodeError.name, 'DecodeError')
  })

  it('does not repeat a long text of a peer', () => {
    assert.throws(() => decodeMessage(pb.Message.encode({ ack: { seq: 1, target: '!'.repeat(60_000), head: HEAD, updates: [] } })),
      (error: Error) => error.message.length < 200)
  })
})

function refused (decode: () => unknown, message = /./): void {
  assert.throws(decode, (error: unknown) => {
    assert.ok(error instanceof DecodeError)
    assert.match(error.message, message)
    return true
  })
}

function raw (message: pb.Message, expected?: RegExp): void {
  refused(() => decodeMessage(pb.Message.encode(message)), expected)
}

function accusation (changes: Partial<pb.Accusation>, expected: RegExp): void {
  raw({ gossip: { updates: [{ accusation: { ...ACCUSATION, ...changes } }] } }, expected)
}

function claim (changes: Partial<Claim>, expected: RegExp): void {
  refused(() => decodeClaimSeal(unsignedSeal({ ...CLAIM, ...changes })), expected)
}

function table (changes: Partial<pb.Table>, expected: RegExp): void {
  refused(() => decodeTableSeal(spoiltTable(changes)), expected)
}
