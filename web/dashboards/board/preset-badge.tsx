/** This board comes with Mangru: it is looked at and copied, never changed. */
import { Badge } from '@mantine/core'
import { useWords } from '../../i18n/index.ts'

export function PresetBadge() {
  const words = useWords()
  return (
    <Badge variant="default" size="sm" tt="none" style={{ flex: 'none' }} title={words.dashboards.presetHint}>
      {words.dashboards.preset}
    </Badge>
  )
}
