import type { ParameterRange, Scenario, Variant } from '../../sim/index.js'

const WIDTH = 110

/** One line of `shoal simulate --list --json`. */
export type ListLine =
  | {
    readonly event: 'scenario'
    readonly id: string
    readonly name: string
    readonly about: string
    readonly nodes: number
    readonly leastNodes: number
    /** The parameter that says how many nodes there must be besides those; null for none. */
    readonly besides: string | null
    readonly parameters: Readonly<Record<string, { readonly default: number, readonly least: number, readonly most: number, readonly hasFractions: boolean }>>
  }
  | { readonly event: 'variant', readonly name: string, readonly about: string }

/** All scenarios and all variants, as lines for people. */
export function listText (scenarios: readonly Scenario[], variants: Readonly<Record<string, Variant>>): string {
  const width = Math.max(...Object.keys(variants).map(name => name.length))

  return [
    ...scenarios.flatMap(scenarioText),
    '',
    'Variants:',
    ...Object.entries(variants).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
  ].join('\n')
}

/** The same, for programs. */
export function listLines (scenarios: readonly Scenario[], variants: Readonly<Record<string, Variant>>): ListLine[] {
  return [
    ...scenarios.map(({ id, name, about, nodes, leastNodes, besides = null, ...rest }): ListLine => {
      const parameters = parametersOf(rest).map(([parameter, { hasFractions = false, ...range }]) => [parameter, { ...range, hasFractions }])
      return { event: 'scenario', id, name, about, nodes, leastNodes, besides, parameters: Object.fromEntries(parameters) }
    }),
    ...Object.entries(variants).map(([name, { about }]): ListLine => ({ event: 'variant', name, about }))
  ]
}

function scenarioText (scenario: Scenario): string[] {
  const { id, name, about, nodes, leastNodes, besides } = scenario
  const parameters = parametersOf(scenario).map(([parameter, { default: value, least, most }]) => `${parameter}=${value} (${least} to ${most})`)

  return [
    `${id} ${name} (${nodes} nodes, at least ${leastNodes}${besides === undefined ? '' : ` besides ${besides}`})`,
    ...[parameters.join(', '), about].filter(text => text !== '').flatMap(wrapped)
  ]
}

function parametersOf ({ defaults, ranges }: Pick<Scenario, 'defaults' | 'ranges'>): Array<[string, ParameterRange & { readonly default: number }]> {
  return Object.entries(ranges).map(([name, range]) => [name, { default: defaults[name] ?? range.least, ...range }])
}

function wrapped (paragraph: string): string[] {
  const lines: string[] = []

  for (const word of paragraph.split(' ')) {
    const line = lines.at(-1)

    if (line === undefined || line.length + word.length >= WIDTH) {
      lines.push(`    ${word}`)
    } else {
      lines[lines.length - 1] = `${line} ${word}`
    }
  }

  return lines
}
