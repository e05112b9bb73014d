import { scenarioNamed } from '../../src/sim/index.js'
import { table } from './markdown.js'
import { STALL_NODES, STALL_SECONDS, STALLS } from './sections.js'
import { keyOf } from './store.js'
import type { VariantName } from '../../src/sim/index.js'
import type { Outcome } from './store.js'

/** How long a member may stall before the others give it up. */
export function stallsText (outcomes: ReadonlyMap<string, Outcome>): string {
  const rows = STALL_NODES.flatMap(nodes => STALLS.variants.map(variant => [`N ${nodes}, ${seedsOf(outcomes, nodes)} seeds`, variant, ...STALL_SECONDS.map(seconds => shareText(outcomes.get(keyFor(nodes, seconds, variant))))])).filter(row => row.slice(2).some(value => value !== ''))

  return [
    '\n## What a stall costs\n',
    'Who notices a crash soon gives a member up soon that only stalls. One member, not the first, does not run for so many seconds (S23)',
    'while all others are healthy: the share of seeds, in percent, in which anybody declared it dead. It comes back by itself, and its',
    'partitions are elsewhere by then.\n',
    ...table(['members', 'detector', ...STALL_SECONDS.map(seconds => `${seconds} s`)], rows)
  ].join('\n')
}

function seedsOf (outcomes: ReadonlyMap<string, Outcome>, nodes: number): number {
  const lists = STALL_SECONDS.flatMap(seconds => STALLS.variants.map(variant => outcomes.get(keyFor(nodes, seconds, variant))?.digests.length ?? 0))
  return Math.max(...lists)
}

function shareText (outcome: Outcome | undefined): string {
  const share = outcome?.metrics['sleeperWasHeldDead']?.mean
  return share === undefined ? '' : String(Math.round(100 * share))
}

function keyFor (nodes: number, seconds: number, variant: VariantName): string {
  const { scenario } = STALLS
  return keyOf({ scenario, nodes, parameters: { ...scenarioNamed(scenario)?.defaults, duration: 1_000 * seconds }, variant })
}
