/** Objects as YAML documents, for `--print` and for the plain manifests. Pure. */
import { stringify } from 'yaml'
import type { Manifest } from '../../model/kubernetes/index.ts'

export const manifestText = (objects: readonly Manifest[]): string =>
  objects.map(object => `---\n${stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })}`).join('')
