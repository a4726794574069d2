/** Actions of a user in VS Code's debugger views. */
import type { Page } from 'playwright-core';

/** Expands the call stack of the forward pass, because with several threads the list may appear collapsed. */
export async function openForward(page: Page): Promise<void> {
  const thread = page.locator('.debug-call-stack .monaco-list-row', { hasText: /^forward/ });
  await thread.waitFor();
  if ((await thread.getAttribute('aria-expanded')) === 'false') {
    await thread.click();
    await page.keyboard.press('ArrowRight');
  }
}

/** Adds an expression to Watch. */
export async function watch(page: Page, expression: string): Promise<void> {
  await page.locator('.pane-header', { hasText: 'Watch' }).hover();
  await page.getByRole('button', { name: 'Add Expression' }).click();
  const box = page.locator('.debug-watch .inputBoxContainer input');
  await box.fill(expression);
  await box.press('Enter');
}
