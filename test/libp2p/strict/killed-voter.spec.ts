import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { PromiseStore } from '../../../src/libp2p/strict/promise-store.js'
import { DurableDatastore } from '../../../src/node/durable-datastore.js'
import { moduleUrl } from '../child.js'
import { recordOf } from './promises.js'

const SAID_MAX = 40

function script (path: string, from: number): string {
  return `
    const { PromiseStore } = await import(${moduleUrl('../../src/libp2p/strict/promise-store.js')})
    const { DurableDatastore } = await import(${moduleUrl('../../src/node/durable-datastore.js')})
    const { recordOf } = await import(${moduleUrl('./strict/promises.js')})
    const datastore = new DurableDatastore(${JSON.stringify(path)})
    await datastore.open()
    const store = await PromiseStore.open({ datastore, cluster: 'test', genesis: 'g1' })
    for (let revision = ${from}; ; revision++) {
      await store.save(recordOf(revision))
      process.stdout.write(revision + '\\n')
    }
  `
}

/** Lets a voter promise until it has said so often enough, and kills it; the last that it said. */
async function killedAfterPromises (path: string, from: number): Promise<number> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script(path, from)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (text: Buffer) => {
    output += text.toString()
    if (output.split('\n').length > SAID_MAX) child.kill('SIGKILL')
  })
  await new Promise(resolve => { child.once('close', resolve) })

  return Number(output.split('\n').at(-2))
}

describe('a voter that is killed', () => {
  it('finds all that it said it promised, under the id that it had', { timeout: 60_000 }, async () => {
    const path = await mkdtemp(join(tmpdir(), 'shoal-voter-'))
    const ids = new Set<string>()
    let said = 0

    try {
      for (let life = 0; life < 3; life++) {
        said = await killedAfterPromises(path, said + 1)
        const datastore = new DurableDatastore(path)
        await datastore.open()
        const store = await PromiseStore.open({ datastore, cluster: 'test', genesis: 'g1' })
        await store.close()
        await datastore.close()

        ids.add(store.id)
        assert.ok(said >= SAID_MAX * (life + 1))
        assert.ok((store.record?.revision ?? 0) >= said, `revision ${store.record?.revision} of ${said}`)
        assert.deepEqual(store.record, recordOf(store.record?.revision ?? 0))
        said = store.record?.revision ?? 0
      }
      assert.equal(ids.size, 1)
    } finally {
      await rm(path, { recursive: true })
    }
  })
})
