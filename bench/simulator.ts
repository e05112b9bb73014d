/** How fast the simulator runs large clusters, and what memory they take. See its `--help`. */
import { availableParallelism, loadavg } from 'node:os'
import { integer } from '../src/cli/option-values.js'
import { memberIds, Simulation } from '../src/sim/index.js'
import { list, option, scriptValues } from './script.js'

const { members: SIZES, seconds: SECONDS } = scriptValues({
  name: 'bench:simulator',
  about: [
    'Times how fast the simulator runs large settled clusters whose leader\'s machine loses power after a second, and shows',
    'what memory they take.'
  ].join('\n'),
  options: {
    members: list('NUMBER', 'members of a cluster', 'a whole number from 2 to 10000', [100, 1_000, 2_000], integer(2, 10_000)),
    seconds: option('NUMBER', 'virtual seconds that each one runs', 'a whole number from 2 to 86400', 60, integer(2, 86_400))
  },
  places: ['members', 'seconds']
})

console.log(`Node ${process.version}, ${availableParallelism()} CPUs, load average ${loadavg()[0]?.toFixed(1)}, ${SECONDS} virtual seconds.`)
console.log('CPU seconds are of the whole process, garbage collection on other cores included.\n')
console.log('| members | forming s | forming CPU s | running s | running CPU s | steps/s | messages/s | steps | messages | RSS MB | know of the crash |')
console.log('|---|---|---|---|---|---|---|---|---|---|---|')
for (const size of SIZES) {
  measure(size)
}

function measure (size: number): void {
  const ids = memberIds(size)
  const simulation = new Simulation({ seed: 1, member: { keepEvents: false } })
  const forming = timed(() => { simulation.formed(ids) })
  const before = { steps: simulation.stats.steps, messages: simulation.stats.messages }

  const running = timed(() => {
    simulation.run(1_000)
    simulation.crash(ids[0] ?? '', { silent: true })
    simulation.run((SECONDS - 1) * 1_000)
  })
  const steps = simulation.stats.steps - before.steps
  const messages = simulation.stats.messages - before.messages
  const rates = [steps, messages].map(count => Math.round(count / running.wall).toLocaleString('en'))
  const aware = simulation.running().filter(({ core }) => !core.view().includes(ids[0] ?? '')).length
  const cells = [
    size, forming.wall.toFixed(1), forming.cpu.toFixed(1), running.wall.toFixed(1), running.cpu.toFixed(1), ...rates, steps, messages,
    Math.round(process.memoryUsage().rss / 2 ** 20), `${aware} of ${size - 1}`
  ]

  console.log(`| ${cells.join(' | ')} |`)
}

function timed (action: () => void): { readonly wall: number, readonly cpu: number } {
  const start = performance.now()
  const cpu = process.cpuUsage()

  action()
  const { user, system } = process.cpuUsage(cpu)

  return { wall: (performance.now() - start) / 1_000, cpu: (user + system) / 1e6 }
}
