/** What `mangru dashboards` and `mangru import` say, in English. */
export const dashboardsEn = {
  'no-dashboards': () =>
    'There are no dashboards yet. "mangru dashboards list --presets" shows those that come with Mangru.',
  'dashboards-exported': (count: number, folder: string) => `${count} dashboards are in ${folder}.`,
  'dashboards-imported': (count: number, refused: number) =>
    `${count} dashboards are in Mangru${refused > 0 ? `, ${refused} were refused` : ''}.`,
  'dashboards-checked': (count: number, refused: number) =>
    `${count} dashboards can be imported${refused > 0 ? `, ${refused} cannot` : ''}. Nothing was changed.`,
  'name-for-one': () => '--name is for one file.',
  'a-warning': () => 'warning',
  'dashboards-column-name': () => 'NAME',
  'dashboards-column-widgets': () => 'WIDGETS',
  'dashboards-column-size': () => 'SIZE',
  'dashboards-column-changed': () => 'CHANGED',
  'dashboards-column-title': () => 'TITLE',

  // import cloudwatch
  'import-no-credentials': () =>
    "To read an AWS account, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), or name files of the aws CLI's JSON output.",
  'import-no-region': () => 'Name the region of the AWS account: --region, or AWS_REGION.',
  'import-aws-failed': (operation: string, why: string) => `AWS does not answer ${operation}: ${why}`,
  'import-reading': (what: string, count: number) => `Reading ${what}: ${count}…`,
  'import-unknown-file': (file: string) =>
    `${file} is none of the aws CLI's outputs that are read: describe-alarms, describe-metric-filters, describe-log-groups, describe-query-definitions, list-dashboards, get-dashboard.`,
  'import-bad-file': (file: string, why: string) => `${file} cannot be read: ${why}`,
  'import-nothing': () => 'There is nothing to import.',
  'import-cut-short': (file: string) =>
    `${file} holds one page of several: its NextToken says that there is more. Run the aws CLI without --no-paginate.`,
  'import-kind-groups': () => 'log groups and retention',
  'import-kind-filters': () => 'metric filters',
  'import-kind-queries': () => 'saved queries',
  'import-kind-dashboards': () => 'dashboards',
  'import-kind-alarms': () => 'alarms',
  'import-kind-composites': () => 'composite alarms',
  'import-total': (kind: string, taken: number, refused: number) => `${kind}: ${taken} taken over, ${refused} not`,
  'import-total-planned': (kind: string, taken: number, refused: number) =>
    `${kind}: ${taken} would be taken over, ${refused} not`,
  'import-refused': (name: string, why: string) => `  not ${name}: ${why}`,
  'import-dry': () => 'Nothing was changed; without --dry-run it will be.',
  'import-interrupted': () => 'Stopped. What is above was taken over; running it again changes nothing of that.',

  'import-note-topic': (arn: string) =>
    `action ${arn} is kept; make a topic with that ARN here so that somebody hears it`,
  'import-note-carried': (arn: string) =>
    `action ${arn} is kept; it is carried out if the operator says where that ARN leads`,
  'import-note-aws-action': (arn: string, what: string) =>
    `action ${arn} is kept, and nothing here carries it out: ${what} belongs to AWS`,
  'import-note-aws-metric': (namespace: string) =>
    `its metrics are published by AWS (${namespace}): it stays without data until something sends them here`,
  'import-note-other-account': (account: string) => `it watches account ${account}; here all accounts are one`,
  'import-why-unreadable': () => 'it has no name',
  'import-why-promql': () => 'it asks PromQL, which alarms here do not',
  'import-why-transformations': () => 'it has more than one metric, or none',
  'import-why-selection': () =>
    'it has a field selection or system fields: put it by "aws logs put-metric-filter" with --endpoint-url',
  'import-why-transformed': () => 'it works on transformed logs, and there are no transformers here',
  'import-why-language': (language: string) => `it is written in ${language}, not in Logs Insights QL`,
  'import-why-no-body': () => 'its body is missing: add the output of "aws cloudwatch get-dashboard"',
  'import-note-class': (name: string) => `its class ${name} is not taken over: it is a STANDARD group here`,
  'import-note-key': () => 'its KMS key is not taken over: the data folder is what is to be encrypted here',
  'import-note-protected': () => 'its protection against deletion is not taken over',
  'import-note-kept-retention': () => 'it keeps events for ever there; the retention here stays as it is',
  'import-note-query': (why: string) => `it is kept, and would not run here: ${why}`,
  'import-note-group-made': () => 'its log group was made for it',
  'import-note-warnings': (count: number) => `${count} warnings; "mangru dashboards import --dry-run" shows them`,
}
