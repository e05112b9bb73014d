import { DURATION, LOSS_PERCENT } from './ranges.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'
import type { Effect, MemberId, Millis } from '../../core/index.js'
import type { Observer } from '../observer.js'

/** S18: how long news takes through loss and delay. */
export const gossipMatrix = defineScenario({
  id: 'S18',
  name: 'gossip-matrix',
  about: [
    'scalecube\'s matrix: one member says something new about itself; until all others know. `loss` in percent,',
    '`delay` the mean in ms (here even between 0 and twice that; there exponential). Cells (N, loss, delay):',
    '(2,0,2) (3,0,2) (5,0,2) (10,0,2) (10,10,2) (10,25,2) (10,25,100) (10,50,2) (50,0,2) (50,10,2) (50,10,100), and',
    '(200,1,2), where 3.6 s were published.'
  ].join(' '),
  nodes: 10,
  leastNodes: 2,
  defaults: { loss: 25, delay: 2, limit: 120_000 },
  ranges: { loss: LOSS_PERCENT, delay: { least: 0, most: 10_000, hasFractions: true }, limit: DURATION },
  run: options => {
    const delay = options.parameter('delay')
    const text = `news of ${options.seed}`
    const heard = new Map<MemberId, Millis>()
    const news: Observer = { step: ({ at, member, effects }) => { if (!heard.has(member.id) && effects.some(effect => tells(effect, text))) heard.set(member.id, at) } }
    const trial = new Trial(options, { groups: [], observers: [news], network: { latency: { min: 0, max: 2 * delay } } })

    trial.form()
    trial.fault({ kind: 'network', options: { loss: options.parameter('loss') / 100 } })
    trial.run(5_000)
    const [teller = ''] = trial.choose(1, { from: trial.ids })
    const start = trial.simulation.now

    trial.fault({ kind: 'update', member: teller, metadata: text })
    const took = trial.runUntil(() => heard.size >= options.nodes - 1, options.parameter('limit'), 10)

    trial.expect(took !== undefined, 'news reaches everybody', `${heard.size} of ${options.nodes - 1} know after ${options.parameter('limit')} ms`)
    if (took !== undefined) {
      trial.sample('allKnowMs', Math.max(...heard.values()) - start)
    }

    return trial.result()
  }
})

/** S19: half of everything is lost. */
export const halfLost = defineScenario({
  id: 'S19',
  name: 'half-lost',
  about: [
    'chitchat\'s perf tests: half of all messages are lost; 100 members for 30 s, then one ends silently. Asserted',
    'there: nobody removed in the 30 s (in fact of 10 nodes, see `nodes`), the end noticed within 15 s.'
  ].join(' '),
  nodes: 100,
  leastNodes: 2,
  defaults: { loss: 50, calm: 30_000 },
  ranges: { loss: LOSS_PERCENT, calm: DURATION },
  run: options => {
    const trial = new Trial(options, { groups: [] })

    trial.form()
    trial.fault({ kind: 'network', options: { loss: options.parameter('loss') / 100 } })
    trial.run(options.parameter('calm'))
    trial.metrics['falselyRemovedIn30s'] = new Set(trial.recorder.falseDeaths().map(({ subject }) => subject)).size
    const [victim = ''] = trial.blame(trial.choose(1))
    const start = trial.simulation.now

    trial.end(victim, true)
    trial.runUntil(() => trial.healthy().every(id => !trial.recorder.views.has(id, victim)), 120_000)
    trial.noteDetection([victim], start)

    return trial.result()
  }
})

/** S21: one member's whole network stalls. */
export const stalledSidecar = defineScenario({
  id: 'S21',
  name: 'stalled-sidecar',
  about: [
    'dskit#1034: everything that one of 20 members (chosen) sends or gets is lost for `duration` ms (2 to 30 s):',
    'its connections look open, and direct and indirect probes fail together. The others may hold it dead, it may',
    'hold nobody dead for long, and nobody else may suffer.'
  ].join(' '),
  nodes: 20,
  leastNodes: 2,
  defaults: { duration: 10_000 },
  ranges: { duration: DURATION },
  run: options => {
    const trial = new Trial(options)

    trial.form()
    const [stalled = ''] = trial.blame(trial.choose(1))
    trial.fault({ kind: 'split', sides: [[stalled], trial.ids.filter(id => id !== stalled)] })
    trial.run(options.parameter('duration'))
    trial.metrics['heldDeadByStalled'] = trial.recorder.deaths.filter(({ observer }) => observer === stalled).length
    trial.fault({ kind: 'heal' })
    const took = trial.runUntil(() => trial.allSee(options.nodes), 120_000, 100)

    trial.run(10_000)
    trial.expect(took !== undefined, 'membership heals by itself', `not all see ${options.nodes} within 120 s`)
    if (took !== undefined) {
      trial.sample('healMs', took)
    }
    trial.expectNoneFalselyDead()

    return trial.result()
  }
})

/** Whether an application is shown the news: as a change, or of a member that was suspected and is alive again. */
function tells (effect: Effect, text: string): boolean {
  return effect.type === 'emit' && 'member' in effect.event && String.fromCharCode(...effect.event.member.metadata) === text
}
