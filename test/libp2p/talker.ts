import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { moduleUrl } from './child.js'
import { until } from './support.js'
import type { Station } from './station.js'
import type { TestContext } from 'node:test'

/** A station in a process of its own: it speaks to the stations that it is given, and once more to who answers. */
export interface Talker {
  readonly id: string
  /** Tells it how to end its connections in good order. */
  say (way: 'stop' | 'close' | 'evict'): void
  /** Has it speak to one more station. */
  speakTo (station: Station): void
  /** Stops it with SIGSTOP, and waits until it is stopped. */
  pause (): Promise<void>
  /** Kills it with SIGKILL. */
  kill (): void
}

const SCRIPT = `
  const [{ createStation, stopStations }, { pingOf }, { createInterface }] = await Promise.all([
    import(${moduleUrl('./station.js')}), import(${moduleUrl('./support.js')}), import('node:readline')
  ])
  const { others, muxer, maxLinks } = JSON.parse(process.argv[1])
  const stations = others.map(({ id, addresses }) => ({ node: { peerId: id }, addresses }))
  const station = await createStation(stations, { muxer, maxLinks })
  const { node, links } = station
  const answered = new Set()

  station.onMessage = from => {
    if (!answered.has(from)) {
      answered.add(from)
      links.send(from, pingOf(2))
    }
  }
  createInterface({ input: process.stdin }).on('line', async way => {
    if (way === 'stop') await stopStations()
    if (way === 'close') for (const peer of node.getPeers()) await node.hangUp(peer)
    if (way === 'evict') for (const { id } of others) links.drop(id)
    if (way.startsWith('{')) {
      const { id, addresses } = JSON.parse(way)
      station.addressBook.set(id, addresses)
      links.send(id, pingOf(1))
    }
  })
  console.log(JSON.stringify({ id: node.peerId.toString(), addresses: station.addresses }))
  for (const { id } of others) links.send(id, pingOf(1))
`

/** Starts one that speaks to some stations, which know its addresses from then on. It ends with the test. */
export async function talker (t: TestContext, stations: readonly Station[], { muxer, maxLinks = 8 }: { readonly muxer: string, readonly maxLinks?: number }): Promise<Talker> {
  const others = stations.map(({ node, addresses }) => ({ id: node.peerId.toString(), addresses }))
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, JSON.stringify({ others, muxer, maxLinks })], { stdio: ['pipe', 'pipe', 'inherit'] })
  t.after(() => { child.kill('SIGKILL') })

  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', () => { reject(new Error('the process has ended')) })
  })
  const { id, addresses } = JSON.parse(line) as { id: string, addresses: string[] }
  for (const station of stations) station.addressBook.set(id, addresses)

  return {
    id,
    say: way => { child.stdin.write(`${way}\n`) },
    speakTo: ({ node, addresses }) => { child.stdin.write(`${JSON.stringify({ id: node.peerId.toString(), addresses })}\n`) },
    pause: async () => {
      let state = ''
      child.kill('SIGSTOP')
      await until(() => {
        void readFile(`/proc/${child.pid}/stat`, 'utf8').then(text => { state = /\) (\w)/.exec(text)?.[1] ?? '' })
        return state === 'T'
      }, 'it is stopped')
    },
    kill: () => { child.kill('SIGKILL') }
  }
}
