import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'
import { memberIds, Simulation } from '../../../src/sim/index.js'
import { Recorder } from '../../../src/sim/scenarios/recorder.js'
import type { CoreEvent, MemberSnapshot } from '../../../src/core/index.js'

const IDS = memberIds(3)
const [A = '', B = '', C = ''] = IDS

describe('the recorder', () => {
  let recorder: Recorder
  let simulation: Simulation

  beforeEach(() => {
    recorder = new Recorder()
    simulation = new Simulation({ seed: 1 })
    simulation.formed(IDS)
    recorder.views.fill(IDS)
    recorder.begin()
  })

  /** Lets the recorder see a step of a member that tells its application these events. */
  function tell (at: number, observer: string, ...events: CoreEvent[]): void {
    recorder.step({ at, member: simulation.member(observer), input: { type: 'wake' }, effects: events.map(event => ({ type: 'emit', event })), simulation })
  }

  function about (id: string, type: 'member:dead' | 'member:join' | 'member:suspect'): CoreEvent {
    return { type, member: simulation.member(id).core.self as MemberSnapshot }
  }

  it('tells false deaths from true ones, and whose they are', () => {
    recorder.faulty.add(C)
    tell(10, A, about(C, 'member:dead'))
    tell(20, A, about(B, 'member:dead'))
    tell(30, C, about(B, 'member:dead'))

    assert.deepEqual(recorder.falseDeaths().map(({ observer, subject }) => [observer, subject]), [[A, B], [C, B]])
    assert.deepEqual(recorder.falseDeathsAtHealthy().map(({ observer }) => observer), [A])
  })

  it('takes nobody for falsely dead whom a scenario keeps apart', () => {
    recorder.isApart = (observer, subject) => observer === A && subject === B
    tell(10, A, about(B, 'member:dead'))

    assert.deepEqual(recorder.falseDeaths(), [])
    assert.equal(recorder.deaths.length, 1)
  })

  it('counts how long somebody was falsely dead, and that it came back', () => {
    tell(1_000, A, about(B, 'member:dead'))
    tell(3_000, A, about(B, 'member:join'))
    tell(5_000, C, about(B, 'member:dead'))

    assert.equal(recorder.falseDeadTime(6_000), 2_000 + 1_000)
    assert.equal(recorder.returns, 1)
  })

  it('knows the sizes of views after each step, not within one', () => {
    recorder.expected = 1
    tell(10, A, about(B, 'member:dead'), about(C, 'member:dead'))
    assert.deepEqual([...recorder.sizes], [1])
    assert.equal(recorder.through.size, 0)

    tell(20, B, about(C, 'member:dead'))
    tell(20, B, about(A, 'member:dead'))
    assert.deepEqual([...recorder.sizes], [1, 2])
    assert.deepEqual([...recorder.through], [B])
  })

  it('notices a second owner under the token of the first', () => {
    const assign = (partition: number, token: bigint): CoreEvent => ({ type: 'partition:assign', group: 'jobs', partition, token })

    tell(10, A, assign(1, 5n), assign(2, 5n))
    tell(20, A, assign(1, 5n))
    tell(30, B, assign(1, 6n))
    assert.equal(recorder.sharedTokens, 0)

    tell(40, B, assign(2, 5n))
    assert.equal(recorder.sharedTokens, 1)
  })

  it('says when each observer first knew, from an instant on', () => {
    tell(10, A, about(C, 'member:dead'))
    tell(20, A, about(C, 'member:join'))
    tell(30, A, about(C, 'member:dead'))
    tell(40, B, about(C, 'member:dead'))

    assert.deepEqual(recorder.detections(C, 15, new Set([A, B])), [30, 40])
    assert.deepEqual(recorder.detections(C, 15, new Set([B])), [40])
  })

  it('starts again with whoever starts again', () => {
    assert.equal(recorder.views.sizeOf(A), 3)
    recorder.step({ at: 10, member: simulation.member(A), input: { type: 'start', unixMs: 0, addresses: [] }, effects: [], simulation })

    assert.equal(recorder.views.sizeOf(A), 1)
    assert.ok(recorder.views.has(A, A) && !recorder.views.has(A, B))
  })
})
