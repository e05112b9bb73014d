import { parseArgs } from 'node:util'
import { environmentName } from './options.js'
import { UsageError } from './usage-error.js'
import type { Option, OptionTable, OptionValues } from './options.js'

/** Where options come from. */
export interface OptionSources {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Reads the config file. */
  readonly readFile: (path: string) => string
}

/** The values of a command's options, and where each was given. */
export interface ResolvedOptions<T extends OptionTable> {
  readonly values: OptionValues<T>
  /** Where the option was given: the greater number wins over the lesser. 0: nowhere. */
  rankOf (name: keyof T): number
}

interface Given {
  readonly rank: number
  /** How an error calls it. */
  readonly label: string
  readonly texts: readonly string[]
}

const FILE = 1
const ENVIRONMENT = 2
const FLAG = 3

const SHOWN_MAX = 80

/**
 * The options of a command: a flag wins over the environment, which wins over the config file. What is given in one
 * place replaces what is given in a lower one, for lists too.
 *
 * @throws {UsageError} that names the option and what it accepts
 */
export function resolveOptions<T extends OptionTable> (command: string, table: T, sources: OptionSources): ResolvedOptions<T> {
  const flags = fromFlags(command, table, sources.argv)
  const given = new Map([...fromEnvironment(table, sources.env), ...flags])
  const config = given.get('config')

  if (config !== undefined) {
    for (const [name, value] of fromFile(command, table, String(config.texts[0]), config.label, sources.readFile)) {
      given.set(name, given.get(name) ?? value)
    }
  }

  const values = Object.entries(table).map(([name, option]) => [name, parse(option, given.get(name))])

  return {
    values: Object.fromEntries(values) as OptionValues<T>,
    rankOf: name => given.get(String(name))?.rank ?? 0
  }
}

/** The error for an option that the command cannot do without. */
export function missingOption (name: string, option: Option<unknown>): UsageError {
  return new UsageError(`--${name} is missing: accepts ${option.accepts}`)
}

function fromFlags (command: string, table: OptionTable, argv: readonly string[]): Map<string, Given> {
  const given = new Map<string, Given>()
  const options = Object.fromEntries(Object.entries(table).map(([name, { value }]) => [name, { type: value === undefined ? 'boolean' as const : 'string' as const }]))

  for (const token of parseArgs({ args: [...argv], options, strict: false, tokens: true }).tokens) {
    const option = token.kind === 'option' && token.rawName === `--${token.name}` ? optionNamed(table, token.name) : undefined

    if (token.kind !== 'option' || option === undefined) {
      throw unknownOption(command, table, token.kind === 'option' ? token.rawName : show(argv[token.index]))
    }

    const texts = [flagText(token.rawName, option, token.value, token.inlineValue === true)]
    const before = given.get(token.name)

    if (before !== undefined && !option.multiple && option.value !== undefined) {
      throw new UsageError(`${token.rawName} is given more than once: accepts ${option.accepts}`)
    }

    given.set(token.name, { rank: FLAG, label: token.rawName, texts: before === undefined ? texts : [...before.texts, ...texts] })
  }

  return given
}

function flagText (flag: string, option: Option<unknown>, value: string | undefined, inline: boolean): string {
  if (option.value === undefined) {
    if (value !== undefined) {
      throw new UsageError(`${flag} is ${show(value)}: accepts ${option.accepts}`)
    }

    return 'true'
  }
  // What looks like the next flag is a value only when it is written as --name=value; a lone dash and a number are none.
  if (value === undefined || (!inline && value.startsWith('-') && !/^-(\d+(\.\d+)?)?$/.test(value))) {
    throw new UsageError(`${flag} has no value: accepts ${option.accepts}`)
  }

  return value
}

function fromEnvironment (table: OptionTable, env: OptionSources['env']): Map<string, Given> {
  const given = new Map<string, Given>()

  for (const [name, { multiple }] of Object.entries(table)) {
    const variable = environmentName(name)
    const text = env[variable]

    // An empty variable is how compose files and shells say that it is not set.
    if (text !== undefined && text !== '') {
      const texts = multiple ? text.split(',').map(part => part.trim()) : [text]
      given.set(name, { rank: ENVIRONMENT, label: `--${name} (${variable})`, texts })
    }
  }

  return given
}

function fromFile (command: string, table: OptionTable, path: string, label: string, readFile: OptionSources['readFile']): Map<string, Given> {
  const given = new Map<string, Given>()

  for (const [name, value] of Object.entries(readConfig(path, label, readFile))) {
    const option = optionNamed(table, name)

    if (option === undefined || name === 'config') {
      throw unknownOption(command, table, `${show(name)} in ${path}`)
    }

    given.set(name, { rank: FILE, label: `--${name} (in ${path})`, texts: fileTexts(option, value, `--${name} (in ${path})`) })
  }

  return given
}

function readConfig (path: string, label: string, readFile: OptionSources['readFile']): object {
  try {
    const config: unknown = JSON.parse(readFile(path))

    if (typeof config === 'object' && config !== null && !Array.isArray(config)) {
      return config
    }
  } catch (err) {
    const reason = err instanceof Error ? err.message.split('\n')[0] : String(err)
    throw new UsageError(`${label} is ${show(path)}: ${reason}: accepts a JSON file with options by name`, { cause: err })
  }

  throw new UsageError(`${label} is ${show(path)}: it holds no object: accepts a JSON file with options by name`)
}

function fileTexts (option: Option<unknown>, value: unknown, label: string): string[] {
  if (option.joins !== undefined && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).map(([key, part]) => `${key}${option.joins}${part}`)
  }

  const parts: unknown[] = option.multiple && Array.isArray(value) ? value : [value]

  return parts.map(part => {
    if (typeof part === 'object') {
      throw new UsageError(`${label} is ${show(JSON.stringify(part))}: accepts ${option.accepts}`)
    }

    return String(part)
  })
}

function parse (option: Option<unknown>, given: Given | undefined): unknown {
  if (given === undefined) {
    return undefined
  }

  const parsed = given.texts.map(text => {
    const value = option.parse(text)

    if (value === undefined) {
      throw new UsageError(`${given.label} is ${show(text)}: accepts ${option.accepts}`)
    }

    return value
  })

  return option.multiple ? parsed : parsed[0]
}

// By own names only: "constructor" is a name that users can write.
function optionNamed (table: OptionTable, name: string): Option<unknown> | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function unknownOption (command: string, table: OptionTable, what: string): UsageError {
  return new UsageError(`${what} is no option of shoal ${command}: accepts ${Object.keys(table).map(name => `--${name}`).join(', ')}`)
}

function show (text: string | undefined): string {
  const shown = JSON.stringify(text ?? '')
  return shown.length > SHOWN_MAX ? `${shown.slice(0, SHOWN_MAX)}..."` : shown
}
