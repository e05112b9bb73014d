import { rounded } from '../statistics.js'
import { DURATION, LOSS_SHARE, SWITCH, VICTIMS } from './ranges.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'
import type { MemberId } from '../../core/index.js'
import type { CompleteOptions } from './scenario.js'

/** S7: a cluster comes up at once. */
export const massBootstrap = defineScenario({
  id: 'S7',
  name: 'mass-bootstrap',
  about: [
    'Rapid 7, Fig. 5: one member, after 10 s all others through it at the same time; until all see all, and how',
    'many different cluster sizes the members saw, sampled every second. Published for N = 2000: Memberlist up to',
    '95 s and 1858 sizes, Rapid 4 to 10 sizes.'
  ].join(' '),
  nodes: 1_000,
  leastNodes: 2,
  defaults: { limit: 300_000 },
  ranges: { limit: DURATION },
  run: options => {
    const trial = new Trial(options)
    const [seed = '', ...others] = trial.ids

    trial.begin()
    trial.simulation.start(seed)
    trial.run(10_000)
    others.forEach(id => { trial.simulation.start(id, { bootstrap: [seed] }) })
    const took = trial.runUntil(() => trial.allSee(options.nodes), options.parameter('limit'))

    trial.expect(took !== undefined, 'membership is the same everywhere', `not all see ${options.nodes} after ${options.parameter('limit')} ms`)
    trial.sample('bootstrapMs', took ?? NaN)
    trial.metrics['sampledSizes'] = trial.recorder.sampledSizes.size

    return trial.result()
  }
})

/** S8: several members end together. */
export const tenCrashes = defineScenario({
  id: 'S8',
  name: 'ten-crashes',
  about: [
    'Rapid 7, Fig. 8: 10 of 1000 members end at the same moment. `silent` as in S2. Published: Rapid goes from N to',
    'N - 10 in one step, about 10 s later than Memberlist, which shows several sizes between.'
  ].join(' '),
  nodes: 1_000,
  leastNodes: 1,
  besides: 'crashes',
  defaults: { crashes: 10, silent: 1 },
  ranges: { crashes: VICTIMS, silent: SWITCH },
  run: options => {
    const trial = new Trial(options)

    trial.form()
    crashTogether(trial, options, options.parameter('crashes'))

    return trial.result()
  }
})

/** S9: some members hear nobody, on and off. */
export const flipFlop = defineScenario({
  id: 'S9',
  name: 'flip-flop',
  about: [
    'Rapid 7, Fig. 9: 1 % of 1000 members receive nothing for 20 s, then everything for 20 s, again and again, for',
    '200 s (chosen). A good outcome is a view that settles on the others alone, or on everybody: `settled` of what',
    'each member holds to be live, `workersExact` of what leader and tables go by. Published: Memberlist oscillates',
    'throughout and never removes all; Rapid removes exactly the faulty ones.'
  ].join(' '),
  nodes: 1_000,
  leastNodes: 1,
  besides: 'faulty',
  defaults: { faulty: 10, half: 20_000, cycles: 5 },
  ranges: { faulty: VICTIMS, half: DURATION, cycles: { least: 1, most: 10_000 } },
  run: options => {
    const trial = new Trial(options)

    trial.form()
    const faulty = new Set(trial.blame(trial.choose(options.parameter('faulty'))))

    for (let cycle = 0; cycle < options.parameter('cycles'); cycle++) {
      trial.fault({ kind: 'cut-one-way', from: trial.ids, to: [...faulty] })
      trial.run(options.parameter('half'))
      trial.fault({ kind: 'heal' })
      trial.run(options.parameter('half'))
      judge(trial, faulty, cycle)
    }
    conclude(trial, faulty)

    return trial.result()
  }
})

/** S10: some members lose most of what they send, or receive, or both. */
export const heavyLoss = defineScenario({
  id: 'S10',
  name: 'heavy-loss',
  about: [
    'Rapid 7, Fig. 10: from t = 90 s on, 1 % of 1000 members lose 80 % of their messages; the text says outgoing,',
    'the caption incoming: `direction` 1 outgoing, 2 incoming, 3 both. Until t = 400 s. Published: Memberlist does',
    'not conclusively remove them, Rapid removes exactly them.'
  ].join(' '),
  nodes: 1_000,
  leastNodes: 1,
  besides: 'faulty',
  defaults: { faulty: 10, direction: 1, loss: 0.8, until: 400_000 },
  ranges: { faulty: VICTIMS, direction: { least: 1, most: 3 }, loss: LOSS_SHARE, until: { ...DURATION, least: 91_000 } },
  run: options => {
    const trial = new Trial(options)
    const direction = options.parameter('direction')
    const end = trial.simulation.now + options.parameter('until')

    trial.form(90_000)
    const faulty = new Set(trial.blame(trial.choose(options.parameter('faulty'))))

    trial.simulation.degrade((from, to) => ((direction & 1) > 0 && faulty.has(from)) || ((direction & 2) > 0 && faulty.has(to)), { loss: options.parameter('loss') })
    for (let look = 0; trial.simulation.now < end; look++) {
      trial.run(Math.min(40_000, end - trial.simulation.now))
      judge(trial, faulty, look)
    }
    conclude(trial, faulty)

    return trial.result()
  }
})

/** S12: do all members see one change of the view, or several? */
export const agreement = defineScenario({
  id: 'S12',
  name: 'agreement',
  about: [
    'Rapid 7, Fig. 11: `crashes` of 1000 members end together. There the share of members that propose a set other',
    'than all of them, over a grid of watermarks H and L that Shoal does not have; here the share of members that',
    'went through a view between N and N - F, and whether more than one table was issued. Published: at most 2 % at',
    'H - L = 5.'
  ].join(' '),
  nodes: 1_000,
  leastNodes: 1,
  besides: 'crashes',
  defaults: { crashes: 4, silent: 1 },
  ranges: { crashes: VICTIMS, silent: SWITCH },
  run: options => {
    const trial = new Trial(options)

    trial.form()
    crashTogether(trial, options, options.parameter('crashes'))
    trial.metrics['membersWithIntermediateViewPercent'] = rounded(100 * trial.recorder.through.size / trial.healthy().length)
    trial.metrics['conflictingTables'] = Math.max(0, trial.recorder.epochs.size - 1)

    return trial.result()
  }
})

/** Ends members at one moment, and waits until all others know. */
function crashTogether (trial: Trial, options: CompleteOptions, count: number): void {
  const victims = trial.blame(trial.choose(count))
  const start = trial.simulation.now

  trial.recorder.expected = options.nodes - count
  victims.forEach(id => { trial.end(id, options.parameter('silent') === 1) })
  trial.runUntil(() => trial.allSee(options.nodes - count), 180_000)
  trial.expect(trial.allSee(options.nodes - count), 'I16 a crash is noticed by everybody', `not all see ${options.nodes - count} after 180 s`)
  trial.run(5_000)
  trial.noteDetection(victims, start)
}

/** How a view stands to the set of faulty members: it has all of them, none, or some. */
function judge (trial: Trial, faulty: ReadonlySet<MemberId>, look: number): void {
  const healthy = trial.healthy()
  const standing = healthy.map(id => [...faulty].filter(other => trial.recorder.views.has(id, other)).length)
  const settled = standing.every(count => count === standing[0]) && (standing[0] === 0 || standing[0] === faulty.size)

  trial.sample('faultyInViews', standing.reduce((sum, count) => sum + count, 0) / Math.max(1, healthy.length))
  trial.metrics['lastUnsettledLook'] = settled ? trial.metrics['lastUnsettledLook'] ?? 0 : look + 1
  trial.metrics['looks'] = look + 1
}

function conclude (trial: Trial, faulty: ReadonlySet<MemberId>): void {
  const views = trial.healthy().map(id => trial.recorder.views.sizeOf(id))
  const sizes = new Set(views)
  const workers = trial.recorder.lastTable?.workers ?? trial.ids

  trial.metrics['finalSizes'] = sizes.size
  trial.metrics['finalLeastSize'] = Math.min(...views)
  trial.metrics['lastTableAfterMs'] = rounded((trial.recorder.lastTable?.at ?? trial.began) - trial.began)
  trial.metrics['workersExact'] = workers.length === trial.ids.length || (workers.length === trial.ids.length - faulty.size && workers.every(id => !faulty.has(id))) ? 1 : 0
  trial.metrics['settled'] = sizes.size === 1 && (sizes.has(trial.ids.length) || sizes.has(trial.ids.length - faulty.size)) ? 1 : 0
}
