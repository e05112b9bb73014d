import { UsageError } from '../../src/cli/usage-error.js'
import { runDemo } from './demo.js'
import { runMember } from './member.js'
import { readSettings } from './options.js'

try {
  const settings = readSettings(process.argv.slice(2))

  if ('help' in settings) {
    console.log(settings.help)
  } else {
    process.exitCode = await (settings.demo ? runDemo(settings) : runMember(settings))
  }
} catch (err) {
  if (!(err instanceof Error)) {
    throw err
  }
  console.error(`example:scheduler: ${err.message}`)
  process.exitCode = err instanceof UsageError ? 2 : 1
}
