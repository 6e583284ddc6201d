/** The look of the report: light and dark, readable on a phone and on paper. */
export const reportStyle = `
:root{color-scheme:light dark;--back:#fcfcfa;--card:#fff;--ink:#1c1d1f;--soft:#5b5f66;--rule:#dfe1e4;--grid:#eceef0;
--accent:#2457c5;--bad:#b3261e;--badback:#fdeceb;--warn:#7a4d00;--warnback:#fff4de;--good:#1a6b3c;--goodback:#e8f5ec;
--c0:#0067b0;--c1:#c2500a;--c2:#00785a;--c3:#a3398a;--c4:#8a6d00;--c5:#4a5560}
@media (prefers-color-scheme:dark){:root{--back:#141517;--card:#1c1e21;--ink:#e9eaec;--soft:#a4a9b1;--rule:#33373c;--grid:#282b30;
--accent:#8db4ff;--bad:#ff9b92;--badback:#3b1f1d;--warn:#ffcf7d;--warnback:#382c14;--good:#86d9a6;--goodback:#17301f;
--c0:#5eb3f2;--c1:#f59a5f;--c2:#3fc79d;--c3:#e08cc8;--c4:#dcc04c;--c5:#b4bec9}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,header,footer{max-width:1080px;margin:0 auto;padding:0 20px}
header{padding-top:28px}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:40px 0 12px}
h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
p{margin:.3em 0}
a{color:var(--accent)}
.soft,figcaption p{color:var(--soft);font-size:.9rem}
.facts{display:flex;flex-wrap:wrap;gap:4px 24px;margin:12px 0 0;padding:0;list-style:none;font-size:.95rem}
.facts b{font-weight:600}
.verdict{border-radius:10px;padding:12px 16px;margin:12px 0}
.verdict.fine{background:var(--goodback);color:var(--good)}
.verdict.early{background:var(--warnback);color:var(--warn)}
.finding{border-radius:10px;padding:12px 16px;margin:12px 0;border-left:4px solid}
.finding.problem{background:var(--badback);border-color:var(--bad)}
.finding.warning{background:var(--warnback);border-color:var(--warn)}
.finding h3 .kind{font-weight:700;text-transform:uppercase;letter-spacing:.04em;font-size:.75rem;margin-right:8px}
.finding.problem .kind{color:var(--bad)}.finding.warning .kind{color:var(--warn)}
.finding ul{margin:6px 0;padding-left:20px;font-size:.92rem}
.finding .remedy{font-weight:600}
.finding code{font-size:.8rem;color:var(--soft)}
.charts,.cards{display:grid;gap:16px;grid-template-columns:repeat(auto-fill,minmax(min(100%,460px),1fr))}
.cards{grid-template-columns:repeat(auto-fill,minmax(220px,1fr))}
figure{margin:0}
.chart,.card,.views{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:14px 12px}
.chart{position:relative;display:flex;flex-direction:column}
.plot{position:relative;height:200px;margin:auto calc(var(--last) + 4px) 24px calc(var(--tick) + 8px);padding-top:8px;font-size:12px}
.plot svg{width:100%;height:100%;display:block;overflow:visible;touch-action:pan-y}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;margin:6px 0;padding:0;list-style:none;font-size:.85rem}
.legend li{min-width:0;overflow-wrap:anywhere}
.legend b{font-variant-numeric:tabular-nums;font-weight:600}
.key{display:inline-block;width:14px;height:3px;border-radius:2px;vertical-align:middle;margin-right:6px;background:currentColor}
.s0{color:var(--c0)}.s1{color:var(--c1)}.s2{color:var(--c2)}.s3{color:var(--c3)}.s4{color:var(--c4)}.s5{color:var(--c5)}
.line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.line.raw{stroke-width:1;opacity:.28}
.dot{stroke:currentColor;stroke-width:7;stroke-linecap:round}
.grid{stroke:var(--grid);stroke-width:1}
.dot,.grid,.cursor{vector-effect:non-scaling-stroke}
.plot>div{position:absolute;inset:8px 0 0;pointer-events:none}
.tick{position:absolute;color:var(--soft);line-height:1;font-variant-numeric:tabular-nums;white-space:nowrap}
.tick.y{right:100%;margin-right:6px;transform:translateY(-50%)}
.tick.x{top:100%;margin-top:8px;transform:translateX(-50%)}
.cursor[hidden]{display:none}
.cursor{stroke:var(--soft);stroke-width:1;stroke-dasharray:3 3}
.tip{position:absolute;pointer-events:none;background:var(--ink);color:var(--back);border-radius:6px;padding:4px 8px;font-size:.8rem;white-space:nowrap;z-index:2;transform:translate(-50%,-110%)}
.live{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;margin:12px 0 0;color:var(--soft);font-size:.9rem}
.live span:first-child{color:var(--good);font-weight:600}
.live[data-late] span:first-child{color:var(--warn)}
[aria-pressed=true]{border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.next{display:grid;gap:6px;margin:8px 0}
.next div{display:grid;grid-template-columns:minmax(0,auto) minmax(0,1fr);gap:2px 14px;align-items:center}
.next pre,.next dd{margin:0}
@media (max-width:640px){.next div{grid-template-columns:minmax(0,1fr)}.next dd{margin-bottom:8px}}
details{margin-top:8px;font-size:.9rem}
summary{cursor:pointer;color:var(--soft);min-height:24px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.85rem;width:100%}
th,td{text-align:right;padding:3px 10px;border-bottom:1px solid var(--rule)}
th:first-child,td:first-child{text-align:left}
.options td,.options th{text-align:left;overflow-wrap:anywhere}
.options td:nth-child(3){white-space:nowrap}
.options thead th{overflow-wrap:normal}
.bars{margin:8px 0 0;columns:2 200px;font-size:.8rem}
.bars div{display:flex;gap:8px;break-inside:avoid;align-items:center}
.bars dt{width:2.5em;color:var(--soft)}.bars dd{flex:1;margin:0;display:flex;align-items:center;gap:6px}
.bar{height:8px;min-width:1px;border-radius:2px;background:var(--c0)}
.card .value{font-size:1.6rem;font-weight:650;font-variant-numeric:tabular-nums;line-height:1.2}
.card ul{margin:6px 0 0;padding:0;list-style:none;font-size:.8rem;color:var(--soft)}
.frame{display:block;max-width:100%;height:auto;border-radius:4px}
.frame[hidden]{display:none}
.frame.pixels{image-rendering:pixelated}
.steer{display:flex;gap:12px;align-items:center;margin:10px 0;flex-wrap:wrap}
.steer input{flex:1 1 200px;min-height:28px;accent-color:var(--accent)}
.steer output{font-variant-numeric:tabular-nums;min-width:9em}
button{font:inherit;color:inherit;background:var(--back);border:1px solid var(--rule);border-radius:8px;padding:4px 12px;min-height:32px;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.columns{columns:2 360px;column-gap:16px}
.columns>*{break-inside:avoid;margin:0 0 16px}
.titles{display:flex;font-size:.75rem;line-height:1.2;margin:4px 0}
.titles span{flex:1 1 0;min-width:0;text-align:center;align-self:end}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
footer{padding:40px 20px 60px;color:var(--soft);font-size:.85rem}
pre{overflow-x:auto;background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:10px 12px;font-size:.85rem}
@media print{.steer,summary,.tip{display:none}.chart,.card{break-inside:avoid}}
`
