import { DURATION, SWITCH, VICTIMS } from './ranges.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'
import type { CompleteOptions } from './scenario.js'

/** S11: the leader and one other member cannot talk. */
export const blackholedLink = defineScenario({
  id: 'S11',
  name: 'blackholed-link',
  about: [
    'Rapid 7, Fig. 12: the link between the leader and one worker is cut, all other links work, for five minutes.',
    '50 members (chosen). Published: repeated failover and 32 % less throughput with a gossip detector, none with',
    'Rapid.'
  ].join(' '),
  nodes: 50,
  leastNodes: 3,
  defaults: { duration: 300_000 },
  ranges: { duration: DURATION },
  run: options => {
    const trial = new Trial(options)

    trial.form()
    const [worker = ''] = trial.choose(1)
    const leader = trial.simulation.member(worker).core.leadership?.leader
    trial.fault({ kind: 'cut-partial', pairs: [[leader ?? '', worker]] })
    trial.run(options.parameter('duration'))
    expectCalm(trial, options)
    trial.fault({ kind: 'heal' })
    trial.run(30_000)
    expectCalm(trial, options)

    return trial.result()
  }
})

/** S13: one member reaches only some of the others. */
export const halfConnected = defineScenario({
  id: 'S13',
  name: 'half-connected',
  about: [
    'serf#185, consul#5928: one of 10 members reaches only one other (`reaches`), for five minutes; with 13 and 3,',
    'the three servers of ten agents. Members that have nothing to do with it must not flap, and neither leader nor',
    'tables may move because of them.'
  ].join(' '),
  nodes: 10,
  leastNodes: 2,
  besides: 'reaches',
  defaults: { reaches: 1, duration: 300_000 },
  ranges: { reaches: VICTIMS, duration: DURATION },
  run: options => {
    const trial = new Trial(options)

    trial.form()
    const [lonely = ''] = trial.blame(trial.choose(1))
    const reached = new Set(trial.choose(options.parameter('reaches'), { from: trial.ids.filter(id => id !== lonely) }))
    trial.fault({ kind: 'cut-partial', pairs: trial.ids.filter(id => id !== lonely && !reached.has(id)).map(id => [lonely, id]) })
    trial.run(options.parameter('duration'))
    trial.fault({ kind: 'heal' })
    const took = trial.runUntil(() => trial.allSee(options.nodes), 120_000)

    trial.metrics['healMs'] = took ?? NaN
    trial.expect(took !== undefined, 'membership heals by itself', `not all see ${options.nodes} within 120 s`)
    expectCalm(trial, options)

    return trial.result()
  }
})

/** S14: the cluster falls in two and comes together again. */
export const cleanPartition = defineScenario({
  id: 'S14',
  name: 'clean-partition',
  about: [
    'A clean cut that leaves `share` percent of 30 members (chosen) on the smaller side (0: one member), for',
    '`duration` ms; then until all see all, lead by one, with one table. Published: memberlist never heals by',
    'itself once it has forgotten the dead (30 s), ringpop within 30 s.'
  ].join(' '),
  nodes: 30,
  leastNodes: 2,
  defaults: { share: 50, duration: 60_000, limit: 180_000 },
  ranges: { share: { least: 0, most: 50 }, duration: DURATION, limit: DURATION },
  run: options => {
    const trial = new Trial(options)
    const size = Math.max(1, Math.round(options.nodes * options.parameter('share') / 100))

    trial.form()
    const side = new Set(trial.choose(size))
    trial.recorder.isApart = (a, b) => side.has(a) !== side.has(b)
    trial.fault({ kind: 'split', sides: [[...side], trial.ids.filter(id => !side.has(id))] })
    trial.run(options.parameter('duration'))
    trial.metrics['settledApart'] = trial.ids.every(id => trial.recorder.views.sizeOf(id) === (side.has(id) ? size : options.nodes - size)) ? 1 : 0
    trial.fault({ kind: 'heal' })
    const took = trial.runUntil(() => trial.allSee(options.nodes), options.parameter('limit'), 100)
    const agreed = trial.runUntil(() => trial.agrees(), options.parameter('limit'), 100)

    if (took !== undefined) {
      trial.sample('healMs', took)
    }
    if (took !== undefined && agreed !== undefined) {
      trial.sample('oneTableMs', took + agreed)
    }
    trial.expect(took !== undefined && agreed !== undefined, 'I6 one view, one leader, one table', `not within ${options.parameter('limit')} ms of the heal`)

    return trial.result()
  }
})

/** S22: one member does not reach one other one, and everybody else does. */
export const asymmetricCut = defineScenario({
  id: 'S22',
  name: 'asymmetric-cut',
  about: [
    'What one member sends to one other is lost for three minutes (`both` 1: and what that one answers); all others',
    'reach both. Sizes 3, 5, 50. Neither may be held dead, and nothing may move.'
  ].join(' '),
  nodes: 5,
  leastNodes: 3,
  defaults: { both: 0, duration: 180_000 },
  ranges: { both: SWITCH, duration: DURATION },
  run: options => {
    const trial = new Trial(options)

    trial.form()
    const [a = '', b = ''] = trial.choose(2, { from: trial.ids })
    const both = options.parameter('both') === 1
    trial.fault(both ? { kind: 'cut-partial', pairs: [[a, b]] } : { kind: 'cut-one-way', from: [a], to: [b] })
    trial.run(options.parameter('duration'))
    trial.fault({ kind: 'heal' })
    trial.run(30_000)
    expectCalm(trial, options)

    return trial.result()
  }
})

/** Nobody who is not at fault is held dead, and because of nobody anything moves. Only what ships must keep it. */
function expectCalm (trial: Trial, { variant }: CompleteOptions): void {
  const { faulty, leaderships, epochs } = trial.recorder

  trial.expectNoneFalselyDead()
  if (variant === 'ours') {
    trial.expect(leaderships.size <= faulty.size, 'the leader stays', `${leaderships.size} changes`)
    trial.expect(epochs.size <= 2 * faulty.size, 'tables stay', `${epochs.size} tables`)
  }
}
