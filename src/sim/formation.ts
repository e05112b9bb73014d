import { assert, compareEpochs, ShoalCore } from '../core/index.js'
import { addressesOf } from './options.js'
import type { Simulation } from './simulation.js'
import type { SimulatedMember } from './member.js'
import type { MemberOptions } from './options.js'
import type { Starts } from './starts.js'
import type { World } from './world.js'
import type { Claim, CoreOptions, Effect, Input, MemberId, Settings, Update } from '../core/index.js'

/** Up to so many members, everybody has a connection to everybody; in a larger cluster, to a mesh of the others. */
const ALL_LINKED_MAX = 64

/** How long the first leader may take, and how often it is looked whether it is done, in milliseconds. */
const SETTLE_LIMIT = 60_000
const SETTLE_STEP = 25

/** Somebody to join: without it, only the first member of a cluster could say what it will say of itself. */
const MIDWIFE: MemberId = 'midwife'

interface Newborn {
  readonly member: SimulatedMember
  readonly claim: Claim
  /** Sets what was changed for the forming to what it should be. */
  readonly ripen: () => void
}

/**
 * Starts a cluster that has been there for long, through ordinary inputs but with nothing on the network: each core joins
 * by one answer that holds everybody's claim, so that it knows all from its first step on, and is then pinged until it
 * has no news left to pass on. The connections are there; the first in rank takes office as any leader does.
 *
 * Costs N * N rows and N * N / 8 pings. TODO when a core can begin with a given view: `learn` and `quieten` give way to it.
 */
export function formCluster (simulation: Simulation, world: World, starts: Starts, ids: readonly MemberId[], options: MemberOptions): void {
  const newborns = ids.map((id, index) => create(starts, id, options, index + 1))
  const updates = newborns.map(({ claim }): Update => ({ type: 'claim', claim: world.codec.receivedClaim(claim) }))
  const members = newborns.map(({ member }) => member)

  world.whileForming(() => {
    newborns.forEach(({ member, ripen }, index) => {
      learn(starts, member, updates.toSpliced(index, 1))
      quieten(world, member)
      ripen()
    })
    connect(world, members)
  })
  settle(simulation, members)
}

/** A process that passes news on once only, until it is ripe; and the claim that it is going to make. */
function create (starts: Starts, id: MemberId, options: MemberOptions, place: number): Newborn {
  const made: { claim?: Claim, ripen?: () => void } = {}
  const member = starts.create(id, options, (ordinary, unixMs) => {
    const settings: { -readonly [Name in keyof Settings]: Settings[Name] } = { ...ordinary.settings, retransmitMultiplier: 0 }
    const core = { ...ordinary, settings, bootstrap: true, priority: ordinary.priority ?? place }

    made.claim = claimOf(core, unixMs)
    made.ripen = () => { settings.retransmitMultiplier = ordinary.settings.retransmitMultiplier }

    return core
  })
  const { claim, ripen } = made
  assert(claim !== undefined && ripen !== undefined, 'a member makes a claim')

  return { member, claim, ripen }
}

/** What a core with these options says of itself, found out by letting another one say it. */
function claimOf (options: CoreOptions, unixMs: number): Claim {
  const midwife = rehearse({ ...options, self: MIDWIFE, bootstrap: false, eligible: true, priority: 0 }, core => {
    core.step(0, { type: 'start', unixMs, addresses: [] })
  })

  return rehearse(options, core => {
    core.step(0, { type: 'start', unixMs, addresses: addressesOf(options.self) })
    join(core, MIDWIFE, [{ type: 'claim', claim: midwife }], input => { core.step(0, input) })
  })
}

/** The first claim that a core makes. */
function rehearse (options: CoreOptions, play: (core: ShoalCore) => void): Claim {
  const claims: Claim[] = []

  play(new ShoalCore({ ...options, onRow: (_, after) => { if (after?.id === options.self) claims.push(after.claim) } }))
  const [claim] = claims
  assert(claim !== undefined, `${options.self} makes a claim`)

  return claim
}

/** Lets a member join with this view. A long answer is taken for one part of a longer one, hence the second. */
function join (core: ShoalCore, through: MemberId, updates: readonly Update[], input: (input: Input) => void): void {
  input({ type: 'contact', member: through })
  input({ type: 'message', from: through, message: { type: 'delta', joined: true, updates, wanted: [] } })

  if (core.phase === 'joining') {
    input({ type: 'message', from: through, message: { type: 'delta', joined: true, updates: [], wanted: [] } })
  }
}

/** The first member of a cluster of one has nobody to join. */
function learn (starts: Starts, member: SimulatedMember, updates: readonly Update[]): void {
  const [first] = updates

  starts.begin(member)
  if (first?.type === 'claim') {
    join(member.core, first.claim.id, updates, input => { member.input(input) })
  }
  // Nobody has seen the others come.
  member.events.splice(0, member.events.length, ...member.events.filter(({ type }) => type !== 'member:join'))
}

/** Pings the member until there is nothing left that it would pass on; by somebody who is not in its view, as nobody is told of himself. */
function quieten (world: World, { core, clock }: SimulatedMember): void {
  const pingsMax = core.members().length + 1
  let view = 0n

  // Bounded, as there may be a test in which news never end.
  for (let seq = 1; seq <= pingsMax; seq++) {
    const effects = core.step(clock.localAt(world.now), { type: 'message', from: MIDWIFE, message: { type: 'ping', seq, head: { view, tables: [] }, updates: [] } })
    const ack = ackIn(effects)

    assert(effects.every(({ type }) => type === 'send' || type === 'trace'), 'a ping that says nothing changes nothing')
    if (ack === undefined || ack.updates.length === 0) {
      return
    }
    view = ack.head.view
  }
}

function ackIn (effects: readonly Effect[]): { readonly updates: readonly Update[], readonly head: { readonly view: bigint } } | undefined {
  for (const effect of effects) {
    if (effect.type === 'send' && effect.message.type === 'ack') return effect.message
  }

  return undefined
}

/** Opens the connections: a ring, so that nobody is apart, and others by chance. */
function connect ({ transport, paths, chance }: World, members: readonly SimulatedMember[]): void {
  const { connections } = transport

  if (members.length <= ALL_LINKED_MAX) {
    members.forEach((a, index) => { for (const b of members.slice(index + 1)) connections.join(a, b) })
    return
  }
  const ring = chance.shuffled(members)

  ring.forEach((member, index) => {
    connections.join(member, ring[(index + 1) % ring.length] as SimulatedMember)
    for (let count = 1; count < paths.options.topic.degree / 2; count++) {
      connections.join(member, chance.pick(members))
    }
  })
}

/** Runs until the leader is in office and everybody has its tables, if there is anybody who can lead. */
function settle (simulation: Simulation, members: readonly SimulatedMember[]): void {
  const hasLeader = members.some(({ core }) => core.self.eligible)

  for (let waited = 0; hasLeader && waited < SETTLE_LIMIT && !isSettled(members); waited += SETTLE_STEP) {
    simulation.run(SETTLE_STEP)
  }
}

function isSettled (members: readonly SimulatedMember[]): boolean {
  const [first] = members
  const groups = (first?.options.groups ?? []).map(({ name }) => name)

  return first?.core.leadership !== undefined && members.every(({ core }) =>
    core.leadership?.leader === first.core.leadership?.leader && groups.every(group => hasSameTable(core, first.core, group)))
}

function hasSameTable (a: ShoalCore, b: ShoalCore, group: string): boolean {
  const [ours, theirs] = [a.table(group), b.table(group)]
  return ours !== undefined && theirs !== undefined && compareEpochs(ours.epoch, theirs.epoch) === 0
}
