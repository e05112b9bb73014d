/**
 * Everything that the checkers check, by its number in the protocol's list (I) or, for what is true of single rows, by
 * a number of its own (M). A checker reports under these names only.
 */
export const INVARIANTS = {
  mended: 'I6 no fault still lasts at the end',
  epochsGrow: 'I1 applied epochs only grow',
  oneTable: 'I2 one epoch, one table',
  roster: 'I3 owners are in the roster, and the roster is the workers',
  applied: 'I3 only a table that may be applied is',
  balance: 'I4 loads differ by at most one',
  moves: 'I5 nothing moves without need',
  joinsWait: 'I5 members that join together make one table',
  agreement: 'I6 after the last fault all agree',
  calmTables: 'I6 a calm cluster makes no tables',
  silence: 'I7 only the first in rank publishes',
  office: 'I7 a leader is told under the highest term only',
  tokens: 'I8 tokens of a partition only grow',
  oneHolder: 'I8 no two owners share a token',
  unblocked: 'I8 no resource is blocked for ever',
  stopFirst: 'I12 what moves in order stops before it starts',
  served: 'I13 unowned time is bounded',
  connected: 'I14 a connected side always gets owners',
  pairs: 'I15 each start has exactly one stop or loss',
  healthy: 'I16 no healthy member is declared dead',
  trusted: 'I16 no healthy member is suspected in a calm network',
  detected: 'I16 a member that ended is noticed everywhere',
  rows: 'I18 views are bounded',
  traffic: 'I18 messages are bounded',
  quiet: 'I18 a calm cluster has no news',
  rowOrder: 'M1 a row never goes back',
  resurrection: 'M2 only a higher incarnation brings back the dead',
  illegalPair: 'M3 no illegal change of state',
  oneClaim: 'M4 one claim for each incarnation',
  ownWord: 'M5 only its subject makes a claim',
  ownCounters: 'M6 a member\'s own counters only grow',
  selfAlive: 'M7 a running member is alive in its own view'
} as const

/** The full name of one invariant. */
export type Invariant = typeof INVARIANTS[keyof typeof INVARIANTS]
