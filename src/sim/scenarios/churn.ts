import { memberIds } from '../member-ids.js'
import { percentile, rounded } from '../statistics.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'
import type { MemberId } from '../../core/index.js'

/** How often the rows and the load are looked at, in milliseconds. */
const LOOK = 60_000

/** S25: members come and go all the time. */
export const churn = defineScenario({
  id: 'S25',
  name: 'churn',
  about: [
    'foca#31, chitchat#161: for an hour, in every minute `percent` of 200 members join under new ids and as many',
    'go, half of them gracefully, half by dying. What a member holds and says must stay bounded: rows no more than',
    'there ever were members, messages and bytes in the last minute like in the first.'
  ].join(' '),
  nodes: 200,
  leastNodes: 2,
  defaults: { percent: 5, minutes: 60 },
  ranges: { percent: { least: 0, most: 50 }, minutes: { least: 1, most: 1_440 } },
  run: options => {
    const trial = new Trial(options)
    const perMinute = Math.max(1, Math.round(options.nodes * options.parameter('percent') / 100))
    const minutes = options.parameter('minutes')
    const all = memberIds(options.nodes + perMinute * minutes, { prefix: 'c', isLong: true })
    const bytes: number[] = []

    trial.form()
    let present: readonly MemberId[] = trial.ids
    for (let minute = 0; minute < minutes; minute++) {
      const before = trial.simulation.stats.bytes
      present = churnFor(trial, present, all.slice(minute * perMinute, (minute + 1) * perMinute))
      bytes.push((trial.simulation.stats.bytes - before) / present.length / 60)
    }
    const took = trial.runUntil(() => trial.allSee(present.length), 60_000)
    const rows = trial.healthy().map(id => trial.simulation.member(id).core.members().length)

    trial.metrics['rowsMost'] = Math.max(...rows)
    trial.metrics['membersEver'] = options.nodes + perMinute * minutes
    trial.metrics['firstMinuteBytesPerNodeSecond'] = rounded(bytes[0] ?? NaN)
    trial.metrics['lastMinuteBytesPerNodeSecond'] = rounded(bytes.at(-1) ?? NaN)
    trial.metrics['medianMinuteBytesPerNodeSecond'] = rounded(percentile(bytes, 0.5))
    trial.expect(took !== undefined, 'membership is the same everywhere', `not all see ${present.length} a minute after the churn`)
    trial.expect(Math.max(...rows) <= options.nodes + perMinute * minutes, 'I18 memory is bounded', `${Math.max(...rows)} rows`)
    trial.expect((bytes.at(-1) ?? 0) <= 2 * (bytes[0] ?? 0), 'I18 messages are bounded', `${bytes.at(-1)} bytes a node and second in the last minute, ${bytes[0]} in the first`)

    return trial.result()
  }
})

/** One minute of coming and going, evenly spread; who is there after it. */
function churnFor (trial: Trial, present: readonly MemberId[], newcomers: readonly MemberId[]): MemberId[] {
  const { simulation } = trial
  const leavers = trial.choose(newcomers.length, { from: present.slice(1) })
  const there = new Set(present)

  newcomers.forEach((newcomer, index) => {
    const leaver = leavers[index] as MemberId

    if (index % 2 === 0) {
      trial.fault({ kind: 'leave', member: leaver })
    } else {
      trial.fault({ kind: 'crash', member: leaver })
    }
    trial.blame([leaver])
    there.delete(leaver)
    simulation.start(newcomer, { bootstrap: trial.choose(3, { from: [...there] }) })
    there.add(newcomer)
    trial.run(LOOK / newcomers.length)
  })

  return [...there]
}
