/** A Markdown table; cells are escaped so that no value can break a row. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A page with its title and the note that it is generated. */
export function page(title: string, source: string, ...sections: readonly string[]): string {
  return (
    [
      `# ${title}`,
      `<!-- Generated from ${source} by npm run generate:all. Do not edit. -->`,
      ...sections,
    ].join('\n\n') + '\n'
  );
}
