/** The command was given something that it does not take. Its message is one line for the user. */
export class UsageError extends Error {
  static override name = 'UsageError'

  constructor (message = 'The command was given something that it does not take', options?: ErrorOptions) {
    super(message, options)
    this.name = 'UsageError'
  }
}
