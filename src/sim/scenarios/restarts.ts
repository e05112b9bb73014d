import { ClaimLog } from './claim-log.js'
import { DURATION, LOSS_PERCENT, SWITCH } from './ranges.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'
import type { MemberId } from '../../core/index.js'

/** S15: every process is started again. */
export const massRestart = defineScenario({
  id: 'S15',
  name: 'mass-restart',
  about: [
    'memberlist#311: all of 500 members (there 4500) end and start again under their ids within `within` ms, each',
    'at a time by chance, down for 1 s; until everybody sees everybody. `silent` as in S2. `disk` 1: with what they',
    'stored. Bar: 60 s after the last start. Published: some stayed invisible.'
  ].join(' '),
  nodes: 500,
  leastNodes: 2,
  defaults: { within: 10_000, silent: 0, disk: 1, limit: 60_000 },
  ranges: { within: DURATION, silent: SWITCH, disk: SWITCH, limit: DURATION },
  run: options => {
    const trial = new Trial(options)
    const { simulation } = trial
    const within = options.parameter('within')

    trial.form()
    trial.blame(trial.ids)
    const start = simulation.now
    const plan = trial.ids.map(id => ({ id, at: start + trial.fraction() * within })).sort((a, b) => a.at - b.at)
    const steps = [...plan.map(({ id, at }) => ({ id, at, isStart: false })), ...plan.map(({ id, at }) => ({ id, at: at + 1_000, isStart: true }))].sort((a, b) => a.at - b.at)

    for (const { id, at, isStart } of steps) {
      simulation.run(Math.max(0, at - simulation.now))
      if (isStart) {
        trial.fault({ kind: options.parameter('disk') === 1 ? 'start' : 'start-empty', member: id })
      } else {
        trial.end(id, options.parameter('silent') === 1)
      }
    }
    const took = trial.runUntil(() => trial.allSee(options.nodes) && allCurrent(trial), options.parameter('limit'))

    trial.expect(took !== undefined, 'membership is the same everywhere', `not everybody sees everybody ${options.parameter('limit')} ms after the last start: views of ${sizesOf(trial)}`)
    if (took !== undefined) {
      trial.sample('allSeeAllMs', took)
    }

    return trial.result()
  }
})

/** S16: a member comes back elsewhere, and a key is used twice. */
export const newAddress = defineScenario({
  id: 'S16',
  name: 'new-address',
  about: [
    'consul#6897: a member of 20 (chosen) ends silently and starts at once under the same key elsewhere (nobody is told,',
    'and its old connections lead nowhere); until all know its new start. `duplicate` 1: the former process lives on, a',
    'later start of it is heard of, and it must stop itself. Published: stuck for 42 s.'
  ].join(' '),
  nodes: 20,
  leastNodes: 2,
  defaults: { duplicate: 0, limit: 60_000 },
  ranges: { duplicate: SWITCH, limit: DURATION },
  run: options => {
    const claims = new ClaimLog()
    const trial = new Trial(options, { observers: [claims] })
    const { simulation } = trial

    trial.form()
    const [mover = ''] = trial.choose(1)
    const former = simulation.member(mover)
    const others = trial.ids.filter(id => id !== mover)

    if (options.parameter('duplicate') === 1) {
      trial.fault({ kind: 'update', member: mover, metadata: 'one of two' })
      trial.run(1_000)
      const claim = claims.lastOf(mover)
      // Said by the later process to the first member that it finds.
      simulation.inject(mover, others[0] as MemberId, { type: 'gossip', updates: [{ type: 'claim', claim: { ...claim, generation: claim.generation + 1, incarnation: 0 } }] })
      const took = trial.runUntil(() => former.core.phase === 'superseded', options.parameter('limit'), 10)
      trial.metrics['formerStopsMs'] = took ?? NaN
      trial.expect(took !== undefined, 'the former process stops', `${mover} runs on beside its later start`)

      return trial.result()
    }
    trial.blame([mover])
    trial.fault({ kind: 'power-off', member: mover })
    trial.fault({ kind: 'start', member: mover })
    const later = simulation.member(mover)
    const took = trial.runUntil(() => others.every(id => generationAt(trial, id, mover) === later.core.self.generation), options.parameter('limit'), 10)

    trial.expect(took !== undefined, 'a restart is known everywhere', `${mover} is not known in its new start`)
    if (took !== undefined) {
      trial.sample('newStartKnownMs', took)
    }

    return trial.result()
  }
})

/** S17: a member goes on purpose. */
export const gracefulLeave = defineScenario({
  id: 'S17',
  name: 'graceful-leave',
  about: [
    'consul#8435: one member leaves a large cluster (there 3600) within its leave timeout of 5 s; `loss`: the same',
    'while so many percent of all messages are lost. Everybody must hold it for gone, nobody for dead. Published:',
    '25 s were needed.'
  ].join(' '),
  nodes: 1_000,
  leastNodes: 2,
  defaults: { loss: 0, limit: 60_000 },
  ranges: { loss: LOSS_PERCENT, limit: DURATION },
  run: options => {
    const trial = new Trial(options, { settings: { leaveTimeout: 5_000 } })
    const { simulation } = trial

    trial.form()
    const [leaver = ''] = trial.choose(1)
    trial.fault({ kind: 'network', options: { loss: options.parameter('loss') / 100 } })
    const start = simulation.now
    const others = trial.ids.filter(id => id !== leaver)

    trial.fault({ kind: 'leave', member: leaver })
    const gone = trial.runUntil(() => !simulation.member(leaver).running, options.parameter('limit'), 10)
    const known = trial.runUntil(() => others.every(id => trial.recorder.views.sizeOf(id) === options.nodes - 1), options.parameter('limit'), 10)

    if (gone !== undefined) {
      trial.sample('leaverDoneMs', gone)
    }
    if (known !== undefined) {
      trial.sample('allKnowMs', simulation.now - start)
    }
    trial.run(10_000)
    const deaths = trial.recorder.deaths.filter(({ subject }) => subject === leaver).length
    trial.metrics['heldDeadInsteadAt'] = deaths
    trial.expect(gone !== undefined && known !== undefined, 'a leave is known everywhere', `${leaver} is not gone everywhere within ${options.parameter('limit')} ms`)

    return trial.result()
  }
})

function generationAt (trial: Trial, observer: MemberId, id: MemberId): number | undefined {
  return trial.simulation.member(observer).core.members().find(member => member.id === id)?.generation
}

/** Whether nobody's view is that of a former process. */
function allCurrent (trial: Trial): boolean {
  return trial.simulation.running().every(({ core }) => core.phase === 'joined')
}

function sizesOf (trial: Trial): string {
  return [...new Set(trial.simulation.running().map(({ id }) => trial.recorder.views.sizeOf(id)))].sort((a, b) => a - b).join(', ')
}
