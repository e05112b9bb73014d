import { runDemo } from './demo.js'
import { runMember } from './member.js'
import { readSettings } from './options.js'

const settings = readSettings()

process.exitCode = await (settings.demo ? runDemo(settings) : runMember(settings)).catch((err: unknown) => {
  console.error(`example:lock: ${err instanceof Error ? err.message : String(err)}`)
  return 1
})
