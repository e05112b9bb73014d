/** How many partitions the planner moves, how evenly it spreads them, and how long it takes. See its `--help`. */
import { availableParallelism, loadavg } from 'node:os'
import { integer } from '../src/cli/option-values.js'
import { plan, planOwners } from '../src/core/assignment/planner.js'
import { createRandom } from '../src/core/random.js'
import { HASHINGS } from './hashings.js'
import { option, scriptValues } from './script.js'
import type { Plan, PlanInput, Worker } from '../src/core/assignment/planner.js'

const { rounds: ROUNDS, changes: CHANGES, seed: SEED } = scriptValues({
  name: 'bench:planner',
  about: [
    'Lets members come and go at random, and counts for the planner and for four ways to place by hash how many partitions',
    'move at each change beside the least that restores balance. Then times the planner at the sizes that docs/protocol.md',
    'promises, when nothing is assigned yet, when a worker leaves and when one joins.'
  ].join('\n'),
  options: {
    rounds: option('NUMBER', 'times that each plan is timed', 'a whole number from 1 to 10000', 31, integer(1, 10_000)),
    changes: option('NUMBER', 'changes of members that are counted', 'a whole number from 1 to 100000', 200, integer(1, 100_000)),
    seed: option('NUMBER', 'decides who comes and goes', 'a whole number from 0 to 4294967295', 1, integer(0, 2 ** 32 - 1))
  },
  places: ['rounds']
})

type Place = (partitions: number, workers: readonly Worker[], owners: readonly string[]) => string[]

console.log(`Node ${process.version}, ${availableParallelism()} CPUs, load average ${loadavg()[0]?.toFixed(1)}, seed ${SEED}.\n`)
console.log(`Moves at one of ${CHANGES} random joins and leaves, beside the least that restores balance; the worst difference of`)
console.log('two loads; the worst load beside the mean:\n')
console.log('| partitions | members | way | moves per change | of the least | worst max - min | worst peak / mean |')
console.log('|---|---|---|---|---|---|---|')
for (const [partitions, members] of [[271, 10], [1_021, 32], [4_093, 100]] as const) {
  churn(partitions, members, 'sticky quota', (count, workers, owners) => planOwners({ partitions: count, workers, owners }).map(id => id ?? ''))
  for (const [name, hashing] of Object.entries(HASHINGS)) churn(partitions, members, name, (count, workers) => hashing(count, workers.map(({ id }) => id)))
}
console.log(`\nTime of a plan, ${ROUNDS} times each. Other work on the machine counts in the figures, most of all in the worst:\n`)
console.log('| partitions x workers | standbys | change | median ms | worst ms | moves | least possible |')
console.log('|---|---|---|---|---|---|---|')
time(16_384, 200, 0)
time(16_384, 200, 1)
time(100_003, 1_000, 0)

/** Members come and go, each time one of them, between half as many and half as many more. */
function churn (partitions: number, members: number, name: string, place: Place): void {
  const random = createRandom(SEED)
  let workers = createWorkers(members)
  let owners = place(partitions, workers, [])
  let [moves, least, worstSpread, worstPeak, born] = [0, 0, 0, 0, members]

  for (let change = 0; change < CHANGES; change++) {
    const isJoin = workers.length < members * 1.5 && (workers.length <= members / 2 || random.fraction() < 0.5)
    workers = isJoin ? [...workers, ...createWorkers(1, born++)] : workers.toSpliced(random.below(workers.length), 1)
    const after = place(partitions, workers, owners)
    const loads = loadsOf(workers, after)
    moves += after.filter((id, partition) => id !== owners[partition]).length
    least += leastMoves({ partitions, workers, owners })
    worstSpread = Math.max(worstSpread, Math.max(...loads) - Math.min(...loads))
    worstPeak = Math.max(worstPeak, Math.max(...loads) * workers.length / partitions)
    owners = after
  }
  const cells = [partitions, `about ${members}`, name, (moves / CHANGES).toFixed(1), `${(moves / least).toFixed(2)}x`, worstSpread, worstPeak.toFixed(2)]
  console.log(`| ${cells.join(' | ')} |`)
}

function time (partitions: number, count: number, replicas: number): void {
  const workers = createWorkers(count)
  const before = plan({ partitions, workers, owners: [], replicas })
  const present = { partitions, replicas, owners: before.owners, ...replicas === 0 ? {} : { standbys: before.standbys } }
  const changes: Array<[string, PlanInput]> = [
    ['cold', { partitions, workers, owners: [], replicas }],
    ['leave', { ...present, workers: workers.toSpliced(count >> 1, 1) }],
    ['join', { ...present, workers: createWorkers(count + 1) }]
  ]
  for (const [name, input] of changes) {
    const { times, planned } = measure(input)
    const moves = planned.owners.filter((id, partition) => id !== input.owners[partition]).length
    const cells = [`${partitions} x ${count}`, replicas, name, (times[times.length >> 1] ?? NaN).toFixed(1), (times.at(-1) ?? NaN).toFixed(1), moves, leastMoves(input)]
    console.log(`| ${cells.join(' | ')} |`)
  }
}

function measure (input: PlanInput): { times: number[], planned: Plan } {
  let planned = plan(input)
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    planned = plan(input)
    return performance.now() - start
  })
  return { times: times.sort((a, b) => a - b), planned }
}

function createWorkers (count: number, first = 0): Worker[] {
  return Array.from({ length: count }, (_, n) => ({ id: `12D3KooWbench${String(first + n).padStart(39, '0')}`, weight: 1 }))
}

function loadsOf (workers: readonly Worker[], owners: ReadonlyArray<string | undefined>): number[] {
  const loads = new Map(workers.map(({ id }) => [id, 0]))
  for (const id of owners) {
    const load = loads.get(id ?? '')
    if (id !== undefined && load !== undefined) loads.set(id, load + 1)
  }
  return [...loads.values()]
}

/** For equal weights: orphans, and what is above the base but for the extra slots. */
function leastMoves ({ partitions, workers, owners }: PlanInput): number {
  const base = Math.floor(partitions / workers.length)
  const loads = loadsOf(workers, owners)
  const orphans = partitions - loads.reduce((sum, load) => sum + load, 0)
  const above = loads.filter(load => load > base)
  const surplus = above.reduce((sum, load) => sum + load - base, 0)
  return orphans + surplus - Math.min(partitions % workers.length, above.length)
}
