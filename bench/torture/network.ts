import { spawnSync } from 'node:child_process'

/** Why no networks of their own can be made here, or undefined. */
export function missingNetworks (): string | undefined {
  if (process.getuid?.() !== 0) {
    return 'not run as root: members share the network of this machine'
  }

  const probe = `shoal-probe-${process.pid}`
  const made = spawnSync('ip', ['netns', 'add', probe], { encoding: 'utf8' })

  if (made.status !== 0) {
    return `ip netns add: ${made.error?.message ?? made.stderr.trim()}`
  }
  spawnSync('ip', ['netns', 'del', probe])

  return undefined
}

const PORT = 4_001

/**
 * A network namespace a member, each on a wire to one of two bridges. Members on one bridge hear each other, and nothing
 * of the other's: packets are lost without a word, as with a cut cable. Nothing of it touches the machine's own network.
 */
export class Networks {
  readonly #tag = `${process.pid % 100_000}`
  readonly #count: number

  constructor (count: number) {
    this.#count = count
    process.once('exit', this.#remove)

    for (const side of ['a', 'b'] as const) {
      ip('link', 'add', 'name', this.#bridge(side), 'type', 'bridge')
      ip('link', 'set', this.#bridge(side), 'up')
    }
    for (let index = 0; index < count; index++) {
      this.#add(index)
    }
  }

  /** What a command is prefixed with to run in a member's namespace. */
  prefix (index: number): string[] {
    return ['ip', 'netns', 'exec', this.#namespace(index)]
  }

  /** Where a member listens, and how others reach it. */
  address (index: number): string {
    return `/ip4/${host(index)}/tcp/${PORT}`
  }

  /** Puts these members on a bridge of their own; all others are on the other. */
  split (members: ReadonlySet<number>): void {
    for (let index = 0; index < this.#count; index++) {
      ip('link', 'set', this.#wire(index), 'master', this.#bridge(members.has(index) ? 'b' : 'a'))
    }
  }

  /** Lets two members not hear each other, whoever else hears both. */
  cut (one: number, other: number): void {
    this.#route('add', one, other)
    this.#route('add', other, one)
  }

  /** Takes a `cut()` back. */
  mend (one: number, other: number): void {
    this.#route('del', one, other)
    this.#route('del', other, one)
  }

  /** Removes all of it. */
  remove (): void {
    process.off('exit', this.#remove)
    this.#remove()
  }

  #add (index: number): void {
    const [namespace, wire] = [this.#namespace(index), this.#wire(index)]

    ip('netns', 'add', namespace)
    ip('link', 'add', wire, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace)
    ip('link', 'set', wire, 'master', this.#bridge('a'))
    ip('link', 'set', wire, 'up')
    ip('-n', namespace, 'link', 'set', 'lo', 'up')
    ip('-n', namespace, 'addr', 'add', `${host(index)}/24`, 'dev', 'eth0')
    ip('-n', namespace, 'link', 'set', 'eth0', 'up')
  }

  #route (verb: 'add' | 'del', from: number, to: number): void {
    ip('-n', this.#namespace(from), 'route', verb, 'blackhole', `${host(to)}/32`)
  }

  readonly #remove = (): void => {
    for (let index = 0; index < this.#count; index++) {
      spawnSync('ip', ['netns', 'del', this.#namespace(index)])
      // With the namespace its end of the wire goes, and with that the other; at once rather than a little later.
      spawnSync('ip', ['link', 'del', this.#wire(index)])
    }
    for (const side of ['a', 'b'] as const) {
      spawnSync('ip', ['link', 'del', this.#bridge(side)])
    }
  }

  #namespace (index: number): string {
    return `shoal-${this.#tag}-${index}`
  }

  // Names of links have at most 15 characters.
  #wire (index: number): string {
    return `sw${this.#tag}-${index}`
  }

  #bridge (side: 'a' | 'b'): string {
    return `sb${this.#tag}-${side}`
  }
}

function host (index: number): string {
  return `10.77.0.${index + 1}`
}

function ip (...args: string[]): void {
  const { status, stderr, error } = spawnSync('ip', args, { encoding: 'utf8' })

  if (status !== 0) {
    throw new Error(`ip ${args.join(' ')}: ${error?.message ?? stderr.trim()}`)
  }
}
