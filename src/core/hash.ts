/**
 * A 32-bit hash of a text, the same in every language and on every platform: FNV-1a over its UTF-8
 * bytes, the seed xored into the offset basis, then {@link mix32}, because FNV-1a alone leaves ids
 * with a common prefix close together. Not for secrets: collisions are easy to make.
 */
export function hash32 (text: string, seed = 0): number {
  let hash = FNV_OFFSET_BASIS ^ seed
  for (const character of text) hash = absorbCodePoint(hash, character.codePointAt(0) ?? 0)
  return mix32(hash)
}

/**
 * Spreads every bit of a number over 32 bits: the finaliser fmix32 of MurmurHash3. A bijection of
 * the unsigned 32-bit integers, so different numbers never collide; zero stays zero.
 */
export function mix32 (n: number): number {
  let mixed = n
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function absorbCodePoint (hash: number, codePoint: number): number {
  if (codePoint < 0x80) return absorbByte(hash, codePoint)
  // As a text encoder does: half of a surrogate pair has no UTF-8 form of its own.
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return absorbCodePoint(hash, 0xfffd)
  if (codePoint < 0x800) return absorbTail(absorbByte(hash, 0xc0 | (codePoint >>> 6)), codePoint, 1)
  if (codePoint < 0x10000) return absorbTail(absorbByte(hash, 0xe0 | (codePoint >>> 12)), codePoint, 2)
  return absorbTail(absorbByte(hash, 0xf0 | (codePoint >>> 18)), codePoint, 3)
}

function absorbTail (hash: number, codePoint: number, bytes: number): number {
  let absorbed = hash
  for (let shift = 6 * (bytes - 1); shift >= 0; shift -= 6) {
    absorbed = absorbByte(absorbed, 0x80 | ((codePoint >>> shift) & 0x3f))
  }
  return absorbed
}

// Both from draft-eastlake-fnv, section 5.
const FNV_OFFSET_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193

function absorbByte (hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FNV_PRIME)
}
