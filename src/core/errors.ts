/** A setting, or a relation of two, that makes no sense. Nothing was changed. */
export class InvalidSettingError extends Error {
  static override name = 'InvalidSettingError'

  constructor (message = 'A setting is out of its range') {
    super(message)
    this.name = 'InvalidSettingError'
  }
}
