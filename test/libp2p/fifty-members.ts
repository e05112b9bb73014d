import assert from 'node:assert/strict'
import { CONTACTS, Crowd } from './crowd.js'

const MEMBERS = 50
const LEFT = 30

/** What became of the members. */
export interface Outcome {
  readonly wrongDeaths: readonly string[]
  /** How many noticed in the fast way that somebody had crashed. */
  readonly refusers: number
}

/** Forms a cluster, kills three members, takes in three more, splits it into 30 and 20, and heals it. */
export async function fiftyMembers (): Promise<Outcome> {
  const crowd = new Crowd()

  await crowd.start(1, 'left')
  await crowd.start(CONTACTS - 1, 'left')
  await crowd.start(LEFT - CONTACTS, 'left')
  await crowd.start(MEMBERS - LEFT, 'right')
  await crowd.agreed('forming', crowd.nodes)

  const leader = crowd.nodes.find(({ peerId, services }) => services.shoal.leader?.equals(peerId)) ?? assert.fail('somebody leads')
  await crowd.kill([leader, ...crowd.nodes.filter(node => node !== leader).slice(-2)])
  await crowd.agreed('going on without three', crowd.nodes)
  const refusers = crowd.nodes.filter(({ services }) => (services.shoal.counters()['dial:refused'] ?? 0) > 0).length

  await crowd.start(1, 'left')
  await crowd.start(2, 'right')
  await crowd.agreed('taking three more in', crowd.nodes)

  const [left, right] = [crowd.on('left'), crowd.on('right')]
  assert.deepEqual([left.length, right.length], [LEFT, MEMBERS - LEFT])
  crowd.cable.cut(crowd.nodes)
  await crowd.agreed('both sides going on', left, right)
  crowd.cable.heal()
  await crowd.agreed('healing', crowd.nodes)

  return { wrongDeaths: crowd.wrongDeaths, refusers }
}
