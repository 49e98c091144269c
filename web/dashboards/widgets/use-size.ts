/** How large an element is, as it changes. */
import { type RefCallback, useCallback, useState } from 'react'

export function useSize<T extends HTMLElement>(): [
  RefCallback<T>,
  { readonly width: number; readonly height: number },
] {
  const [size, setSize] = useState({ width: 0, height: 0 })
  const holder = useCallback((element: T | null) => {
    if (!element) return
    const read = () =>
      setSize(before => {
        const { clientWidth: width, clientHeight: height } = element
        return before.width === width && before.height === height ? before : { width, height }
      })
    read()
    const watch = new ResizeObserver(read)
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return [holder, size]
}
