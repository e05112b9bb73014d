import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { problemOf } from '../../src/sim/index.js'

const at = 1_000

describe('a fault in a schedule', () => {
  for (const [what, fault, problem] of [
    ['a clock that jumps out of all time', { at, kind: 'clock', member: 'n11', step: Number.MAX_SAFE_INTEGER }, /^step is 9007199254740991: accepts/],
    ['metadata of more bytes than characters', { at, kind: 'update', member: 'n11', metadata: 'é'.repeat(512) }, /^metadata is .*: accepts a text of at most 512 bytes/],
    ['a flip in every millisecond', { at, kind: 'flip-flop', a: ['n11'], b: ['n12'], period: 1 }, /^period is 1: accepts a number of milliseconds from 100/],
    ['an endless latency', { at, kind: 'network', options: { latency: { min: 0, max: Infinity } } }, /^options is /],
    ['a latency that is a text', { at, kind: 'network', options: { latency: { min: '1', max: 2 } } }, /^options is /],
    ['no latency', { at, kind: 'network', options: { latency: { min: null, max: null } } }, /^options is /],
    ['a degree that is a text', { at, kind: 'network', options: { topic: { degree: '3' } } }, /^options is /],
    ['half a neighbour', { at, kind: 'network', options: { topic: { degree: 1.5 } } }, /^options is /]
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.match(problemOf(fault) ?? '', problem)
    })
  }

  it('is taken as chaos makes it', () => {
    assert.equal(problemOf({ at, kind: 'slow', member: 'n11', stall: 0, every: 1 }), undefined)
    assert.equal(problemOf({ at, kind: 'network', options: { latency: { min: 1, max: 2 }, loss: 0.1 } }), undefined)
  })
})
