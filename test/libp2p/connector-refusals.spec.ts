import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { coded, connectorOf, connectorTo, failing, refusal, refusedAt, several, silentAddress, start, stopStarted } from './connecting.js'
import { addressesOf } from './nodes.js'
import { createOrderedIdentities, until } from './support.js'

afterEach(stopStarted)

describe('a member that refuses to be dialled, by where it was reached,', () => {
  const PRIVATE = '172.17.0.2'
  const PUBLIC = '203.0.113.7'

  it('is told of when it does so at each of its own addresses, after a connection with it', async () => {
    assert.deepEqual(await refusedAt(['/ip4/127.0.0.1/tcp/1', '/ip4/127.0.0.1/tcp/2']), { isTold: true, counted: { 'dial:refused': 1 } })
  })

  it('is told of over the memory transport, too', async () => {
    const { isTold, counted } = await refusedAt(['/memory/nobody-listens-here'], { from: '/memory/anybody-outgoing' })

    assert.deepEqual({ isTold, counted }, { isTold: true, counted: { 'dial:refused': 1 } })
  })

  it('is not told of while one of its addresses is silent', async t => {
    assert.deepEqual(await refusedAt(['/ip4/127.0.0.1/tcp/1', await silentAddress(t)]), { isTold: false, counted: { 'dial:timeout': 1 } })
  })

  it('is not told of where it was never reached: another machine can have its private address here', async () => {
    const { larger, connector, told } = await connectorTo([`/ip4/${PRIVATE}/tcp/1`], { connectionManager: failing(refusal(PRIVATE)) })

    await assert.rejects(connector.connect(larger.peerId))
    assert.deepEqual(told, [])
  })

  const CASES: Array<[what: string, from: string, addresses: string[], error: Error, isTold: boolean, own?: string[]]> = [
    ['was reached through a relay only', '/ip4/198.51.100.1/tcp/1/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp/p2p-circuit', [`/ip4/${PRIVATE}/tcp/1`], refusal(PRIVATE), false],
    ['was reached at a NAT, and refuses at a private address only', `/ip4/${PUBLIC}/tcp/40000`, [`/ip4/${PRIVATE}/tcp/1`], refusal(PRIVATE), false],
    ['refuses where it was reached, and at a private address', `/ip4/${PUBLIC}/tcp/40000`, [`/ip4/${PRIVATE}/tcp/1`, `/ip4/${PUBLIC}/tcp/1`], several(refusal(PRIVATE), refusal(PUBLIC)), true],
    ['refuses at a private address, while there is no way to where it was reached', `/ip4/${PUBLIC}/tcp/1`, [`/ip4/${PRIVATE}/tcp/1`, `/ip4/${PUBLIC}/tcp/1`], several(refusal(PRIVATE), coded('ENETUNREACH', PUBLIC)), false],
    ['refuses where it was reached, while an address is of a kind that is not here', `/ip4/${PUBLIC}/tcp/1`, ['/ip6/2001:db8::7/tcp/1', `/ip4/${PUBLIC}/tcp/1`], several(coded('ENETUNREACH', '2001:db8::7'), refusal(PUBLIC)), true],
    ['was dialled by its name, and refuses there', '/dns4/member.example/tcp/1', ['/dns4/member.example/tcp/1'], refusal(PUBLIC), true],
    ['has dialled from the address of its name, and refuses there', `/ip4/${PUBLIC}/tcp/40000`, ['/dns4/member.example/tcp/1'], refusal(PUBLIC), true],
    ['refuses at an address of this machine, where it came from another one of it', '/ip4/127.0.0.1/tcp/40000', ['/ip4/192.168.1.5/tcp/1', '/ip4/127.0.0.1/tcp/1'], refusal('192.168.1.5'), true, ['/ip4/192.168.1.5/tcp/2', '/ip4/127.0.0.1/tcp/2']],
    ['refuses at an address of this machine, where it came from another machine', `/ip4/${PUBLIC}/tcp/40000`, ['/ip4/172.17.0.1/tcp/1'], refusal('172.17.0.1'), false, ['/ip4/172.17.0.1/tcp/2']],
    ['came from this machine, as through a tunnel, and another machine refuses', '/ip4/127.0.0.1/tcp/40000', ['/ip4/192.168.1.5/tcp/1'], refusal('192.168.1.5'), false, ['/ip4/192.168.1.6/tcp/2']]
  ]

  for (const [what, from, addresses, error, isTold, own = []] of CASES) {
    it(`${isTold ? 'is told of' : 'is not told of'} where it ${what}`, async () => {
      const outcome = await refusedAt(addresses, { from, connectionManager: failing(error), ownAddresses: () => own })

      assert.equal(outcome.isTold, isTold)
    })
  }

  it('is judged by its last connection', async () => {
    const { larger, connector, told, reach } = await connectorTo([`/ip4/${PUBLIC}/tcp/1`], { connectionManager: failing(refusal(PUBLIC)) })

    reach(`/ip4/${PUBLIC}/tcp/1`)
    reach('/ip4/198.51.100.1/tcp/1')
    await assert.rejects(connector.connect(larger.peerId))
    assert.deepEqual(told, [])
    reach(`/ip4/${PUBLIC}/tcp/40001`)
    await assert.rejects(connector.connect(larger.peerId))
    assert.deepEqual(told, [larger.id])
  })

  it('is not judged by a connection from before it was known: a crowd of strangers displaces no member', async () => {
    const addresses: string[] = []
    const { larger, connector, told, reach } = await connectorTo(addresses, { connectionManager: failing(refusal(PUBLIC)) })

    reach(`/ip4/${PUBLIC}/tcp/1`)
    addresses.push(`/ip4/${PUBLIC}/tcp/1`)
    await assert.rejects(connector.connect(larger.peerId))

    assert.deepEqual(told, [])
  })

  it('is told of after a real connection with it, whoever had dialled', async () => {
    for (const dialler of ['member', 'other'] as const) {
      const [smaller, larger] = await createOrderedIdentities()
      const a = await start(smaller)
      const b = await start(larger)
      const addresses = addressesOf(b)
      const told: string[] = []
      const { connector } = connectorOf(a, [], { addressesOf: () => addresses, onRefused: id => { told.push(id) } })

      await (dialler === 'member' ? b.dial(a.getMultiaddrs()) : a.dial(b.getMultiaddrs()))
      await until(() => a.getConnections().length === 1, 'they are connected')
      await b.stop()
      await until(() => a.getConnections().length === 0, 'it has gone')
      await assert.rejects(connector.connect(b.peerId))

      assert.deepEqual(told, [larger.id], `dialled by the ${dialler}`)
    }
  })

})
