import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'aws-cdk-lib';
import { LocalKms } from 'cdk-keysmith/local';
import { type Browser, chromium, type Page } from 'playwright-core';
import { OrdersStack } from '../../../examples/orders/orders-stack';
import { tenStacks } from '../../../examples/ten-stacks/ten-stacks';
import { AccessModel } from '../../../src/report/access-model';
import { htmlReport } from '../../../src/report/html/html-report';
import { ADMIN, localKms, policy } from '../../local-client';
import { expectDocument } from '../document';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const inBrowser = CHROMIUM ? describe : describe.skip;
if (!CHROMIUM) test('Chromium is not installed: the page is not opened', () => undefined);

const folder = mkdtempSync(join(tmpdir(), 'keysmith-html-'));
const html = htmlReport(new AccessModel(LocalKms.fromApp(tenStacks()).engine));

test('the pages of the examples are committed', () => {
  expectDocument('ten-stacks.html', html);
  expectDocument(
    'orders.html',
    htmlReport(new AccessModel(LocalKms.fromStack(new OrdersStack(new App(), 'Orders')).engine)),
  );
});

inBrowser('the HTML report in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  /** A page, and whatever it asked for or complained about. */
  async function open(content: string, colorScheme: 'light' | 'dark' = 'light') {
    const file = join(folder, `${colorScheme}.html`);
    writeFileSync(file, content);
    const page = await browser.newPage({ colorScheme, viewport: { width: 1400, height: 900 }, bypassCSP: true });
    const requests: string[] = [];
    const errors: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(pathToFileURL(file).href);
    return { page, requests, errors };
  }
  const cell = (page: Page, label: string) => page.locator(`td button[aria-label^="${label}"]`);

  test('asks nothing from anywhere', async () => {
    const { requests, errors, page } = await open(html);
    await cell(page, 'Auditor, decrypt with alias/customers').click();
    expect(requests).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  test('a click explains, and marks the deciding statement', async () => {
    const { page } = await open(html);
    await cell(page, 'CustomersSupport, decrypt with alias/customers').click();

    const explanation = await page.locator('#explanation').textContent();
    expect(explanation).toContain('only with encryption context tenant = example');
    expect(await page.locator('mark').first().textContent()).toContain('CustomersSupport');
    expect(await page.locator('#graph svg').getAttribute('aria-label')).toContain('alias/customers');
  });

  test('indirect power is told step by step', async () => {
    const { page } = await open(html);
    await cell(page, 'Developer, decrypt with alias/orders').click();
    expect(await page.locator('#explanation ol').textContent()).toMatch(
      /UpdateAssumeRolePolicy on OrdersApplicationDeveloper calls sts:AssumeRole/,
    );
  });

  test('filters by action, principal and key', async () => {
    const { page } = await open(html);
    await page.selectOption('#group', 'sign');
    expect(await page.locator('thead th').allInnerTexts()).toEqual(['Principal', 'alias/payments', 'alias/receipts']);
    await page.fill('#key', 'receipts');
    await page.fill('#principal', 'signer');
    expect(await page.locator('tbody th').allInnerTexts()).toEqual(['ReceiptsSigner']);
    await page.fill('#principal', '');
    const few = await page.locator('tbody tr').count();
    await page.check('#all');
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(few);
  });

  test('works from the keyboard', async () => {
    const { page } = await open(html);
    await page.locator('td button').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.locator('td button[aria-pressed=true]').count()).toBe(1);
    expect(await page.locator('#explanation dt').first().textContent()).toBe('kms:Decrypt');
  });

  test.each(['light', 'dark'] as const)('has no finding of axe-core, contrast included: %s', async (colorScheme) => {
    const { page } = await open(html, colorScheme);
    await cell(page, 'Developer, decrypt with alias/orders').click();
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const axe = (
        globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        }
      ).axe;
      return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
    });
    expect(violations).toEqual([]);
    await page.screenshot({ path: join(tmpdir(), `keysmith-report-${colorScheme}.png`) });
  });

  test('names in policies stay text', async () => {
    // GIVEN
    const kms = localKms();
    const Sid = '</script><script>globalThis.broken = true</script><img src=x onerror="globalThis.broken = true">';
    kms.call('CreateKey', { Policy: policy({ Sid, Principal: { AWS: ADMIN }, Action: 'kms:*' }) }, ADMIN);

    // WHEN
    const { page, requests, errors } = await open(htmlReport(new AccessModel(kms)));
    await cell(page, 'Admin, decrypt').click();

    // THEN
    expect(await page.locator('mark').first().textContent()).toContain('</script>');
    expect(await page.evaluate(() => 'broken' in globalThis)).toBe(false);
    expect([requests.length, errors]).toEqual([1, []]);
  });
});
