/** Waits for a promise, or until the signal fires; then it rejects with the signal's reason. */
export async function unlessAborted (promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => { aborted.reject(signal?.reason) }
  signal?.addEventListener('abort', abort)

  try {
    await Promise.race([promise, aborted.promise])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
