import { createHash } from 'node:crypto'
import { packToken } from '../../src/core/index.js'
import { encodeStatement, encodeStrictMessage, encodeStrictTable } from '../../src/wire/index.js'
import { toHex, toMeaning } from './meaning.js'
import type { Signer } from './bodies.js'
import type { Statement, StrictMessage, StrictTable } from '../../src/core/index.js'

const GENESIS = '00112233445566778899aabbccddeeff'
const TERM = 1_767_225_600

/** The vectors of strict mode: a table with its digest, a statement with a signature, and every type of message. */
export async function describeStrict (a: Signer, b: Signer): Promise<object> {
  const former = createTable(a, b)
  const statement = statementOf(former)
  const signature = await a.key.sign(encodeStatement(statement))
  const { previous, ...rest } = former
  const table: StrictTable = { ...rest, version: 3, links: [{ statement, seals: [{ voter: voterOf(a), signature }] }] }

  return {
    about: 'Strict mode. Of a table: bytes, their SHA-256, and meaning. Of a statement: what is signed, by whom, the signature, and meaning. Of messages, without frames: bytes and meaning.',
    tables: [former, table].map(each => ({ bytes: toHex(encodeStrictTable(each)), digest: digestOf(each), meaning: toMeaning(each) })),
    statements: [{ signed: toHex(encodeStatement(statement)), signer: a.id, signature: toHex(signature), meaning: toMeaning(statement) }],
    messages: createMessages(a, b, table, signature).map(message => ({ bytes: toHex(encodeStrictMessage(message)), meaning: toMeaning(message) }))
  }
}

// A change of voters under way, and partition 0 being handed over.
function createTable (a: Signer, b: Signer): StrictTable {
  const epoch = { term: TERM, leader: a.id, version: 2 }
  const token = packToken({ ...epoch, version: 1 })

  return {
    genesis: GENESIS,
    ...epoch,
    config: { id: { term: TERM, version: 2 }, voters: [a, b].map(({ id }) => ({ member: id, store: `store${id.slice(-1).toLowerCase()}` })) },
    previous: { id: { term: TERM, version: 0 }, voters: [{ member: a.id, store: storeOf(a) }] },
    links: [],
    roster: [a, b].map(({ id }) => ({ id, generation: 1_767_225_600_000 })).sort((one, other) => one.id < other.id ? -1 : 1),
    groups: [{ name: 'jobs', partitions: 3, owners: [0, 1, -1], successors: [1, -1, -1], tokens: [token, token, 0n] }]
  }
}

function createMessages (a: Signer, b: Signer, table: StrictTable, signature: Uint8Array): StrictMessage[] {
  const genesis = GENESIS
  const voter = voterOf(a)
  const holder = { id: b.id, generation: 1_767_225_600_123 }
  const known = { term: TERM, version: 1 }
  const digest = digestOf(table)

  return [
    { type: 'prepare', genesis, to: voter, term: TERM + 1, holder, config: known, known, round: 300, isTrial: true },
    { type: 'promise', genesis, voter, term: TERM + 1, round: 300, isTrial: false, newer: table },
    { type: 'promise', genesis, voter, term: TERM + 1, round: 0, isTrial: true },
    { type: 'refusal', genesis, voter, asked: TERM, reason: 'lease', term: TERM + 1, wait: 1_700 },
    { type: 'accept', genesis, to: voter, holder, table },
    { type: 'accepted', genesis, voter, term: TERM, version: 3, digest, signature },
    { type: 'table', genesis, certified: { table, seals: [{ voter, signature }] } },
    { type: 'pull', genesis, known },
    { type: 'ask', genesis, owner: holder, round: 5, known, releases: [{ group: 'jobs', partition: 0, token: packToken({ term: TERM, leader: a.id, version: 1 }), failed: true }] },
    { type: 'grant', genesis, owner: holder, round: 5, known },
    { type: 'resign', genesis, term: TERM, holder },
    { type: 'transfer', genesis, term: TERM }
  ]
}

function statementOf ({ genesis, term, version, leader, config, previous, ...rest }: StrictTable): Statement {
  return { genesis, term, version, leader, config, ...previous !== undefined && { previous }, digest: digestOf({ genesis, term, version, leader, config, ...previous !== undefined && { previous }, ...rest }) }
}

function digestOf (table: StrictTable): string {
  return createHash('sha256').update(encodeStrictTable(table)).digest('hex')
}

function voterOf (signer: Signer): string {
  return `${signer.id}/${storeOf(signer)}`
}

function storeOf ({ id }: Signer): string {
  return `store${id.slice(-1).toLowerCase()}`
}
