/** Where an export may go: a folder in the one that the operator allowed, or a bucket that he named with --deliver-to. Pure. */
import { err, ok, type Result } from '../../model/index.ts'
import type { Allowed, AllowedBucket } from '../subscriptions/index.ts'

export type ExportTarget =
  | { readonly kind: 'folder'; readonly root: string; readonly name: string }
  | { readonly kind: 'bucket'; readonly name: string; readonly bucket: AllowedBucket }

/** `file:NAME`, `s3://BUCKET`, or a bare name, as CreateExportTask has it: the bucket of that name if it is allowed, else the folder. */
export function exportTarget(text: string, allowed: Allowed): Result<ExportTarget, string> {
  if (text.startsWith('file:')) return folderNamed(text.slice('file:'.length), allowed)
  if (text.startsWith('s3://')) return bucketNamed(text.slice('s3://'.length).replace(/\/$/, ''), allowed)
  if (/^\w+:/.test(text)) return err('An export goes to file:NAME or to s3://BUCKET.')
  const bucket = bucketNamed(text, allowed)
  return bucket.ok || allowed.folder === null ? bucket : folderNamed(text, allowed)
}

function folderNamed(name: string, { folder }: Allowed): Result<ExportTarget, string> {
  if (folder === null) {
    return err('Folders are not allowed here: the operator names one with --deliver-to file:/FOLDER.')
  }
  return /^[A-Za-z0-9][\w.-]{0,99}$/.test(name)
    ? ok({ kind: 'folder', root: folder, name })
    : err('A folder is named like file:NAME: letters, digits, _ - and . only, in the one that the operator allows.')
}

function bucketNamed(name: string, { buckets }: Allowed): Result<ExportTarget, string> {
  if (!/^[a-z0-9][a-z0-9.-]{1,62}$/.test(name)) {
    return err('The name of a bucket has 3 to 63 small letters, digits, dots and hyphens.')
  }
  const bucket = buckets.find(one => one.name === name) ?? buckets.find(one => one.name === '*')
  return bucket === undefined
    ? err(
        `Exports to the bucket ${name} are not allowed: the operator names it with --deliver-to s3://${name}=https://….`,
      )
    : ok({ kind: 'bucket', name, bucket })
}

/** Destinations that somebody may choose, to begin with. */
export const exportChoices = ({ folder, buckets }: Allowed): readonly string[] => [
  ...(folder === null ? [] : ['file:exports']),
  ...buckets.map(({ name }) => `s3://${name}`),
]
