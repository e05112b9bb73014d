import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dialFailureOf, refusersOf } from '../../src/libp2p/dial-failure.js'

const REFUSED = coded('ECONNREFUSED')
const SILENT = coded('ETIMEDOUT')
const NO_WAY = coded('ENETUNREACH')
const SLOW = Object.assign(new Error('it took too long'), { name: 'TimeoutError' })
const NO_LISTENER = Object.assign(new Error('No memory listener found at /memory/a'), { name: 'ConnectionFailedError' })

const CASES: Array<[what: string, error: unknown, failure: string]> = [
  ['one refusal', REFUSED, 'refused'],
  ['a refusal by the memory transport', NO_LISTENER, 'refused'],
  ['refusals at all addresses', several(REFUSED, REFUSED), 'refused'],
  ['refusals of a name\'s addresses, among others', several(several(REFUSED, REFUSED), REFUSED), 'refused'],
  ['a refusal, where the other address is of a kind that this machine does not have', several(REFUSED, NO_WAY), 'refused'],
  ['a refusal and silence', several(REFUSED, SILENT), 'failed'],
  ['a refusal and somebody else', several(REFUSED, new Error('another peer')), 'failed'],
  ['silence', SILENT, 'timeout'],
  ['silence at all addresses', several(SILENT, SLOW), 'timeout'],
  ['no way there', NO_WAY, 'failed'],
  ['a host that is not there', coded('EHOSTUNREACH'), 'failed'],
  ['another failure of a memory connection', Object.assign(new Error('Memory Connection closed'), { name: 'ConnectionFailedError' }), 'failed'],
  ['a connection that is reset', coded('ECONNRESET'), 'failed'],
  ['no address at all', several(), 'failed'],
  ['what is no error', 'ECONNREFUSED', 'failed']
]

describe('a dial that ends with', () => {
  for (const [what, error, failure] of CASES) {
    it(`${what} has ${failure === 'refused' ? 'been refused' : failure === 'timeout' ? 'timed out' : 'failed'}`, () => {
      assert.equal(dialFailureOf(error), failure)
    })
  }
})

describe('who refused a dial', () => {
  const [ONE, TWO] = ['203.0.113.7', '2001:db8::7'] as const

  it('is told by each refusal, also of several', () => {
    assert.deepEqual(refusersOf(coded('ECONNREFUSED', ONE), [ONE]), [ONE])
    assert.deepEqual(refusersOf(several(coded('ECONNREFUSED', ONE), several(coded('ECONNREFUSED', TWO))), [ONE, TWO]), [ONE, TWO])
  })

  it('is nobody who was silent or unreachable, nor one that was not dialled at all', () => {
    assert.deepEqual(refusersOf(several(coded('ETIMEDOUT', ONE), coded('ENETUNREACH', ONE), coded('ECONNREFUSED', TWO)), [ONE, TWO]), [TWO])
    assert.deepEqual(refusersOf(coded('ECONNREFUSED', TWO), [ONE, TWO]), [TWO])
    assert.deepEqual(refusersOf(new Error('no way'), [ONE]), [])
  })

  it('is a name, too, where only names were dialled and all refused', () => {
    assert.deepEqual(refusersOf(coded('ECONNREFUSED', ONE), ['member.example']), [ONE, 'member.example'])
    assert.deepEqual(refusersOf(NO_LISTENER, ['memory']), ['memory'])
    assert.deepEqual(refusersOf(coded('ECONNREFUSED', ONE), ['member.example', TWO]), [ONE])
    assert.deepEqual(refusersOf(several(coded('ECONNREFUSED', ONE), SILENT), ['member.example', 'other.example']), [ONE])
  })
})

function coded (code: string, address?: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code, ...(address === undefined ? {} : { address }) })
}

function several (...errors: Error[]): AggregateError {
  return new AggregateError(errors, 'All multiaddr dials failed')
}
