import { scenarioNamed, VARIANT_NAMES } from '../sim/index.js'
import * as values from './option-values.js'
import { SCHEDULE_ACCEPTS } from './simulation/schedule-file.js'
import type { DetectorSettings, TimingSettings } from '../index.js'
import type { Parse } from './option-values.js'

/**
 * One option of a command. Its name makes its other two forms: `--no-admin` is `SHOAL_NO_ADMIN` in the environment and
 * `"no-admin"` in the config file.
 */
export interface Option<T, Multiple extends boolean = boolean> {
  /** What stands for the value in the help; a switch has none. */
  readonly value?: string
  /** Completes "accepts ..." in an error. */
  readonly accepts: string
  readonly help: string
  /** Can be given more than once; separated by commas in the environment, an array in the config file. */
  readonly multiple: Multiple
  /** What joins the two halves of a value that the config file may also give as an object. */
  readonly joins?: ':' | '='
  readonly parse: Parse<T>
}

/** The options of one command, by name. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>

/** What the options of a table come to: one that was given nowhere is undefined. */
export type OptionValues<T extends OptionTable> = {
  readonly [Name in keyof T]: T[Name] extends Option<infer V, infer M> ? (M extends true ? readonly V[] : V) | undefined : never
}

/** What `--setting` can set of the detector. */
const DETECTOR_SETTINGS = Object.keys({
  probeInterval: true,
  probeTimeout: true,
  indirectProbes: true,
  suspicionMultiplier: true,
  suspicionMaxMultiplier: true,
  confirmations: true,
  healthMax: true,
  retransmitMultiplier: true
} satisfies Record<keyof DetectorSettings, true>)

/** What `--setting` can set of joining, leading and leaving. */
export const TIMING_SETTINGS = Object.keys({
  joinTimeout: true,
  settle: true,
  rebalanceDelay: true,
  leaveTimeout: true,
  handoffTimeout: true,
  rejoinWindow: true,
  probation: true
} satisfies Record<keyof TimingSettings, true>) as ReadonlyArray<keyof TimingSettings>

const SETTINGS: readonly string[] = [...DETECTOR_SETTINGS, ...TIMING_SETTINGS]

/** `shoal node` */
export const NODE_OPTIONS = {
  'cluster': one('NAME', 'a name of 1 to 64 of a-z 0-9 . _ - that begins with a letter or a digit', 'the cluster to be a member of (needed)', values.clusterName),
  'listen': many('MULTIADDR', 'a TCP multiaddr such as /ip4/0.0.0.0/tcp/4001, port 0 for any free one', 'where to listen (/ip4/0.0.0.0/tcp/0)', values.listenAddress),
  'announce': many('MULTIADDR', 'a TCP multiaddr such as /dns4/a.example/tcp/4001', 'what to tell the others instead of what is listened on', values.dialAddress),
  'join': many('MULTIADDR', 'a TCP multiaddr such as /ip4/10.0.0.1/tcp/4001, with or without /p2p/PEERID', 'members to join through; none forms a cluster', values.dialAddress),
  'group': { ...many('NAME:PARTITIONS', `a group and its 1 to ${values.PARTITIONS_MAX} partitions such as jobs:64, with settings after it such as jobs:64:replicas=1:weight=2:moves=8`, 'a group to work for', values.group), joins: ':' as const },
  'strict-group': { ...many('NAME:PARTITIONS', `a group and its 1 to ${values.PARTITIONS_MAX} partitions such as ledger:16`, 'a group to work for that voters assign; needs --genesis', values.group), joins: ':' as const },
  'genesis': one('FILE', 'a JSON file that shoal voters new wrote', 'where the strict groups begin, the same for all members', values.text),
  'data': one('DIR', 'a directory, made if it is not there', 'keeps identity and state across restarts (in memory)', values.text),
  'admin': one('HOST:PORT', 'a loopback HOST:PORT such as 127.0.0.1:4080, port 0 for any free one; other hosts would be open to everybody', 'where the admin server listens (127.0.0.1:0)', values.loopbackHostPort),
  'no-admin': toggle('no admin server'),
  'priority': one('NUMBER', 'a whole number from 0 to 999999999999999', 'place in the order of leadership, smaller leads (join order)', values.integer(0, 999_999_999_999_999)),
  'eligible': one('true|false', 'true or false', 'whether the member may lead (true)', values.truth),
  'zone': one('NAME', '1 to 64 printable ASCII characters without spaces', 'what fails together with the member, such as its rack', values.zone),
  'metadata': one('TEXT', 'a text', 'up to 512 bytes that the other members see', values.text),
  'detector': one('PRESET', 'one of local, lan, wan', 'how crashes are noticed (lan)', values.oneOf('local', 'lan', 'wan')),
  'setting': { ...many('NAME=NUMBER', `one of ${SETTINGS.join(', ')} and a number such as probeInterval=500`, 'one value of the detector or the timing', values.setting(SETTINGS)), joins: '=' as const },
  'muxer': many('NAME', 'yamux or mplex', 'multiplexers to offer, the most wanted first (yamux, mplex)', values.oneOf('yamux', 'mplex')),
  'with-parent': toggle('leave when the process that started this one with an IPC channel goes'),
  'config': one('FILE', 'a JSON file with options by name such as {"cluster": "orders", "group": {"jobs": 64}}', 'options that neither flags nor environment give', values.text),
  'json': toggle('one JSON object a line on standard output')
} satisfies OptionTable

/** `shoal voters id` */
export const VOTERS_ID_OPTIONS = {
  'cluster': NODE_OPTIONS.cluster,
  'data': one('DIR', 'the data directory of a member that does not run, made if it is not there', 'whose id (needed)', values.text)
} satisfies OptionTable

/** `shoal voters new` */
export const VOTERS_NEW_OPTIONS = {
  'voter': many('PEERID/STORE', 'an id that shoal voters id printed', '1, 3, 5 or 7 voters (needed)', values.text),
  'leader-lease': one('MS', 'a whole number from 200 to 600000', 'how long a leader leads without a majority (1500)', values.integer(200, 600_000)),
  'owner-lease': one('MS', 'a whole number from 200 to 600000', 'how long an owner owns without the leader (8000)', values.integer(200, 600_000))
} satisfies OptionTable

/** `shoal voters list`, `add` and `remove` */
export const VOTERS_OPTIONS = {
  'admin': one('URL', 'the URL of an admin server such as http://127.0.0.1:4080', 'whom to ask; to change voters, the leader of the strict groups (needed)', values.adminUrl),
  'voter': one('PEERID/STORE', 'an id that shoal voters id or list printed', 'whom to add or to remove', values.text)
} satisfies OptionTable

/** `shoal status` */
export const STATUS_OPTIONS = {
  'admin': one('URL', 'the URL of an admin server such as http://127.0.0.1:4080', 'whom to ask (needed)', values.adminUrl),
  'json': toggle('the answer as JSON')
} satisfies OptionTable

/** `shoal freeze` and its like */
export const PLAN_OPTIONS = STATUS_OPTIONS

/** `shoal demo` */
export const DEMO_OPTIONS = {
  'nodes': one('NUMBER', 'a whole number from 2 to 50', 'processes (5)', values.integer(2, 50)),
  'partitions': one('NUMBER', `a whole number from 1 to ${values.PARTITIONS_MAX}`, 'partitions of the group (64)', values.integer(1, values.PARTITIONS_MAX)),
  'scenario': one('NAME', 'leader-crash', 'runs by itself: leader-crash', values.oneOf('leader-crash')),
  'json': toggle('one JSON object a line for each phase')
} satisfies OptionTable

/** `shoal simulate` */
export const SIMULATE_OPTIONS = {
  'scenario': one('NAME', 'a scenario by its number or its name, as S2 or first-detection; --list shows them', 'what happens to the cluster (needed)', scenarioNamed),
  'nodes': one('NUMBER', 'a whole number from 1 to 10000', 'members (the scenario\'s own number)', values.integer(1, 10_000)),
  'seed': one('NUMBER', 'a whole number from 0 to 999999999999999', 'decides all chance; the first one of several (1)', values.integer(0, 999_999_999_999_999)),
  'seeds': one('NUMBER', 'a whole number from 1 to 1000000', 'how many seeds, one after the other (1)', values.integer(1, 1_000_000)),
  'variant': one('NAME', `one of ${VARIANT_NAMES.join(', ')}`, 'which failure detector runs: the one that ships, or one to compare with (ours)', values.oneOf(...VARIANT_NAMES)),
  'parameter': { ...many('NAME=NUMBER', 'a parameter of the scenario and a number such as duration=2048; --list shows them', 'one number of the scenario in place of its default', values.parameter), joins: '=' as const },
  'schedule': one('FILE', SCHEDULE_ACCEPTS, 'of chaos: these faults in place of the seed\'s own; - reads standard input', values.text),
  'transcript': toggle('tells the whole story of one seed, one line an event'),
  'list': toggle('shows all scenarios, what they need and accept, and all variants'),
  'json': toggle('one JSON object a line: each run, then what they come to; also with --transcript and --list')
} satisfies OptionTable

/** The name of an option in the environment. */
export function environmentName (option: string): string {
  return `SHOAL_${option.toUpperCase().replaceAll('-', '_')}`
}

function one<T> (value: string, accepts: string, help: string, parse: Parse<T>): Option<T, false> {
  return { value, accepts, help, multiple: false, parse }
}

function many<T> (value: string, accepts: string, help: string, parse: Parse<T>): Option<T, true> {
  return { value, accepts, help, multiple: true, parse }
}

function toggle (help: string): Option<boolean, false> {
  return { accepts: 'no value as a flag, true or false elsewhere', help, multiple: false, parse: values.truth }
}
