import { figureText, table } from './markdown.js'
import { SECTIONS } from './sections.js'
import { keyOf, tasksOf } from './store.js'
import type { VariantName } from '../../src/sim/index.js'
import type { Outcome, Task } from './store.js'

const VARIANTS: readonly VariantName[] = ['ours', 'swim', 'lifeguard', 'memberlist']
const LOADS = ['messagesPerNodeSecond', 'bytesPerNodeSecond'] as const

/** Scenarios in which much happens, after the quiet one; what each is called here. */
const BUSY: ReadonlyArray<readonly [scenario: string, name: string]> = [['S1', 'quiet (S1)'], ['S4', 'Threshold (S4)'], ['S5', 'Interval (S5)']]

/** What members send when much happens, beside what others would. */
export function costsText (outcomes: ReadonlyMap<string, Outcome>): string {
  return [
    '\n## What it costs\n',
    'Messages and bytes that a member sends in a second, hops of publications included, in the cells of S1, S4 and S5 above. What is',
    'noticed sooner, confirmed by more witnesses and refuted at once is said in more messages. A run of S4 ends when all see all of',
    'the healthy members: one that is done sooner has less quiet time in its mean.\n',
    ...table(['cells', 'figure', ...VARIANTS, 'ours, % of swim', '% of lifeguard', '% of memberlist'], BUSY.flatMap(([scenario, name]) => meanRows(scenario, name, outcomes))),
    '',
    ...table(['cell', 'figure', ...VARIANTS], BUSY.slice(1).flatMap(([scenario]) => cellRows(scenario, outcomes)))
  ].join('\n')
}

/** Means over all cells that all of them were run for. */
function meanRows (scenario: string, name: string, outcomes: ReadonlyMap<string, Outcome>): string[][] {
  const cells = cellsOf(scenario).map(cell => VARIANTS.map(variant => outcomes.get(keyOf({ ...cell, variant })))).filter(cell => cell.every(outcome => outcome !== undefined))

  return cells.length === 0 ? [] : LOADS.map(load => {
    const [ours = NaN, ...others] = VARIANTS.map((_, index) => cells.reduce((sum, cell) => sum + (cell[index]?.metrics[load]?.mean ?? NaN), 0) / cells.length)
    return [`${name}, ${cells.length} cell${cells.length === 1 ? '' : 's'}`, LABELS[load], ...[ours, ...others].map(figureText), ...others.map(other => (100 * ours / other).toFixed(1))]
  })
}

function cellRows (scenario: string, outcomes: ReadonlyMap<string, Outcome>): string[][] {
  return cellsOf(scenario).flatMap(cell => LOADS.map(load => [
    `${scenario}, ${Object.entries(cell.parameters).filter(([name]) => name !== 'alpha' && name !== 'beta').map(([name, value]) => `${name} ${value}`).join(', ')}`,
    LABELS[load],
    ...VARIANTS.map(variant => {
      const mean = outcomes.get(keyOf({ ...cell, variant }))?.metrics[load]?.mean
      return mean === undefined ? '' : figureText(mean)
    })
  ])).filter(row => row.slice(2).some(value => value !== ''))
}

function cellsOf (scenario: string): Task[] {
  return SECTIONS.filter(section => section.scenario === scenario).flatMap(tasksOf).filter(({ variant }) => variant === 'ours')
}

const LABELS = { messagesPerNodeSecond: 'messages', bytesPerNodeSecond: 'bytes' } as const
