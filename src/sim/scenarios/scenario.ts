import { ANY, isWithin, rangeText } from './ranges.js'
import type { Violation } from '../checkers/index.js'
import type { Fault } from '../faults.js'
import type { Observer } from '../observer.js'
import type { ParameterRange } from './ranges.js'
import type { VariantName } from './variants.js'

/** The numbers that make one cell of a scenario's grid, such as `{ concurrent: 4, duration: 2048 }`. */
export type Parameters = Readonly<Record<string, number>>

/** What one run of a scenario is given. */
export interface ScenarioOptions {
  /** Decides everything: the same seed gives the same result. */
  readonly seed: number
  /** Which detector runs; the one that ships by default. */
  readonly variant?: VariantName
  /** Members; the scenario's own number by default. */
  readonly nodes?: number
  /** In place of the scenario's defaults, by name. */
  readonly parameters?: Parameters
  /** See everything that happens, as the transcript does. */
  readonly observers?: readonly Observer[]
}

/** What came of one run. */
export interface ScenarioResult {
  /** One number each, with the unit at the end of the name; a name without one is a count. */
  readonly metrics: Readonly<Record<string, number>>
  /** Raw measurements, of which percentiles over many seeds are made. */
  readonly samples: Readonly<Record<string, readonly number[]>>
  readonly violations: readonly Violation[]
  /** The hash of the whole run. */
  readonly digest: string
  /** The faults that were applied, where the scenario is made of a schedule: it can be shrunk. */
  readonly schedule?: readonly Fault[]
}

/** An experiment: a cluster, what happens to it, and what is measured. */
export interface Scenario {
  /** Its place in the list, `S4`. */
  readonly id: string
  /** Its name in kebab-case. */
  readonly name: string
  /** What is done, where it is from, and what was chosen where the source leaves something open. */
  readonly about: string
  readonly nodes: number
  /** The fewest members that it can be told of. */
  readonly leastNodes: number
  /** The parameter that says how many members there must be besides those. */
  readonly besides?: string
  /** Its parameters with their defaults; no others are accepted. */
  readonly defaults: Parameters
  /** What each of its parameters accepts. */
  readonly ranges: Readonly<Record<string, ParameterRange>>
  /** @throws {ScenarioOptionError} that names what it does not accept, before anything is run */
  readonly run: (options: ScenarioOptions) => ScenarioResult
  /** Of a scenario that is made of a schedule: runs it with these faults in place of the seed's own. */
  readonly replay?: (options: ScenarioOptions, faults: readonly Fault[]) => ScenarioResult
}

/** What a scenario is asked for by name and number, before it is run. */
type Declaration = Omit<Scenario, 'run' | 'replay'>

/** A scenario as its file writes it: `run` gets every parameter, with defaults filled in. */
export interface ScenarioDefinition extends Omit<Declaration, 'leastNodes' | 'ranges'> {
  /** One, if it does not say. */
  readonly leastNodes?: number
  /** Any whole number, where it does not say. */
  readonly ranges?: Readonly<Record<string, ParameterRange>>
  readonly run: (options: CompleteOptions) => ScenarioResult
  readonly replay?: (options: CompleteOptions, faults: readonly Fault[]) => ScenarioResult
}

/** What a scenario's own code is given. */
export interface CompleteOptions {
  readonly seed: number
  readonly variant: VariantName
  readonly nodes: number
  /** The parameter of that name; throws if the scenario has none. */
  readonly parameter: (name: string) => number
  readonly observers: readonly Observer[]
}

/** A scenario was asked for something that it does not have. */
export class ScenarioOptionError extends Error {
  static override name = 'ScenarioOptionError'

  /** What the message is about, by whose name it begins: the number of nodes, or one of the parameters. */
  readonly option: 'nodes' | 'parameter'

  constructor (message = 'The scenario does not have what it was asked for', option: 'nodes' | 'parameter' = 'parameter') {
    super(message)
    this.name = 'ScenarioOptionError'
    this.option = option
  }
}

/** Makes a scenario that checks what it is asked for and fills in its defaults. */
export function defineScenario ({ run, replay, leastNodes = 1, ranges = {}, ...rest }: ScenarioDefinition): Scenario {
  const all = Object.fromEntries(Object.keys(rest.defaults).map(name => [name, ranges[name] ?? ANY]))
  const declared: Declaration = { ...rest, leastNodes, ranges: all }

  return {
    ...declared,
    run: options => run(complete(declared, options)),
    ...(replay === undefined ? {} : { replay: (options, faults) => replay(complete(declared, options), faults) })
  }
}

function complete (scenario: Declaration, { seed, variant = 'ours', nodes = scenario.nodes, parameters = {}, observers = [] }: ScenarioOptions): CompleteOptions {
  const values: Parameters = { ...scenario.defaults, ...parameters }

  checkParameters(scenario, values)
  checkNodes(scenario, nodes, values)

  return {
    seed,
    variant,
    nodes,
    observers,
    parameter: name => {
      const value = values[name]

      if (value === undefined) {
        throw unknownParameter(scenario, name)
      }

      return value
    }
  }
}

function checkParameters (scenario: Declaration, values: Parameters): void {
  for (const [name, value] of Object.entries(values)) {
    const range = Object.hasOwn(scenario.ranges, name) ? scenario.ranges[name] : undefined

    if (range === undefined) {
      throw unknownParameter(scenario, name)
    }
    if (!isWithin(range, value)) {
      throw new ScenarioOptionError(`${name} is ${value}: ${scenario.id} accepts ${range.hasFractions === true ? 'a number' : 'a whole number'} ${rangeText(range)}`)
    }
  }
}

function checkNodes ({ id, leastNodes, besides }: Declaration, nodes: number, values: Parameters): void {
  const others = besides === undefined ? 0 : values[besides] ?? 0

  if (!Number.isSafeInteger(nodes) || nodes < leastNodes + others) {
    throw new ScenarioOptionError(`nodes is ${nodes}: ${id} needs at least ${leastNodes + others}${besides === undefined ? '' : `, ${leastNodes} besides ${besides}=${others}`}`, 'nodes')
  }
}

function unknownParameter ({ id, defaults }: Declaration, name: string): ScenarioOptionError {
  return new ScenarioOptionError(`${name} is no parameter of ${id}: accepts ${Object.keys(defaults).join(', ') || 'none'}`)
}
