/** Every refusal and turn of strict mode that is worth counting. */
export const STRICT_MARKS = [
  'strict:other-genesis',
  'strict:implausible',
  'voter:other-store',
  'voter:other-record',
  'voter:granted',
  'voter:refused-term',
  'voter:refused-lease',
  'voter:refused-config',
  'voter:refused-order',
  'voter:not-named',
  'candidate:trial',
  'candidate:prepared',
  'candidate:gave-up',
  'leader:elected',
  'leader:committed',
  'leader:stepped-down',
  'leader:resigned',
  'leader:refused-grant',
  'leader:forged-seal',
  'leader:release-ignored',
  'table:uncertified',
  'table:unknown-voters',
  'owner:stale-grant',
  'owner:behind',
  'clock:distrusted'
] as const

/** The name of one of them. */
export type StrictMark = typeof STRICT_MARKS[number]
