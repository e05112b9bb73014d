import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mean, percentile, rounded, summarize } from '../../../src/sim/index.js'

describe('statistics', () => {
  it('give the sample that the share does not exceed, by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)

    assert.equal(percentile(hundred, 0.5), 50)
    assert.equal(percentile(hundred, 0.99), 99)
    assert.equal(percentile(hundred, 0.999), 100)
    assert.equal(percentile(hundred, 0), 1)
    assert.equal(percentile([7], 0.5), 7)
  })

  it('are of numbers, not of their texts', () => {
    assert.equal(percentile([9, 10, 100], 0.5), 10)
  })

  it('do not depend on the order of the samples', () => {
    const samples = [0.1, 0.2, 0.3, 1e9, 0.7]

    assert.equal(mean(samples), mean(samples.toReversed()))
    assert.deepEqual(summarize(samples), summarize(samples.toReversed()))
  })

  it('of no samples are absent, and leave the samples as they were', () => {
    const samples = [3, 1, 2]

    assert.equal(summarize([]), undefined)
    assert.ok(Number.isNaN(percentile([], 0.5)))
    summarize(samples)
    assert.deepEqual(samples, [3, 1, 2])
  })

  it('sum up', () => {
    assert.deepEqual(summarize([4, 1, 3, 2]), { count: 4, mean: 2.5, p50: 2, p90: 4, p99: 4, p999: 4, min: 1, max: 4 })
    assert.equal(rounded(1.23456), 1.235)
  })
})
