import { compareEpochs, draftClaim, generationAfter, MemberList } from '../core/index.js'
import { addressesOf } from './options.js'
import type { Simulation } from './simulation.js'
import type { SimulatedMember } from './member.js'
import type { MemberOptions } from './options.js'
import type { Draft, Starts } from './starts.js'
import type { World } from './world.js'
import type { Claim, MemberId, ShoalCore } from '../core/index.js'

/** Up to so many members, everybody has a connection to everybody; in a larger cluster, to a mesh of the others. */
const ALL_LINKED_MAX = 64

/** How long the first leader may take, and how often it is looked whether it is done, in milliseconds. */
const SETTLE_LIMIT = 60_000
const SETTLE_STEP = 25

/**
 * Starts a cluster that has been there for long, with nothing on the network: all cores begin with one and the same view,
 * in which everybody is, and with their connections. The first in rank takes office as any leader does.
 */
export function formCluster (simulation: Simulation, world: World, starts: Starts, ids: readonly MemberId[], options: MemberOptions): void {
  const drafts = ids.map((id, index) => ranked(starts.draft(id, options), index + 1))
  const settled = viewOf(world, drafts)
  const members = drafts.map(draft => starts.create({ ...draft, core: { ...draft.core, settled } }))

  connect(world, members)
  for (const member of members) starts.begin(member)
  settle(simulation, members)
}

/** By default in the order given, as if they had joined one after the other. */
function ranked (draft: Draft, place: number): Draft {
  return { ...draft, core: { ...draft.core, priority: draft.core.priority ?? place } }
}

/** What everybody holds of all. As large as the cluster, and shared: no core changes the list that it began with. */
function viewOf ({ codec, now }: World, drafts: readonly Draft[]): MemberList {
  const view = new MemberList()
  const since = drafts.reduce((earliest, { clock }) => Math.min(earliest, clock.localAt(now)), Infinity)

  for (const draft of drafts) {
    const claim = codec.receivedClaim(claimOf(draft))
    const { id, generation, incarnation } = claim

    view.set({ id, generation, incarnation, state: 'alive', claim, since, aliveSince: since, returned: false })
  }

  return view
}

/** What a core made so says of itself once it has joined. */
function claimOf ({ core, unixMs }: Draft): Claim {
  return {
    ...draftClaim(core.cluster, core.self, core),
    generation: generationAfter(core.stored, unixMs),
    addresses: addressesOf(core.self)
  }
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
