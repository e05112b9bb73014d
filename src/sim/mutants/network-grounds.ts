import { Ground } from './ground.js'
import type { Grounds } from './ground.js'

const FIVE = ['a', 'b', 'c', 'd', 'e']
const MINORITY = [['a', 'b'], ['c', 'd', 'e']] as const

/** Cables that are cut, messages that are lost, members that are slow. */
export const NETWORK_GROUNDS = {
  /** A minority with the leader is cut off, and comes back. */
  'split': options => new Ground(options).join(FIVE)
    .fault({ kind: 'split', sides: MINORITY }).run(70_000)
    .fault({ kind: 'heal' })
    .finish(),

  /** The majority's leader dies in the split, and its successor's term is the highest of all. */
  'split-and-crash': options => new Ground(options).join(FIVE)
    .fault({ kind: 'split', sides: MINORITY }).run(30_000)
    .fault({ kind: 'crash', member: 'c' }).run(30_000)
    .fault({ kind: 'heal' })
    .finish(),

  /** Two halves that never met: each formed alone, and knows the other by address only. */
  'strangers-meet': options => {
    const ground = new Ground(options)
    ground.fault({ kind: 'split', sides: MINORITY })
    for (const id of FIVE) ground.simulation.start(id, { bootstrap: FIVE })
    return ground.run(30_000).fault({ kind: 'heal' }).finish()
  },

  /** Everybody is cut off from everybody, and back. */
  'all-alone': options => new Ground(options).join(FIVE)
    .fault({ kind: 'split', sides: FIVE.map(id => [id]) }).run(90_000)
    .fault({ kind: 'heal' })
    .finish(),

  /** One cable: the others relay. */
  'one-cable': options => new Ground(options).join(FIVE).run(10_000)
    .fault({ kind: 'cut-partial', pairs: [['a', 'c']] }).run(120_000)
    .fault({ kind: 'heal' })
    .finish(),

  /** A member that is heard by nobody, and hears all. */
  'mute': options => new Ground(options).join(FIVE)
    .fault({ kind: 'cut-one-way', from: ['c'], to: ['a', 'b', 'd', 'e'] }).run(90_000)
    .fault({ kind: 'heal' })
    .finish(),

  /** A member that hears nobody, and is heard by all. */
  'deaf': options => new Ground(options).join(FIVE)
    .fault({ kind: 'cut-one-way', from: ['a', 'b', 'd', 'e'], to: ['c'] }).run(90_000)
    .fault({ kind: 'heal' })
    .finish(),

  /** The leader hears one member through others only. */
  'deaf-leader': options => new Ground(options).join(FIVE)
    .fault({ kind: 'cut-one-way', from: ['c'], to: ['a'] })
    .fault({ kind: 'crash', member: 'e' }).run(90_000)
    .fault({ kind: 'heal' })
    .finish(),

  'flip-flop': options => new Ground(options).join(FIVE)
    .fault({ kind: 'flip-flop', a: ['a', 'b'], b: ['c', 'd', 'e'], period: 6_000 }).run(60_000)
    .fault({ kind: 'heal' })
    .finish(),

  'lossy': options => new Ground(options).join(FIVE)
    .fault({ kind: 'network', options: { loss: 0.4, reordering: true, duplication: 0.2 } }).run(20_000)
    .fault({ kind: 'crash', member: 'c' }).run(20_000)
    .fault({ kind: 'start', member: 'c' }).run(20_000)
    .fault({ kind: 'network', options: { loss: 0, reordering: false, duplication: 0 } })
    .finish(),

  /** A member's process stops and goes on: it must not hold the others' silence against them. */
  'pause': options => new Ground(options, { order: 'nasty', checkers: { traces: 5_000 } }).join(FIVE).run(10_000)
    .fault({ kind: 'pause', member: 'c' }).run(3_000)
    .fault({ kind: 'resume', member: 'c' }).run(60_000)
    .fault({ kind: 'pause', member: 'a' }).run(60_000)
    .fault({ kind: 'resume', member: 'a' })
    .finish(),

  /** Lifeguard's anomaly, again and again, at one member. */
  'blocked': options => {
    const ground = new Ground(options, { checkers: { traces: 5_000 } }).join(FIVE).run(5_000)
    for (let round = 0; round < 6; round++) {
      ground.fault({ kind: 'block', member: 'c' }).run(4_000).fault({ kind: 'unblock', member: 'c' }).run(500)
    }
    return ground.finish()
  },

  'slow': options => new Ground(options).join(FIVE)
    .fault({ kind: 'slow', member: 'c', stall: 1_800, every: 2_000 }).run(90_000)
    .fault({ kind: 'slow', member: 'c', stall: 0, every: 1 })
    .finish(),

  /** Links so slow that a dial takes longer than an answer may. */
  'cold-links': options => new Ground(options, { network: { linksMax: 2, latency: 120 } }).join(FIVE).run(60_000).finish()
} as const satisfies Grounds
