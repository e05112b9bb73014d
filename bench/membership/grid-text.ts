import { percentile } from '../../src/sim/index.js'
import { figureText, table } from './markdown.js'
import type { GridRow } from './grid.js'

/** What the paper has, as percentages of SWIM: false positives, at healthy members, messages, bytes. */
const PUBLISHED: Readonly<Record<string, readonly string[]>> = {
  'swim': ['100', '100', '100', '100'],
  'lha-probe': ['67.72', '32.88', '98.46', '90.03'],
  'lha-suspicion': ['3.00', '6.71', '111.31', '106.52'],
  'buddy': ['94.08', '44.57', '100.07', '99.01'],
  'lifeguard': ['1.53', '1.89', '110.59', '97.97']
}

const PUBLISHED_LATENCIES: Readonly<Record<string, readonly string[]>> = {
  'swim': ['12.44 / 16.96 / 19.40', '12.90 / 16.93 / 20.17'],
  'lifeguard': ['12.45 / 17.90 / 21.20', '12.91 / 18.05 / 21.68']
}

/** Lifeguard's tables from whatever of its grid was run; nothing if nothing was. */
export function gridText (rows: readonly GridRow[]): string {
  const names = [...new Set(rows.map(nameOf))].sort()

  if (rows.length === 0) {
    return '\n## Lifeguard\'s grid\n\nNot run yet: `npm run sim:lifeguard`.'
  }
  const interval = rows.filter(row => row.interval !== undefined)
  const threshold = rows.filter(row => row.interval === undefined)

  return [
    '\n## Lifeguard\'s grid\n',
    `From \`lifeguard-grid.json\`: ${cellsIn(threshold)} of 54 cells of the Threshold experiment (S4) and ${cellsIn(interval)} of 432 of the Interval experiment (S5), ${range(rows)} of 10 repetitions. Compared is what was run for both. \`npm run sim:lifeguard -- --cells all --repetitions 10\` runs all of it.\n`,
    '### False positives and load, Interval (its Tables IV and VI)\n',
    ...table(['detector', 'FP', 'FP at healthy', 'FP %', 'at healthy %', 'messages %', 'bytes %', 'published %: FP, healthy, messages, bytes'], names.map(name => falseRow(name, interval))),
    '\n### False positives, Threshold\n',
    ...table(['detector', 'FP', 'FP at healthy', 'FP %', 'at healthy %', 'messages %', 'bytes %', ''], names.map(name => [...falseRow(name, threshold).slice(0, 7), ''])),
    '\n### Latency, Threshold (its Table V)\n',
    'Seconds, median / 99 % / 99.9 %.\n',
    ...table(['detector', 'detections', 'first detection', 'all know', 'published first', 'published all'], names.map(name => latencyRow(name, threshold))),
    '\n### Alpha and beta (its Table VII)\n',
    ...tuningTable(rows)
  ].join('\n')
}

/** A detector's sums over the cells that it shares with SWIM. */
function falseRow (name: string, rows: readonly GridRow[]): string[] {
  const [own, swim] = shared(name, 'swim', rows)
  const percent = (field: 'falsePositives' | 'falsePositivesAtHealthy' | 'messagesPerNodeSecond' | 'bytesPerNodeSecond'): string => {
    const base = sum(swim, field)
    return base === 0 ? '-' : (100 * sum(own, field) / base).toFixed(2)
  }

  return [
    name, String(sum(own, 'falsePositives')), String(sum(own, 'falsePositivesAtHealthy')), percent('falsePositives'), percent('falsePositivesAtHealthy'),
    percent('messagesPerNodeSecond'), percent('bytesPerNodeSecond'), (PUBLISHED[name] ?? []).join(', ')
  ]
}

function latencyRow (name: string, rows: readonly GridRow[]): string[] {
  const [own] = shared(name, 'swim', rows)
  const first = own.flatMap(row => row.firstDetectionMs)
  const [publishedFirst = '', publishedAll = ''] = PUBLISHED_LATENCIES[name] ?? []

  return [name, String(first.length), latencies(first), latencies(own.flatMap(row => row.allKnowMs)), publishedFirst, publishedAll]
}

/** Lifeguard with other suspicion times, as percentages of SWIM at alpha 5. */
function tuningTable (rows: readonly GridRow[]): string[] {
  const names = [...new Set(rows.filter(({ alpha }) => alpha > 0).map(nameOf))].sort()

  if (names.length === 0) {
    return ['Not run yet: `npm run sim:lifeguard -- --tuning`.']
  }
  const threshold = rows.filter(row => row.interval === undefined)
  const percent = (name: string, share: number, field: 'firstDetectionMs' | 'allKnowMs'): string => {
    const [own, swim] = shared(name, 'swim', threshold)
    return figureText(100 * percentile(own.flatMap(row => row[field]), share) / percentile(swim.flatMap(row => row[field]), share))
  }

  return table(['detector', 'median first %', 'median all %', '99 % first %', '99.9 % all %', 'FP %', 'FP at healthy %'], names.map(name => [
    name, percent(name, 0.5, 'firstDetectionMs'), percent(name, 0.5, 'allKnowMs'), percent(name, 0.99, 'firstDetectionMs'), percent(name, 0.999, 'allKnowMs'),
    ...falseRow(name, rows.filter(row => row.interval !== undefined)).slice(3, 5)
  ]))
}

/** The rows of two detectors in the cells that both were run for, as often. */
function shared (name: string, other: string, rows: readonly GridRow[]): [GridRow[], GridRow[]] {
  const theirs = new Map(rows.filter(row => nameOf(row) === other).map(row => [cellOf(row), row]))
  const own = rows.filter(row => nameOf(row) === name && theirs.get(cellOf(row))?.repetitions === row.repetitions)

  return [own, own.map(row => theirs.get(cellOf(row)) as GridRow)]
}

function nameOf ({ variant, alpha, beta }: GridRow): string {
  return alpha === 0 && beta === 0 ? variant : `${variant} alpha ${alpha} beta ${beta}`
}

function cellOf ({ concurrent, duration, interval }: GridRow): string {
  return [concurrent, duration, interval ?? '-'].join(' ')
}

function cellsIn (rows: readonly GridRow[]): number {
  return new Set(rows.map(cellOf)).size
}

function range (rows: readonly GridRow[]): string {
  const counts = rows.map(({ repetitions }) => repetitions)
  return Math.min(...counts) === Math.max(...counts) ? String(counts[0]) : `${Math.min(...counts)} to ${Math.max(...counts)}`
}

function sum (rows: readonly GridRow[], field: 'falsePositives' | 'falsePositivesAtHealthy' | 'messagesPerNodeSecond' | 'bytesPerNodeSecond'): number {
  return rows.reduce((total, row) => total + row[field], 0)
}

function latencies (samples: readonly number[]): string {
  return samples.length === 0 ? '-' : [0.5, 0.99, 0.999].map(share => (percentile(samples, share) / 1_000).toFixed(2)).join(' / ')
}
