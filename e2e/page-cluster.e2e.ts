/**
 * The Cluster page on the demo: lists and their filter, the map, the tree, groups, any object in its drawer, the history; in both languages, dark and on a
 * phone. And on answers that a test thinks up: a cluster of 500 nodes and 15,000 pods, one that may not be seen whole, several clusters.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, type Looks, launchBrowser, openPage, seriousFindings } from './browser.ts'
import { root, type Server, startServer } from './server.ts'

/** A young server on a busy machine takes its time. */
const patience = { timeout: 90_000 }

describe.skipIf(!hasBrowser)('the Cluster page', () => {
  let server: Server
  let browser: Browser
  beforeAll(async () => {
    server = await startServer({ args: ['--demo'] })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const walk = async (path: string, steps: (page: Page) => Promise<void>, looks: Looks = {}) => {
    const { page, troubles, close } = await openPage(browser, server.url + path, looks)
    page.setDefaultTimeout(patience.timeout)
    await steps(page)
    expect(troubles).toEqual([])
    await close()
  }
  const kindOfList = (page: Page, name: string) =>
    page.getByRole('radiogroup', { name: 'What is listed' }).getByText(name).click()
  /** The first object of a list of the server's. */
  const first = async (path: string, list: string, is: (one: { readonly status: string }) => boolean = () => true) => {
    const answer = (await (await fetch(server.url + path)).json()) as Record<string, { name: string; status: string }[]>
    return answer[list]!.find(is)!.name
  }

  test('lists are filtered, sorted and walked, and the address keeps it', async () => {
    await walk('/cluster?from=now-1h&to=now', async page => {
      const nodes = page.getByRole('table', { name: 'Nodes' })
      await nodes.getByRole('row').nth(1).waitFor()
      await kindOfList(page, 'Pods')
      const pods = page.getByRole('table', { name: 'Pods' })
      await pods
        .getByRole('link', { name: /^backend-app/ })
        .first()
        .waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.keyboard.press('/')
      await page.keyboard.type('app=backend-app !postgres namespace=backend')
      await page.waitForURL(/q=app%3Dbackend-app/)
      await page.getByText(/^\d+ of \d+$/).waitFor()
      // The list follows the address; the demo may start or end a pod at any time, so they are known by their names.
      const others = async () => {
        const names = await pods.getByRole('link').evaluateAll(links => links.map(link => link.ariaLabel))
        return names.length === 0 ? undefined : names.filter(name => !name?.startsWith('backend-app'))
      }
      await expect.poll(others, patience).toEqual([])
      await pods.getByRole('button', { name: 'Restarts' }).click()
      await pods.getByRole('button', { name: 'Restarts' }).click()
      await page.waitForURL(/sort=-restarts/)
      await page.reload()
      await pods.getByRole('columnheader', { name: 'Restarts' }).waitFor()
      expect(await pods.getByRole('columnheader', { name: 'Restarts' }).getAttribute('aria-sort')).toBe('descending')
      await expect.poll(others, patience).toEqual([])
      await page.getByRole('textbox', { name: /^Filter/ }).fill('nobody-has-this-name')
      await page.getByText('No row has “nobody-has-this-name”.').waitFor()
      await page.getByRole('textbox', { name: /^Filter/ }).fill('')
      await page.getByRole('combobox', { name: 'Other kinds' }).click()
      await page.getByRole('option', { name: /^Service \(/ }).click()
      await page.getByRole('table', { name: 'Service' }).getByText('ClusterIP').first().waitFor()
      await page.goBack()
      await pods.waitFor()
    })
  })

  test('the drawer tells all of a pod, and leads to its owner', async () => {
    const pod = await first('/api/cluster/pods?namespace=backend', 'pods', one => one.status === 'Running')
    await walk(`/cluster?tab=pods&from=now-1h&to=now&object=Pod/backend/${pod}`, async page => {
      const drawer = page.getByRole('complementary', { name: `Pod ${pod}` })
      await drawer.getByText('ContainersReady').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await drawer.getByRole('tab', { name: 'YAML' }).click()
      await drawer.getByText('kind: Pod').waitFor()
      await drawer.getByRole('tab', { name: 'Usage' }).click()
      await drawer.getByRole('figure', { name: `CPU of ${pod}` }).waitFor()
      await drawer.getByRole('tab', { name: 'Logs' }).click()
      await drawer.getByRole('link', { name: 'Open in Logs' }).waitFor()
      await page.waitForURL(/part=logs/)
      await drawer.getByRole('tab', { name: 'Changes' }).click()
      await drawer
        .getByText('First seen like this')
        .or(drawer.getByText(/difference/))
        .first()
        .waitFor()
      await drawer.getByRole('tab', { name: 'Events' }).click()
      await drawer.getByRole('link', { name: 'Events as log lines' }).waitFor()
      await drawer.getByRole('tab', { name: 'Status' }).click()
      await drawer.getByRole('link', { name: 'Deployment backend-app' }).click()
      const owner = page.getByRole('complementary', { name: 'Deployment backend-app' })
      await owner.getByRole('heading', { name: 'Containers' }).waitFor()
      // It is as the server says, and the demo may be rolling it out just now.
      const isAsTold = async () => {
        const answer = await fetch(`${server.url}/api/cluster/workloads?namespace=backend`)
        const { workloads } = (await answer.json()) as {
          workloads: { readonly name: string; readonly status: string }[]
        }
        const status = workloads.find(({ name }) => name === 'backend-app')?.status
        return status !== undefined && (await owner.getByText(status).count()) > 0
      }
      await expect.poll(isAsTold, patience).toBe(true)
      // One step at a time: choices that are open are closed before the drawer is.
      await page.getByRole('combobox', { name: 'Other kinds' }).click()
      await page.getByRole('option', { name: /^Service \(/ }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('option', { name: /^Service \(/ }).waitFor({ state: 'hidden' })
      expect(await owner.isVisible()).toBe(true)
      await page.keyboard.press('Escape')
      await page.waitForURL(url => !url.search.includes('object='))
    })
  })

  test('what is not there is said to be so', async () => {
    const { page, close } = await openPage(browser, `${server.url}/cluster?object=Pod/shop/nobody`)
    await page.getByText('It is not there, and was not seen.').waitFor(patience)
    await close()
  })

  test('the map is walked by keys and clicks, and says what stands under the cursor', async () => {
    await walk('/cluster?show=map&from=now-1h&to=now', async page => {
      const map = page.getByRole('application', { name: /^Map of nodes and pods/ })
      await map.waitFor()
      await map.locator('canvas').waitFor()
      await map.focus()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      const said = page.locator('[aria-live="polite"]').filter({ hasText: 'CPU used' })
      await said.waitFor({ state: 'attached' })
      await page.keyboard.press('Enter')
      await page.waitForURL(/object=Pod/)
      await page.getByRole('complementary').getByRole('tab', { name: 'Status' }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.getByRole('combobox', { name: 'Colour by' }).click()
      await page.getByRole('option', { name: 'Memory of limit' }).click()
      await page.waitForURL(/by=memory-limit/)
      await page.getByText('no limit', { exact: true }).waitFor()
    })
  })

  test('the map is coloured by alarms, and the drawer leads to those that speak of its object', async () => {
    const pod = await first('/api/cluster/pods?namespace=backend', 'pods', one => one.status === 'Running')
    const { name: cluster } = (await (await fetch(`${server.url}/api/cluster`)).json()) as { readonly name: string }
    const of = { ClusterName: cluster, Namespace: 'backend', PodName: 'backend-app' }
    const alarm = {
      ...{ AlarmName: 'backend is busy', Namespace: 'ContainerInsights', MetricName: 'pod_cpu_utilization' },
      Dimensions: Object.entries(of).map(([Name, Value]) => ({ Name, Value })),
      ...{ Statistic: 'Average', Period: 60, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' },
      Threshold: 1_000,
    }
    const put = await fetch(`${server.url}/api/alarms/alarm`, {
      ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ alarm }),
    })
    expect(put.status).toBe(200)
    await walk(`/cluster?show=map&by=alarm&from=now-1h&to=now&object=Pod/backend/${pod}`, async page => {
      const legend = page.getByRole('list', { name: 'What the colours mean, and how many pods and nodes' })
      await legend
        .getByText(/^(No data|OK) [1-9]/)
        .first()
        .waitFor()
      const alarms = page.getByRole('complementary').getByRole('region', { name: 'Alarms' })
      await alarms.getByText(/^(No data|OK)$/).waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await alarms.getByRole('link', { name: 'backend is busy' }).click()
      await page.waitForURL(/alarms\/alarm\?.*name=backend/)
    })
  })

  test('the tree opens by keys, and the groups say what was promised', async () => {
    await walk('/cluster?show=tree&from=now-1h&to=now', async page => {
      const tree = page.getByRole('tree', { name: 'Tree of the cluster' })
      await tree.getByRole('treeitem').first().waitFor()
      const before = await tree.getByRole('treeitem').count()
      await tree.focus()
      await page.keyboard.press('ArrowRight')
      await page.waitForURL(/open=/)
      await expect.poll(() => tree.getByRole('treeitem').count(), patience).toBeGreaterThan(before)
      expect(await seriousFindings(page)).toEqual([])
      await page.getByText('Node groups', { exact: true }).click()
      const group = page.getByRole('article').first()
      await group.getByText('Least – most').waitFor()
      await group.getByText(/^Promised \d/).waitFor()
      await page
        .getByRole('region', { name: 'Control plane' })
        .getByText(/checks passed/)
        .waitFor()
      expect(await seriousFindings(page)).toEqual([])
    })
  })

  test('a time past is shown as it was, and one that nobody knows is said to be so', async () => {
    const known = ((await (await fetch(`${server.url}/api/cluster/known`)).json()) as { from: number }).from
    await expect.poll(() => Date.now() - known, patience).toBeGreaterThan(5_000)
    const at = new Date(known + 4_000).toISOString()
    await walk(`/cluster?tab=pods&from=now-1h&to=now&at=${at}`, async page => {
      const history = page.getByRole('region', { name: 'History' })
      await history.getByRole('button', { name: 'Back to now' }).waitFor()
      await page.getByRole('table', { name: 'Pods' }).getByRole('link').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await history.getByRole('button', { name: 'Back to now' }).click()
      await history.getByText('Now', { exact: true }).waitFor()
      await page.waitForURL(url => !url.search.includes('at='))
      const slider = history.getByRole('slider', { name: 'Moment that is shown' })
      await slider.focus()
      await page.keyboard.press('Home')
      await history.getByText(/^Of this time nothing is known/).waitFor()
      await page.getByText('Pods: none at that time').waitFor()
    })
  })

  test('in Korean and dark, and on a phone', async () => {
    const korean = async (page: Page) => {
      await page.getByRole('table', { name: '파드' }).getByRole('link').first().waitFor()
      expect(await seriousFindings(page)).toEqual([])
      await page.getByText('지도', { exact: true }).click()
      await page.getByRole('application', { name: /^노드와 파드의 지도/ }).waitFor()
      expect(await seriousFindings(page)).toEqual([])
    }
    await walk('/cluster?tab=pods&from=now-1h&to=now', korean, { language: 'ko-KR', scheme: 'dark' })
    const phone = async (page: Page) => {
      await page.getByRole('table', { name: 'Pods' }).getByRole('link').first().click()
      await page.getByRole('complementary').getByText('Conditions').waitFor()
      expect(await seriousFindings(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    }
    await walk('/cluster?tab=pods&from=now-1h&to=now', phone, { phone: true })
  })

  describe('with answers that are made up', () => {
    const page_ = async (path: string, answers: Readonly<Record<string, unknown>>) => {
      const opened = await openPage(browser, 'about:blank')
      opened.page.setDefaultTimeout(patience.timeout)
      for (const [route, body] of Object.entries(answers))
        await opened.page.route(
          url => url.pathname === route,
          (asked: Route) => asked.fulfill({ json: body }),
        )
      await opened.page.goto(server.url + path)
      return opened
    }

    test('500 nodes and 15,000 pods are seen at once, filtered, and scrolled to the end', async () => {
      const { nodes, pods } = largeCluster(500, 30)
      const { page, close } = await page_('/cluster?show=map&from=now-1h&to=now', {
        '/api/cluster/nodes': { nodes, total: nodes.length },
        '/api/cluster/pods': { pods, total: pods.length },
      })
      const map = page.getByRole('application')
      await map.locator('canvas').waitFor()
      await page.getByRole('textbox', { name: /^Filter/ }).fill('app=app-7')
      await page.getByText('1,500 of 15,000 pods match', { exact: false }).waitFor()
      await map.focus()
      await page.keyboard.press('End')
      await page.locator('[aria-live="polite"]').filter({ hasText: 'node-499-pod-29' }).waitFor({ state: 'attached' })
      await page.getByText('List', { exact: true }).click()
      await kindOfList(page, 'Pods')
      await page.getByText('1,500 of 15,000').waitFor()
      await close()
    })

    test('the filter takes letters in the middle, and syllables that are still being written', async () => {
      const { nodes, pods } = largeCluster(2, 2)
      const { page, close } = await page_('/cluster?tab=nodes&from=now-1h&to=now', {
        '/api/cluster/nodes': { nodes, total: nodes.length },
        '/api/cluster/pods': { pods, total: pods.length },
      })
      const filter = page.getByRole('textbox', { name: /^Filter/ })
      await page.getByRole('table', { name: 'Nodes' }).getByText('node-001').waitFor()
      await filter.fill('001')
      await page.waitForURL(/q=001/)
      await page.keyboard.press('Home')
      await page.keyboard.type('node-')
      await page.waitForURL(/q=node-001/)
      expect(await filter.inputValue()).toBe('node-001')
      await filter.fill('')
      const keyboard = await page.context().newCDPSession(page)
      for (const text of ['ㅎ', '하', '한']) {
        await keyboard.send('Input.imeSetComposition', { text, selectionStart: 1, selectionEnd: 1 })
        await page.waitForURL(url => url.searchParams.get('q') === text)
      }
      await keyboard.send('Input.insertText', { text: '한' })
      expect(await filter.inputValue()).toBe('한')
      await close()
    })

    test('a tree that was scrolled stays there when a row is clicked', async () => {
      const { nodes, pods } = largeCluster(100, 1)
      const { page, close } = await page_('/cluster?show=tree&from=now-1h&to=now', {
        '/api/cluster/nodes': { nodes, total: nodes.length },
        '/api/cluster/pods': { pods, total: pods.length },
      })
      const tree = page.getByRole('tree', { name: 'Tree of the cluster' })
      await tree.getByText('node-000').waitFor()
      await tree.evaluate(element => {
        element.scrollTop = 1_400
      })
      await tree.getByText('node-055').click()
      await page.waitForURL(/object=Node\/\/node-055/)
      expect(await tree.evaluate(element => element.scrollTop)).toBe(1_400)
      // Closing the drawer leads back to where it was opened. A closed branch without one above it has nowhere to go.
      await page.keyboard.press('Escape')
      await expect.poll(() => tree.evaluate(element => element.matches(':focus'))).toBe(true)
      await page.keyboard.press('ArrowLeft')
      expect(await tree.getAttribute('aria-activedescendant')).toBe('branch-node-055')
      await close()
    })

    test('what changes is on the screen once the server tells of it', async () => {
      const { pods } = largeCluster(1, 3)
      const changed = pods.map(pod => ({ ...pod, status: 'CrashLoopBackOff', tone: 'bad' }))
      const { page, close } = await openPage(browser, 'about:blank')
      await page.addInitScript(() => {
        const page = globalThis as unknown as Record<string, unknown>
        const waiting: ((event: { data: string }) => void)[] = []
        page.tell = (kind: string) => {
          for (const hear of waiting) hear({ data: JSON.stringify({ kinds: [kind] }) })
        }
        page.EventSource = class {
          static readonly CLOSED = 2
          readonly readyState = 1
          onopen: (() => void) | undefined
          constructor() {
            setTimeout(() => this.onopen?.(), 0)
          }
          addEventListener(_name: string, hear: (event: { data: string }) => void) {
            waiting.push(hear)
          }
          close() {
            waiting.length = 0
          }
        }
      })
      let now = pods
      await page.route(
        url => url.pathname === '/api/cluster/pods',
        route => route.fulfill({ json: { pods: now, total: now.length } }),
      )
      await page.goto(`${server.url}/cluster?tab=pods&from=now-1h&to=now`)
      const table = page.getByRole('table', { name: 'Pods' })
      await table.getByText('Running').first().waitFor(patience)
      now = changed
      await page.evaluate("tell('Pod')")
      // Sooner than pages that are told of changes ask by themselves.
      await table.getByText('CrashLoopBackOff').first().waitFor({ timeout: 20_000 })
      await close()
    })

    test('figures that cannot be had say so', async () => {
      const web = { kind: 'Deployment', namespace: 'shop', name: 'web', status: 'Healthy', tone: 'good', createdAt: 0 }
      const { page, close } = await page_('/cluster?object=Deployment/shop/web&part=usage', {
        '/api/cluster/object': {
          ...{ ...web, since: 1, goneAt: null, node: null, workload: null, yaml: '', facts: {}, labels: {}, why: [] },
          ...{ owners: [], chain: [], conditions: [], containers: [], versions: [], events: [] },
        },
      })
      await page.route(
        url => url.pathname === '/api/cluster/pods',
        route => route.fulfill({ status: 500, json: { error: { code: 'no-room', message: 'There is no room.' } } }),
      )
      await page.reload()
      await page.getByRole('complementary').getByText('There is no room.').waitFor()
      await close()
    })

    test('what was deleted is found, and a secret shows no value', async () => {
      const row = { namespace: 'shop', name: 'web-1', uid: 'u', status: 'Failed', tone: 'bad', why: [], createdAt: 0 }
      const objects = [{ ...row, goneAt: Date.now() - 60_000, labels: {}, facts: { owner: 'ReplicaSet/web' } }]
      const secret = {
        ...{ ...row, kind: 'Secret', name: 'key', status: '', tone: 'good', labels: {}, facts: { keys: 'password' } },
        ...{
          since: 1,
          goneAt: null,
          owners: [],
          chain: [],
          conditions: [],
          containers: [],
          node: null,
          workload: null,
        },
        ...{ yaml: 'kind: Secret\nkeys:\n  - password\n', versions: [], events: [] },
      }
      const { page, close } = await page_('/cluster?tab=pods&gone=1&from=now-1h&to=now', {
        '/api/cluster/objects': { objects, total: 1 },
        '/api/cluster/object': secret,
      })
      await page.getByRole('table', { name: 'Pods' }).getByRole('link', { name: 'web-1' }).waitFor()
      await page.getByRole('columnheader', { name: 'Deleted' }).waitFor()
      await page.goto(`${server.url}/cluster?object=Secret/shop/key&part=yaml`)
      await page.getByText('Values of secrets never leave the cluster', { exact: false }).waitFor()
      await close()
    })

    test('what may not be seen is told with the rule that is missing, and what there is no room for', async () => {
      const about = (await (await fetch(`${server.url}/api/cluster`)).json()) as {
        kinds: { kind: string; leftOut: number; said: unknown }[]
      }
      const kinds = about.kinds.map(kind =>
        kind.kind === 'Secret'
          ? {
              ...kind,
              state: 'blind',
              said: {
                code: 'cluster-may-not',
                values: { verb: 'list', group: '', resource: 'secrets', message: 'no' },
              },
            }
          : kind.kind === 'Pod'
            ? { ...kind, leftOut: 12 }
            : kind,
      )
      const { page, close } = await page_('/cluster?from=now-1h&to=now', { '/api/cluster': { ...about, kinds } })
      await page.getByText('Not everything can be seen', { exact: false }).click()
      await page.getByText('resources: ["secrets"]', { exact: false }).waitFor()
      await page.getByText('Pod: 12 more than there is room for').waitFor()
      await close()
    })

    test('of several clusters one is chosen, and stays chosen', async () => {
      const clusters = ['east', 'west'].map(name => ({ name, address: `https://${name}`, demo: false, state: 'seen' }))
      const about = (await (await fetch(`${server.url}/api/cluster`)).json()) as object
      const asked: string[] = []
      const { page, close } = await page_('/overview?from=now-1h&to=now', { '/api/clusters': { clusters } })
      await page.route(
        url => url.pathname.startsWith('/api/cluster/') || url.pathname === '/api/cluster',
        route => {
          asked.push(new URL(route.request().url()).searchParams.get('cluster') ?? '')
          return route.fulfill({ json: { ...about, nodes: [], pods: [], changes: [], total: 0, silent: [] } })
        },
      )
      await page.getByRole('button', { name: 'Cluster: east' }).click()
      await page.getByRole('menuitem', { name: /^west/ }).click()
      await page.waitForURL(/cluster=west/)
      await page.getByRole('link', { name: 'Cluster', exact: true }).click()
      await page.waitForURL(/\/cluster\?.*cluster=west/)
      await expect.poll(() => asked.at(-1), patience).toBe('west')
      // Pods to choose logs by are those of this cluster too.
      await page.getByRole('link', { name: 'Logs', exact: true }).click()
      await page.getByRole('heading', { name: 'Log groups' }).waitFor()
      asked.length = 0
      await page.getByRole('button', { name: 'Workload or pods…' }).click()
      await expect.poll(() => asked, patience).toEqual(['west', 'west'])
      await close()
    })
  })

  test.runIf(process.env.MANGRU_PICTURES)('pictures', async () => {
    const folder = join(root, 'docs/pictures')
    await mkdir(folder, { recursive: true })
    const pod = await first('/api/cluster/pods?namespace=backend', 'pods', one => one.status === 'Running')
    const shots: readonly (readonly [string, string, Looks])[] = [
      ['cluster', `/cluster?tab=pods&object=Pod/backend/${pod}&from=now-1h&to=now`, {}],
      ['cluster-map', '/cluster?show=map&by=memory-limit&from=now-24h&to=now', {}],
      ['cluster-korean-dark', '/cluster?tab=pods&from=now-24h&to=now', { language: 'ko-KR', scheme: 'dark' }],
      ['cluster-phone', '/cluster?tab=pods&from=now-1h&to=now', { phone: true }],
    ]
    for (const [name, path, looks] of shots)
      await walk(
        path,
        async page => {
          await page.locator('canvas, [role="table"] a').first().waitFor()
          await page.waitForTimeout(3_000)
          await page.screenshot({ path: join(folder, `${name}.png`) })
        },
        looks,
      )
  })
})

function largeCluster(nodeCount: number, podsEach: number) {
  const nodes = Array.from({ length: nodeCount }, (_, at) => ({
    ...{ name: `node-${String(at).padStart(3, '0')}`, status: 'Ready', tone: 'good', why: [], createdAt: 0, roles: [] },
    ...{ group: `group-${at % 4}`, zone: '', instanceType: 'm5.large', version: 'v1', pods: podsEach, labels: {} },
    ...{ allocatable: { cpu: 2, memory: 8e9, pods: 58 }, requested: { cpu: 1, memory: 1e9 } },
  }))
  const pods = nodes.flatMap(({ name: node }, at) =>
    Array.from({ length: podsEach }, (_, place) => ({
      ...{ namespace: `team-${at % 20}`, name: `${node}-pod-${place}`, node, why: [], createdAt: 0, workload: null },
      ...{ status: 'Running', tone: place === at % 400 ? 'bad' : 'good', ready: 1, containers: 1, restarts: place % 5 },
      ...{ containerNames: ['app'], labels: { app: `app-${place % 10}` } },
      ...{ requests: { cpu: 0.1, memory: 1e8 }, limits: { cpu: null, memory: 2e8 } },
    })),
  )
  return { nodes, pods }
}
