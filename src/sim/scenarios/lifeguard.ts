import { DURATION, SWITCH, TUNING, VICTIMS } from './ranges.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'
import type { MemberId, Millis, Settings } from '../../core/index.js'
import type { CompleteOptions } from './scenario.js'
import type { TrialOptions } from './trial.js'

const QUIET = 15_000
const LIMIT = 120_000

/** S4: some members stop talking once. */
export const lifeguardThreshold = defineScenario({
  id: 'S4',
  name: 'lifeguard-threshold',
  about: [
    'Lifeguard V, Threshold: after 15 s of quiet, `concurrent` members by chance hold back what they send and what',
    'they receive for `duration` ms, then all of it proceeds; ends when all see all of the healthy ones, or after',
    '120 s. False positives are deaths of the others, at anybody, and at healthy members. Grid: C 1 to 32, D 128 to',
    '32768. `alpha` and `beta` above 0 replace the variant\'s (Table VII).'
  ].join(' '),
  nodes: 128,
  leastNodes: 1,
  besides: 'concurrent',
  defaults: { concurrent: 4, duration: 16_384, alpha: 0, beta: 0 },
  ranges: { concurrent: VICTIMS, duration: DURATION, alpha: TUNING, beta: TUNING },
  run: options => {
    const trial = quietCluster(options, { settings: tuned(options) })
    const { simulation } = trial
    const blocked = trial.blame(trial.choose(options.parameter('concurrent'), { from: trial.ids }))
    const start = simulation.now
    const healthy = trial.healthy()

    blocked.forEach(id => { trial.fault({ kind: 'block', member: id }) })
    trial.run(options.parameter('duration'))
    blocked.forEach(id => { trial.fault({ kind: 'unblock', member: id }) })
    trial.runUntil(() => healthy.every(id => trial.ids.every(other => trial.recorder.views.has(other, id))), LIMIT)
    trial.noteDetection(blocked, start)
    delete trial.metrics['notKnownEverywhere']

    return trial.result()
  }
})

/** S5: some members stop talking again and again. */
export const lifeguardInterval = defineScenario({
  id: 'S5',
  name: 'lifeguard-interval',
  about: [
    'Lifeguard V, Interval: as S4, but the anomaly comes again `interval` ms after it ended, in lock-step, until',
    'the first end after 120 s. Grid: C and D of S4, I 1 to 16384.'
  ].join(' '),
  nodes: 128,
  leastNodes: 1,
  besides: 'concurrent',
  defaults: { concurrent: 4, duration: 16_384, interval: 256, alpha: 0, beta: 0 },
  ranges: { concurrent: VICTIMS, duration: DURATION, interval: DURATION, alpha: TUNING, beta: TUNING },
  run: options => {
    const trial = quietCluster(options, { settings: tuned(options) })
    const { simulation } = trial
    const blocked = trial.blame(trial.choose(options.parameter('concurrent'), { from: trial.ids }))
    const end = simulation.now + LIMIT

    for (;;) {
      blocked.forEach(id => { trial.fault({ kind: 'block', member: id }) })
      trial.run(options.parameter('duration'))
      blocked.forEach(id => { trial.fault({ kind: 'unblock', member: id }) })

      if (simulation.now >= end) {
        return trial.result()
      }
      trial.run(options.parameter('interval'))
    }
  }
})

/** S6: some members have no processor. */
export const starvedMembers = defineScenario({
  id: 'S6',
  name: 'starved-members',
  about: [
    'Lifeguard II, Fig. 1: `starved` of 100 members hardly get the processor, for two minutes. Chosen, since the',
    'paper starves virtual machines: with `loop` 0 a member\'s messages wait, in and out, for up to `stall` ms at a',
    'time by chance, and pass for `free` ms between, while its timers run, as a scheduler lets them; with `loop` 1',
    'nothing of it runs meanwhile, and its late timers come before its late messages. Published for SWIM: one',
    'starved member already makes false positives, four make hundreds.'
  ].join(' '),
  nodes: 100,
  leastNodes: 1,
  besides: 'starved',
  defaults: { starved: 1, stall: 20_000, free: 50, loop: 0, duration: 120_000 },
  ranges: { starved: VICTIMS, stall: DURATION, free: DURATION, loop: SWITCH, duration: DURATION },
  run: options => {
    const trial = quietCluster(options, { order: 'nasty' })
    const starved = trial.blame(trial.choose(options.parameter('starved'), { from: trial.ids }))
    const end = trial.simulation.now + options.parameter('duration')

    starved.forEach(id => { starve(trial, id, options, end) })
    trial.run(options.parameter('duration') + options.parameter('stall') + 10_000)
    const falsely = trial.recorder.falseDeathsAtHealthy().length
    trial.expect(falsely === 0 || options.variant !== 'ours' || starved.length > 1, 'I16 no healthy member is dead to a healthy one', `${falsely} with one starved member`)

    return trial.result()
  }
})

/** Takes the processor from a member again and again. */
function starve (trial: Trial, id: MemberId, options: CompleteOptions, end: Millis): void {
  const { simulation } = trial
  const duration = trial.fraction() * options.parameter('stall')
  const again = (): void => { simulation.after(options.parameter('free'), () => { starve(trial, id, options, end) }) }

  if (simulation.now >= end) {
    return
  }
  if (options.parameter('loop') === 1) {
    trial.fault({ kind: 'stall', member: id, duration })
    simulation.after(duration, again)
  } else {
    trial.fault({ kind: 'block', member: id })
    simulation.after(duration, () => {
      trial.fault({ kind: 'unblock', member: id })
      again()
    })
  }
}

/** The suspicion's least time and how many times that its longest is, where a run asks for others than its variant's. */
function tuned ({ parameter }: CompleteOptions): Partial<Settings> {
  const alpha = parameter('alpha')
  const beta = parameter('beta')

  return { ...(alpha > 0 ? { suspicionMultiplier: alpha } : {}), ...(beta > 0 ? { suspicionMaxMultiplier: beta } : {}) }
}

/** No groups: only the detector is looked at. */
function quietCluster (options: CompleteOptions, surroundings: TrialOptions = {}): Trial {
  const trial = new Trial(options, { groups: [], ...surroundings })
  trial.form(QUIET)

  return trial
}
