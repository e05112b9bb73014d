/**
 * The module of the example's own jobs: leaves a line where `GREETINGS` says, so that how often it really ran can be told
 * without asking whoever started it.
 */
import { appendFileSync } from 'node:fs'

const { JOB_ID, JOB_TICK, JOB_TOKEN, GREETINGS } = process.env

if (GREETINGS !== undefined) {
  appendFileSync(GREETINGS, `${JSON.stringify({ job: JOB_ID, tick: Number(JOB_TICK), token: JOB_TOKEN, pid: process.pid })}\n`)
}
