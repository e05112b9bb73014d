import { INCARNATION_LEAD_MAX } from '../limits.js'
import type { Applies } from '../rules.js'
import type { Accusation, Claim, MemberId, MemberSnapshot, MemberState, Millis, Update } from '../types.js'

/** How far a member's story has come: what decides which of two pieces of news about it is newer. */
export interface Standing {
  readonly generation: number
  readonly incarnation: number
  readonly state: MemberState
}

/** What a view holds of one member. */
export interface Row extends Standing {
  readonly id: MemberId
  /** The newest that the member said itself; an accusation can stand above it. */
  readonly claim: Claim
  /** Who accused it, when it is suspect or dead. */
  readonly accuser?: MemberId
  /** When it came into its state. */
  readonly since: Millis
  /** When it last became alive after not being so; its turn as a joiner counts from here. */
  readonly aliveSince: Millis
  /** Whether it was dead before that, in the same generation. */
  readonly returned: boolean
}

const SEVERITY: Readonly<Record<MemberState, number>> = { alive: 0, suspect: 1, dead: 2, left: 3 }

/**
 * The order of claims about one member: generation, then left above all else (it is the last word of a generation), then
 * incarnation, then alive < suspect < dead. Every merge takes the greater, which makes merging idempotent, commutative
 * and associative (SWIM 4.2, with generations). Positive if `a` is newer.
 */
export function compareStandings (a: Standing, b: Standing): number {
  return a.generation - b.generation || Number(a.state === 'left') - Number(b.state === 'left') ||
    a.incarnation - b.incarnation || SEVERITY[a.state] - SEVERITY[b.state]
}

/** The standing that a claim gives its subject. */
export function standingOf (claim: Claim): Standing {
  return { generation: claim.generation, incarnation: claim.incarnation, state: claim.left ? 'left' : 'alive' }
}

/** What a claim shows of its subject to an application. */
export function descriptionOf ({ id, generation, incarnation, priority, eligible, addresses, groups, metadata, probation, leaving, protocol }: Claim): Omit<MemberSnapshot, 'state'> {
  return { id, generation, incarnation, priority, eligible, addresses, groups, metadata, probation, leaving, protocol }
}

/** Whether the member counts: a suspect does, and keeps its partitions. */
export function isLive (row: Row): boolean {
  return row.state === 'alive' || row.state === 'suspect'
}

/** What there is against the member, if anything. */
export function accusationOf (row: Row): Accusation | undefined {
  if (row.state !== 'suspect' && row.state !== 'dead') {
    return undefined
  }

  return { id: row.id, generation: row.generation, incarnation: row.incarnation, state: row.state, accuser: row.accuser ?? row.id, refused: false }
}

/** The updates that bring another view to this row; the claim goes first, as only it can create a row. */
export function updatesOf (row: Row): Update[] {
  const accusation = accusationOf(row)
  const claim: Update = { type: 'claim', claim: row.claim }

  return accusation === undefined ? [claim] : [claim, { type: 'accusation', accusation }]
}

/** Whether a claim is newer than the one that a row holds, though what others say of its subject stands above it. */
export function isMissing (row: Row | undefined, claim: Claim): boolean {
  return row !== undefined && claim.generation === row.claim.generation && claim.incarnation > row.claim.incarnation &&
    compareStandings(standingOf(claim), row) <= 0 && row.state !== 'left'
}

/** Why an accusation cannot be about what its subject signed. */
export function refusalOf (applies: Applies, accusation: Accusation, claim: Claim | undefined): 'accusation:unknown-member' | 'accusation:stale' | 'accusation:implausible' | undefined {
  if (claim === undefined || accusation.generation > claim.generation) {
    return 'accusation:unknown-member'
  }
  if (accusation.generation < claim.generation) {
    return 'accusation:stale'
  }

  const isImplausible = accusation.incarnation > claim.incarnation + INCARNATION_LEAD_MAX && applies('accusation:plausible')

  return isImplausible ? 'accusation:implausible' : undefined
}
