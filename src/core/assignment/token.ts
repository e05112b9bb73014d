import { hash32 } from '../hash.js'
import type { Epoch, MemberId, Token } from '../types.js'

const FIELD_BITS = 32n
const FIELD_MASK = 0xffff_ffffn

/** The 32 bits that stand for a leader in a token; two leaders of one term are ordered by them. */
export function leaderTag (leader: MemberId): number {
  return hash32(leader)
}

/** 128 bits: term 64, leader tag 32, version 32, so that comparing tokens compares epochs. */
export function packToken (epoch: Epoch): Token {
  return BigInt(epoch.term) << (2n * FIELD_BITS) | BigInt(leaderTag(epoch.leader)) << FIELD_BITS | BigInt(epoch.version)
}

/** What a token was packed from, as far as it can be told. */
export function unpackToken (token: Token): { term: number, tag: number, version: number } {
  return {
    term: Number(token >> (2n * FIELD_BITS)),
    tag: Number(token >> FIELD_BITS & FIELD_MASK),
    version: Number(token & FIELD_MASK)
  }
}

/** 32 hexadecimal digits: the order of the texts is the order of the tokens, in any database. */
export function formatToken (token: Token): string {
  return token.toString(16).padStart(32, '0')
}
