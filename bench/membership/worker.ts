/** The inside of one worker: runs the jobs that it is sent, one after the other. */
import { parentPort } from 'node:worker_threads'
import { runJob } from './job.js'
import type { Job } from './job.js'

parentPort?.on('message', (job: Job) => { parentPort?.postMessage(runJob(job)) })
