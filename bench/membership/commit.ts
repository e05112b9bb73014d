import { execFileSync } from 'node:child_process'

/** What the figures depend on: not the documents, nor how the figures are shown. */
const SOURCES = ['src/core', 'src/wire', 'src/sim']

/** The mark of a commit that the working tree has since changed: no two of them need be the same code. */
const CHANGED = '+'

/**
 * The last commit that changed the cores, their messages or the simulator, with a `+` if the working tree has changed
 * them since. Whoever checks it out gets the same figures. `unknown` where there is no repository.
 */
export function sourceCommit (): string {
  try {
    const commit = git('log', '-1', '--format=%h', '--', ...SOURCES)
    return `${commit}${git('status', '--porcelain', '--', ...SOURCES) === '' ? '' : CHANGED}`
  } catch (err) {
    // The figures are the same without it, and the report says that their origin is not known.
    console.error(`no commit can be named: ${err instanceof Error ? err.message : String(err)}`)
    return 'unknown'
  }
}

/** Whether the name stands for one state of the code. */
export function isExact (commit: string): boolean {
  return commit !== 'unknown' && !commit.endsWith(CHANGED)
}

function git (...args: readonly string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}
