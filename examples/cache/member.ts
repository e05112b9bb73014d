import { createInterface } from 'node:readline'
import { EndingWatch } from '../../src/cli/ending.js'
import { createShoalNode } from '../../src/node/index.js'
import { Cache } from './cache.js'
import type { CacheSettings } from './options.js'

/** What a member says. */
export type CacheLine =
  | { readonly event: 'ready', readonly peerId: string, readonly addresses: readonly string[] }
  | { readonly event: 'owns', readonly partitions: number }
  | { readonly event: 'answer', readonly id: number, readonly key: string, readonly value?: string, readonly error?: string }

/** What a member is asked. */
export interface CacheQuestion {
  readonly id: number
  readonly op: 'get' | 'set' | 'delete'
  readonly key: string
  readonly value?: string
}

const GROUP = 'keys'

/** One member of the cache, until a signal. */
export async function runMember ({ cluster, listen, join, partitions, json }: CacheSettings): Promise<number> {
  const say = (line: CacheLine): void => { process.stdout.write(`${json ? JSON.stringify(line) : textOf(line)}\n`) }
  const watch = new EndingWatch()

  if (process.connected) {
    watch.endWithParent()
  }

  const node = await createShoalNode({ cluster, groups: { [GROUP]: { partitions } }, listen: [listen], join: [...join], start: false })
  const { cache, work } = await Cache.attach(node, GROUP)
  const group = node.shoal.group(GROUP)

  node.shoal.addEventListener('joined', () => { say({ event: 'ready', peerId: node.libp2p.peerId.toString(), addresses: node.addresses().map(String) }) })
  node.shoal.addEventListener('table:change', () => { say({ event: 'owns', partitions: group.owned().length }) })
  node.shoal.addEventListener('conflict', ({ detail }) => { watch.end({ code: 1, message: detail.error.message }) })
  takeQuestions(async question => { say(await answer(cache, question)) })

  try {
    await node.start()
    const { code, message } = await watch.first

    if (message !== undefined) {
      process.stderr.write(`example:cache: ${message}\n`)
    }
    return code
  } finally {
    await node.stop()
    await work.stop()
    process.disconnect?.()
    process.stdin.destroy()
  }
}

/** From the process that started this one, or from who types. */
function takeQuestions (take: (question: CacheQuestion) => Promise<void>): void {
  if (process.connected) {
    process.on('message', (question: CacheQuestion) => { void take(question) })
    return
  }

  let id = 0
  createInterface({ input: process.stdin }).on('line', line => {
    const [, op, key, value] = /^(get|set|delete) (\S+)(?: (.*))?$/.exec(line.trim()) ?? []

    if (op === undefined || key === undefined || (op === 'set') !== (value !== undefined)) {
      process.stderr.write(`${JSON.stringify(line)} is no question: takes "set KEY VALUE", "get KEY", "delete KEY"\n`)
    } else {
      void take({ id: ++id, op: op as CacheQuestion['op'], key, ...(value !== undefined && { value }) })
    }
  })
}

async function answer (cache: Cache, { id, op, key, value = '' }: CacheQuestion): Promise<CacheLine> {
  try {
    if (op !== 'get') {
      await (op === 'set' ? cache.set(key, Buffer.from(value)) : cache.delete(key))
      return { event: 'answer', id, key }
    }
    const found = await cache.get(key)
    return { event: 'answer', id, key, ...(found !== undefined && { value: Buffer.from(found).toString() }) }
  } catch (err) {
    return { event: 'answer', id, key, error: err instanceof Error ? err.message : String(err) }
  }
}

function textOf (line: CacheLine): string {
  switch (line.event) {
    case 'ready':
      return `ready: others join with --join ${line.addresses[0]}`
    case 'owns':
      return `keeps ${line.partitions} partitions`
    case 'answer':
      return line.error === undefined ? `${line.key}: ${line.value ?? '-'}` : `${line.key}: failed: ${line.error}`
  }
}
