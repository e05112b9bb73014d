/** Whether two are the same, byte for byte. */
export function areEqual (a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) {
    return false
  }
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return false
  }

  return true
}
