import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ChildProcess } from 'node:child_process'

/** Where Debian puts the programs of each version. */
const DEBIAN = '/usr/lib/postgresql'

/** PostgreSQL refuses to run as root; Debian's package makes this user, and `nobody` is everywhere. */
const USERS = ['postgres', 'nobody']

const DEADLINE = 60_000

/** Why no server can be started here, or undefined. */
export function missingPostgres (): string | undefined {
  if (programs() === undefined) {
    return `no initdb and postgres in PATH or ${DEBIAN}/*/bin: install Debian's postgresql`
  }

  return isRoot() && unprivileged() === undefined ? `run as root, and there is no setpriv, or no user of ${USERS.join(', ')}, to run postgres as` : undefined
}

/** A server of PostgreSQL of its own: in a directory of its own, reached through a socket in it, and nowhere else. */
export class PostgresServer {
  /** What `postgres()` and `connect()` take. */
  readonly url: string
  readonly #directory: string
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>

  private constructor (directory: string, child: ChildProcess) {
    this.#directory = directory
    this.#child = child
    this.#exited = once(child, 'close')
    this.url = `postgres://shoal@localhost/postgres?host=${encodeURIComponent(join(directory, 'socket'))}`
    process.once('exit', this.#kill)
  }

  /** Makes a database and starts its server. `stop()` it in any case. */
  static async start (): Promise<PostgresServer> {
    const bin = programs()

    if (bin === undefined || missingPostgres() !== undefined) {
      throw new Error(missingPostgres())
    }

    // Only its owner can enter the directory, so whoever reaches the socket is trusted.
    const directory = await mkdtemp(join(tmpdir(), 'shoal-postgres-'))
    await mkdir(join(directory, 'socket'))
    give(directory)
    give(join(directory, 'socket'))

    // Loss of power is none of the faults here: without fsync a cluster is there in a second.
    const data = join(directory, 'data')
    const made = spawnSync(...asUnprivileged(join(bin, 'initdb'), ['-D', data, '-U', 'shoal', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']), { encoding: 'utf8', cwd: directory, timeout: DEADLINE })

    if (made.status !== 0) {
      await rm(directory, { recursive: true, force: true })
      throw new Error(`initdb: ${made.error?.message ?? made.stderr}`)
    }

    const child = spawn(...asUnprivileged(join(bin, 'postgres'), [
      '-D', data, '-k', join(directory, 'socket'), '-c', 'listen_addresses=', '-c', 'fsync=off', '-c', 'max_connections=200'
    ]), { stdio: ['ignore', 'ignore', 'pipe'], cwd: directory })
    const server = new PostgresServer(directory, child)

    try {
      await server.#ready()
    } catch (err) {
      await server.stop()
      throw err
    }

    return server
  }

  /** Ends the server and deletes all that it had. */
  async stop (): Promise<void> {
    // Fast: sessions that are left are ended.
    this.#child.kill('SIGINT')
    const killer = setTimeout(() => { this.#child.kill('SIGKILL') }, 10_000)
    await this.#exited
    clearTimeout(killer)
    process.off('exit', this.#kill)
    await rm(this.#directory, { recursive: true, force: true })
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.stop()
  }

  readonly #kill = (): void => { this.#child.kill('SIGQUIT') }

  async #ready (): Promise<void> {
    const said: string[] = []
    const ready = Promise.withResolvers<void>()
    const expired = setTimeout(() => { ready.reject(new Error(`postgres is not ready within ${DEADLINE} ms: ${said.join('\n')}`)) }, DEADLINE)

    if (this.#child.stderr !== null) {
      // Read to the end, or the server stops when the pipe is full.
      createInterface({ input: this.#child.stderr }).on('line', line => {
        if (said.length < 100) said.push(line)
        if (line.includes('database system is ready to accept connections')) ready.resolve()
      })
    }
    void this.#exited.then(() => { ready.reject(new Error(`postgres ended: ${said.join('\n')}`)) })

    try {
      await ready.promise
    } finally {
      clearTimeout(expired)
    }
  }
}

function programs (): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)).map(version => join(DEBIAN, version, 'bin')) : []

  return [...(process.env['PATH'] ?? '').split(':'), ...versions].find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

function isRoot (): boolean {
  return process.getuid?.() === 0
}

/** A user and a group to run the server as. */
function unprivileged (): { readonly uid: number, readonly gid: number } | undefined {
  if (spawnSync('setpriv', ['--version']).status !== 0) {
    return undefined
  }

  return USERS.map(name => ({ uid: idOf('-u', name), gid: idOf('-g', name) })).find(({ uid, gid }) => uid > 0 && gid > 0)
}

function idOf (option: string, name: string): number {
  const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : NaN
}

function asUnprivileged (program: string, args: string[]): [string, string[]] {
  const user = isRoot() ? unprivileged() : undefined
  return user === undefined ? [program, args] : ['setpriv', ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups', '--pdeathsig', 'QUIT', program, ...args]]
}

function give (path: string): void {
  const user = isRoot() ? unprivileged() : undefined

  if (user !== undefined) {
    chownSync(path, user.uid, user.gid)
  }
}
