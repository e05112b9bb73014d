/** The data directory belongs to a process that runs. */
export class DataDirectoryInUseError extends Error {
  static override name = 'DataDirectoryInUseError'

  constructor (message = 'The data directory is in use by another process', options?: ErrorOptions) {
    super(message, options)
    this.name = 'DataDirectoryInUseError'
  }
}

/** The data directory cannot be made, read or written, or what is in it is damaged. */
export class DataDirectoryError extends Error {
  static override name = 'DataDirectoryError'

  constructor (message = 'The data directory cannot be used', options?: ErrorOptions) {
    super(message, options)
    this.name = 'DataDirectoryError'
  }
}

/** An address to listen on is taken, not ours, or no address. */
export class ListenError extends Error {
  static override name = 'ListenError'

  constructor (message = 'Cannot listen', options?: ErrorOptions) {
    super(message, options)
    this.name = 'ListenError'
  }
}

/** The node was stopped: it runs once. */
export class NodeStoppedError extends Error {
  static override name = 'NodeStoppedError'

  constructor (message = 'The node was stopped', options?: ErrorOptions) {
    super(message, options)
    this.name = 'NodeStoppedError'
  }
}
