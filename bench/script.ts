import { parseArgs } from 'node:util'
import { UsageError } from '../src/cli/usage-error.js'
import type { Parse } from '../src/cli/option-values.js'

/** One option of a script. */
export interface ScriptOption<T> {
  /** What stands for the value in the help; a switch has none. */
  readonly value?: string
  /** Completes "accepts ..." in an error. */
  readonly accepts: string
  readonly help: string
  /** What it is when it is not given, and how the help calls that. */
  readonly fallback: T
  readonly shown: string
  readonly parse: Parse<T>
}

type Table = Readonly<Record<string, ScriptOption<unknown>>>

/** What a script is, and what it can be told. */
export interface Script<T extends Table = Table> {
  /** Its name in package.json. */
  readonly name: string
  readonly about: string
  readonly options: T
  /** Options that can also be given by their place, without their name. */
  readonly places?: readonly string[]
}

/** The values of a script's options. */
export type ScriptValues<T extends Table> = { readonly [Name in keyof T]: T[Name] extends ScriptOption<infer V> ? V : never }

/** What a script was told to do: to run, or to print its help. */
export type Told<T extends Table> = { readonly help: string } | { readonly values: ScriptValues<T> }

/** An option with one value. */
export function option<T> (value: string, help: string, accepts: string, fallback: T, parse: Parse<T>, shown = String(fallback)): ScriptOption<T> {
  return { value, accepts, help, fallback, shown, parse }
}

/** An option with one value or several, separated by commas. */
export function list<T> (value: string, help: string, accepts: string, fallback: readonly T[], parse: Parse<T>, shown = fallback.join(',')): ScriptOption<readonly T[]> {
  return option(`${value},...`, help, `${accepts}, or several separated by commas`, fallback, text => {
    const values = text.split(',').map(parse)
    return values.every(one => one !== undefined) ? values as T[] : undefined
  }, shown)
}

/** An option that is given or not. */
export function toggle (help: string): ScriptOption<boolean> {
  return { accepts: 'no value', help, fallback: false, shown: 'no', parse: () => true }
}

/**
 * The options that this process was given. Prints the help and ends with 0 if asked for it; prints what is wrong and
 * ends with 2 if it was given what the script does not take.
 */
export function scriptValues<T extends Table> (script: Script<T>): ScriptValues<T> {
  try {
    const told = readScript(script, process.argv.slice(2))

    if ('values' in told) {
      return told.values
    }
    console.log(told.help)
    process.exit(0)
  } catch (err) {
    if (!(err instanceof UsageError)) {
      throw err
    }
    console.error(`${script.name}: ${err.message}`)
    process.exit(2)
  }
}

/**
 * What a script is told by these arguments.
 *
 * @throws {UsageError} that names the option and what it accepts
 */
export function readScript<T extends Table> (script: Script<T>, argv: readonly string[]): Told<T> {
  if (argv.includes('--help') || argv.includes('-h')) {
    return { help: helpOf(script) }
  }
  const { name, options, places = [] } = script
  const given = new Map<string, string>()
  const types = Object.fromEntries(Object.entries(options).map(([key, { value }]) => [key, { type: value === undefined ? 'boolean' as const : 'string' as const }]))
  let place = 0

  for (const token of parseArgs({ args: [...argv], options: types, strict: false, allowPositionals: true, tokens: true }).tokens) {
    if (token.kind === 'option-terminator') continue
    const key = token.kind === 'option' ? token.name : places[place++]
    const found = key !== undefined && Object.hasOwn(options, key) ? options[key] : undefined

    if (key === undefined || found === undefined || (token.kind === 'option' && token.rawName !== `--${key}`)) {
      throw new UsageError(`${token.kind === 'option' ? token.rawName : JSON.stringify(argv[token.index])} is no option of ${name}: accepts ${Object.keys(options).map(known => `--${known}`).join(', ')}`)
    }
    if (given.has(key)) {
      throw new UsageError(`--${key} is given more than once: accepts ${found.accepts}`)
    }
    given.set(key, textOf(key, found, token))
  }

  return { values: Object.fromEntries(Object.entries(options).map(([key, found]) => [key, resolve(key, found, given.get(key))])) as ScriptValues<T> }
}

/** One argument, as far as its value goes. */
interface Given {
  readonly value: string | undefined
  readonly inlineValue?: boolean | undefined
}

function textOf (key: string, { value, accepts }: ScriptOption<unknown>, token: Given): string {
  // What looks like the next flag is a value only when it is written as --name=value.
  const isMissing = value !== undefined && (token.value === undefined || (token.inlineValue === false && token.value.startsWith('-')))

  if (isMissing || (value === undefined && token.value !== undefined)) {
    throw new UsageError(`--${key} has ${isMissing ? 'no value' : `the value ${JSON.stringify(token.value)}`}: accepts ${accepts}`)
  }

  return token.value ?? ''
}

function resolve (key: string, { accepts, fallback, parse }: ScriptOption<unknown>, text: string | undefined): unknown {
  const value = text === undefined ? fallback : parse(text)

  if (value === undefined && text !== undefined) {
    throw new UsageError(`--${key} is ${JSON.stringify(text)}: accepts ${accepts}`)
  }

  return value
}

function helpOf ({ name, about, options, places = [] }: Script): string {
  const rows = Object.entries(options).map(([key, { value, help, shown }]) => ({ flag: `--${key}${value === undefined ? '' : ` ${value}`}`, help: `${help} (${shown})` }))
  const width = Math.max(...rows.map(({ flag }) => flag.length))

  return [
    `npm run ${name} -- [options]${places.map(key => ` [${options[key]?.value}]`).join('')}`,
    '',
    about,
    '',
    ...rows.map(({ flag, help }) => `  ${flag.padEnd(width)}  ${help}`)
  ].join('\n')
}
