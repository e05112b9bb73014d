import type { StrictTable } from '../../core/index.js'

/** Whether a newer committed table takes back what an older one said: a token goes back, or an owner changes under one token. */
export function goesBack (older: StrictTable, newer: StrictTable): boolean {
  return older.groups.some(group => {
    const next = newer.groups.find(({ name }) => name === group.name)

    return next === undefined || group.tokens.some((token, partition) => {
      const present = next.tokens[partition] ?? 0n
      const former = older.roster[group.owners[partition] ?? -1]
      const owner = newer.roster[next.owners[partition] ?? -1]
      const isKept = owner === undefined || (former?.id === owner.id && former.generation === owner.generation)

      return isKept ? present < token : present <= token
    })
  })
}
