import { compareBallots, voterId } from './ballot.js'
import { isQuorum } from './quorum.js'
import type { StrictContext } from './context.js'
import type { CertifiedTable, Link, Seal, Statement, StrictTable, VoterConfig } from './types.js'

/** What voters sign about a table. */
export function statementOf (context: Pick<StrictContext, 'digest'>, table: StrictTable): Statement {
  const { genesis, term, leader, version, config, previous } = table
  return { genesis, term, leader, version, config, ...previous !== undefined && { previous }, digest: context.digest(table) }
}

/** Whether the seals are those of a majority of the voters that the statement names. */
export function isCertified (context: StrictContext, statement: Statement, seals: readonly Seal[]): boolean {
  const named = new Map([...statement.config.voters, ...statement.previous?.voters ?? []].map(voter => [voterId(voter), voter.member]))
  const valid = new Set<string>()

  for (const { voter, signature } of seals) {
    const member = named.get(voter)
    if (member !== undefined && (!context.applies('certificate:verified') || context.verify(statement, member, signature))) {
      valid.add(voter)
    }
  }

  return context.applies('certificate:majority') && context.applies('quorum:fixed-voters') ? isQuorum(context, statement, voter => valid.has(voter)) : valid.size > 0
}

/** Why a table is not believed. */
export type Distrust = 'table:uncertified' | 'table:unknown-voters'

/**
 * Whether a table is committed, as seen by somebody who knows that `known` is. It is pure: whoever has the genesis can
 * follow, however the table came. The voters that sign must be those known, or follow from them by links.
 */
export function distrustOf (context: StrictContext, known: StrictTable, { table, seals }: CertifiedTable): Distrust | undefined {
  let trusted: VoterConfig = known.config

  for (const link of table.links) {
    trusted = follow(context, trusted, link) ?? trusted
  }
  if (!continues(trusted, table)) {
    return 'table:unknown-voters'
  }

  return isCertified(context, statementOf(context, table), seals) ? undefined : 'table:uncertified'
}

/** The voters that a change leads to, if it starts from those trusted, and a majority of them and of the next ones signed it. */
function follow (context: StrictContext, trusted: VoterConfig, { statement, seals }: Link): VoterConfig | undefined {
  const { previous, genesis, config } = statement
  const isNext = genesis === context.genesis && previous !== undefined && isSame(previous, trusted) && compareBallots(config.id, trusted.id) > 0

  return isNext && isCertified(context, statement, seals) ? config : undefined
}

function continues (trusted: VoterConfig, { config, previous }: StrictTable): boolean {
  return isSame(trusted, config) || (previous !== undefined && isSame(trusted, previous))
}

function isSame (a: VoterConfig, b: VoterConfig): boolean {
  return compareBallots(a.id, b.id) === 0 && a.voters.length === b.voters.length &&
    a.voters.every((voter, index) => voterId(voter) === voterId(b.voters[index] ?? { member: '', store: '' }))
}
