/** Puts an item into a list; the returned function takes it out again, once, and says whether it was there. */
export function insert<T> (list: T[], item: T): () => boolean {
  list.push(item)

  return () => {
    const index = list.indexOf(item)
    if (index >= 0) list.splice(index, 1)
    return index >= 0
  }
}
