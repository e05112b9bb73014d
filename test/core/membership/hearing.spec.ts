import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LoneCore, withAndWithout } from '../lone-core.js'

const MANY = ['b', 'c', 'd', 'e']

describe('a member that hears nobody', () => {
  it('accuses nobody: probe:deaf', () => {
    assert.deepEqual(withAndWithout('deaf', options => {
      const lone = new LoneCore(options, MANY)
      lone.run(5_000)
      for (const id of MANY) lone.silent.add(id)
      lone.run(20_000)
      return [lone.events('member:suspect').length > 0, lone.count('probe:deaf') > 0]
    }), [[false, true], [true, false]])
  })

  it('gives nobody up, and what it missed is not counted against its suspects', () => {
    assert.deepEqual(withAndWithout('deaf', options => {
      const lone = suspecting('b', options)
      for (const id of MANY) lone.silent.add(id)
      lone.run(15_000)
      const deaf = lone.standing('b')
      for (const id of ['c', 'd', 'e']) lone.silent.delete(id)
      lone.until(() => lone.count('sync:started') > 0 || lone.sent('ping').some(({ to, at }) => to !== 'b' && at > lone.now - 10), 20_000, 'a probe of somebody else')
      lone.run(10)
      return [deaf, lone.standing('b')]
    }), [['suspect@0', 'suspect@0'], ['dead@0', 'dead@0']])
  })

  it('for two intervals counts as deaf, and not for less', () => {
    const deathAfterSilence = (silence: number): string => {
      const lone = suspecting('b')
      const end = lone.now + 6_000
      while (lone.now < end - silence - 200) {
        lone.run(200)
        lone.tell('c', { type: 'gossip', updates: [] })
      }
      for (const id of MANY) lone.silent.add(id)
      lone.reply = () => undefined
      lone.run(end - lone.now + 50)
      return lone.standing('b')
    }

    assert.deepEqual([deathAfterSilence(1_400), deathAfterSilence(2_100)], ['dead@0', 'suspect@0'])
  })

  it('takes the others for dead after thirty intervals all the same', () => {
    const [deaf, credulous] = withAndWithout('deaf', options => {
      const lone = new LoneCore(options, MANY)
      lone.run(5_000)
      for (const id of MANY) lone.silent.add(id)
      return lone.until(() => lone.events('member:dead').length === 4, 300_000, 'all dead')
    })

    assert.ok(deaf >= 29_000, `${deaf} ms`)
    assert.ok(credulous < deaf, `${credulous} ms`)
  })

  it('hears as soon as anybody says anything: then the silent one is accused', () => {
    const lone = new LoneCore({}, MANY)
    for (const id of MANY) lone.silent.add(id)
    lone.run(10_000)
    assert.deepEqual(lone.events('member:suspect'), [])

    lone.silent.delete('e')
    lone.until(() => lone.standing('b') === 'suspect@0', 30_000, 'b suspected')

    assert.equal(lone.standing('e'), 'alive@0')
  })

  it('of two cannot tell, and goes by its probes', () => {
    const lone = new LoneCore({}, ['b'])

    lone.silent.add('b')
    lone.run(5_000)

    assert.equal(lone.standing('b'), 'dead@0')
    assert.equal(lone.count('probe:deaf'), 0)
  })

  it('is not one that only has not run', () => {
    const lone = suspecting('b')
    const before = lone.events('member:dead').length

    lone.sleep(20_000)
    lone.until(() => lone.events('member:dead').length > before, 7_500, 'the death of b, in the time that it has anyway')

    assert.equal(lone.standing('b'), 'dead@0')
  })
})

/** A core that began to suspect a silent member just now. */
function suspecting (id: string, options: ConstructorParameters<typeof LoneCore>[0] = {}): LoneCore {
  const lone = new LoneCore(options, MANY)

  lone.silent.add(id)
  lone.until(() => lone.standing(id) === 'suspect@0', 30_000, `${id} suspected`)

  return lone
}
