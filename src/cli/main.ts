#!/usr/bin/env node
// Parsed and run by any Node that knows modules, so that an old one gets this line and no stack trace: nothing is
// imported before the check, and the syntax stays that of Node 14.
const LEAST_MAJOR = 22

if (Number(process.versions.node.split('.')[0]) < LEAST_MAJOR) {
  console.error(`shoal needs Node ${LEAST_MAJOR} or newer: this is Node ${process.versions.node}. Install a newer one, or use the one that npm scripts find in node_modules/.bin.`)
  process.exitCode = 1
} else {
  if (process.argv[2] === 'node') {
    // Until the member takes these signals over there is nothing to leave.
    process.once('SIGTERM', () => { process.exit(0) })
    process.once('SIGINT', () => { process.exit(0) })
  }

  import('./run.js').then(async ({ run, exit }) => {
    exit(await run(process.argv.slice(2)))
  }).catch((err: unknown) => {
    console.error(err)
    process.exit(1)
  })
}

export {}
