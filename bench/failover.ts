/** Times what users wait for, with real processes on loopback. See its `--help`. */
import { cpus, loadavg } from 'node:os'
import { isRecovered, startCluster } from '../interop/process-cluster.js'
import { integer } from '../src/cli/option-values.js'
import { list, option, scriptValues } from './script.js'
import type { ProcessCluster, ProcessNode, TableJson } from '../interop/process-cluster.js'

const PARTITIONS = 256
const DEADLINE = 120_000

const { sizes, rounds } = scriptValues({
  name: 'bench:failover',
  about: [
    'Times how long clusters of real processes on loopback take to form, to get over the crash of a leader and of another',
    'member, and to let a member leave. Each round is a fresh cluster; times come from the members\' own event lines.'
  ].join('\n'),
  options: {
    sizes: list('SIZE', 'members of a cluster', 'a whole number from 4 to 100', [5, 20], integer(4, 100)),
    rounds: option('NUMBER', 'clusters of each size', 'a whole number from 1 to 1000', 5, integer(1, 1_000))
  },
  places: ['sizes', 'rounds']
})

/** What one round took, in milliseconds. */
interface Round {
  readonly form: number
  readonly leaderCrash: number
  readonly followerCrash: number
  readonly leaveExit: number
  readonly leaveReassigned: number
}

console.log(`Node ${process.version}, ${cpus().length} processors, shared with other work; load at the start ${loadavg()[0]?.toFixed(1)}.`)
console.log(`${PARTITIONS} partitions, detector preset lan, ${rounds} rounds a size, every member a process on loopback. Milliseconds.\n`)
console.log('| N | what | median | worst |')
console.log('| --- | --- | --- | --- |')

for (const size of sizes) {
  const results: Round[] = []

  for (let round = 0; round < rounds; round++) {
    results.push(await measure(size))
  }

  print(size, 'form: last member ready to one view, leader and table everywhere', results.map(({ form }) => form))
  print(size, 'leader crash to new table applied everywhere', results.map(({ leaderCrash }) => leaderCrash))
  print(size, 'follower crash to reassigned everywhere', results.map(({ followerCrash }) => followerCrash))
  print(size, 'graceful leave: signal to exit', results.map(({ leaveExit }) => leaveExit))
  print(size, 'graceful leave: signal to reassigned everywhere', results.map(({ leaveReassigned }) => leaveReassigned))
}

async function measure (nodes: number): Promise<Round> {
  await using cluster = await startCluster({ nodes, groups: { jobs: PARTITIONS } })
  const ready = Math.max(...cluster.nodes.map(node => timeOf(node, 'ready')))

  await cluster.formed({ deadline: DEADLINE })
  const form = lastTable(cluster) - ready
  const leaderCrash = await lose(cluster, leader => leader, async node => await node.kill())
  const followerCrash = await lose(cluster, (_, follower) => follower, async node => await node.kill())
  let leaveExit = Infinity
  const leaveReassigned = await lose(cluster, (_, follower) => follower, async node => {
    const start = Date.now()
    await node.terminate()
    leaveExit = Date.now() - start
  })

  return { form, leaderCrash, followerCrash, leaveExit, leaveReassigned }
}

/** From the moment at which a member is ended to the last survivor's table without it. */
async function lose (
  cluster: ProcessCluster, choose: (leader: ProcessNode, follower: ProcessNode) => ProcessNode, end: (node: ProcessNode) => Promise<unknown>
): Promise<number> {
  const [status] = await cluster.formed({ deadline: DEADLINE })
  const leader = cluster.node(status?.leader)
  const follower = cluster.running.find(node => node !== leader) as ProcessNode
  const before: TableJson = await leader.table('jobs')
  const start = Date.now()

  await end(choose(leader, follower))
  await cluster.until(statuses => isRecovered(statuses, cluster.running.length, before.epoch), { deadline: DEADLINE })

  return lastTable(cluster) - start
}

/** When the last of the running members applied the table that it has now. */
function lastTable (cluster: ProcessCluster): number {
  return Math.max(...cluster.running.map(node => timeOf(node, 'table:change')))
}

function timeOf (node: ProcessNode, event: 'ready' | 'table:change'): number {
  return node.events.findLast(line => line.event === event)?.at ?? Infinity
}

function print (size: number, what: string, times: number[]): void {
  const sorted = times.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const median = ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2

  console.log(`| ${size} | ${what} | ${median} | ${sorted.at(-1)} |`)
}
