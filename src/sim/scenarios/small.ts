import { ProbeRhythm } from './probe-rhythm.js'
import { SWITCH, VICTIMS } from './ranges.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'

/** S26: the smallest clusters. */
export const smallCluster = defineScenario({
  id: 'S26',
  name: 'small-cluster',
  about: [
    'memberlist#350, ringpop#169: clusters of 1, 2 and 3 in which one ends silently and starts again after 30 s.',
    'With one member there is nobody to ask, with two there are no relays and no confirmations.'
  ].join(' '),
  nodes: 2,
  leastNodes: 1,
  defaults: { silent: 1 },
  ranges: { silent: SWITCH },
  run: options => {
    const trial = new Trial(options)
    const { simulation } = trial

    trial.form()
    const [victim = ''] = trial.blame(trial.choose(1, { from: trial.ids }))
    const others = trial.ids.filter(id => id !== victim)
    const start = simulation.now

    trial.end(victim, options.parameter('silent') === 1)
    trial.runUntil(() => trial.allSee(options.nodes - 1, others), 60_000, 100)
    trial.noteDetection(others.length === 0 ? [] : [victim], start)
    trial.expect(trial.allSee(options.nodes - 1, others), 'I16 a crash is noticed by everybody', `${victim} is not dead everywhere after 60 s`)
    trial.run(30_000)
    trial.fault({ kind: 'start', member: victim })
    const took = trial.runUntil(() => trial.allSee(options.nodes) && trial.agrees(), 60_000, 100)

    trial.expect(took !== undefined, 'I6 one view, one leader, one table', 'not within 60 s of the restart')
    if (took !== undefined) {
      trial.sample('rejoinMs', took)
    }

    return trial.result()
  }
})

/** S27: do healthy members blame themselves when somebody else is dead? */
export const healthyProber = defineScenario({
  id: 'S27',
  name: 'healthy-prober',
  about: [
    'memberlist sends its nacks so late that a healthy prober of a dead member blames itself (measured: local',
    'health 3 of 8 after one probe, at LAN and at WAN ratios). Here `crashes` of 30 members (chosen) end silently',
    'at once, 1 or 10: the worst local health of any other member while they are found, as its probes are that much',
    'further apart, and the time until all are found. `preset` 0 LAN, 1 WAN.'
  ].join(' '),
  nodes: 30,
  leastNodes: 1,
  besides: 'crashes',
  defaults: { crashes: 1, preset: 0 },
  ranges: { crashes: VICTIMS, preset: SWITCH },
  run: options => {
    const isWan = options.parameter('preset') === 1
    const rhythm = new ProbeRhythm()
    const trial = new Trial(options, { groups: [], observers: [rhythm], settings: isWan ? { probeInterval: 5_000, probeTimeout: 3_000 } : {} })

    trial.form()
    const victims = trial.blame(trial.choose(options.parameter('crashes')))
    const start = trial.simulation.now

    victims.forEach(id => { trial.end(id, true) })
    rhythm.begin(trial.healthy(), trial.recorder.views)
    trial.runUntil(() => trial.allSee(options.nodes - victims.length), isWan ? 600_000 : 120_000, 250)
    trial.noteDetection(victims, start)
    const worst = Math.max(0, Math.round(rhythm.longest / trial.settings.probeInterval) - 1)
    trial.metrics['worstLocalHealth'] = worst
    trial.sample('allFoundMs', trial.simulation.now - start)
    // With more, some relays are dead as well, and their silence looks like the prober's own fault.
    if (options.variant === 'ours' && victims.length === 1) {
      trial.expect(worst === 0, 'a healthy prober trusts itself', `the worst local health was ${worst}`)
    }

    return trial.result()
  }
})
