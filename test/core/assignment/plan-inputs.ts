import fc from 'fast-check'
import { WEIGHT_MAX } from '../../../src/core/limits.js'
import type { PlanInput, Worker } from '../../../src/core/assignment/planner.js'
import type { Table } from './plan-oracle.js'

/** Workers w0, w1 and so on, all of weight 1. */
export function createWorkers (count: number): Worker[] {
  return Array.from({ length: count }, (_, n) => ({ id: `w${n}`, weight: 1 }))
}

/** Any present table of any workers; without an argument their weights are equal. */
export function inputs (
  weight: fc.Arbitrary<number> = fc.constant(1), partitionsMax = 64, workersMax = 12
): fc.Arbitrary<PlanInput> {
  const worker = fc.record({ id: fc.string({ maxLength: 3 }), weight })
  return fc.record({
    partitions: fc.integer({ min: 1, max: partitionsMax }),
    workers: fc.uniqueArray(worker, { minLength: 1, maxLength: workersMax, selector: ({ id }) => id, size: 'max' })
  }).chain(input => ownersOf(input.partitions, input.workers).map(owners => ({ ...input, owners })))
}

/** Any present table: held by all or by few, with owners that are gone, often shorter than the partitions. */
export function ownersOf (partitions: number, workers: readonly Worker[]): fc.Arbitrary<Table> {
  const holders = fc.subarray([...workers.map(({ id }) => id), 'gone', undefined], { minLength: 1 })
  return holders.chain(some => fc.array(fc.constantFrom(...some), { maxLength: partitions, size: 'max' }))
}

/** The input, and its workers in any order. */
export function withPermutation (input: PlanInput): fc.Arbitrary<[PlanInput, Worker[]]> {
  const length = input.workers.length
  return fc.tuple(fc.constant(input), fc.shuffledSubarray([...input.workers], { minLength: length, maxLength: length }))
}

/** Small weights, zero included, that often tie, or any. */
export function weights (): fc.Arbitrary<number> {
  return fc.oneof(fc.nat(5), fc.nat(WEIGHT_MAX))
}

/** Counts of partitions and workers, either the larger. */
export function sizes (): fc.Arbitrary<{ partitions: number, count: number }> {
  return fc.record({ partitions: fc.integer({ min: 1, max: 80 }), count: fc.integer({ min: 1, max: 16 }) })
}

/** Any input with all that a plan can be asked for, whether or not it makes sense. */
export function fullInputs (): fc.Arbitrary<PlanInput> {
  return inputs(fc.nat(3), 32, 8).chain(input => {
    const ids = input.workers.map(({ id }) => id)
    const id = fc.constantFrom(...ids, 'gone')
    const partition = fc.nat(input.partitions - 1)
    const some = fc.uniqueArray(fc.constantFrom(...ids), { maxLength: ids.length })
    const byPartition = fc.array(fc.tuple(partition, fc.uniqueArray(id, { maxLength: 3 })), { maxLength: 12 }).map(pairs => new Map(pairs))

    return fc.record({
      zones: fc.array(fc.constantFrom('x', 'y', 'z', undefined), { minLength: ids.length, maxLength: ids.length }),
      replicas: fc.nat(3),
      standbys: fc.array(fc.uniqueArray(id, { maxLength: 3 }), { maxLength: input.partitions }),
      pins: fc.array(fc.tuple(partition, id), { maxLength: 8 }).map(pairs => new Map(pairs)),
      frozen: fc.boolean(),
      draining: some.map(drained => new Set(drained)),
      avoid: byPartition,
      prefer: byPartition,
      maxMoves: fc.oneof(fc.constant(Infinity), fc.nat(6)),
      seed: fc.nat()
    }).map(({ zones, ...rest }) => ({
      ...input, ...rest, workers: input.workers.map((worker, n) => ({ ...worker, ...zones[n] === undefined ? {} : { zone: zones[n] } }))
    }))
  })
}
