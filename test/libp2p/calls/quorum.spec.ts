import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { QuorumNotReachedError } from '../../../src/index.js'
import { createIdentity } from '../support.js'
import { answer, lost, quiet, refusal, Rig, routeTo, silent } from './rig.js'

const [a, b, c] = [(await createIdentity()).id, (await createIdentity()).id, (await createIdentity()).id]

function rigOf (...places: string[]): Rig {
  const rig = new Rig()
  rig.route = routeTo(...places)

  return rig
}

describe('a request to owner and standbys', () => {
  it('asks the standbys once the owner has answered, in their role, and brings back the owner\'s answer', async () => {
    const rig = rigOf(a, b, c)
    rig.answers(answer(7), answer(8), answer(9))

    assert.deepEqual(await rig.run({ replicas: 'all' }), Uint8Array.of(7))
    assert.deepEqual(rig.asked.map(({ to, role }) => [to, role]), [[a, 'owner'], [b, 'standby'], [c, 'standby']])
  })

  it('asks no standby for a request that the owner has not answered', async () => {
    const rig = rigOf(a, b, c)
    rig.answers(lost(true), answer(8))

    await assert.rejects(rig.run({ replicas: 'all' }))
    assert.deepEqual(rig.asked.map(({ to }) => to), [a])
  })

  it('asks no standby if the owner is enough', async () => {
    const rig = rigOf(a, b, c)
    rig.answers(answer(7))

    await rig.run()

    assert.deepEqual(rig.asked.map(({ to }) => to), [a])
  })

  it('is answered once more than half of them are, and goes on with the rest until its time is over', async () => {
    const rig = rigOf(a, b, c)
    rig.answers(answer(7), silent, answer(9))
    const begun = rig.begin({ replicas: 'quorum' })

    assert.deepEqual(await begun, Uint8Array.of(7))
    assert.equal(rig.asked.find(({ to }) => to === b)?.signal.aborted, false)
    while (rig.timers.next()) await quiet()

    assert.equal(rig.asked.find(({ to }) => to === b)?.signal.aborted, true)
    assert.equal(rig.timers.size, 0)
  })

  it('asks a standby again that refuses', async () => {
    const rig = rigOf(a, b)
    rig.answers(answer(7), refusal('busy'), answer(8))

    assert.deepEqual(await rig.run({ replicas: 'all' }), Uint8Array.of(7))
    assert.deepEqual(rig.asked.map(({ to }) => to), [a, b, b])
  })

  it('says who answered and who did not, as soon as too few can', async () => {
    const rig = rigOf(a, b, c)
    rig.answers(answer(7), answer(8), lost(true))

    await assert.rejects(rig.run({ replicas: 'all' }), (error: unknown) => error instanceof QuorumNotReachedError &&
      error.answered.map(String).join() === [a, b].join() && error.missing.map(String).join() === c && error.message.includes(`${c} did not`))
    assert.equal(rig.timers.now(), 0)
  })

  it('counts a standby that fails as one that did not answer', async () => {
    const rig = rigOf(a, b)
    rig.answers(answer(7), { type: 'reply', reply: { type: 'failure', epoch: 10n, error: 'no' } })

    await assert.rejects(rig.run({ replicas: 'quorum' }), QuorumNotReachedError)
  })

  it('waits for standbys that the group wants and has not, and runs nothing without them', async () => {
    const rig = rigOf(a)
    rig.route = { ...routeTo(a), wanted: 3 }
    rig.answers(answer(7))

    await assert.rejects(rig.run({ replicas: 'quorum' }), (error: unknown) => error instanceof QuorumNotReachedError && error.answered.length === 0 && /has 1 of owner and standbys after 5000 ms, and 2 have to answer/.test(error.message))
    assert.equal(rig.asked.length, 0)
  })

  it('goes on when a standby has come', async () => {
    const rig = rigOf(a)
    rig.route = { ...routeTo(a), wanted: 2 }
    rig.answers(answer(7))
    const settled = rig.begin({ replicas: 'all' })
    await quiet()
    rig.route = { ...routeTo(a, b), wanted: 2 }

    for (const listener of rig.listeners) listener()

    assert.deepEqual(await settled, Uint8Array.of(7))
    assert.deepEqual(rig.asked.map(({ to }) => to), [a, b])
  })

  it('whose signal fires while it waits for standbys ends with its reason', async () => {
    const rig = rigOf(a, b)
    const caller = new AbortController()
    rig.answers(answer(7), silent)
    const settled = rig.begin({ replicas: 'all', signal: caller.signal })
    await quiet()

    caller.abort(new Error('enough'))

    await assert.rejects(settled, { message: 'enough' })
  })

  it('does not ask one that stands by no more', async () => {
    const rig = rigOf(a, b)
    rig.answers(async () => {
      rig.route = routeTo(a)
      return answer(7)
    })

    await assert.rejects(rig.run({ replicas: 'all' }), QuorumNotReachedError)
    assert.deepEqual(rig.asked.map(({ to }) => to), [a])
  })
})
