import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { InvariantError } from '../../src/core/index.js'
import { Counters } from '../../src/libp2p/counters.js'
import { Intake } from '../../src/libp2p/intake.js'
import { isSealValid, Seals } from '../../src/libp2p/seals.js'
import { decodeClaimSeal, DecodeError } from '../../src/wire/index.js'
import { claimOf, createIdentity, pingOf, received, tableOf } from './support.js'
import type { Claim, Message, Table } from '../../src/core/index.js'
import type { Identity } from './support.js'

const alice = await createIdentity()
const bob = await createIdentity()

async function sealed<T extends Claim | Table> (body: T, author: Identity): Promise<T> {
  const message: Message = 'epoch' in body ? { type: 'table', table: body } : { type: 'gossip', updates: [{ type: 'claim', claim: body }] }
  await author.seals.prepare(message)

  return { ...body, seal: author.seals.of(body) }
}

/** Whether a claim comes out of these bytes, with a valid seal. */
async function isAccepted (seal: Uint8Array): Promise<boolean> {
  try {
    return await isSealValid(decodeClaimSeal(seal))
  } catch (error) {
    assert.ok(error instanceof DecodeError)
    return false
  }
}

describe('seals', () => {
  it('a member\'s own claim is valid once signed', async () => {
    assert.ok(await isSealValid(await sealed(claimOf(alice.id), alice)))
  })

  it('a leader\'s own table is valid once signed', async () => {
    assert.ok(await isSealValid(await sealed(tableOf(alice.id), alice)))
  })

  it('a claim that says it is of another member is not valid', async () => {
    const claim = await sealed(claimOf(alice.id), alice)

    assert.equal(await isSealValid({ ...claim, id: bob.id }), false)
  })

  it('a table that says it is of another leader is not valid', async () => {
    const table = await sealed(tableOf(alice.id), alice)

    assert.equal(await isSealValid({ ...table, epoch: { ...table.epoch, leader: bob.id } }), false)
  })

  it('the seal of a claim does not pass for that of a table', async () => {
    const { seal } = await sealed(claimOf(alice.id), alice)

    assert.ok(seal !== undefined)
    assert.equal(await isSealValid({ ...tableOf(alice.id), seal }), false)
  })

  it('no single changed byte of an envelope gets past the wire and the signature', async () => {
    const { seal = new Uint8Array() } = await sealed(claimOf(alice.id), alice)

    for (let index = 0; index < seal.length; index++) {
      const forged = Uint8Array.from(seal)
      forged[index] = (forged[index] ?? 0) ^ 1

      assert.equal(await isAccepted(forged), false, `byte ${index}`)
    }
    assert.equal(await isAccepted(seal), true)
  })

  it('what has no seal, or junk for one, is not valid', async () => {
    assert.equal(await isSealValid(claimOf(alice.id)), false)
    assert.equal(await isSealValid({ ...claimOf(alice.id), seal: new Uint8Array() }), false)
    assert.equal(await isSealValid({ ...claimOf(alice.id), seal: new Uint8Array(500).fill(7) }), false)
  })

  it('the same object is signed once', async () => {
    let signatures = 0
    const key = Object.create(alice.privateKey, {
      sign: { value: (bytes: Uint8Array) => { signatures++; return alice.privateKey.sign(bytes) } }
    }) as typeof alice.privateKey
    const seals = new Seals(key)
    const claim = claimOf(alice.id)

    await seals.prepare(pingOf(1, [{ type: 'claim', claim }]))
    const first = seals.of(claim)
    await seals.prepare(pingOf(2, [{ type: 'claim', claim }]))

    assert.equal(seals.of(claim), first)
    assert.equal(signatures, 1)
  })

  it('a member never signs what another one should have', async () => {
    await assert.rejects(alice.seals.prepare({ type: 'gossip', updates: [{ type: 'claim', claim: claimOf(bob.id) }] }), InvariantError)
    await assert.rejects(alice.seals.prepare({ type: 'table', table: tableOf(bob.id) }), InvariantError)
  })
})

/** An intake before a core that knows what the test says. */
function createIntake ({ isNews = true, isNewer = true } = {}): { intake: Intake, counters: Counters, delivered: Message[], take: (message: Message) => Promise<boolean> } {
  const counters = new Counters()
  const delivered: Message[] = []
  const intake = new Intake({ isNews: () => isNews, isNewer: () => isNewer }, counters)

  return { intake, counters, delivered, take: async message => await intake.take(message, admitted => { delivered.push(admitted) }) }
}

async function forgedClaim (): Promise<Claim> {
  return { ...await sealed(claimOf(alice.id), alice), id: bob.id }
}

describe('Intake', () => {
  it('news with a valid seal goes through whole', async () => {
    const { delivered, take } = createIntake()
    const message = await received(pingOf(1, [{ type: 'claim', claim: claimOf(alice.id) }]), alice)

    assert.ok(await take(message))
    assert.deepEqual(delivered, [message])
  })

  it('a claim that is no news is left out and not verified; the rest goes through', async () => {
    const { delivered, counters, take } = createIntake({ isNews: false })

    assert.ok(await take(pingOf(1, [{ type: 'claim', claim: await forgedClaim() }])))
    assert.deepEqual(delivered, [pingOf(1)])
    assert.equal(counters.of('claim:known'), 1)
  })

  it('one forged claim costs the whole message', async () => {
    const { delivered, counters, take } = createIntake()
    const honest = await sealed(claimOf(bob.id), bob)
    const isTaken = await take(pingOf(1, [{ type: 'claim', claim: honest }, { type: 'claim', claim: await forgedClaim() }]))

    assert.equal(isTaken, false)
    assert.deepEqual(delivered, [])
    assert.equal(counters.of('seal:invalid'), 1)
  })

  it('accusations need no seal', async () => {
    const { delivered, take } = createIntake({ isNews: false })
    const accusation = { id: alice.id, generation: 1, incarnation: 0, state: 'suspect', accuser: bob.id, refused: false } as const
    const message = pingOf(1, [{ type: 'accusation', accusation }])

    assert.ok(await take(message))
    assert.deepEqual(delivered, [message])
  })

  it('a newer table with a forged seal is dropped', async () => {
    const { delivered, counters, take } = createIntake()
    const table = await sealed(tableOf(alice.id), alice)
    const forged = { ...table, epoch: { ...table.epoch, leader: bob.id } }

    assert.equal(await take({ type: 'table', table: forged }), false)
    assert.deepEqual(delivered, [])
    assert.equal(counters.of('seal:invalid'), 1)
  })

  it('a table that is not newer is handed on at once, before the core can come to want it', async () => {
    const { delivered, take } = createIntake({ isNewer: false })
    void take({ type: 'table', table: tableOf(bob.id) })

    assert.equal(delivered.length, 1)
  })

  it('a table with an owner that is no peer is dropped, though its leader signed it', async () => {
    const { delivered, take } = createIntake()
    const table = await sealed(tableOf(alice.id, 1, { roster: [{ id: 'abc', generation: 1 }] }), alice)

    assert.equal(await take({ type: 'table', table }), false)
    assert.deepEqual(delivered, [])
  })
})
