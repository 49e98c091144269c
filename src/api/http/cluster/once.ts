/** What is worked out of an object is worked out once, for as long as the object lives: objects are never written to, a change is another object. */
export function once<O extends object, V>(make: (object: O) => V): (object: O) => V {
  const known = new WeakMap<O, { readonly value: V }>()
  return object => {
    const found = known.get(object)
    if (found !== undefined) return found.value
    const value = make(object)
    known.set(object, { value })
    return value
  }
}
