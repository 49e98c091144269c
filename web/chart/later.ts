/**
 * A part of the page whose code comes by itself, when it is first needed or announced. React's own `lazy` with `Suspense` shows what it
 * waited for no sooner than 0.3 s after the skeleton, so that nothing flickers, and waits even for code that is there already.
 */
import { type ComponentType, useEffect, useState } from 'react'

export interface Later<Props> {
  /** Lets the code come. What fails is tried again by the next who needs it. */
  readonly warm: () => Promise<ComponentType<Props>>
  /** Undefined until the code is there. */
  readonly known: () => ComponentType<Props> | undefined
}

export function later<Props>(load: () => Promise<{ readonly default: ComponentType<Props> }>): Later<Props> {
  let known: ComponentType<Props> | undefined
  let coming: Promise<ComponentType<Props>> | undefined
  const take = async (): Promise<ComponentType<Props>> => {
    try {
      known = (await load()).default
      return known
    } catch (error) {
      coming = undefined
      throw error
    }
  }
  return {
    warm: () => {
      coming ??= take()
      return coming
    },
    known: () => known,
  }
}

/** Undefined until the code is there; a failure is thrown where it is used. */
export function useLater<Props>(part: Later<Props>): ComponentType<Props> | undefined {
  const [here, show] = useState(part.known)
  useEffect(() => {
    if (here) return
    let gone = false
    part.warm().then(
      it => gone || show(() => it),
      error =>
        gone ||
        show(() => {
          throw error
        }),
    )
    return () => {
      gone = true
    }
  }, [here, part])
  return here
}
