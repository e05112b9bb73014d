import { InvalidSettingError } from '../index.js'
import { ScenarioOptionError } from '../sim/index.js'
import { UsageError } from './usage-error.js'

const MISTAKES: ReadonlySet<string> = new Set([UsageError, InvalidSettingError, ScenarioOptionError].map(({ name }) => name))

/** Whether an error is about what was asked for: its message says what to put right. */
export function isMistake (err: Error): boolean {
  return MISTAKES.has(err.name)
}
