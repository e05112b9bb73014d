import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, describe, it } from 'node:test'
import { Key } from 'interface-datastore'
import { DurableDatastore } from '../../src/node/durable-datastore.js'

const folder = mkdtempSync(join(tmpdir(), 'shoal-durable-'))
const OURS = new Key('/shoal/test/state')

/** Acknowledged writes after which the process dies in the middle of the next ones. */
const WRITES = 50

after(() => { rmSync(folder, { recursive: true, force: true }) })

/** Opens the datastore in a process of its own that stores ever larger numbers and tells each one that is stored. */
function startWriter (path: string): ReturnType<typeof spawn> {
  const script = `
    import { Key } from 'interface-datastore'
    import { DurableDatastore } from ${JSON.stringify(new URL('../../src/node/durable-datastore.js', import.meta.url).href)}
    const datastore = new DurableDatastore(${JSON.stringify(path)})
    await datastore.open()
    for (let n = 1; ; n++) {
      await datastore.put(new Key('${OURS.toString()}'), new TextEncoder().encode(String(n)))
      console.log(n)
    }`

  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
}

describe('durable datastore', () => {
  it('what was said to be stored is there after the process was killed', { timeout: 60_000 }, async () => {
    const path = join(folder, 'killed')
    const writer = startWriter(path)
    const ended = once(writer, 'close')
    let told = 0

    for await (const line of createInterface({ input: writer.stdout as NodeJS.ReadableStream })) {
      told = Number(line)
      if (told === WRITES) writer.kill('SIGKILL')
    }
    await ended
    const datastore = new DurableDatastore(path)
    await datastore.open()
    const stored = Number(new TextDecoder().decode(await datastore.get(OURS)))
    await datastore.close()

    assert.ok(told >= WRITES, `the writer told of ${told} writes`)
    assert.ok(stored >= told, `${told} was acknowledged and ${stored} is stored`)
  })

  it('waits for the disk with what Shoal stores, and not with what libp2p does', async () => {
    const datastore = new DurableDatastore(join(folder, 'synced'))
    const synced = new Map<string, boolean>()
    await datastore.open()
    const put = datastore.db.put.bind(datastore.db)
    datastore.db.put = async (key: string, value: Uint8Array, options?: { sync?: boolean }) => {
      synced.set(key, options?.sync === true)
      await put(key, value, options ?? {})
    }

    await datastore.put(OURS, new Uint8Array([1]))
    await datastore.put(new Key('/peers/a'), new Uint8Array([2]))
    await datastore.close()

    assert.deepEqual([...synced], [['/shoal/test/state', true], ['/peers/a', false]])
  })
})
