/** The `entity` of PutLogEvents: not kept. A bad one is told to the caller, and the events are taken all the same. */

export type EntityFault = 'InvalidEntity' | 'InvalidKeyAttributes' | 'InvalidAttributes' | 'MissingRequiredFields'

/** undefined: nothing is wrong with it. */
export function entityFault(entity: unknown): EntityFault | undefined {
  if (entity === null || entity === undefined) return undefined
  if (typeof entity !== 'object' || Array.isArray(entity)) return 'InvalidEntity'
  const { keyAttributes, attributes } = entity as { keyAttributes?: unknown; attributes?: unknown }
  if (keyAttributes === null || keyAttributes === undefined) return 'MissingRequiredFields'
  if (!isTextMap(keyAttributes, { min: 2, max: 4, key: 32, value: 512 })) return 'InvalidKeyAttributes'
  if (attributes === null || attributes === undefined) return undefined
  return isTextMap(attributes, { min: 0, max: 10, key: 256, value: 512 }) ? undefined : 'InvalidAttributes'
}

interface MapBounds {
  readonly min: number
  readonly max: number
  readonly key: number
  readonly value: number
}

function isTextMap(value: unknown, { min, max, key, value: longest }: MapBounds): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const entries = Object.entries(value)
  return (
    entries.length >= min &&
    entries.length <= max &&
    entries.every(
      ([name, of]) =>
        name.length >= 1 && name.length <= key && typeof of === 'string' && of.length >= 1 && of.length <= longest,
    )
  )
}
