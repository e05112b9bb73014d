import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Job, JobResult } from './job.js'

/** Heap of one worker: a thousand members take about one gigabyte, two thousand four times that. */
const HEAP_MB = 6_144

/** What so many members leave behind is given back with the worker; below it, a warm worker is up to four times as fast. */
const WARM_MAX = 300

/** Takes a result as soon as it is there, with the place of its job. */
export type OnResult = (result: JobResult, index: number) => void

/**
 * Runs all jobs, begun in their order, one worker for each processor; the results are in the order of the jobs, whoever
 * was done first.
 */
export async function runJobs (jobs: readonly Job[], onResult: OnResult, workers = availableParallelism()): Promise<JobResult[]> {
  const results: JobResult[] = []
  let next = 0

  async function work (): Promise<void> {
    let worker = createWorker()

    try {
      for (let index = next++; index < jobs.length; index = next++) {
        const job = jobs[index] as Job
        const result = await ask(worker, job)
        results[index] = result
        onResult(result, index)

        if (job.nodes > WARM_MAX) {
          await worker.terminate()
          worker = createWorker()
        }
      }
    } finally {
      await worker.terminate()
    }
  }

  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, work))

  return results
}

function createWorker (): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } })
}

async function ask (worker: Worker, job: Job): Promise<JobResult> {
  const { promise, resolve, reject } = Promise.withResolvers<JobResult>()
  const fail = (cause: Error): void => { reject(new Error(`${job.scenario} ${job.variant} ${job.nodes} ${JSON.stringify(job.parameters)} seed ${job.seed} failed`, { cause })) }

  worker.once('message', resolve)
  worker.once('error', fail)
  try {
    worker.postMessage(job)
    return await promise
  } finally {
    worker.off('message', resolve)
    worker.off('error', fail)
  }
}
