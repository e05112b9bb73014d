import fc from 'fast-check'
import { counters, memberIds, names, tokens } from './arbitraries.js'
import type { Ballot, Link, RosterEntry, Seal, Statement, StrictGroup, StrictMessage, StrictTable, VoterConfig, VoterId } from '../../src/core/index.js'

const CHANCE = [...'0123456789abcdefghijklmnopqrstuvwxyz']

/** Ids of a genesis or a store. */
export function chances (): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...CHANCE), minLength: 1, maxLength: 64 })
}

/** Ballots. */
export function ballots (): fc.Arbitrary<Ballot> {
  return record({ term: counters(), version: fc.nat(0xffff_ffff) })
}

/** Starts of members. */
export function starts (): fc.Arbitrary<RosterEntry> {
  return record({ id: memberIds(), generation: counters() })
}

/** Names of voters. */
export function voterIds (): fc.Arbitrary<VoterId> {
  return fc.tuple(memberIds(), chances()).map(parts => parts.join('/'))
}

/** Sets of voters. */
export function configs (): fc.Arbitrary<VoterConfig> {
  const voters = fc.uniqueArray(record({ member: memberIds(), store: chances() }), { minLength: 1, maxLength: 7, selector: ({ member }) => member })
  return record({ id: ballots(), voters })
}

/** Seals under one statement. */
export function seals (): fc.Arbitrary<Seal[]> {
  return fc.uniqueArray(record({ voter: voterIds(), signature: fc.uint8Array({ minLength: 1, maxLength: 128 }) }), { maxLength: 14, selector: ({ voter }) => voter })
}

/** Digests. */
export function digests (): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 })
}

/** What voters sign. */
export function statements (): fc.Arbitrary<Statement> {
  const parts = record({ genesis: chances(), ballot: ballots(), leader: memberIds(), config: configs(), digest: digests() })
  return fc.tuple(parts, fc.option(configs(), { nil: undefined })).map(([{ ballot, ...rest }, previous]) => ({ ...rest, ...ballot, ...previous !== undefined && { previous } }))
}

/** Strict tables, with starts of one member twice, changes of voters, and handovers. */
export function strictTables (): fc.Arbitrary<StrictTable> {
  const rosters = fc.uniqueArray(starts(), { maxLength: 4, selector: ({ id, generation }) => `${id} ${generation}` })
    .map(roster => roster.toSorted((a, b) => a.id < b.id ? -1 : a.id > b.id ? 1 : a.generation - b.generation))

  return rosters.chain(roster => fc.record({
    genesis: chances(),
    ballot: ballots(),
    leader: memberIds(),
    config: configs(),
    previous: configs(),
    links: fc.array(record<Link>({ statement: statements(), seals: seals() }), { maxLength: 2 }),
    roster: fc.constant(roster),
    groups: fc.uniqueArray(groups(roster.length), { maxLength: 3, selector: ({ name }) => name })
  }, { noNullPrototype: true, requiredKeys: ['genesis', 'ballot', 'leader', 'config', 'links', 'roster', 'groups'] })
    .map(({ ballot, ...rest }) => ({ ...rest, ...ballot })))
}

/** Messages of strict mode by type: one for each there is. */
export function strictMessagesByType (): { [Type in StrictMessage['type']]: fc.Arbitrary<Extract<StrictMessage, { type: Type }>> } {
  const genesis = chances()
  const term = counters()
  const round = counters()
  const known = ballots()
  const holder = starts()
  const isTrial = fc.boolean()
  const newer = strictTables()
  const releases = fc.array(record({ group: names(), partition: fc.nat(131_071), token: tokens(), failed: fc.boolean() }), { maxLength: 6 })

  return {
    prepare: record({ type: fc.constant('prepare'), genesis, to: voterIds(), term, holder, config: ballots(), known, round, isTrial }),
    promise: fc.record({ type: fc.constant('promise'), genesis, voter: voterIds(), term, round, isTrial, newer }, {
      noNullPrototype: true, requiredKeys: ['type', 'genesis', 'voter', 'term', 'round', 'isTrial']
    }),
    refusal: fc.record({
      type: fc.constant('refusal'), genesis, voter: voterIds(), asked: counters(), reason: fc.constantFrom('term', 'lease', 'config', 'order'), term, wait: fc.nat(10_000_000), newer
    }, { noNullPrototype: true, requiredKeys: ['type', 'genesis', 'voter', 'asked', 'reason', 'term', 'wait'] }),
    accept: record({ type: fc.constant('accept'), genesis, to: voterIds(), holder, table: strictTables() }),
    accepted: record({ type: fc.constant('accepted'), genesis, voter: voterIds(), term, version: fc.nat(0xffff_ffff), digest: digests(), signature: fc.uint8Array({ minLength: 1, maxLength: 128 }) }),
    table: record({ type: fc.constant('table'), genesis, certified: record({ table: strictTables(), seals: seals() }) }),
    pull: record({ type: fc.constant('pull'), genesis, known }),
    ask: record({ type: fc.constant('ask'), genesis, owner: holder, round, known, releases }),
    grant: record({ type: fc.constant('grant'), genesis, owner: holder, round, known }),
    resign: record({ type: fc.constant('resign'), genesis, term, holder }),
    transfer: record({ type: fc.constant('transfer'), genesis, term })
  }
}

/** Messages of strict mode of every type. */
export function strictMessages (): fc.Arbitrary<StrictMessage> {
  return fc.oneof(...Object.values<fc.Arbitrary<StrictMessage>>(strictMessagesByType()))
}

function groups (members: number): fc.Arbitrary<StrictGroup> {
  return fc.integer({ min: 1, max: 20 }).chain(partitions => {
    const column = fc.array(fc.integer({ min: -1, max: members - 1 }), { minLength: partitions, maxLength: partitions })
    return record({ name: names(), partitions: fc.constant(partitions), owners: column, successors: column, tokens: fc.array(tokens(), { minLength: partitions, maxLength: partitions }) })
  })
}

function record<T> (fields: { [Field in keyof T]: fc.Arbitrary<T[Field]> }): fc.Arbitrary<T> {
  return fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<T>
}
