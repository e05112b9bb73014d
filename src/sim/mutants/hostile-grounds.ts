import { Ground } from './ground.js'
import { GROUPS_MAX, INCARNATION_LEAD_MAX, packToken, TERM_LEAD_MAX } from '../../core/index.js'
import { INVARIANTS } from '../checkers/index.js'
import type { Grounds, GroundShape } from './ground.js'
import type { Accusation, Table, Update } from '../../core/index.js'

const THREE = ['a', 'b', 'c']
const FIVE = ['a', 'b', 'c', 'd', 'e']
const DAYS = 40 * TERM_LEAD_MAX

/** Healthy members are left alone for a short time only before somebody accuses them. */
const JUDGED_SOON: GroundShape = { checkers: { traces: 2_000 } }

/** The same where somebody is accused, and clears itself. */
const ACCUSED: GroundShape = { checkers: { traces: 2_000, except: [INVARIANTS.trusted] } }

/** A table that is one epoch ahead of the present one, by the same leader. */
function ahead (ground: Ground, changes: Partial<Table> = {}): Table {
  const table = ground.tableOf('a')
  return { ...table, epoch: { ...table.epoch, version: table.epoch.version + 1 }, parent: table.epoch, ...changes }
}

function offer (ground: Ground, table: Table): Ground {
  for (const id of THREE) ground.inject('x', id, { type: 'table', table })
  return ground
}

function accuse (ground: Ground, from: string, accusation: Pick<Accusation, 'id' | 'state'> & Partial<Accusation>): Ground {
  const { generation, incarnation } = ground.simulation.member(accusation.id).core.self
  const update = { type: 'accusation' as const, accusation: { generation, incarnation, accuser: from, refused: false, ...accusation } }

  for (const id of THREE) {
    if (id !== accusation.id) ground.inject(from, id, { type: 'gossip', updates: [update] })
  }

  return ground
}

function isAgainstB (update: Update): boolean {
  return update.type === 'accusation' && update.accusation.id === 'b'
}

/** Messages that no member makes as it should, and members that do not fit. */
export const HOSTILE_GROUNDS = {
  'old-table': options => {
    const ground = new Ground(options).join(THREE)
    const old = ground.tableOf('b')
    return offer(ground.fault({ kind: 'leave', member: 'c' }).run(5_000), old).finish()
  },

  'table-of-stranger': options => {
    const ground = new Ground(options).join(THREE)
    const { epoch } = ground.tableOf('a')
    return offer(ground, ahead(ground, { epoch: { term: epoch.term + 1, leader: 'x', version: 1 } })).finish()
  },

  'table-of-ineligible': options => {
    const ground = new Ground(options).join(THREE)
    ground.simulation.start('i', { bootstrap: ['a'], eligible: false, priority: -5, groups: [] })
    ground.run(3_000)
    const { epoch } = ground.tableOf('a')
    return offer(ground, ahead(ground, { epoch: { term: epoch.term + 1, leader: 'i', version: 1 } })).finish()
  },

  'table-of-other-cluster': options => {
    const ground = new Ground(options).join(THREE)
    return offer(ground, ahead(ground, { cluster: 'other' })).finish()
  },

  'table-of-other-size': options => {
    const ground = new Ground(options).join(THREE)
    // Without reasons and standbys, which would be too many for it.
    const { reasons: _, standbys: __, ...table } = ahead(ground)
    return offer(ground, { ...table, partitions: 32, owners: table.owners.slice(0, 32), tokens: table.tokens.slice(0, 32), successors: table.successors.slice(0, 32) }).finish()
  },

  'unsound-table': options => {
    const ground = new Ground(options).join(THREE)
    const table = ahead(ground)
    return offer(ground, { ...table, tokens: table.tokens.map(() => packToken({ ...table.epoch, version: 1_000 })) }).finish()
  },

  'tokens-back': options => {
    const ground = new Ground(options).join(THREE)
    const table = ahead(ground)
    return offer(ground, { ...table, owners: table.owners.map(owner => (owner + 1) % 3) }).finish()
  },

  'table-of-days-ahead': options => {
    const ground = new Ground(options).join(THREE)
    const { epoch } = ground.tableOf('a')
    return offer(ground, ahead(ground, { epoch: { term: epoch.term + DAYS, leader: 'b', version: 1 } })).finish()
  },

  'many-groups': options => {
    const ground = new Ground(options).join(THREE)
    const table = ahead(ground)
    for (let group = 0; group < 80; group++) {
      ground.inject('x', 'b', { type: 'table', table: { ...table, group: `g${group}`, owners: table.owners.map(() => -1), roster: [] } })
    }
    return ground.run(2_000).violations
  },

  'claim-of-days-ahead': options => {
    const ground = new Ground(options, { checkers: { strangers: 1 } }).join(THREE)
    const term = ground.tableOf('a').epoch.term + DAYS
    const claim = ground.claimOf('c', { id: 'x', priority: 99, term, groups: [] })
    for (const id of THREE) ground.inject('b', id, { type: 'gossip', updates: [{ type: 'claim', claim }] })
    return ground.finish()
  },

  'claim-of-other-cluster': options => {
    const ground = new Ground(options).join(THREE)
    return ground.inject('b', 'a', { type: 'gossip', updates: [{ type: 'claim', claim: ground.claimOf('c', { id: 'x', cluster: 'other', priority: 99 }) }] }).finish()
  },

  'old-claim': options => {
    const ground = new Ground(options).join(THREE)
    const claim = ground.claimOf('c')
    ground.fault({ kind: 'update', member: 'c', metadata: 'newer' }).run(5_000)
    ground.simulation.member('a').input({ type: 'message', from: 'b', message: { type: 'gossip', updates: [{ type: 'claim', claim }] } })
    return ground.finish()
  },

  'old-accusation': options => {
    const ground = new Ground(options).join(THREE)
    const { incarnation } = ground.simulation.member('c').core.self
    ground.fault({ kind: 'update', member: 'c', metadata: 'newer' }).run(5_000)
    return accuse(ground, 'b', { id: 'c', state: 'dead', incarnation }).finish()
  },

  'accusation-of-stranger': options => accuse(new Ground(options, JUDGED_SOON).join(THREE), 'x', { id: 'c', state: 'suspect' }).finish(),

  'accusation-far-ahead': options => {
    const ground = new Ground(options, JUDGED_SOON).join(THREE)
    return accuse(ground, 'b', { id: 'c', state: 'suspect', incarnation: Number.MAX_SAFE_INTEGER - 2 * INCARNATION_LEAD_MAX }).finish()
  },

  /** Somebody says that a healthy member is dead, with no suspicion before. */
  'hasty-death': options => accuse(new Ground(options, ACCUSED).join(THREE), 'b', { id: 'c', state: 'dead' }).finish(),

  /** One member is told of another's death by three that were on the other side of a split; its probes take their time. */
  'told-of-death': options => {
    const ground = new Ground(options, ACCUSED).join(FIVE)
    const { simulation } = ground
    simulation.filter((_from, to, message) => to !== 'b' || message.type === 'gossip' || !('updates' in message) || !message.updates.some(isAgainstB))
    for (let round = 0; round < 4; round++) {
      const { generation, incarnation } = simulation.member('b').core.self
      for (const accuser of ['c', 'd', 'e']) {
        ground.inject(accuser, 'a', { type: 'gossip', updates: [{ type: 'accusation', accusation: { id: 'b', generation, incarnation, state: 'dead', accuser, refused: false } }] })
      }
      ground.run(20_000)
    }
    return ground.finish()
  },

  /** The accusation stands far above what the accused has said so far. */
  'accusation-ahead': options => {
    const ground = new Ground(options, { checkers: { ...ACCUSED.checkers, settle: 60_000 } }).join(THREE)
    return accuse(ground, 'b', { id: 'c', state: 'suspect', incarnation: ground.simulation.member('c').core.self.incarnation + 900 }).finish()
  },

  /** One member, and nobody else, is refused at the address of another one. */
  'one-refusal': options => {
    const ground = new Ground(options, ACCUSED).join(FIVE)
    ground.simulation.member('a').input({ type: 'disconnected', member: 'c', lost: true })
    ground.simulation.member('a').input({ type: 'refused', member: 'c' })
    return ground.finish()
  },

  /** Two members have tables of so many groups each that neither has room for the other's: to ask once is enough. */
  'crowded': options => {
    const ground = new Ground(options, { checkers: { messages: 1_000, except: [INVARIANTS.served] } }).join(THREE)
    const table = ahead(ground)
    for (let group = 0; group < GROUPS_MAX - 1; group++) {
      const other = { ...table, owners: table.owners.map(() => -1), roster: [] }
      ground.inject('x', 'b', { type: 'table', table: { ...other, group: `g${group}` } })
      ground.inject('x', 'c', { type: 'table', table: { ...other, group: `h${group}` } })
    }
    ground.run(20_000)
    const pulls = ground.simulation.stats.byType.get('table-pull')?.messages ?? 0
    const isTooMuch = pulls > 10 * GROUPS_MAX

    return isTooMuch ? [{ invariant: INVARIANTS.traffic, at: ground.simulation.now, what: `${pulls} pulls of ${2 * GROUPS_MAX} groups` }] : ground.violations
  },

  /** Two clusters whose groups have different sizes; the one that does not lead goes. */
  'two-sizes': options => {
    const ground = new Ground(options).fault({ kind: 'split', sides: [['x'], THREE] })
    ground.simulation.start('x', { groups: [{ name: 'jobs', partitions: 128 }], bootstrap: ['a'] })
    return ground.run(4_000).join(THREE).fault({ kind: 'heal' }).finish()
  },

  /** Who may not lead has the lowest priority of all. */
  'ineligible-first': options => {
    const ground = new Ground(options).join(THREE)
    ground.simulation.start('i', { bootstrap: ['a'], eligible: false, priority: -5 })
    return ground.finish()
  },

  /** The only worker goes, and its group is nobody's. */
  'unowned-group': options => {
    const ground = new Ground(options)
    ground.simulation.start('a', { groups: [] })
    ground.simulation.start('b', { groups: [], bootstrap: ['a'] })
    ground.simulation.start('w', { bootstrap: ['a'] })
    return ground.run(10_000).fault({ kind: 'crash', member: 'w' }).finish()
  },

  /** Reports that name tables of days ahead, and tables that are not what they should be. */
  'lying-report': options => {
    const ground = new Ground(options).join(FIVE)
    const table = ground.tableOf('a')
    const future = { ...table, epoch: { term: table.epoch.term + DAYS, leader: 'c', version: 1 } }
    const { simulation } = ground
    simulation.filter((from, to, message) => {
      if (from === 'c' && message.type === 'report') {
        simulation.inject('c', to, { ...message, term: future.epoch.term, tables: [{ group: 'jobs', epoch: packToken(future.epoch) }] })
        simulation.inject('c', to, { type: 'table', table: future })
      }
      return from !== 'c' || message.type !== 'report'
    })
    return ground.fault({ kind: 'crash', member: 'a' }).finish()
  }
} as const satisfies Grounds
