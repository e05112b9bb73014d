/** A job for tests: says in a file what it finds, and then goes on until it is ended, or does what it is told to. */
import { appendFileSync } from 'node:fs'

const { WITNESS = '', DEED } = process.env

function say (what: string): void {
  appendFileSync(WITNESS, `${JSON.stringify({ what, pid: process.pid, env: process.env })}\n`)
}

process.on('exit', () => { say('exit') })
process.on('SIGTERM', () => {
  say('asked')
  if (DEED !== 'stubborn') process.exit(0)
})
say('start')

switch (DEED) {
  case 'fail':
    console.error('it went wrong')
    process.exitCode = 3
    break
  case 'wait':
  case 'stubborn':
    setInterval(() => undefined, 1_000)
    break
  default:
    break
}
