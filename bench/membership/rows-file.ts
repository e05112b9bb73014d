import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Something that was measured, and the code that it was measured of (see `sourceCommit`). */
export interface Measured {
  readonly commit: string
}

interface RowsFile<T> {
  readonly commit: string
  readonly rows: ReadonlyArray<Omit<T, 'commit'> & Partial<Measured>>
}

/** The rows of a file; none if there is no file. */
export function readRows<T extends Measured> (path: string): T[] {
  if (!existsSync(path)) {
    return []
  }
  const { commit, rows = [] } = JSON.parse(readFileSync(path, 'utf8')) as Partial<RowsFile<T>>

  return rows.map(row => ({ commit, ...row }) as T)
}

/**
 * Writes rows, one a line and each without what the head says for all of them, so that a changed figure is one changed
 * line. The head has the commit of most rows.
 */
export function writeRows<T extends Measured> (path: string, rows: readonly T[]): void {
  const [common = ['unknown']] = [...Map.groupBy(rows, ({ commit }) => commit)].sort(([, a], [, b]) => b.length - a.length)
  const lines = rows.map(({ commit, ...row }) => JSON.stringify(commit === common[0] ? row : { commit, ...row }))

  writeFileSync(path, `{"commit":${JSON.stringify(common[0])},"rows":[\n${lines.join(',\n')}\n]}\n`)
}
