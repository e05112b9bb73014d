import { GROUPS_MAX, TERM_LEAD_MAX } from '../limits.js'
import { isNewerTable, isSound, tokensRegress } from './table.js'
import { packToken, unpackToken } from './token.js'
import type { Context } from '../context.js'
import type { Mark } from '../marks.js'
import type { TableVersion } from '../messages.js'
import type { Epoch, GroupSpec, Table, Token } from '../types.js'

/** Below these, a token is that of a leadership; see `token.ts`. */
const VERSION_BITS = 32n

/** Leaderships of a group that are remembered as our own past, each by its newest epoch. */
const HISTORY_MAX = 64

/** The newest table of every group, and the rules by which a newer one takes its place. */
export class Tables {
  readonly #context: Context
  readonly #groups: readonly GroupSpec[]
  readonly #applied = new Map<string, Table>()
  /** By group, the epochs that were applied here, and those that they were planned from; oldest first. */
  readonly #history = new Map<string, Token[]>()
  #versions: readonly TableVersion[] = []
  #revision = 0

  constructor (context: Context, groups: readonly GroupSpec[]) {
    this.#context = context
    this.#groups = groups
  }

  /** Changes whenever a table does. */
  get revision (): number {
    return this.#revision
  }

  get (group: string): Table | undefined {
    return this.#applied.get(group)
  }

  all (): Table[] {
    return [...this.#applied.values()]
  }

  /** What is applied here; another list after each change, as it rides on every message. */
  versions (): readonly TableVersion[] {
    return this.#versions
  }

  /** The epoch of the group's newest table as a token, 0 for none. */
  versionOf (group: string): Token {
    const table = this.#applied.get(group)
    return table === undefined ? 0n : packToken(table.epoch)
  }

  /** The newest epoch over all groups. */
  newest (): Epoch | undefined {
    return this.all().map(table => table.epoch).reduce<Epoch | undefined>((a, b) => a !== undefined && packToken(a) >= packToken(b) ? a : b, undefined)
  }

  /**
   * Whether the epoch lies off the line of tables that were applied here: the other side of a split planned it.
   */
  isForeign ({ group, epoch }: TableVersion): boolean {
    const table = this.#applied.get(group)

    if (table === undefined || epoch === 0n) {
      return false
    }
    const past = this.#context.applies('table:history') ? this.#history.get(group) ?? [] : [packToken(table.epoch)]
    const { term, tag, version } = unpackToken(epoch)

    // The versions of one leadership are one line: who has applied a later one has passed this one, seen or not.
    return !past.map(unpackToken).some(known => known.term === term && known.tag === tag && version <= known.version)
  }

  /** Why the table must not be applied, or nothing: it is well made, its leader may lead, and nothing in it goes back. */
  refusalOf (table: Table): Mark | undefined {
    const { applies } = this.#context
    const known = this.#applied.get(table.group)
    const leader = this.#context.members.get(table.epoch.leader)
    const fault = this.faultOf(table)

    if (fault !== undefined) return fault
    if (!isNewerTable(table, known) && applies('table:epoch-order')) return 'table:stale-epoch'
    if (leader === undefined && applies('table:known-leader')) return 'table:unknown-leader'
    if (leader?.claim.eligible === false && applies('table:eligible-leader')) return 'table:ineligible-leader'
    if (known !== undefined && tokensRegress(known, table) && applies('table:tokens-grow')) return 'table:token-regressed'

    return undefined
  }

  /** What is wrong with a table by itself, however old or foreign it is. */
  faultOf (table: Table): Mark | undefined {
    const { applies } = this.#context

    if (table.cluster !== this.#context.cluster && applies('table:cluster')) return 'table:wrong-cluster'
    if (!this.#applied.has(table.group) && this.#applied.size >= GROUPS_MAX && applies('table:groups-bounded')) return 'table:groups-full'
    if (table.partitions !== this.#partitionsOf(table) && applies('table:partitions')) return 'table:wrong-partitions'
    if (table.epoch.term > this.#context.unixSeconds() + TERM_LEAD_MAX && applies('table:plausible-term')) return 'table:future-term'

    return isSound(table) || !applies('table:soundness') ? undefined : 'table:unsound'
  }

  /** Puts a table that nothing speaks against in its group's place. */
  apply (table: Table): void {
    const parent = table.parent === undefined ? [] : [packToken(table.parent)]
    const history = [...this.#history.get(table.group) ?? [], ...parent, packToken(table.epoch)]

    this.#revision++
    this.#applied.set(table.group, table)
    this.#history.set(table.group, this.#context.applies('table:history-by-office') ? newestOfEach(history).slice(-HISTORY_MAX) : history.slice(-HISTORY_MAX))
    this.#versions = this.all().map(({ group, epoch }) => ({ group, epoch: packToken(epoch) }))
    this.#context.outbox.trace('table:applied', table.epoch.leader)
  }

  /** What the group's size is here: as configured, or as first seen. */
  #partitionsOf (table: Table): number {
    const configured = this.#groups.find(({ name }) => name === table.group)

    // No leader's table fits a group that voters assign.
    return configured?.isStrict === true ? 0 : configured?.partitions ?? this.#applied.get(table.group)?.partitions ?? table.partitions
  }
}

/** The newest of each leadership stands for those before it. What came last is last. */
function newestOfEach (epochs: readonly Token[]): Token[] {
  const newest = new Map<bigint, Token>()

  for (const epoch of epochs) {
    const office = epoch >> VERSION_BITS
    const known = newest.get(office) ?? 0n
    newest.delete(office)
    newest.set(office, epoch > known ? epoch : known)
  }

  return [...newest.values()]
}
