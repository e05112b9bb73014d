/** What came of calling a function of the application. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown }

/** Calls a function at once, and tells what comes of it. Never rejects. */
export async function outcomeOf<T> (fn: () => Promise<T> | T): Promise<Outcome<T>> {
  try {
    return { value: await fn() }
  } catch (error) {
    return { error }
  }
}
