import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { open, quickConfig, rangeOfText, train, until, writeConfig } from './workspace';

describe('information about the last run in a config', () => {
  const name = 'told';
  let config: vscode.Uri;
  let document: vscode.TextDocument;

  const hoverAt = async (snippet: string): Promise<string> => {
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      config,
      rangeOfText(document, snippet).start.translate(0, 2),
    );
    return hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (typeof content === 'string' ? content : content.value))
      .join('\n')
      .replaceAll('\u00a0', ' ');
  };
  const lenses = async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      config,
    );
    return found.map(({ command }) => command?.title ?? '');
  };

  before(async () => {
    config = writeConfig(
      name,
      quickConfig({ model: { cell: 'gru', layers: 2, init: { recurrent: 'orthogonal' } } }),
    );
    document = await open(config);
  });

  it('has nothing about weights before there is a run', async () => {
    assert.doesNotMatch(await hoverAt('"cell"'), /spectral radius/i);
    assert.ok((await lenses()).every((title) => !/last run/.test(title)));
  });

  it('gives the eigenvalues of every recurrent block on cell, layers and init, with a picture', async () => {
    await train(config);
    for (const key of ['"cell"', '"gru"', '"layers"', '"init"', '"recurrent"']) {
      const text = await until(`a hover on ${key}`, async () => {
        const hover = await hoverAt(key);
        return /spectral radius/i.test(hover) && hover;
      });
      for (const part of ['largest singular value', 'leading eigenvalues', 'cond(P)', 'data:image/svg+xml']) {
        assert.ok(text.includes(part), `${part} in the hover on ${key}`);
      }
      assert.match(text, /(halves|doubles) every [\d.]+ steps|keeps its size/);
      for (const block of ['layer 0', 'layer 1']) {
        assert.ok(text.includes(block), `${block} in the hover on ${key}`);
      }
    }
    assert.doesNotMatch(await hoverAt('"hiddenSize"'), /spectral radius/i);
  });

  it('summarises the last run in a lens', async () => {
    const titles = await until('the lens', async () => {
      const found = await lenses();
      return found.some((title) => title.startsWith('last run')) && found;
    });
    assert.equal(titles.filter((title) => /Train/.test(title)).length, 1);
    assert.ok(
      titles.some((title) => /^last run: GRU, validation loss [\d.e-]+, just now|minutes? ago$/.test(title)),
      titles.join(' | '),
    );
  });
});
