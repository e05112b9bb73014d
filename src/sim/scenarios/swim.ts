import { rounded } from '../statistics.js'
import { DURATION, LOSS_SHARE, SWITCH } from './ranges.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'

/** SWIM's testbed (SWIM 5): a period of two seconds, one indirect probe. */
const SWIM_PERIOD = { probeInterval: 2_000, probeTimeout: 1_000, indirectProbes: 1 }

/** No tables: only the detector is looked at. */
const NO_GROUPS: [] = []

/** S1: what a quiet cluster costs. */
export const messageLoad = defineScenario({
  id: 'S1',
  name: 'message-load',
  about: [
    'SWIM 5, Fig. 2: messages that a member sends in one period of a quiet cluster; period 2 s, one indirect probe,',
    '60 periods. Published: 2.0, flat to N = 55.'
  ].join(' '),
  nodes: 28,
  leastNodes: 2,
  defaults: { periods: 60 },
  ranges: { periods: { least: 1, most: 10_000 } },
  run: options => {
    const trial = new Trial(options, { settings: SWIM_PERIOD, groups: NO_GROUPS })
    const periods = options.parameter('periods')

    trial.form()
    const { messages, bytes } = trial.simulation.stats
    trial.run(periods * SWIM_PERIOD.probeInterval)
    const sent = trial.simulation.stats.messages - messages

    trial.metrics['messagesPerNodePeriod'] = rounded(sent / options.nodes / periods)
    trial.metrics['bytesPerMessage'] = rounded((trial.simulation.stats.bytes - bytes) / sent)

    return trial.result()
  }
})

/** S2: how soon one end is noticed. */
export const firstDetection = defineScenario({
  id: 'S2',
  name: 'first-detection',
  about: [
    'SWIM 5, Fig. 3: one member ends in a quiet cluster; until the first other one holds it dead, and until all do.',
    '`silent` 1: its power goes, nothing is closed; 0: its process dies and its connections close. Published:',
    'e/(e-1) = 1.58 periods to the first suspicion.'
  ].join(' '),
  nodes: 100,
  leastNodes: 2,
  defaults: { silent: 1 },
  ranges: { silent: SWITCH },
  run: options => {
    const trial = new Trial(options)

    trial.form(15_000 + trial.fraction() * trial.settings.probeInterval)
    const [victim = ''] = trial.choose(1)
    const start = trial.simulation.now

    trial.blame([victim])
    trial.end(victim, options.parameter('silent') === 1)
    trial.runUntil(() => trial.allSee(options.nodes - 1), 180_000)
    trial.noteDetection([victim], start)
    trial.expect(trial.allSee(options.nodes - 1), 'I16 a crash is noticed by everybody', `${victim} is not dead everywhere after 180 s`)

    return trial.result()
  }
})

/** S3: joining through loss. */
export const joinUnderLoss = defineScenario({
  id: 'S3',
  name: 'join-under-loss',
  about: [
    'SWIM 5, Fig. 5: 17 members join one after the other, 10 % of all messages are lost, period 2 s, one indirect',
    'probe; members that see each other after 175 s. They start 5 s apart (not published). Published: 12 with',
    'suspicion, 4 with infection only, 2 with neither.'
  ].join(' '),
  nodes: 17,
  leastNodes: 2,
  defaults: { loss: 0.1, apart: 5_000, duration: 175_000 },
  ranges: { loss: LOSS_SHARE, apart: DURATION, duration: DURATION },
  run: options => {
    const trial = new Trial(options, { settings: SWIM_PERIOD, network: { loss: options.parameter('loss') }, groups: NO_GROUPS })
    const [first = ''] = trial.ids

    trial.begin()
    for (const id of trial.ids) {
      trial.simulation.start(id, { bootstrap: id === first ? [] : [first] })
      trial.run(options.parameter('apart'))
    }
    trial.run(options.parameter('duration') - trial.simulation.now)
    const sizes = trial.ids.map(id => trial.recorder.views.sizeOf(id))

    trial.metrics['leastViewSize'] = Math.min(...sizes)
    trial.metrics['meanViewSize'] = rounded(sizes.reduce((sum, size) => sum + size, 0) / sizes.length)

    return trial.result()
  }
})
