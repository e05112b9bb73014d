/** Begins runs in a store that other processes write to at the same time, and says which of them it has begun. */
import { openStore } from '../../examples/scheduler/store/open-store.js'
import type { StorePlace } from '../../examples/scheduler/store/open-store.js'

const [, , place = '', partition = '', runs = ''] = process.argv
const store = await openStore(JSON.parse(place) as StorePlace)
const fence = { partition: Number(partition), token: '1'.repeat(32), owner: 'a' }
const begun: number[] = []

// Together: who comes first at one run does not at all others.
process.stdout.write('"ready"\n')
process.once('message', () => {
  void Promise.all(Array.from({ length: Number(runs) }, async (_, tick) => {
    if (await store.begin(fence, { job: 'shared', tick })) begun.push(tick)
  })).then(async () => {
    process.stdout.write(`${JSON.stringify(begun)}\n`)
    await store.close()
    process.disconnect()
  })
})
