/** Bytes from a peer that are no message of this protocol, or one beyond its limits. */
export class DecodeError extends Error {
  static override name = 'DecodeError'

  constructor (message = 'The bytes are no message of this protocol', options?: ErrorOptions) {
    super(message, options)
    this.name = 'DecodeError'
  }
}
