import { createShoalNode } from '../../node/index.js'
import { EventStream } from '../admin/event-stream.js'
import { startAdmin } from '../admin/server.js'
import { EndingWatch } from '../ending.js'
import { followEvents, stamp } from '../json-lines.js'
import { NODE_OPTIONS, TIMING_SETTINGS } from '../options.js'
import { LineOutput } from '../output.js'
import { missingOption, resolveOptions } from '../resolve-options.js'
import { textLine } from '../text-lines.js'
import { UsageError } from '../usage-error.js'
import type { ShoalNode, ShoalNodeOptions } from '../../node/index.js'
import type { AdminServer } from '../admin/server.js'
import type { Ending } from '../ending.js'
import type { EventLine } from '../json-lines.js'
import type { GroupInit, StrictGenesis } from '../../index.js'
import type { GroupValue, HostPort } from '../option-values.js'
import type { OptionValues } from '../options.js'
import type { OptionSources, ResolvedOptions } from '../resolve-options.js'

type NodeValues = OptionValues<typeof NODE_OPTIONS>

/** `shoal node`: a member, until a signal. */
export async function nodeCommand (sources: OptionSources): Promise<number> {
  const options = resolveOptions('node', NODE_OPTIONS, sources)
  const { values } = options
  const settings = { ...memberOptions(values), ...strictOptions(values, sources.readFile) }
  const admin = adminAddress(options)
  const watch = new EndingWatch()

  if (values['with-parent']) {
    watch.endWithParent()
  }

  const node = await createShoalNode({ ...settings, start: false })
  const member = new RunningMember(node, watch, values.json ?? false)
  const ending = await member.run(admin)

  if (ending.message !== undefined) {
    process.stderr.write(`shoal: ${ending.message}\n`)
  }

  return ending.code
}

/** A member whose events go to standard output and to the followers of its admin server. */
class RunningMember {
  readonly #node: ShoalNode
  readonly #watch: EndingWatch
  readonly #output: LineOutput
  readonly #json: boolean
  readonly #events = new EventStream()
  /** What happened before the start was done; nobody is told of it when the start fails. */
  #held: EventLine[] | undefined = []
  #admin: AdminServer | undefined

  constructor (node: ShoalNode, watch: EndingWatch, json: boolean) {
    this.#node = node
    this.#watch = watch
    this.#json = json
    this.#output = new LineOutput(process.stdout, warn)
  }

  async run (admin: HostPort | undefined): Promise<Ending> {
    const { shoal } = this.#node
    const joined = new Promise<void>(resolve => { shoal.addEventListener('joined', () => { resolve() }, { once: true }) })

    followEvents(shoal, line => { this.#say(line) })
    shoal.addEventListener('conflict', ({ detail }) => {
      this.#watch.end({ code: 1, message: detail.error.message })
    }, { once: true })

    shoal.addEventListener('vote:lost', ({ detail }) => { warn(detail.error.message) })

    try {
      this.#admin = admin && await this.#listen(admin)
      await this.#node.start()
      this.#release()

      // Not only `joined`: a member that forms a cluster alone can join before it listens.
      const isReady = await Promise.race([this.#watch.first.then(() => false), joined.then(() => true)])

      if (isReady) {
        this.#warnIfAlone()
        this.#sayReady()
      }

      return await this.#watch.first
    } finally {
      await this.#node.stop()
      await this.#admin?.close()
    }
  }

  async #listen (address: HostPort): Promise<AdminServer> {
    return await startAdmin(address, {
      shoal: this.#node.shoal,
      events: this.#events,
      counters: () => ({ ...this.#node.counters(), 'admin:follower-dropped': this.#events.dropped, 'output:line-dropped': this.#output.dropped })
    })
  }

  /** Addresses that were given and of no use are a mistake more often than not; the member goes on trying them. */
  #warnIfAlone (): void {
    if ((this.#node.counters()['join:alone'] ?? 0) > 0) {
      warn(`no member of cluster ${this.#node.shoal.cluster} answered at the addresses to join: formed a cluster alone, and keep trying`)
    }
  }

  #sayReady (): void {
    const addrs = this.#node.addresses().map(String)
    this.#say(stamp({ event: 'ready', peerId: this.#node.libp2p.peerId.toString(), addrs, admin: this.#admin?.url ?? null }))
  }

  #release (): void {
    const held = this.#held ?? []
    this.#held = undefined
    held.forEach(line => { this.#say(line) })
  }

  #say (line: EventLine): void {
    if (this.#held !== undefined) {
      this.#held.push(line)
      return
    }

    this.#output.write(this.#json ? JSON.stringify(line) : textLine(line))
    this.#events.send(line)
  }
}

function memberOptions (values: NodeValues): ShoalNodeOptions {
  if (values.cluster === undefined) {
    throw missingOption('cluster', NODE_OPTIONS.cluster)
  }

  const { listen, announce, join, data, priority, eligible, zone, metadata, muxer } = values

  return {
    cluster: values.cluster,
    groups: groupsOf([...values.group ?? [], ...(values['strict-group'] ?? []).map(group => ({ ...group, mode: 'strict' as const }))]),
    detector: { ...(values.detector && { preset: values.detector }), ...settingsOf(values, name => !isTiming(name)) },
    timing: settingsOf(values, isTiming),
    ...(listen && { listen: [...listen] }),
    ...(announce && { announce: [...announce] }),
    ...(join && { join: [...join] }),
    ...(data !== undefined && { data }),
    ...(priority !== undefined && { priority }),
    ...(eligible !== undefined && { eligible }),
    ...(zone !== undefined && { zone }),
    ...(metadata !== undefined && { metadata: new TextEncoder().encode(metadata) }),
    ...(muxer && { muxers: [...new Set(muxer)] })
  }
}

function strictOptions ({ genesis }: NodeValues, readFile: OptionSources['readFile']): Pick<ShoalNodeOptions, 'strict'> {
  try {
    return genesis === undefined ? {} : { strict: { genesis: JSON.parse(readFile(genesis)) as StrictGenesis } }
  } catch (err) {
    throw new UsageError(`--genesis ${genesis}: ${err instanceof Error ? err.message.split('\n')[0] : String(err)}: accepts ${NODE_OPTIONS.genesis.accepts}`, { cause: err })
  }
}

function groupsOf (groups: ReadonlyArray<GroupValue & GroupInit>): Record<string, GroupInit> {
  const known = new Map<string, GroupInit>()

  for (const { name, ...group } of groups) {
    const before = known.get(name)

    if (before !== undefined && before.partitions !== group.partitions) {
      throw new UsageError(`--group ${name} is given with ${before.partitions} and with ${group.partitions} partitions: accepts one number for each group`)
    }
    if (before !== undefined && before.mode !== group.mode) {
      throw new UsageError(`--group ${name} is given with --strict-group ${name}: accepts one of the two`)
    }

    known.set(name, { ...before, ...group })
  }

  return Object.fromEntries(known)
}

function settingsOf (values: NodeValues, isWanted: (name: string) => boolean): Record<string, number> {
  return Object.fromEntries((values.setting ?? []).filter(({ name }) => isWanted(name)).map(({ name, value }) => [name, value]))
}

/** Undefined for none. `--no-admin` and `--admin` exclude each other where they are given in one place. */
function adminAddress ({ values, rankOf }: ResolvedOptions<typeof NODE_OPTIONS>): HostPort | undefined {
  if (values['no-admin'] !== true || rankOf('admin') > rankOf('no-admin')) {
    return values.admin ?? { host: '127.0.0.1', port: 0 }
  }
  if (rankOf('admin') === rankOf('no-admin')) {
    throw new UsageError('--no-admin is given with --admin: accepts one of the two')
  }

  return undefined
}

function isTiming (name: string): boolean {
  return TIMING_SETTINGS.some(timing => timing === name)
}

function warn (text: string): void {
  process.stderr.write(`shoal: ${text}\n`)
}
