/** What a voter has promised cannot be read, or is not what it wrote. It must not vote. */
export class VoterStoreError extends Error {
  static override name = 'VoterStoreError'

  constructor (message = 'What a voter has promised cannot be read', options?: ErrorOptions) {
    super(message, options)
    this.name = 'VoterStoreError'
  }
}

/** This member was a voter, and the store with its promises is gone: it does not vote under its former id. */
export class VoteLostError extends Error {
  static override name = 'VoteLostError'

  constructor (message = 'The store with the promises of this voter is gone') {
    super(message)
    this.name = 'VoteLostError'
  }
}

/** The voters were not changed. */
export class VoterChangeError extends Error {
  static override name = 'VoterChangeError'
  /** Why; `unknown` if that cannot be told: look at the voters before trying again. */
  readonly reason: string

  constructor (message = 'The voters were not changed', reason = 'unknown') {
    super(message)
    this.name = 'VoterChangeError'
    this.reason = reason
  }
}
