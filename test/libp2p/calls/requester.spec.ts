import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { describe, it } from 'node:test'
import { NoHandlerError, NoOwnerError, NotOwnerError, OwnerBusyError, RequestFailedError, RequestOutcomeUnknownError, RequestTimeoutError, RequestTooLargeError } from '../../../src/index.js'
import { answer, lost, quiet, refusal, Rig, routeTo, silent } from './rig.js'

describe('a request', () => {
  it('is asked of the owner once, with what the table here says and what is left of the time', async () => {
    const rig = new Rig()
    rig.answers(answer(7))

    assert.deepEqual(await rig.run({ key: 'k', timeout: 1_234 }), Uint8Array.of(7))

    const [{ to, signal, at, ...request } = {}] = rig.asked
    assert.deepEqual(request, { group: 'jobs', partition: 3, epoch: 10n, token: 5n, role: 'owner', patience: 1_234, key: 'k', payload: Uint8Array.of(1) })
    assert.equal(to, 'A')
    assert.equal(rig.asked.length, 1)
  })

  it('leaves no timer and no listener behind, whatever it comes to', async () => {
    const outcomes = [answer(1), lost(true), refusal('busy'), { type: 'reply', reply: { type: 'failure', epoch: 1n, error: 'no' } } as const]

    for (const outcome of outcomes) {
      const rig = new Rig()
      const { signal } = new AbortController()
      rig.answers(outcome)
      await rig.run({ signal }).catch(() => undefined)
      await quiet()

      assert.equal(getEventListeners(signal, 'abort').length + getEventListeners(rig.stopped.signal, 'abort').length, 0)
      assert.equal(rig.timers.size, 0)
      assert.equal(rig.listeners.size, 0)
    }
  })

  it('whose signal fires ends with its reason, and so does the attempt', async () => {
    const rig = new Rig()
    const caller = new AbortController()
    rig.answers(silent)
    const settled = rig.begin({ signal: caller.signal })
    await quiet()

    caller.abort(new Error('enough'))

    await assert.rejects(settled, { message: 'enough' })
    assert.equal(rig.asked[0]?.signal.aborted, true)
  })

  it('whose signal fires between two attempts ends with its reason', async () => {
    const rig = new Rig()
    const caller = new AbortController()
    rig.answers(refusal('busy'))
    const settled = rig.begin({ signal: caller.signal })
    await quiet()

    caller.abort(new Error('enough'))

    await assert.rejects(settled, { message: 'enough' })
  })

  it('ends when the member stops: as not run if nothing was sent, as unknown if it was', async () => {
    for (const [outcome, name] of [[refusal('busy'), 'NotStartedError'], [silent, 'RequestOutcomeUnknownError']] as const) {
      const rig = new Rig()
      rig.answers(outcome)
      const settled = rig.begin()
      await quiet()

      rig.stopped.abort()

      await assert.rejects(settled, { name })
    }
  })

  it('whose handler failed is not asked for again, be it idempotent or not', async () => {
    for (const idempotent of [false, true]) {
      const rig = new Rig()
      rig.answers({ type: 'reply', reply: { type: 'failure', epoch: 10n, error: 'no such row' } })

      await assert.rejects(rig.run({ idempotent }), (error: unknown) => error instanceof RequestFailedError && error.remoteMessage === 'no such row' && error.message.includes('A failed: no such row'))
      assert.equal(rig.asked.length, 1)
    }
  })

  it('whose answer is too large is not asked for again', async () => {
    const rig = new Rig()
    rig.answers({ type: 'reply', reply: { type: 'too-large', epoch: 10n } })

    await assert.rejects(rig.run(), RequestTooLargeError)
    assert.equal(rig.asked.length, 1)
  })
})

describe('a request is asked for again', () => {
  for (const reason of ['not-owner', 'behind', 'no-handler', 'busy', 'not-member'] as const) {
    it(`after a refusal: ${reason}`, async () => {
      const rig = new Rig()
      rig.answers(refusal(reason), answer(7))

      assert.deepEqual(await rig.run(), Uint8Array.of(7))
      assert.equal(rig.asked.length, 2)
      assert.equal(rig.counters.of('call:retried'), 1)
    })
  }

  it('if it was lost before it was whole', async () => {
    const rig = new Rig()
    rig.answers(lost(false), answer(7))

    assert.deepEqual(await rig.run(), Uint8Array.of(7))
  })

  it('and with the time that is left then', async () => {
    const rig = new Rig()
    rig.answers(refusal('busy'), answer(7))

    await rig.run({ timeout: 100 })

    assert.deepEqual(rig.asked.map(({ patience }) => patience), [100, 80])
  })

  it('after pauses that double up to a bound', async () => {
    const rig = new Rig()
    rig.answers(refusal('busy'))

    await assert.rejects(rig.run({ timeout: 3_000 }))

    const pauses = rig.asked.slice(1).map(({ at }, index) => Math.round(at - (rig.asked[index]?.at ?? 0)))
    assert.deepEqual(pauses, [20, 40, 80, 160, 320, 500, 500, 500, 500])
  })

  it('at once when a newer table is there', async () => {
    const rig = new Rig()
    rig.answers(refusal('not-owner'), answer(7))
    const settled = rig.begin()
    await quiet()
    rig.route = routeTo('B')

    for (const listener of rig.listeners) listener()

    assert.deepEqual(await settled, Uint8Array.of(7))
    assert.deepEqual(rig.asked.map(({ to, at }) => [to, at]), [['A', 0], ['B', 0]])
  })

  it('once the partition has an owner again', async () => {
    const rig = new Rig()
    rig.route = routeTo()
    rig.answers(answer(7))
    const settled = rig.begin()
    await quiet()
    assert.equal(rig.asked.length, 0)
    rig.route = routeTo('B')

    for (const listener of rig.listeners) listener()

    assert.deepEqual(await settled, Uint8Array.of(7))
    assert.equal(rig.asked[0]?.to, 'B')
  })
})

describe('a request that was whole where it was lost', () => {
  it('is not asked for again: its outcome is unknown', async () => {
    const rig = new Rig()
    rig.answers(lost(true), answer(7))

    await assert.rejects(rig.run(), (error: unknown) => error instanceof RequestOutcomeUnknownError && error.mayHaveRun)
    assert.equal(rig.asked.length, 1)
    assert.equal(rig.counters.of('call:unknown'), 1)
  })

  it('is asked for again if it may run twice', async () => {
    const rig = new Rig()
    rig.answers(lost(true), answer(7))

    assert.deepEqual(await rig.run({ idempotent: true }), Uint8Array.of(7))
    assert.equal(rig.asked.length, 2)
  })
})

describe('a stale caller', () => {
  it('pulls the newer table from who refused it, and is led on without a pause', async () => {
    const rig = new Rig()
    rig.onCatchUp = () => { rig.route = { ...routeTo('B'), epoch: 11n } }
    rig.answers(refusal('not-owner', 11n), answer(7))

    assert.deepEqual(await rig.run(), Uint8Array.of(7))

    assert.deepEqual(rig.caughtUp, ['A'])
    assert.deepEqual(rig.asked.map(({ to, at, epoch }) => [to, at, epoch]), [['A', 0, 10n], ['B', 0, 11n]])
    assert.equal(rig.counters.of('call:redirected'), 1)
    assert.equal(rig.counters.of('call:retried'), 0)
  })

  it('is led on once without a pause: who sends it on and on cannot keep it busy', async () => {
    const rig = new Rig()
    rig.answers(refusal('not-owner', 11n))

    await assert.rejects(rig.run({ timeout: 100 }), NotOwnerError)

    assert.equal(rig.counters.of('call:redirected'), 1)
    assert.deepEqual(rig.asked.map(({ at }) => Math.round(at)), [0, 0, 40])
  })

  it('is not led anywhere by one who is behind itself', async () => {
    const rig = new Rig()
    rig.answers(refusal('not-owner', 9n), answer(7))

    await rig.run()

    assert.deepEqual(rig.caughtUp, [])
  })
})

describe('a request whose time is over says what it waited for:', () => {
  it('an owner', async () => {
    const rig = new Rig()
    rig.route = routeTo()

    await assert.rejects(rig.run(), (error: unknown) => error instanceof NoOwnerError && /nobody is owner of partition 3 of jobs after 5000 ms/.test(error.message))
  })

  it('a table', async () => {
    const rig = new Rig()
    rig.route = undefined

    await assert.rejects(rig.run(), NoOwnerError)
  })

  for (const [reason, type, message] of [
    ['not-owner', NotOwnerError, /A does not own partition 3 of jobs/],
    ['behind', NotOwnerError, /A does not know yet that it owns/],
    ['no-handler', NoHandlerError, /A has no handler/],
    ['busy', OwnerBusyError, /A runs as many calls/],
    ['not-member', RequestTimeoutError, /A does not see this member alive/]
  ] as const) {
    it(`that it is no more: ${reason}`, async () => {
      const rig = new Rig()
      rig.answers(refusal(reason))

      await assert.rejects(rig.run(), (error: unknown) => error instanceof type && message.test(error.message))
    })
  }

  it('a way to the owner: it was not run', async () => {
    const rig = new Rig()
    rig.answers(lost(false))

    await assert.rejects(rig.run(), (error: unknown) => error instanceof RequestTimeoutError && !error.mayHaveRun && /A could not be reached; it was not run/.test(error.message))
  })

  it('an answer: it may have been run', async () => {
    const rig = new Rig()
    rig.answers(silent)

    await assert.rejects(rig.run(), (error: unknown) => error instanceof RequestTimeoutError && error.mayHaveRun && /A had it; it may have been run/.test(error.message))
  })

  it('an answer once, and then an owner: it may have been run all the same', async () => {
    const rig = new Rig()
    rig.answers(lost(true), refusal('busy'))

    await assert.rejects(rig.run({ idempotent: true }), (error: unknown) => error instanceof RequestTimeoutError && error.mayHaveRun && /A refused it \(busy\); it may have been run/.test(error.message))
  })
})
