import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Job, JobResult } from './job.js'

/** Heap of one worker: a thousand members take about one gigabyte, two thousand four times that. */
const HEAP_MB = 6_144

/**
 * Runs all jobs, one worker for each processor; the results are in the order of the jobs, whoever was done first. A
 * worker is started anew for each job beyond the first hundred members: what a large cluster leaves behind is given back.
 */
export async function runJobs (jobs: readonly Job[], onResult: (job: Job, result: JobResult, done: number) => void, workers = availableParallelism()): Promise<JobResult[]> {
  const results: JobResult[] = []
  let next = 0
  let done = 0

  async function work (): Promise<void> {
    let worker = createWorker()

    try {
      for (let index = next++; index < jobs.length; index = next++) {
        const job = jobs[index] as Job
        const result = await ask(worker, job)
        results[index] = result
        onResult(job, result, ++done)

        if (job.nodes > 100) {
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
