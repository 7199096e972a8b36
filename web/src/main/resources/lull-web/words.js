// Words of a command line, as a shell would take them apart: quotes and backslashes, and nothing
// else: no variables, no patterns.

/**
 * @returns {{words: string[], problem?: string}}
 */
export function words(line) {
  const found = [];
  let word;
  let quote = '';
  for (let i = 0; i < line.length; i += 1) {
    const c = line[i];
    if (quote) {
      if (c === quote) quote = '';
      else if (c === '\\' && quote === '"' && '"\\'.includes(line[i + 1] ?? ' ')) word += line[i += 1];
      else word += c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (c === '\\' && i + 1 < line.length) {
      word = (word ?? '') + line[i += 1];
    } else if (/\s/.test(c)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + c;
    }
  }
  if (word !== undefined) found.push(word);
  return quote ? { words: found, problem: `the quote ${quote} is not closed` } : { words: found };
}
