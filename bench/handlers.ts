/** Times how soon work goes on elsewhere, with real processes on loopback. See its `--help`. */
import { cpus, loadavg } from 'node:os'
import { integer } from '../src/cli/option-values.js'
import { HandlerCluster } from './handlers/cluster.js'
import { list, option, scriptValues } from './script.js'
import type { Member } from './handlers/cluster.js'

const PARTITIONS = 256

const { sizes, rounds } = scriptValues({
  name: 'bench:handlers',
  about: [
    'Times how long it takes in clusters of real processes on loopback until the handlers of a member\'s partitions run',
    'elsewhere: from the kill of an owner and of the leader, and from the moment at which a leaver\'s handlers have stopped.'
  ].join('\n'),
  options: {
    sizes: list('SIZE', 'members of a cluster', 'a whole number from 4 to 100', [5, 10, 20], integer(4, 100)),
    rounds: option('NUMBER', 'clusters of each size', 'a whole number from 1 to 1000', 5, integer(1, 1_000))
  },
  places: ['sizes', 'rounds']
})

/** What one round took, in milliseconds. */
interface Round {
  readonly crash: number
  readonly leaderCrash: number
  /** From the call of `stop()` to the last handler elsewhere. */
  readonly leave: number
  /** By partition, from the end of its handler to the beginning of the next. */
  readonly gaps: readonly number[]
}

console.log(`Node ${process.version}, ${cpus().length} processors, load at the start ${loadavg()[0]?.toFixed(1)}; other work on the machine counts in the figures.`)
console.log(`${PARTITIONS} partitions, detector preset lan, ${rounds} rounds a size, every member a process on loopback. Milliseconds.\n`)
console.log('| N | what | median | worst | bar for the median |')
console.log('| --- | --- | --- | --- | --- |')

for (const size of sizes) {
  const results: Round[] = []

  for (let round = 0; round < rounds; round++) {
    results.push(await measure(size))
  }

  print(size, 'kill of an owner to its last handler elsewhere', results.map(({ crash }) => crash), '500')
  print(size, 'kill of the leader to its last handler elsewhere', results.map(({ leaderCrash }) => leaderCrash), '')
  print(size, 'leave: longest time of a partition without a handler', results.map(({ gaps }) => Math.max(...gaps)), '300')
  print(size, 'leave: time of a partition without a handler', results.flatMap(({ gaps }) => gaps), '300')
  print(size, 'leave: call to the last handler elsewhere', results.map(({ leave }) => leave), '')
}

async function measure (size: number): Promise<Round> {
  await using cluster = new HandlerCluster(PARTITIONS)
  await cluster.start(size)
  const crash = await kill(cluster, 1)
  // The first to start leads.
  const leaderCrash = await kill(cluster, 0)
  const leaver = await memberAt(cluster, 1)
  const start = Date.now()
  cluster.drop(leaver)
  const partitions = [...leaver.running.keys()]
  leaver.child.send('leave')
  const begun = await cluster.begun(partitions)

  return { crash, leaderCrash, leave: Math.max(...begun.values()) - start, gaps: partitions.map(partition => (begun.get(partition) ?? Infinity) - (leaver.ended.get(partition) ?? -Infinity)) }
}

/** From the kill of a member to the moment at which the last of its partitions has a handler again. */
async function kill (cluster: HandlerCluster, index: number): Promise<number> {
  const member = await memberAt(cluster, index)
  const start = Date.now()
  member.child.kill('SIGKILL')
  cluster.drop(member)
  const begun = await cluster.begun([...member.running.keys()])

  return Math.max(...begun.values()) - start
}

async function memberAt (cluster: HandlerCluster, index: number): Promise<Member> {
  await cluster.formed()
  const member = cluster.members[index]

  if (member === undefined) {
    throw new Error(`there are ${cluster.members.length} members, not ${index + 1}`)
  }

  return member
}

function print (size: number, what: string, times: number[], bar: string): void {
  const sorted = times.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const median = ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2

  console.log(`| ${size} | ${what} | ${median.toFixed(0)} | ${sorted.at(-1)?.toFixed(0)} | ${bar} |`)
}
