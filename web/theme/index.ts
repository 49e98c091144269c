/** The door of the theme. */
import '@mantine/core/styles.layer.css'
import './tokens.css'
import './mantine.css'

export { useScheme } from './scheme.ts'
export { theme } from './theme.ts'
