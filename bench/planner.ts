/** How long the planner takes, and how many partitions it moves. See its `--help`. */
import { availableParallelism, loadavg } from 'node:os'
import { integer } from '../src/cli/option-values.js'
import { planOwners } from '../src/core/assignment/planner.js'
import { option, scriptValues } from './script.js'
import type { PlanInput, Worker } from '../src/core/assignment/planner.js'

const { rounds: ROUNDS } = scriptValues({
  name: 'bench:planner',
  about: [
    'Times how long the planner takes at the sizes that docs/protocol.md promises, and counts how many partitions it moves',
    'when nothing is assigned yet, when a worker leaves and when one joins.'
  ].join('\n'),
  options: { rounds: option('NUMBER', 'times that each plan is made', 'a whole number from 1 to 10000', 31, integer(1, 10_000)) },
  places: ['rounds']
})

const load = loadavg()[0]?.toFixed(1)
console.log(`Node ${process.version}, ${availableParallelism()} CPUs, load average ${load}, ${ROUNDS} rounds.`)
console.log('Other work on the machine counts in the figures, most of all in the worst; the first round is kept.\n')
console.log('| partitions x workers | change | median ms | worst ms | moves | least possible |')
console.log('|---|---|---|---|---|---|')
measureAll(16_384, 200)
measureAll(100_003, 1_000)

function measureAll (partitions: number, count: number): void {
  const workers = createWorkers(count)
  const owners = planOwners({ partitions, workers, owners: [] })
  const changes: Array<[string, PlanInput]> = [
    ['cold', { partitions, workers, owners: [] }],
    ['leave', { partitions, workers: workers.toSpliced(count >> 1, 1), owners }],
    ['join', { partitions, workers: createWorkers(count + 1), owners }]
  ]
  for (const [name, input] of changes) {
    const { times, moves } = measure(input)
    const median = times[times.length >> 1] ?? NaN
    const worst = times.at(-1) ?? NaN
    const cells = [`${partitions} x ${count}`, name, median.toFixed(1), worst.toFixed(1), moves, leastMoves(input)]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

function createWorkers (count: number): Worker[] {
  return Array.from({ length: count }, (_, n) => ({ id: `12D3KooWbench${String(n).padStart(39, '0')}`, weight: 1 }))
}

function measure (input: PlanInput): { times: number[], moves: number } {
  const times: number[] = []
  let moves = 0
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now()
    const planned = planOwners(input)
    times.push(performance.now() - start)
    moves = planned.filter((id, partition) => id !== input.owners[partition]).length
  }
  return { times: times.sort((a, b) => a - b), moves }
}

/** For equal weights: orphans, and what is above the base but for the extra slots. */
function leastMoves ({ partitions, workers, owners }: PlanInput): number {
  const base = Math.floor(partitions / workers.length)
  const loads = new Map(workers.map(({ id }) => [id, 0]))
  let orphans = partitions - owners.length
  for (const id of owners) {
    const load = loads.get(id ?? '')
    if (id === undefined || load === undefined) orphans++
    else loads.set(id, load + 1)
  }
  const above = [...loads.values()].filter(load => load > base)
  const surplus = above.reduce((sum, load) => sum + load - base, 0)
  return orphans + surplus - Math.min(partitions % workers.length, above.length)
}
