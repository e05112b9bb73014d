/** Runs a job as a member does: for a test that kills it. */
import { runChild } from '../../examples/scheduler/child.js'

const [, , module = '', file = ''] = process.argv

await runChild({ id: 'a', module, timeoutMs: 60_000, env: { WITNESS: file, DEED: 'wait' } }, { job: 'a', tick: 0 }, 'token', new AbortController().signal)
