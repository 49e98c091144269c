/**
 * The masks of all groups, compiled and at hand for every reader. Whoever changes a policy refreshes the book before the answer, so that
 * the next reader is masked; what other replicas change is seen at their next `refresh`. Events are masked as they are read, also those that
 * came before the policy.
 */
import { ok, type Result } from '../../model/index.ts'
import type { PolicySettings, SettingsError } from '../../store/settings/port.ts'
import { compileMask, type Mask, maskEverything } from './mask.ts'
import { readMaskPolicy } from './policy.ts'

export interface MaskBook {
  /** undefined: nothing is masked there. */
  of(groupId: number): Mask | undefined
  refresh(): Promise<Result<void, SettingsError>>
}

export async function openMaskBook(
  settings: Pick<PolicySettings, 'groupPolicies'>,
): Promise<Result<MaskBook, SettingsError>> {
  let masks: ReadonlyMap<number, { readonly document: string; readonly mask: Mask }> = new Map()
  const read = async (): Promise<Result<void, SettingsError>> => {
    const found = await settings.groupPolicies('data-protection')
    if (!found.ok) return found
    masks = new Map(
      found.value.map(({ groupId, document }) => {
        const known = masks.get(groupId)
        return [groupId, known?.document === document ? known : { document, mask: maskOf(document) }]
      }),
    )
    return ok(undefined)
  }
  /** One reading at a time: an older answer must not undo a newer one. */
  let reading: Promise<Result<void, SettingsError>> = Promise.resolve(ok(undefined))
  const book: MaskBook = {
    of: groupId => masks.get(groupId)?.mask,
    refresh: () => {
      reading = reading.then(read)
      return reading
    },
  }
  const first = await book.refresh()
  return first.ok ? ok(book) : first
}

function maskOf(document: string): Mask {
  const policy = readMaskPolicy(document)
  return policy.ok ? compileMask(policy.value) : maskEverything
}
