extension Page {
  /// Light and dark by the reader's own setting; colours hold at least 4.5:1 against their ground.
  static let style = """
    :root {
      --ground: #f7f7f5; --card: #ffffff; --ink: #1b1f24; --soft: #59626d; --line: #d9dce0;
      --good: #1a6b37; --good-ground: #e3f3e8; --bad: #b3261e; --bad-ground: #fce8e6;
      --warn: #8a5300; --warn-ground: #fdf0d9; --blue: #1f5fa8; --violet: #6b3fa0;
      --band: #e4e7eb; --band-fault: #f6dfb8; --band-load: #d6e4f5; --calm: #eef4ee;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #14171a; --card: #1c2024; --ink: #e7eaed; --soft: #a2abb5; --line: #353b42;
        --good: #6fce8f; --good-ground: #17301f; --bad: #ff9389; --bad-ground: #3b1a18;
        --warn: #f0b95a; --warn-ground: #362710; --blue: #7fb2ec; --violet: #c1a0ee;
        --band: #2b3138; --band-fault: #4a3a1b; --band-load: #22354d; --calm: #1b261e;
      }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--ground); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
    main { max-width: 1160px; margin: 0 auto; padding: 28px 20px 60px; }
    h1 { font-size: 26px; line-height: 1.25; margin: 4px 0 8px; letter-spacing: -.01em; }
    h2 { font-size: 17px; margin: 0 0 10px; }
    h3 { font-size: 14px; margin: 18px 0 6px; color: var(--soft); font-weight: 600; }
    p { margin: 0 0 10px; max-width: 78ch; }
    a { color: var(--blue); }
    code, pre, .mono { font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, "DejaVu Sans Mono",
      monospace; overflow-wrap: anywhere; }
    pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px;
      padding: 10px 14px; white-space: pre-wrap; margin: 0; }
    .eyebrow { color: var(--soft); font-size: 13px; letter-spacing: .02em; margin: 0; }
    .note { color: var(--soft); font-size: 13.5px; }
    section, .banner { background: var(--card); border: 1px solid var(--line);
      border-radius: 12px; padding: 18px 20px; margin: 16px 0; }
    .banner { border-left-width: 8px; display: grid; gap: 4px; }
    .banner strong { font-size: 21px; }
    .banner.good { border-left-color: var(--good); } .banner.good strong { color: var(--good); }
    .banner.bad { border-left-color: var(--bad); } .banner.bad strong { color: var(--bad); }
    .banner.warn { border-left-color: var(--warn); } .banner.warn strong { color: var(--warn); }
    .banner p { margin: 0; }
    .figures { display: grid; gap: 12px; margin: 16px 0;
      grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); }
    .figure { background: var(--card); border: 1px solid var(--line); border-radius: 12px;
      padding: 12px 14px; }
    .figure b { display: block; font-size: 22px; line-height: 1.2; font-weight: 650;
      font-variant-numeric: tabular-nums; }
    .figure span { color: var(--soft); font-size: 13px; }
    .figure.bad b { color: var(--bad); }
    .scroll { overflow-x: auto; margin: 0 -4px; padding: 0 4px; }
    table { border-collapse: collapse; width: 100%; font-size: 14px; }
    caption { text-align: left; color: var(--soft); font-size: 13px; padding-bottom: 6px; }
    th { text-align: left; color: var(--soft); font-weight: 600; font-size: 12.5px;
      border-bottom: 1px solid var(--line); padding: 5px 12px 5px 0; vertical-align: bottom; }
    td { border-bottom: 1px solid var(--line); padding: 7px 12px 7px 0; vertical-align: top;
      font-variant-numeric: tabular-nums; }
    tbody tr:last-child td { border-bottom: 0; }
    .number { text-align: right; white-space: nowrap; }
    .tag { display: inline-block; border-radius: 6px; padding: 1px 7px; font-size: 12.5px;
      font-weight: 600; white-space: nowrap; background: var(--band); }
    .tag.good { color: var(--good); background: var(--good-ground); }
    .tag.bad { color: var(--bad); background: var(--bad-ground); }
    .tag.warn { color: var(--warn); background: var(--warn-ground); }
    .wide { min-width: 260px; }
    table.prongs { border-collapse: separate; border-spacing: 3px; margin: 0 -3px;
      table-layout: fixed; }
    table.prongs th { padding: 4px 9px; border: 0; }
    table.prongs th:first-child { padding-left: 0; }
    table.prongs th.what { width: 240px; }
    table.prongs td { border: 0; padding: 6px 9px; }
    table.prongs td.what { padding-left: 0; }
    table.prongs td.what .soft { font-size: 12.5px; overflow-wrap: anywhere; }
    table.prongs th.here { color: var(--ink); box-shadow: inset 0 -2px 0 var(--blue); }
    table.prongs tr.part th { padding: 12px 0 2px; font-weight: 600; }
    table.prongs tr.sum td { color: var(--soft); font-size: 13px; padding-top: 3px;
      padding-bottom: 3px; }
    table.prongs tr.sum td:first-child { padding-left: 0; }
    table.prongs tr.sum td.some { color: var(--bad); font-weight: 600; }
    .cell { border-radius: 6px; font-size: 13px; font-weight: 550; }
    .cell.good { color: var(--good); background: var(--good-ground); }
    .cell.slow { color: var(--warn); background: var(--warn-ground); }
    .cell.bad { color: var(--bad); background: var(--bad-ground); }
    .cell.plain { color: var(--soft); background: var(--band); }
    .prong-legend .cell { padding: 2px 8px; }
    .prong-legend + details { margin-top: 12px; }
    .soft { color: var(--soft); }
    ol.story { list-style: none; margin: 0; padding: 0; }
    ol.story > li { border-top: 1px solid var(--line); padding: 12px 0; }
    ol.story > li:first-child { border-top: 0; padding-top: 0; }
    .steps { display: grid; grid-template-columns: 92px 1fr; gap: 2px 12px; margin: 6px 0 0;
      font-size: 14px; }
    .steps dt { color: var(--soft); text-align: right; font-variant-numeric: tabular-nums; }
    .steps dd { margin: 0; }
    ul.plain { margin: 0; padding-left: 18px; }
    .columns { display: grid; gap: 24px;
      grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); }
    svg { display: block; max-width: 100%; height: auto; }
    svg text { fill: var(--ink); font: 12px system-ui, "Noto Sans", sans-serif; }
    svg .soft { fill: var(--soft); }
    svg .small { font-size: 11px; }
    svg .grid { stroke: var(--line); stroke-width: 1; }
    svg .axis { stroke: var(--soft); stroke-width: 1; }
    .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 8px 0 0; padding: 0;
      list-style: none; color: var(--soft); font-size: 13px; }
    .legend svg { display: inline-block; vertical-align: -2px; margin-right: 5px; }
    details summary { cursor: pointer; color: var(--blue); }
    details[open] summary { margin-bottom: 8px; }
    @media print { body { background: #fff; } section, .banner { break-inside: avoid; } }
    """
}
