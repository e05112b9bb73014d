import { encodeClaim } from '../../src/wire/index.js'
import * as pb from '../../src/wire/shoal.js'
import {
  bytesField, CLAIM, claimEnvelope, concat, ID_A, ID_B, numberField, RAW_TABLE, rawTokens, spoiltTable
} from '../../test/wire/raw.js'

const HEAD: pb.Head = { view: 0n, tables: [] }
const ACCUSATION: pb.Accusation = { id: ID_A, generation: 1, incarnation: 2, state: pb.State.DEAD, accuser: ID_B, refused: false }

/** Bytes that every receiver refuses, by what is wrong with them. */
export function refusedMessages (): Record<string, Uint8Array> {
  return {
    'nothing': new Uint8Array(),
    'a message of an unknown type': bytesField(99, numberField(1, 1n)),
    'two messages': concat(bytesField(10, numberField(1, 1n)), bytesField(6)),
    'a ping with no head': raw({ ping: { seq: 1, updates: [] } }),
    'a number that is cut short': Uint8Array.of(0x52, 0x03, 0x08, 0xff, 0xff),
    'a sequence number of 2^53': bytesField(10, numberField(1, 2n ** 53n)),
    'a ping with nine updates': raw({ ping: { seq: 1, head: HEAD, updates: new Array(9).fill({ accusation: ACCUSATION }) } }),
    'an update that is nothing': gossip({}),
    'an update that is a claim and an accusation': gossip({ claim: new Uint8Array(claimEnvelope(encodeClaim(CLAIM))), accusation: ACCUSATION }),
    'an accusation of being alive': gossip({ accusation: { ...ACCUSATION, state: pb.State.ALIVE } }),
    'an accusation of somebody whose id is no base58': gossip({ accusation: { ...ACCUSATION, id: 'O0Il' } }),
    'a token of 15 bytes': raw({ tablePull: { group: 'jobs', epoch: new Uint8Array(15) } }),
    'a group with a capital in its name': raw({ tablePull: { group: 'Jobs', epoch: new Uint8Array(16) } }),
    'an envelope with two payloads': claim(concat(claimEnvelope(encodeClaim(CLAIM)), bytesField(3, encodeClaim({ ...CLAIM, id: ID_B })))),
    'a claim in the place of a table': raw({ table: { seal: new Uint8Array(claimEnvelope(encodeClaim(CLAIM))) } }),
    'a claim that names a group twice': claim(claimEnvelope(encodeClaim({ ...CLAIM, groups: [...CLAIM.groups, ...CLAIM.groups] }))),
    'a table with an owner out of its roster': table({ owners: Uint8Array.of(1, 0, 3) }),
    'a table with an owner too few': table({ owners: Uint8Array.of(1, 0) }),
    'a table with an owner that is not in its shortest form': table({ owners: Uint8Array.of(0x81, 0, 0, 2) }),
    'a table whose roster is not in order': table({ roster: RAW_TABLE.roster.toReversed() }),
    'a table whose tokens are not in order': table({ tokens: rawTokens(0, 6, 5) }),
    'a table with a token of no partition': table({ tokenIndexes: Uint8Array.of(1, 0, 1) }),
    'a table with a successor out of its roster': table({ successors: Uint8Array.of(3, 0, 0) }),
    'a table with standbys and no number of them': table({ standbys: Uint8Array.of(1, 0, 0) }),
    'a table with a standby out of its roster': table({ replicas: 1, standbys: Uint8Array.of(3, 0, 0) }),
    'a table with a gap in its standbys': table({ replicas: 2, standbys: Uint8Array.of(0, 1, 0, 0, 0, 0) }),
    'a table with more places for standbys than any partition fills': table({ replicas: 2, standbys: Uint8Array.of(1, 0, 2, 0, 0, 0) }),
    'a table with a reason that is unknown': table({ reasons: Uint8Array.of(0, 99, 0) }),
    'a table with reasons for too few partitions': table({ reasons: Uint8Array.of(0, 1) }),
    'a table with pins out of order': table({ pins: [{ partition: 1, member: ID_A }, { partition: 0, member: ID_A }] }),
    'a table with a pin of a partition that it does not have': table({ pins: [{ partition: 3, member: ID_A }] }),
    'a table with its drained members out of order': table({ draining: [{ id: ID_B, generation: 1 }, { id: ID_A, generation: 1 }] }),
    'a table that says of every partition that it has no successor': table({ successors: Uint8Array.of(0, 0, 0) }),
    'a release of nothing': raw({ release: { group: 'jobs', epoch: rawTokens(1), failed: false, partitions: new Uint8Array(), tokens: new Uint8Array() } }),
    'a release with a token too few': raw({ release: { group: 'jobs', epoch: rawTokens(1), failed: false, partitions: Uint8Array.of(1, 2), tokens: rawTokens(1) } }),
    'a release whose partitions are not in order': raw({ release: { group: 'jobs', epoch: rawTokens(1), failed: false, partitions: Uint8Array.of(2, 1), tokens: rawTokens(1, 1) } }),
    'a table with no partitions': table({ partitions: 0, owners: new Uint8Array(), tokens: new Uint8Array(), tokenIndexes: new Uint8Array() })
  }
}

function raw (message: pb.Message): Uint8Array {
  return pb.Message.encode(message)
}

function gossip (update: pb.Update): Uint8Array {
  return raw({ gossip: { updates: [update] } })
}

function claim (seal: Uint8Array): Uint8Array {
  return gossip({ claim: new Uint8Array(seal) })
}

function table (changes: Partial<pb.Table>): Uint8Array {
  return raw({ table: { seal: new Uint8Array(spoiltTable(changes)) } })
}
