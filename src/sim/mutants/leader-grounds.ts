import { TERM_LEAD_MAX } from '../../core/index.js'
import { Ground } from './ground.js'
import { INVARIANTS } from '../checkers/index.js'
import { UNIX_START } from '../simulation.js'
import type { Grounds } from './ground.js'
import type { Message } from '../../core/index.js'

const THREE = ['a', 'b', 'c']
const FIVE = ['a', 'b', 'c', 'd', 'e']
const HOUR = 3_600_000

/** The last word of a member that led under that term, and that nobody ever sees. */
function claimTerm (ground: Ground, to: readonly string[], term: number, incarnation = 0): Ground {
  const claim = ground.claimOf('b', { id: 'x', generation: 1, incarnation, left: true, priority: 99, groups: [], term })

  for (const id of to) ground.inject(id === 'b' ? 'a' : 'b', id, { type: 'gossip', updates: [{ type: 'claim', claim }] })

  return ground
}

function unixSeconds (ground: Ground): number {
  return Math.floor((UNIX_START + ground.simulation.now) / 1_000)
}

/** Leaders that take office where something stands against it. */
export const LEADER_GROUNDS = {
  /** Alone, restarted at once, with its disk and its clock an hour back. */
  'alone-restart': options => {
    const ground = new Ground(options)
    ground.simulation.start('a')
    return ground.run(5_000)
      .fault({ kind: 'crash', member: 'a' })
      .fault({ kind: 'clock', member: 'a', step: -HOUR }).run(100)
      .fault({ kind: 'start', member: 'a' })
      .finish()
  },

  /** Its disk names a term of days ahead. */
  'corrupt-record': options => {
    const ground = new Ground(options)
    ground.simulation.start('a', { stored: { generation: 5, term: UNIX_START / 1_000 + 40 * TERM_LEAD_MAX, members: [] } })
    return ground.run(5_000).finish()
  },

  /** The first in rank comes back with nothing, to others whose terms are above its clock. */
  'forgetful-leader': options => {
    const ground = new Ground(options)
    for (const [index, id] of THREE.entries()) ground.simulation.start(id, { priority: index, bootstrap: THREE })
    return ground.run(8_000)
      .fault({ kind: 'power-off', member: 'a' })
      .fault({ kind: 'clock', member: 'a', step: -HOUR })
      .fault({ kind: 'start-empty', member: 'a' })
      .finish()
  },

  /** The same, and the first tables that it asks for do not arrive. */
  'forgetful-leader-with-losses': options => {
    const ground = new Ground(options)
    for (const [index, id] of THREE.entries()) ground.simulation.start(id, { priority: index, bootstrap: THREE })
    ground.run(8_000).fault({ kind: 'crash', member: 'a' }).run(60_000)
    const until = ground.simulation.now + 900
    ground.simulation.filter((_from, to, { type }) => to !== 'a' || type !== 'table' || ground.simulation.now > until)
    return ground.fault({ kind: 'start-empty', member: 'a' }).finish()
  },

  /** The first in rank is back at once, to one that led before it, and that tells it what it was, and nothing of what it did. */
  'forgetful-successor': options => {
    // What it asks for is lost on its way, which the checker of plans does not see.
    const ground = new Ground(options, { checkers: { except: [INVARIANTS.moves] } })
    ground.simulation.start('b')
    ground.run(100)
    ground.simulation.start('a', { priority: -1, bootstrap: ['b'] })
    ground.run(8_000)
      .fault({ kind: 'power-off', member: 'a' })
      .fault({ kind: 'clock', member: 'a', step: -HOUR })
    const until = ground.simulation.now + 4_000
    ground.simulation.filter((_from, to, { type }) => to !== 'a' || (type !== 'table' && type !== 'report') || ground.simulation.now > until)
    return ground.fault({ kind: 'start-empty', member: 'a' }).finish()
  },

  /**
   * The first in rank lost what it was, and forms a cluster below that. Who knew its last term tells it too late to plan
   * from, and then comes one who knew the term before.
   */
  'late-report': options => {
    // It was told, by one whom the checker of the past does not see.
    const ground = new Ground(options, { checkers: { isPastJudged: true } })
    const { simulation } = ground
    ground.fault({ kind: 'clock', member: 'b', step: HOUR })
    simulation.start('b', { priority: 1 })
    ground.run(3_000)
    simulation.start('c', { priority: 2, bootstrap: ['b'] })
    ground.run(8_000).fault({ kind: 'crash', member: 'c' }).run(8_000)
    simulation.start('a', { priority: 0, bootstrap: ['b'] })
    ground.run(8_000).fault({ kind: 'crash', member: 'b' }).fault({ kind: 'power-off', member: 'a' }).run(1_000)
      .fault({ kind: 'start-empty', member: 'a' }).run(20_000)
    const until = simulation.now + 20_000
    const late: Message[] = []
    simulation.filter((from, to, message) => {
      const isLate = from === 'b' && to === 'a' && message.type === 'report' && simulation.now < until
      if (isLate) late.push(message)
      return !isLate
    })
    ground.fault({ kind: 'start', member: 'b' }).run(10_000)
    for (const report of late) ground.inject('b', 'a', report)
    return ground.fault({ kind: 'start', member: 'c' }).finish()
  },

  /** Somebody died under a higher term than the leader's, and the workers stay the same. */
  'term-ahead': options => {
    const ground = new Ground(options, { checkers: { strangers: 1 } }).join(THREE)
    return claimTerm(ground, THREE, unixSeconds(ground) + 1_000).finish()
  },

  /** The same at the very limit of what is plausible, as somebody dies: the next table has to wait until the clock goes on. */
  'term-at-limit': options => {
    const ground = new Ground(options, { checkers: { strangers: 1 } }).join(FIVE).fault({ kind: 'crash', member: 'e' })
    const isNoticed = (): boolean => ground.simulation.member('a').core.members().some(({ id, state }) => id === 'e' && state === 'dead')
    ground.simulation.until(isNoticed, 30_000, 'the death of e')
    return claimTerm(ground, FIVE.slice(0, 4), unixSeconds(ground) + TERM_LEAD_MAX).finish()
  },

  /** Again and again. */
  'outbid': options => {
    const ground = new Ground(options, { checkers: { strangers: 1, messages: 60 } }).join(THREE)
    for (let round = 1; round <= 200; round++) {
      claimTerm(ground, THREE, unixSeconds(ground) + round * 10, round).run(20)
    }
    return ground.finish()
  },

  /** Somebody comes, and is gone before there is work for it. */
  'visitor': options => {
    const ground = new Ground(options).join(THREE)
    ground.simulation.start('v', { bootstrap: ['a'] })
    return ground.run(300).fault({ kind: 'leave', member: 'v' }).finish()
  },

  /** After a split the leader's term is the higher one, and its tokens are not; what it asks for does not come at first. */
  'split-below': options => {
    const ground = new Ground(options).join(FIVE)
      .fault({ kind: 'split', sides: [['a', 'b'], ['c', 'd', 'e']] }).run(60_000)
      .fault({ kind: 'crash', member: 'a' }).run(60_000)
    const until = ground.simulation.now + 40_000
    ground.simulation.filter((_from, to, { type }) => to !== 'b' || type !== 'table' || ground.simulation.now > until)
    return ground.fault({ kind: 'heal' }).finish()
  },

  /** The same with all answers. */
  'split-below-heard': options => new Ground(options).join(FIVE)
    .fault({ kind: 'split', sides: [['a', 'b'], ['c', 'd', 'e']] }).run(60_000)
    .fault({ kind: 'crash', member: 'a' }).run(60_000)
    .fault({ kind: 'heal' })
    .finish(),

  /** A member restarts while the leader does not run, and gets the table that its former process is in. */
  'restart-behind-leader': options => new Ground(options).join(THREE).run(5_000)
    .fault({ kind: 'pause', member: 'a' })
    .fault({ kind: 'crash', member: 'c' }).run(50)
    .fault({ kind: 'start', member: 'c' }).run(3_000)
    .fault({ kind: 'resume', member: 'a' })
    .finish(),

  /** A table with the leaver in it is on its way when it leaves. */
  'leave-in-flight': options => {
    const settings = { leaveTimeout: 0 }
    const ground = new Ground(options, { network: { latency: 100 }, member: { settings }, checkers: { settings } }).join(FIVE)
    ground.fault({ kind: 'crash', member: 'd' })
    const { simulation } = ground
    simulation.until(() => simulation.member('a').core.table('jobs')?.roster.every(({ id }) => id !== 'd') === true, 30_000, 'a table without d')
    return ground.fault({ kind: 'leave', member: 'c' }).finish()
  },

  /** One member gets the new leader's table before it knows the new leader. */
  'table-before-claim': options => {
    const ground = new Ground(options).join(THREE)
    const until = ground.simulation.now + 4_000
    const tells = (message: Message): boolean => 'updates' in message && message.updates.some(update => update.type === 'claim' && update.claim.id === 'z')
    ground.simulation.filter((_from, to, message) => to !== 'c' || ground.simulation.now > until || !tells(message))
    ground.simulation.start('z', { bootstrap: ['a'], priority: -1, groups: [] })
    return ground.finish()
  },

  /** A new leader asks, and one member's answers never come. */
  'unanswered': options => {
    const ground = new Ground(options).join(FIVE)
    ground.simulation.filter((from, _to, { type }) => from !== 'd' || type !== 'report')
    return ground.fault({ kind: 'crash', member: 'a' }).finish()
  },

  /** A member is a leadership behind, and shows its old table to the leader, whose own past that is. */
  'laggard': options => {
    const ground = new Ground(options).join(FIVE).fault({ kind: 'crash', member: 'a' })
    const until = ground.simulation.now + 20_000
    ground.simulation.filter((_from, to, { type }) => to !== 'c' || type !== 'table' || ground.simulation.now > until)
    return ground.finish()
  },

  /** A stranger says that it has newer tables, all the time. */
  'boaster': options => {
    const ground = new Ground(options, { checkers: { settle: 12_000 } }).join(THREE)
    const start = ground.simulation.now
    ground.simulation.filter((_from, to, { type }) => to !== 'c' || type !== 'table' || ground.simulation.now > start + 5_000)
    ground.fault({ kind: 'leave', member: 'b' })
    while (!ground.isCaught && ground.simulation.now < start + 20_000) {
      ground.inject('x', 'c', { type: 'notice', head: { view: 0n, tables: [{ group: 'jobs', epoch: 2n ** 120n }] } }).run(50)
    }
    return ground.violations
  },

  /** The only one that may lead dies, and its successor comes when nobody speaks of it any more. */
  'late-successor': options => {
    const ground = new Ground(options).join(['a'])
    for (const id of ['b', 'c']) ground.simulation.start(id, { bootstrap: ['a'], eligible: false })
    ground.run(10_000).fault({ kind: 'crash', member: 'a' }).run(30_000)
    ground.simulation.start('d', { bootstrap: ['b'] })
    return ground.finish()
  }
} as const satisfies Grounds
