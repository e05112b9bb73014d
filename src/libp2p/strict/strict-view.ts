import type { StrictGenesis, VotersInfo } from '../../api.js'
import type { MemberId, MemberSnapshot, StrictMember, StrictMessage, StrictTable, Table } from '../../core/index.js'

const parts = new WeakMap<StrictTable, Map<string, Table | undefined>>()

/** The live members in rank order, with the strict groups that each works for; whoever is about to go works no more. */
export function strictMembers (members: readonly MemberSnapshot[]): StrictMember[] {
  return members
    .filter(({ position }) => position !== undefined)
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .map(({ id, generation, groups, leaving, probation }) => ({
      id,
      generation,
      work: groups.filter(({ isStrict }) => isStrict === true).map(({ name, partitions }) => ({ name, partitions, weight: leaving || probation ? 0 : 1 }))
    }))
}

/** One group's part of a strict table, as a table of its own; the same table gives the same object. */
export function tableOf (cluster: string, table: StrictTable, group: string): Table | undefined {
  const known = parts.get(table) ?? new Map<string, Table | undefined>()
  parts.set(table, known)

  if (!known.has(group)) {
    known.set(group, partOf(cluster, table, group))
  }

  return known.get(group)
}

/** Who votes, as shown to applications. */
export function votersOf ({ config, previous, leader }: StrictTable): VotersInfo {
  return { voters: config.voters.map(({ member, store }) => `${member}/${store}`), ...leader !== '' && { leader }, isChanging: previous !== undefined }
}

/** The groups whose part differs between two tables. */
export function changedGroups (former: StrictTable, next: StrictTable): string[] {
  return next.groups.filter(group => {
    const before = former.groups.find(({ name }) => name === group.name)
    return before === undefined || former.roster.length !== next.roster.length ||
      group.tokens.some((token, partition) => token !== before.tokens[partition] || startAt(former, before.owners[partition]) !== startAt(next, group.owners[partition]) ||
        startAt(former, before.successors[partition]) !== startAt(next, group.successors[partition]))
  }).map(({ name }) => name)
}

function startAt ({ roster }: StrictTable, index = -1): string {
  const start = roster[index]
  return start === undefined ? '' : `${start.id}#${start.generation}`
}

function partOf (cluster: string, { term, leader, version, roster, groups }: StrictTable, group: string): Table | undefined {
  const part = groups.find(({ name }) => name === group)

  return part === undefined
    ? undefined
    : { cluster, group, partitions: part.partitions, epoch: { term, leader, version }, roster, owners: part.owners, tokens: part.tokens, successors: part.successors }
}

/** Whether a member owns anything by a table. */
export function owns ({ roster, owners }: Pick<Table, 'roster' | 'owners'>, id: MemberId): boolean {
  return owners.some(owner => roster[owner]?.id === id)
}

/** Asks for what is newer than a table. */
export function pullOf ({ term, version }: StrictTable, { id }: StrictGenesis): StrictMessage {
  return { type: 'pull', genesis: id, known: { term, version } }
}
