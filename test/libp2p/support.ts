import assert from 'node:assert/strict'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { Seals } from '../../src/libp2p/seals.js'
import { decodeMessage, encodeMessage } from '../../src/wire/index.js'
import type { Claim, Message, Ping, Table, Update } from '../../src/core/index.js'
import type { Ed25519PrivateKey, Logger, PeerId } from '@libp2p/interface'

/** How long a test waits for anything, in milliseconds. */
export const DEADLINE = 10_000

/** A logger that says nothing. */
export const log: Logger = Object.assign(() => undefined, {
  error: () => undefined,
  trace: () => undefined,
  enabled: false,
  newScope: () => log
})

/** Somebody who can sign. */
export interface Identity {
  readonly privateKey: Ed25519PrivateKey
  readonly peerId: PeerId
  readonly id: string
  readonly seals: Seals
}

/** Somebody new. */
export async function createIdentity (): Promise<Identity> {
  const privateKey = await generateKeyPair('Ed25519')
  const peerId = peerIdFromPrivateKey(privateKey)

  return { privateKey, peerId, id: peerId.toString(), seals: new Seals(privateKey) }
}

/** Two of them, the one with the smaller id first. */
export async function createOrderedIdentities (): Promise<[Identity, Identity]> {
  const pair = [await createIdentity(), await createIdentity()].sort((a, b) => a.id < b.id ? -1 : 1)
  return pair as [Identity, Identity]
}

/** Waits until a condition holds. */
export async function until (condition: () => boolean, what: string): Promise<void> {
  const end = performance.now() + DEADLINE

  while (!condition()) {
    assert.ok(performance.now() < end, `in time: ${what}`)
    await nextTurn()
  }
}

/** The first event of a type whose detail is as wanted. */
export async function nextEvent<Detail> (target: EventTarget, type: string, isWanted: (detail: Detail) => boolean = () => true): Promise<Detail> {
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => { reject(new Error(`no ${type} in time`)) }, DEADLINE)

    target.addEventListener(type, function listen (event) {
      const { detail } = event as CustomEvent<Detail>

      if (isWanted(detail)) {
        clearTimeout(timer)
        target.removeEventListener(type, listen)
        resolve(detail)
      }
    })
  })
}

/** A small message that can be told from others. */
export function pingOf (seq: number, updates: Update[] = []): Ping {
  return { type: 'ping', seq, head: { view: 0n, tables: [] }, updates }
}

/** A claim of somebody, unsigned. */
export function claimOf (id: string, changes: Partial<Claim> = {}): Claim {
  return {
    cluster: 'test',
    id,
    generation: 1,
    incarnation: 0,
    left: false,
    priority: 1,
    eligible: true,
    term: 0,
    addresses: [],
    groups: [],
    metadata: new Uint8Array(),
    probation: false,
    leaving: false,
    protocol: { min: 1, max: 1 },
    ...changes
  }
}

/** A table in which its leader owns everything, unsigned. */
export function tableOf (leader: string, version = 1, changes: Partial<Table> = {}): Table {
  return {
    cluster: 'test',
    group: 'jobs',
    partitions: 4,
    epoch: { term: 1_700_000_000, leader, version },
    roster: [{ id: leader, generation: 1 }],
    owners: [0, 0, 0, 0],
    tokens: [1n, 1n, 1n, 1n],
    successors: [-1, -1, -1, -1],
    ...changes
  }
}

/** The message's bytes, with what is unsigned in it signed by somebody. */
export async function bytesOf (message: Message, author: Identity): Promise<Uint8Array> {
  await author.seals.prepare(message)
  return encodeMessage(message, author.seals.of)
}

/** The message as another member gets it. */
export async function received<M extends Message> (message: M, author: Identity): Promise<M> {
  return decodeMessage(await bytesOf(message, author)) as M
}
