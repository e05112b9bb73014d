import { DURATION } from './ranges.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'

/** S23: a process does not run for a while. */
export const longPause = defineScenario({
  id: 'S23',
  name: 'long-pause',
  about: [
    'A member of 20 (chosen) does not run for `duration` ms (1 s to 10 min: an event-loop stall, a laptop asleep)',
    'and goes on; its wall clock is off by as much meanwhile. Its timers fire late and all at once. It must not',
    'accuse the cluster: it holds nobody dead, and all see all again.'
  ].join(' '),
  nodes: 20,
  leastNodes: 2,
  defaults: { duration: 60_000 },
  ranges: { duration: DURATION },
  run: options => {
    const trial = new Trial(options, { order: 'nasty' })

    trial.form()
    const [sleeper = ''] = trial.blame(trial.choose(1))
    trial.fault({ kind: 'pause', member: sleeper })
    trial.run(options.parameter('duration'))
    trial.fault({ kind: 'resume', member: sleeper })
    const took = trial.runUntil(() => trial.allSee(options.nodes), 120_000, 100)

    trial.run(20_000)
    const accused = trial.recorder.deaths.filter(({ observer }) => observer === sleeper).length

    trial.metrics['heldDeadBySleeper'] = accused
    trial.metrics['sleeperWasHeldDead'] = trial.recorder.deaths.some(({ subject }) => subject === sleeper) ? 1 : 0
    trial.expect(took !== undefined, 'membership heals by itself', `not all see ${options.nodes} within 120 s`)
    if (took !== undefined) {
      trial.sample('healMs', took)
    }
    if (options.variant === 'ours') {
      trial.expect(accused === 0, 'I16 who was paused accuses nobody', `${sleeper} held ${accused} dead`)
    }
    trial.expectNoneFalselyDead()

    return trial.result()
  }
})
