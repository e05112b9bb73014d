import { hash32 } from './hash.js'

const HIGH_SEED = 0x9e37_79b9
const LANE_BITS = 32n

/** A 64-bit digest of a text, for comparing what two members hold. Not a defence against forgery. */
export function digest64 (text: string): bigint {
  return BigInt(hash32(text, HIGH_SEED)) << LANE_BITS | BigInt(hash32(text))
}
