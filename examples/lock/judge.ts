import type { LockLine } from './member.js'

/** What came of a lot of grants. */
export interface Verdict {
  readonly grants: number
  /** Two holders at one moment, in words. */
  readonly overlaps: readonly string[]
  /** A later grant with a fence that is not larger, in words. */
  readonly fencesBack: readonly string[]
}

interface Span {
  readonly name: string
  readonly fence: string
  readonly from: number
  until: number
}

/** Judges what members say of the locks that they held: one holder at a time, and fences that grow. */
export function judge (lines: readonly LockLine[]): Verdict {
  const names = Map.groupBy(spansOf(lines), ({ name }) => name)
  const pairs = [...names.values()].flatMap(spans => {
    const sorted = spans.toSorted((a, b) => a.from - b.from)
    return sorted.slice(1).map((next, index) => [latest(sorted.slice(0, index + 1)), next] as const)
  })

  return {
    grants: [...names.values()].flat().length,
    overlaps: pairs.filter(([former, next]) => next.from < former.until)
      .map(([former, next]) => `${next.name}: ${next.fence} began ${(former.until - next.from).toFixed(1)} ms before ${former.fence} ended`),
    fencesBack: pairs.filter(([former, next]) => next.fence <= former.fence).map(([former, next]) => `${next.name}: ${next.fence} came after ${former.fence}`)
  }
}

/** From the first word that it is held, to when it was given back or the lease ended. One that was over before it was told is none. */
function spansOf (lines: readonly LockLine[]): Span[] {
  const spans = new Map<string, Span>()

  for (const line of lines) {
    const span = line.event === 'held' || line.event === 'freed' ? spans.get(`${line.name} ${line.fence}`) : undefined

    if (line.event === 'held' && span === undefined) {
      spans.set(`${line.name} ${line.fence}`, { name: line.name, fence: line.fence, from: line.from, until: line.until })
    } else if (span !== undefined) {
      span.until = line.event === 'held' ? line.until : line.event === 'freed' ? Math.min(span.until, line.at) : span.until
    }
  }

  return [...spans.values()].filter(({ from, until }) => from < until)
}

function latest (spans: readonly Span[]): Span {
  return spans.reduce((last, span) => span.until > last.until ? span : last)
}
