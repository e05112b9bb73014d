import { INVARIANTS } from '../checkers/index.js'
import { UNIX_START } from '../simulation.js'
import { Ground } from './ground.js'
import type { Grounds } from './ground.js'

const FIVE = ['a', 'b', 'c', 'd', 'e']
const THREE = ['a', 'b', 'c']
const HOUR = 3_600_000

/** Processes and machines that end and come back. */
export const CRASH_GROUNDS = {
  /** Five that start in one instant, each with the addresses of all. */
  'formation': options => {
    const ground = new Ground(options)
    for (const id of FIVE) ground.simulation.start(id, { bootstrap: FIVE })
    return ground.finish()
  },

  /** Four that come within half a second of each other to one that is there. */
  'joins': options => {
    const ground = new Ground(options).join(['a'])
    for (const id of ['b', 'c', 'd', 'e']) {
      ground.simulation.start(id, { bootstrap: ['a'] })
      ground.run(50)
    }
    return ground.finish()
  },

  /** Members join whose partitions are worked on by what does not stop when it is told to. */
  'stubborn': options => new Ground(options, { member: { application: { stop: 3_600_000 } } }).join(THREE).run(20_000).finish(),

  'crash': options => new Ground(options).join(FIVE)
    .fault({ kind: 'crash', member: 'c' }).run(60_000)
    .fault({ kind: 'start', member: 'c' })
    .finish(),

  'crash-of-leader': options => new Ground(options).join(FIVE)
    .fault({ kind: 'crash', member: 'a' }).run(60_000)
    .fault({ kind: 'start', member: 'a' })
    .finish(),

  /** A process that ends with its links, judged by how soon its partitions have others. */
  'fast-failover': options => new Ground(options, { checkers: { unowned: 100, move: 250 } }).join(FIVE).run(10_000)
    .fault({ kind: 'crash', member: 'c' }).run(5_000)
    .finish(),

  'power-off': options => new Ground(options).join(FIVE)
    .fault({ kind: 'power-off', member: 'a' }).run(60_000)
    .fault({ kind: 'power-off', member: 'c' }).run(60_000)
    .fault({ kind: 'start', member: 'c' })
    .finish(),

  /** The machine of the one that comes last in every order: who does not probe all in turn never misses it. */
  'power-off-of-last': options => new Ground(options).join(FIVE)
    .fault({ kind: 'power-off', member: 'e' })
    .finish(),

  /** Back before anybody noticed. */
  'quick-restart': options => new Ground(options).join(FIVE)
    .fault({ kind: 'power-off', member: 'c' }).run(200)
    .fault({ kind: 'start', member: 'c' }).run(30_000)
    .fault({ kind: 'power-off', member: 'a' }).run(200)
    .fault({ kind: 'start', member: 'a' })
    .finish(),

  /** Everybody at once, with nothing on any disk. */
  'cold-restart': options => {
    const ground = new Ground(options).join(THREE)
    for (const member of THREE) ground.fault({ kind: 'crash', member })
    ground.run(2_500)
    for (const member of THREE) ground.fault({ kind: 'start-empty', member })
    return ground.finish()
  },

  /** The same with the disks, and clocks that went back. */
  'restart-with-clocks-back': options => {
    const ground = new Ground(options).join(THREE)
    for (const member of THREE) ground.fault({ kind: 'crash', member })
    ground.run(2_500)
    for (const member of THREE) ground.fault({ kind: 'clock', member, step: -HOUR }).fault({ kind: 'start', member })
    return ground.finish()
  },

  /** A member with an empty disk and a clock that went back comes to others who know better, and have not missed it. */
  'forgetful': options => new Ground(options, { checkers: { isPastJudged: true } }).join(THREE, { bootstrap: THREE })
    .fault({ kind: 'power-off', member: 'a' })
    .fault({ kind: 'clock', member: 'a', step: -HOUR })
    .fault({ kind: 'start-empty', member: 'a' }).run(60_000)
    .fault({ kind: 'power-off', member: 'c' })
    .fault({ kind: 'clock', member: 'c', step: -HOUR })
    .fault({ kind: 'start-empty', member: 'c' })
    .finish(),

  /** The same after everybody has given it up. */
  'forgotten': options => new Ground(options, { checkers: { isPastJudged: true } }).join(THREE, { bootstrap: THREE })
    .fault({ kind: 'crash', member: 'a' }).run(20_000)
    .fault({ kind: 'clock', member: 'a', step: -HOUR })
    .fault({ kind: 'start-empty', member: 'a' })
    .finish(),

  'leave': options => new Ground(options).join(FIVE)
    .fault({ kind: 'leave', member: 'c' }).run(20_000)
    .fault({ kind: 'leave', member: 'a' }).run(20_000)
    .fault({ kind: 'start', member: 'a' })
    .finish(),

  /** A new leader goes while it waits for the reports, and hears nothing more. */
  'leave-of-collector': options => {
    const ground = new Ground(options).join(FIVE)
      .fault({ kind: 'cut-one-way', from: ['c'], to: ['b'] })
      .fault({ kind: 'crash', member: 'a' })
    const { simulation } = ground
    simulation.until(() => (simulation.member('b').marks.get('office:collecting') ?? 0) > 0, 30_000, 'questions of b')
    return ground.run(100)
      .fault({ kind: 'split', sides: [['b'], ['c', 'd', 'e']] })
      .fault({ kind: 'leave', member: 'b' }).run(60_000)
      .fault({ kind: 'heal' })
      .finish()
  },

  /** The last ones go one after the other, until one is alone. */
  'shrink': options => {
    const ground = new Ground(options).join(FIVE)
    for (const member of ['b', 'a', 'd', 'c']) ground.fault({ kind: 'crash', member }).run(40_000)
    return ground.finish()
  },

  /** Another process under an id that runs; all but the older one hear of it first. */
  'second-process': options => {
    const ground = new Ground(options, { checkers: { except: [INVARIANTS.ownCounters] } }).join(THREE)
    const claim = ground.claimOf('c', { generation: ground.simulation.member('c').core.self.generation + 1 })
    return ground.inject('b', 'a', { type: 'gossip', updates: [{ type: 'claim', claim }] }).finish()
  },

  /**
   * A member leaves, and starts with an empty disk and under the very number that it had, among others who do not know that.
   * Then they meet those who do.
   */
  'left-under-it': options => {
    const ground = new Ground(options)
    const { simulation } = ground
    simulation.start('a')
    ground.run(1_000)
    simulation.start('c', { bootstrap: ['a', 'b'] })
    ground.run(3_000)
    const { generation } = simulation.member('c').core.self
    ground.fault({ kind: 'leave', member: 'c' }).run(3_000).fault({ kind: 'split', sides: [['a'], ['b', 'c']] })
    simulation.start('b', { bootstrap: ['a'] })

    return ground.run(15_000)
      .fault({ kind: 'clock', member: 'c', step: generation - UNIX_START - simulation.now })
      .fault({ kind: 'start-empty', member: 'c' }).run(8_000)
      .fault({ kind: 'heal' })
      .finish()
  }
} as const satisfies Grounds
