import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { formed, member, pair, prepareMember, stopMembers } from './members.js'
import { addressesOf } from './nodes.js'
import { nextEvent, until } from './support.js'
import type { MemberInfo } from '../../src/index.js'
import type { MemberNode } from './nodes.js'

afterEach(stopMembers)

describe('setMetadata', () => {
  it('tells the other members, by an event and in what they see', async () => {
    const [a, b] = await pair()
    const updated = nextEvent<MemberInfo>(b.services.shoal, 'member:update', ({ peerId }) => peerId.equals(a.peerId))

    a.services.shoal.setMetadata(Uint8Array.of(1, 2))

    assert.deepEqual((await updated).metadata, Uint8Array.of(1, 2))
    assert.deepEqual(metadataOf(a, b), Uint8Array.of(1, 2))
    assert.deepEqual(a.services.shoal.self.metadata, Uint8Array.of(1, 2))
  })

  it('again tells them again, and the last one counts', async () => {
    const [a, b] = await pair()

    for (let value = 1; value <= 5; value++) {
      a.services.shoal.setMetadata(Uint8Array.of(value))
    }

    await until(() => metadataOf(a, b)?.[0] === 5, 'the last one has arrived')
  })

  it('before the start changes what the member starts with', async () => {
    const a = await prepareMember({ metadata: Uint8Array.of(1) })

    a.services.shoal.setMetadata(Uint8Array.of(2))
    assert.deepEqual(a.services.shoal.self.metadata, Uint8Array.of(2))
    await a.start()
    const b = await member({ bootstrap: addressesOf(a) })
    await formed(a, b)

    assert.deepEqual(metadataOf(a, b), Uint8Array.of(2))
  })

  it('while the member joins is what it joins with', async () => {
    const a = await member()
    const b = await prepareMember({ bootstrap: addressesOf(a), metadata: Uint8Array.of(1) })

    const starting = b.start()
    b.services.shoal.setMetadata(Uint8Array.of(2))
    await starting
    await formed(a, b)

    await until(() => metadataOf(b, a)?.[0] === 2, 'it is seen')
  })

  it('takes a copy: what happens to the bytes later changes nothing', async () => {
    const { services: { shoal } } = await prepareMember()
    const bytes = Uint8Array.of(1)

    shoal.setMetadata(bytes)
    bytes[0] = 2

    assert.deepEqual(shoal.self.metadata, Uint8Array.of(1))
  })

  it('is refused once the member has left or its node has stopped, until the next start', async () => {
    const [a, b] = await pair()
    const refusal = { name: 'NotStartedError', message: /^this member takes no part any more: start its node/ }

    await a.services.shoal.leave()
    await b.stop()

    for (const { services: { shoal } } of [a, b]) {
      assert.throws(() => { shoal.setMetadata(Uint8Array.of(1)) }, refusal)
      assert.deepEqual(shoal.self.metadata, new Uint8Array())
    }
    await b.start()
    b.services.shoal.setMetadata(Uint8Array.of(2))
    assert.deepEqual(b.services.shoal.self.metadata, Uint8Array.of(2))
  })

  it('refuses what is no bytes and what is too large, and changes nothing', async () => {
    const { services: { shoal } } = await prepareMember({ metadata: Uint8Array.of(1) })

    assert.throws(() => { shoal.setMetadata(new Uint8Array(513)) }, { name: 'InvalidSettingError', message: 'metadata has 513 bytes: must have at most 512' })
    assert.throws(() => { shoal.setMetadata('zone a' as unknown as Uint8Array) }, { name: 'InvalidSettingError', message: /must be a Uint8Array/ })
    assert.deepEqual(shoal.self.metadata, Uint8Array.of(1))
  })
})

/** A member's metadata as another one sees it. */
function metadataOf (member: MemberNode, observer: MemberNode): Uint8Array | undefined {
  return observer.services.shoal.members().find(({ peerId }) => peerId.equals(member.peerId))?.metadata
}
