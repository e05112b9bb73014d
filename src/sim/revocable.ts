/** Puts an item into a list; the returned function takes it out again, once. */
export function insert<T> (list: T[], item: T): () => void {
  list.push(item)

  return () => {
    const index = list.indexOf(item)
    if (index >= 0) list.splice(index, 1)
  }
}
