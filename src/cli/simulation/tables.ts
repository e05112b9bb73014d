import { rounded } from '../../sim/index.js'
import type { Campaign, Scenario, Summary, Variant } from '../../sim/index.js'

/** What a campaign came to, as lines for people. */
export function campaignText ({ metrics, samples }: Campaign): string {
  const measured = Object.entries(samples).map(([name, { count, mean, p50, p90, p99, p999, max }]) => [name, String(count), ...[mean, p50, p90, p99, p999, max].map(text)])
  const counted = Object.entries(metrics).map(([name, { mean, min, p50, max }]) => [name, ...[mean, min, p50, max].map(text)])

  return [
    ...(measured.length === 0 ? [] : [...columns([['measured', 'count', 'mean', 'p50', 'p90', 'p99', 'p99.9', 'max'], ...measured]), '']),
    ...columns([['a run', 'mean', 'min', 'p50', 'max'], ...counted])
  ].join('\n')
}

/** All scenarios and all variants, as lines for people. */
export function listText (scenarios: readonly Scenario[], variants: Readonly<Record<string, Variant>>): string {
  const entries = scenarios.flatMap(({ id, name, about, nodes, defaults }) => [
    `${id} ${name} (${[`${nodes} nodes`, ...Object.entries(defaults).map(([parameter, value]) => `${parameter}=${value}`)].join(', ')})`,
    ...wrapped(about, 110).map(line => `    ${line}`)
  ])

  return [...entries, '', 'Variants:', ...columns(Object.entries(variants).map(([name, { about }]) => [`  ${name}`, about]))].join('\n')
}

/** A summary for JSON, without the noise of the last digits. */
export function summaryJson (summary: Summary): Record<string, number> {
  return Object.fromEntries(Object.entries(summary).map(([name, value]) => [name, rounded(value)]))
}

/** Cells under each other: the first to the left, numbers to the right. */
function columns (rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))

  return rows.map(row => row.map((cell, column) => column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(row.length > 2 ? widths[column] ?? 0 : 0)).join('  ').trimEnd())
}

function text (value: number): string {
  return String(rounded(value))
}

function wrapped (paragraph: string, width: number): string[] {
  const lines: string[] = []

  for (const word of paragraph.split(' ')) {
    const line = lines.at(-1)

    if (line === undefined || line.length + word.length >= width) {
      lines.push(word)
    } else {
      lines[lines.length - 1] = `${line} ${word}`
    }
  }

  return lines
}
