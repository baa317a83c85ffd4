var Kt=Object.defineProperty;var bt=(t,e)=>{for(var n in e)Kt(t,n,{get:e[n],enumerable:!0})};var it={};bt(it,{body:()=>ce,compute:()=>Mt,controls:()=>Ot,describe:()=>$e,numbers:()=>fe,python:()=>qt,questions:()=>ue,slots:()=>le});var D=class{constructor(e){this.text=e}toString(){return this.text}},Qt={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},R=t=>String(t).replace(/[&<>"']/g,e=>Qt[e]);function yt(t){return t instanceof D?t.text:Array.isArray(t)?t.map(yt).join(""):t==null||t===!1?"":R(t)}function l(t,...e){return new D(t.reduce((n,s,o)=>n+yt(e[o-1])+s))}function _(t,e=2){let n=t.toFixed(e);return(Number(n)===0?n.replace("-",""):n).replace("-","−")}var T=(t,e)=>`${t} ${e}${t===1?"":"s"}`;function q(t,e,n=String(e)){return l`<span class="u-value" data-value="${t}" data-exact="${e}">${n}</span>`}var N=([t,e],n,s)=>({min:t,max:e,value:n,text:s,disabled:t>e});function Y(t,e,n,{min:s,max:o,value:r,text:a,disabled:c}){return l`<div class="u-range">
    <label for="${t}-${e}">${n}</label>
    <span class="u-amount" data-amount="${e}" aria-hidden="true">${a}</span>
    <input type="range" id="${t}-${e}" data-trait="${e}" min="${s}" max="${o}" step="1"
      value="${r}" style="--u-at:${wt(s,o,r)}" aria-valuetext="${a}"${c&&l` disabled`}>
  </div>`}var wt=(t,e,n)=>e>t?(n-t)/(e-t):0;function W(t,e,n,s,o){return l`<fieldset class="u-choice">
    <legend>${n}</legend>
    <div class="u-segments">${Object.entries(s).map(([r,a])=>l`<label><input type="radio" name="${t}-${e}" data-trait="${e}"
        value="${r}"${r===String(o)&&l` checked`}><span>${a}</span></label>`)}</div>
  </fieldset>`}function vt(t,e,n){return l`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${t}"${n&&l` checked`}><span>${e}</span></label>`}function kt(t,e,n){for(let s of t.querySelectorAll("[data-trait]")){let o=s.dataset.trait;s.type==="radio"?s.checked=s.value===String(n[o]):s.type==="checkbox"?s.checked=n[o]:Zt(t,s,e[o])}}function Zt(t,e,{min:n,max:s,value:o,text:r,disabled:a}){e.value===String(o)&&e.max===String(s)&&e.getAttribute("aria-valuetext")===r||(e.min=n,e.max=s,e.value=o,e.disabled=a,e.style.setProperty("--u-at",wt(n,s,o)),e.setAttribute("aria-valuetext",r),t.querySelector(`[data-amount="${e.dataset.trait}"]`).textContent=r)}function _t(t){return t.type==="range"?Number(t.value):t.type==="checkbox"?t.checked:t.value}function St(t,{W:e,U:n,b:s},o=null){let r=s.map(()=>0);return t.map((a,c)=>((!o||o[c])&&(r=te(a,r,e,n,s)),r))}function te(t,e,n,s,o){return o.map((r,a)=>{let c=r;return t.forEach((i,p)=>c+=i*n[p][a]),e.forEach((i,p)=>c+=i*s[p][a]),Math.tanh(c)})}function st(t,e){return t.map((n,s)=>n.map((o,r)=>(o-e[s][r])**2))}function J(t,e=null){let n=0,s=0;return t.forEach((o,r)=>o.forEach((a,c)=>{e&&!e[r][c]||(n+=a,s+=1)})),n/s}function U(t,e,n=1,s=1){return t<e+n?0:Math.floor((t-e-n)/s)+1}function Tt(t){let e=t.reduce((o,r)=>o+r,0)/t.length,n=Math.sqrt(t.reduce((o,r)=>o+(r-e)**2,0)/t.length),s=t.every(o=>o===t[0]);return{center:e,spread:s||n===0?1:n}}function nt(t,e,n="post",s=0){let o=(r,a,c)=>{let i=Array(e-r.length).fill(a);return n==="post"?[...c,...i]:[...i,...c]};return{X:t.map(r=>o(r,s,r)),mask:t.map(r=>o(r,!1,r.map(()=>!0)))}}function ot({length:t,window:e,horizon:n,stride:s,train:o,order:r}){let a=Math.min(o,t),c={train:[0,a],test:[a,t]},i=(p,d,$)=>Array.from({length:U(d-p,e,n,s)},(f,m)=>{let x=p+m*s,u=x+e+n,g=$(x);return{start:x,end:u,part:g,leaks:g==="train"&&u>a}});return r==="split first"?Object.entries(c).flatMap(([p,[d,$]])=>i(d,$,()=>p)):i(0,t,p=>p<a?"train":"test")}var A=[6,4,2,5],X=["A","B","C","D"],H={W:[[.9,-.6]],U:[[.5,-.4],[.3,.6]],b:[.4,-.3],V:[.8,-.5],c:.1};function at(t,e=null){let n=t.map((o,r)=>St(o.map(a=>[a]),H,e?.[r])),s=n.map(o=>o.map(r=>r.reduce((a,c,i)=>a+c*H.V[i],H.c)));return{states:n,forecasts:s}}var ee=(t,e)=>Math.max(...t.map((n,s)=>Math.abs(n-e[s])));function Mt(t){let{rows:e,length:n,train:s,pad_to:o,where:r,mask:a}=t,c=e.map(h=>h[0]),{center:i,spread:p}=Tt(c.slice(0,s)),d=c.map(h=>(h-i)/p),$=A.map((h,w)=>Math.floor(w*(n-h-1)/3)),f=A.map((h,w)=>d.slice($[w],$[w]+h)),m=A.map((h,w)=>d.slice($[w]+1,$[w]+h+1)),{X:x,mask:u}=nt(f,o,r),g=nt(m,o,r).X,b=at(f),y=at(x),k=a?at(x,u):y,S=st(k.forecasts,g),L=({states:h})=>h.map((w,M)=>ee(w.at(-1),b.states[M].at(-1))),j=J(S),F=J(S,u);return{center:i,spread:p,starts:$,inputs:f,targets:m,X:x,y:g,mask:u,errors:S,padTo:o,where:r,masked:a,sequence:X.indexOf(t.sequence),name:t.names[0],limits:t.limits,states:k.states,alone:b.states,hT:k.states.map(h=>h.at(-1)),hAlone:b.states.map(h=>h.at(-1)),hPlain:y.states.map(h=>h.at(-1)),drift:L(k),driftPlain:L(y),lossAll:j,lossReal:F,loss:a?F:j,lossAlone:J(st(b.forecasts,m)),steps:X.length*o,realSteps:A.reduce((h,w)=>h+w,0)}}var P={top:4,pitch:54,label:18,cell:28},E={top:P.top+4*P.pitch+34,height:116},se=E.top+E.height+26,ne=["u-state","u-state u-state-2"];function At(t,e){let{padTo:n,sequence:s}=t,o=r=>`${+(100*r/n).toFixed(3)}%`;return l`<svg class="u-figure" width="100%" height="${se}" role="img" aria-label="The padded batch and the hidden states of sequence ${X[s]}">
    ${X.map((r,a)=>oe(t,a,o))}
    ${ae(t,o)}
  </svg>`}function oe({X:t,mask:e,masked:n,sequence:s,drift:o,padTo:r},a,c){let i=P.top+a*P.pitch,p=i+P.label,d=t[a].map((f,m)=>{let x=e[a][m],u=l`x="${c(m)}" y="${p}" width="${c(1)}" height="${P.cell}"`,g=f<0?"u-fill-negative":"u-fill-positive";return l`${x&&l`<rect ${u} class="${g}" fill-opacity="${(.08+.3*Math.min(1,Math.abs(f)/2)).toFixed(3)}"/>`}
      <rect ${u} class="${x?"u-real":"u-pad"}"/>
      ${!x&&n&&l`<line x1="${c(m)}" x2="${c(m+1)}" y1="${p+P.cell}" y2="${p}" class="u-strike"/>`}
      <text x="${c(m+.5)}" y="${p+19}" text-anchor="middle" class="${x?"u-cell":"u-cell u-soft"}">${x?_(f,1):n?"":"0"}</text>`}),$=o[a]===0?"unchanged":`moved by ${_(o[a])}`;return l`<g class="${a===s&&"u-selected"}">
    <text x="0" y="${i+12}" class="u-strong">${X[a]} <tspan class="u-soft u-plain">${A[a]} real, ${r-A[a]} padded${a===s&&", shown below"}</tspan></text>
    <text x="100%" y="${i+12}" text-anchor="end" class="${o[a]>0&&"u-strong u-ink-gradient"} veil-drift">${$}</text>
    ${d}
    <rect x="0" y="${i}" width="100%" height="${P.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(X[a])}"/>
  </g>`}function ae({states:t,alone:e,mask:n,sequence:s,padTo:o,where:r},a){let c=A[s],i=r==="post"?0:o-c,p=g=>+((1-g)/2).toFixed(4),d=g=>+(E.top+p(g)*E.height).toFixed(2),$=(g,b,y)=>l`<polyline points="${g.map((k,S)=>`${b+S+.5},${p(k)}`).join(" ")}" class="${y}" vector-effect="non-scaling-stroke"/>`,f=i?[0,i]:[c,o],m=X[s],x=t[s].at(-1),u=re(x.map(d));return l`<text x="0" y="${E.top-14}" class="u-strong">Hidden state of ${m}, step by step <tspan class="u-soft u-plain">thin: alone</tspan></text>
    ${f[1]>f[0]&&l`<rect x="${a(f[0])}" y="${E.top}" width="${a(f[1]-f[0])}" height="${E.height}" class="u-fill-panel"/>
      <text x="${a((f[0]+f[1])/2)}" y="${E.top+E.height-6}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1,0,1].map(g=>l`<line x1="0" x2="100%" y1="${d(g)}" y2="${d(g)}" class="u-grid"/>
      <text x="0" y="${g>0?d(g)+12:d(g)-3}" class="u-soft">${_(g,0)}</text>`)}
    <svg x="0" y="${E.top}" width="100%" height="${E.height}" viewBox="0 0 ${o} 1" preserveAspectRatio="none" overflow="visible">
      ${x.map((g,b)=>{let y=e[s].map(k=>k[b]);return $(r==="post"?[...y,...Array(o-c).fill(y.at(-1))]:y,i,"u-alone")})}
      <g class="veil-drift">${x.map((g,b)=>$(t[s].map(y=>y[b]),0,ne[b]))}</g>
    </svg>
    <g class="veil-drift">${x.map((g,b)=>l`${t[s].map((y,k)=>l`<circle cx="${a(k+.5)}" cy="${d(y[b])}" r="3" class="${n[s][k]?"u-dot":"u-dot-hollow"}"/>`)}<text x="100%" dx="-4" y="${u[b]}" text-anchor="end" class="u-halo">unit ${b+1}</text>`)}</g>
    ${t[s].map((g,b)=>l`<text x="${a(b+.5)}" y="${E.top+E.height+18}" text-anchor="middle" class="u-soft">${b?b+1:"t = 1"}</text>`)}`}function re([t,e]){let n=[t-8,e-8];return Math.abs(t-e)>=16?n:t<=e?[t-8,e+18]:[t+18,e-8]}var V=t=>Array.isArray(t)?`[${t.map(V).join(", ")}]`:String(t),rt=t=>t.map(e=>`    ${V(e)},`).join(`
`);function Xt({series:t,names:e,units:n,window:s,stride:o,horizon:r,train:a,order:c,selected:i}){let p=e.map(($,f)=>n[f]?`${$} (${n[f]})`:$).join(", "),d=c==="split first";return`import numpy as np

# One row a timestep: ${p.replace(/\s+/g," ")}
series = np.array([
${rt(t)}
], dtype=float)
window, horizon, stride, train = ${s}, ${r}, ${o}, ${a}


def windows(series):
    """X of shape (n, window, features) and the next values of the first feature, (n, horizon)."""
    n = max(0, (len(series) - window - horizon) // stride + 1)
    starts = stride * np.arange(n)
    inputs = starts[:, None] + np.arange(window)
    targets = starts[:, None] + window + np.arange(horizon)
    return series[inputs], series[targets, 0], starts


${d?`# Split first, then cut each part: no window can reach across.
X_train, y_train, starts_train = windows(series[:train])
X_test, y_test, starts_test = windows(series[train:])
X, y = np.concatenate([X_train, X_test]), np.concatenate([y_train, y_test])
starts = np.concatenate([starts_train, starts_test + train])
leaks = np.zeros(len(X), dtype=bool)`:`# Cut first, then split: a window trains if it starts before the split.
X, y, starts = windows(series)
in_train = starts < train
X_train, X_test = X[in_train], X[~in_train]
leaks = in_train & (starts + window + horizon > min(train, len(series)))`}
print("X_train", X_train.shape, "X_test", X_test.shape, "leaking windows", leaks.sum())

selected = ${i}
if len(X):
    print(X[selected], y[selected])
`}function qt({inputs:t,targets:e,padTo:n,where:s,masked:o}){let{W:r,U:a,b:c,V:i,c:p}=H,d=s==="post"?"post":"pre";return`import numpy as np

# Four sequences of ${A.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${rt(t)}
]
targets = [
${rt(e)}
]
length, where, use_mask = ${n}, "${s}", ${o?"True":"False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W = np.array(${V(r)})
U = np.array(${V(a)})
b = np.array(${V(c)})
V, c = np.array(${V(i)}), ${p}


def simple_rnn(x, keep):
    """Hidden states of every step, (T, units); where keep is False the state is carried on."""
    h, states = np.zeros(len(b)), []
    for value, real in zip(x, keep):
        if real:
            h = np.tanh(value * W[0] + h @ U + b)
        states.append(h)
    return np.array(states)


keep = mask if use_mask else np.ones_like(mask)
states = np.array([simple_rnn(x, k) for x, k in zip(X, keep)])
h_T = states[:, -1]
h_alone = np.array([simple_rnn(x, [True] * len(x))[-1] for x in sequences])
drift = np.abs(h_T - h_alone).max(axis=1)

errors = (states @ V + c - y) ** 2
loss_all = errors.mean()
loss_real = (errors * mask).sum() / mask.sum()
loss = loss_real if use_mask else loss_all
print("h_T", h_T, "moved by", drift, "loss", loss)

# The same in Keras; without dtype, pad_sequences would cut every value to a whole number.
# X = keras.utils.pad_sequences(sequences, maxlen=length, padding="${d}", dtype="float64")[..., None]
# rnn = keras.layers.SimpleRNN(2, return_sequences=True, dtype="float64")
# rnn.build(X.shape); rnn.set_weights([W, U, b])
# states = rnn(X, mask=${o?"mask":"None"})
`}var ie={post:"after (post)",pre:"before (pre)"},Ot=({limits:t,padTo:e})=>({pad_to:N(t.pad_to,e,T(e,"step"))});function ce(t,e,n){return l`<div class="u-controls">
    ${Y(e,"pad_to",l`pad to <i>T</i>`,Ot(t).pad_to)}
    ${W(e,"sequence","states of",Object.fromEntries(X.map(s=>[s,s])),X[t.sequence])}
    ${W(e,"where","zeros",ie,t.where)}
    ${vt("mask","Mask the padded steps",t.masked)}
  </div>
  <div data-slot="grid">${n.grid}</div>
  <div class="u-pair">
    <div data-slot="states">${n.states}</div>
    <div class="u-loss" data-slot="loss">${n.loss}</div>
  </div>`}var le=(t,e)=>({grid:At(t,e),states:de(t),loss:pe(t)}),Et=(t,e)=>l`(${e.map((n,s)=>[s>0&&", ",q(`${t}.${s}`,n,_(n))])})`;function de({hT:t,hAlone:e,drift:n}){return l`<table class="u-table u-wide">
    <caption>Last hidden state, h<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${X.map((s,o)=>l`<tr><th scope="row">${s}</th><td>${Et(`h_alone.${s}`,e[o])}</td>
        <td><span class="veil-drift">${Et(`h_T.${s}`,t[o])}</span></td>
        <td><span class="veil-drift ${n[o]>0&&"u-alarm"}">${q(`drift.${s}`,n[o],n[o]===0?"0, equal":jt(n[o]))}</span></td></tr>`)}</tbody>
  </table>`}var jt=t=>t<.005?t.toExponential(0).replace("-","−"):_(t);function pe({lossAll:t,lossReal:e,loss:n,lossAlone:s,masked:o,steps:r,realSteps:a}){let c=Math.max(t,e,s)||1,i=(p,d,$,f)=>l`<div class="u-meter${f&&" u-counts"}">
    <span>${$}${f&&l` <b>counts</b>`}</span><b>${q(p,d,_(d,3))}</b>
    <i style="inline-size:${(100*d/c).toFixed(2)}%"></i></div>`;return l`<p class="u-heading">Loss, mean squared error</p>
    <div class="veil-drift">
      ${i("loss_all",t,`over all ${r} steps`,!o)}
      ${i("loss_real",e,`over the ${a} real steps`,o)}
      ${i("loss_alone",s,"with no padding at all",!1)}
    </div>
    <p class="u-soft">The mask m is 1 on real steps: L = Σ m e / Σ m.
      <span class="veil-drift">Training would use ${q("loss",n,_(n,3))}.</span></p>`}function ue({padTo:t,where:e,hAlone:n,hPlain:s}){let o=A.indexOf(Math.min(...A)),r=t-A[o];return[{key:"drift",locks:!0,about:{sequence:X[o],zeros:r,where:e,alone:n[o],padded:s[o]},text:l`Sequence ${X[o]} has ${A[o]} real steps and gets ${r} zeros ${e==="post"?"after":"before"} them. There is no mask.
        <strong>Does its last hidden state h<sub>T</sub> change?</strong>`,choices:{same:"No, zeros add nothing",changes:"Yes, it changes"},verdict:he}]}function he({answer:t,about:e}){let{sequence:n,zeros:s,where:o,alone:r,padded:a}=e,c=$=>`(${$.map(f=>_(f)).join(", ")})`,i={same:"You said it stays the same; it changes. ",changes:"You said it changes, and it does. "}[t]??"It changes. ",p="A step whose input is 0 is still a step: h = tanh(0 W + h U + b) moves the state by U and b.",d=o==="post"?`After ${T(s,"zero")}`:`With ${T(s,"zero")} before it`;return`${i}${d} the state of ${n} is ${c(a)} instead of ${c(r)}. ${p} Switch the mask on: the padded steps are skipped and all four states are equal to the last bit.`}function $e({padTo:t,where:e,masked:n,drift:s,loss:o,lossAlone:r},a){let c=`Four sequences of ${A.slice(0,-1).join(", ")} and ${A.at(-1)} steps, padded with zeros ${e==="post"?"after":"before"} the real steps to ${t}`;if(a)return`${c}, without a mask.`;let i=s.indexOf(Math.max(...s));return n?`${c}, with a mask: every last state equals that of the sequence alone, and the loss is ${_(o,3)} as it is without padding.`:s[i]===0?`${c}, without a mask.`:`${c}, without a mask: the last state of ${X[i]} moves most, by ${jt(s[i])}, and the loss is ${_(o,3)} where it should be ${_(r,3)}.`}function fe({X:t,y:e,mask:n,states:s,errors:o,masked:r,sequence:a,center:c,spread:i,name:p}){let d=g=>g.map(b=>[].concat(b).map(y=>_(y,1)).join(", ")).join("; "),{W:$,U:f,b:m,V:x,c:u}=H;return l`<table class="u-table">
    <caption>Sequence ${X[a]} step by step, mask ${r?"on":"off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">x</th><th scope="col">h, unit 1</th><th scope="col">h, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${t[a].map((g,b)=>l`<tr><th scope="row">${b+1}</th><td>${n[a][b]?"yes":"no"}</td><td>${_(g,4)}</td>${s[a][b].map(y=>l`<td>${_(y,4)}</td>`)}<td>${_(e[a][b],4)}</td><td>${_(o[a][b],4)}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">x is ${p}, scaled with mean ${_(c,3)} and standard deviation ${_(i,3)} of the training part; the target is the next value.
    h = tanh(x W + h U + b), forecast = h V + c, with W = (${d($)}), U = (${d(f)}), b = (${d([m])}), V = (${d([x])}), c = ${_(u,1)}.</p>`}var pt={};bt(pt,{body:()=>Xe,compute:()=>Me,controls:()=>Vt,describe:()=>We,numbers:()=>He,python:()=>Xt,questions:()=>je,slots:()=>qe});function Nt(t,e,n){let s=e.findLast(({key:r})=>r in n),o=Q(e,n);return l`${s&&l`<p class="u-verdict" data-verdict="${s.key}" tabindex="-1">${s.verdict(n[s.key])}</p>`}
    ${o&&me(t,o)}`}var K=(t,e)=>l`<span class="u-after"><span class="veil-${t}">${e}</span><span class="ask-${t}" aria-hidden="true">?</span></span>`,Q=(t,e)=>t.find(({key:n})=>!(n in e));function me(t,{key:e,text:n,label:s,choices:o,locks:r}){let a=o?Object.entries(o).map(([c,i])=>l`<button type="button" data-answer="${c}">${i}</button>`):l`<label for="${t}-answer">${s}</label>
      <input id="${t}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;return l`<form class="u-question" data-question="${e}">
    <p id="${t}-ask"><strong>Predict.</strong> ${n}</p>
    <div class="u-answer" role="group" aria-labelledby="${t}-ask">${a}
      <button type="button" class="u-quiet" data-skip>${r?"Skip and explore":"Skip"}</button></div>
  </form>`}var Z=t=>l`<pattern id="${t}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;var Ft=320,Lt=290,I={x:32,bottom:264},ct=104,lt=.5,ge=12;function Wt(t,e){let{n,window:s,features:o,selected:r,cut:a,nTrain:c,nTest:i}=t,p={width:26,height:Math.min(21,180/s)},d={width:o*p.width,height:s*p.height};if(!n){let u={x:I.x,y:I.bottom-d.height};return l`<svg class="u-figure u-box" viewBox="0 0 ${Ft} ${Lt}" role="img" aria-label="An empty box: no window fits">
      ${tt(u,d,"u-void")}${Pt(t,()=>u,d)}</svg>`}let $=c&&i?ge:0,f=Math.min(11,(ct-$)/n),m=u=>{let g=u*f+(u>=c?$:0);return{x:I.x+g,y:I.bottom-d.height-g*lt}},x=a.map((u,g)=>n-1-g);return l`<svg class="u-figure u-box" viewBox="0 0 ${Ft} ${Lt}" role="img"
    aria-label="The tensor as a box: a sheet of ${s} timesteps by ${o} features for every window, X[${r}] beside it">
    <defs>${Z(`${e}-sheet`)}</defs>
    ${x.map(u=>u===r?tt(m(u),d,"u-slot"):xe(a[u],u,m(u),d,e))}
    ${Ht(m(0),d,p,s,o)}
    ${be(t,m(r),d,p)}
    ${Pt(t,m,d)}
  </svg>`}var v=t=>+t.toFixed(2),tt=({x:t,y:e},{width:n,height:s},o)=>l`<rect x="${v(t)}" y="${v(e)}" width="${n}" height="${v(s)}" class="${o}"/>`;function xe({part:t,leaks:e},n,s,o,r){return l`<g class="${n>1&&"veil-count"}">${tt(s,o,`u-sheet u-sheet-${t}`)}${e&&l`<rect x="${v(s.x)}" y="${v(s.y)}" width="${o.width}" height="${v(o.height)}" fill="url(#${r}-sheet)" class="u-bar-leak veil-leak"/>`}</g>`}function Ht({x:t,y:e},{width:n,height:s},o,r,a){let c=Array.from({length:r-1},(p,d)=>`M${v(t)} ${v(e+(d+1)*o.height)}h${n}`),i=Array.from({length:a-1},(p,d)=>`M${v(t+(d+1)*o.width)} ${v(e)}v${v(s)}`);return l`<path d="${[...c,...i].join("")||"M0 0"}" class="u-cell-lines"/>`}function be({series:t,X:e,features:n,selected:s,window:o},r,a,c){let i={x:I.x+a.width+ct+20,y:I.bottom-a.height-ct*lt/2},d=Array.from({length:n},(m,x)=>t.map(u=>u[x])).map(m=>{let x=Math.min(...m),u=Math.max(...m);return g=>v(.08+.72*(u===x?.5:(g-x)/(u-x)))}),$=e.flatMap((m,x)=>m.map((u,g)=>l`<rect x="${v(i.x+g*c.width)}" y="${v(i.y+x*c.height)}" width="${c.width}" height="${v(c.height)}" class="u-fill-input" fill-opacity="${d[g](u)}"/>`)),f=v(r.x+a.width);return l`<path d="M${f} ${v(r.y)}L${v(i.x)} ${v(i.y)}M${f} ${v(r.y+a.height)}L${v(i.x)} ${v(i.y+a.height)}" class="u-guide"/>
    ${$}${Ht(i,a,c,o,n)}${tt(i,a,"u-sheet-chosen")}
    <text x="${v(i.x+a.width/2)}" y="${v(i.y-8)}" text-anchor="middle" class="u-strong u-ink-input">X[${s}]</text>`}function Pt({n:t,window:e,features:n,nTrain:s,nTest:o},r,a){let c=r(t-1),{x:i,y:p}=r(0),d=v(Math.atan(lt)*180/Math.PI);return l`<text transform="translate(${v(i-2)} ${v(p-7)}) rotate(${-d})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${t}</tspan></text>
    ${o>0&&s>0&&l`<text x="${v(c.x+a.width)}" y="${v(c.y-6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${v(i-10)} ${v(p+a.height/2)}) rotate(-90)" text-anchor="middle">timesteps T = ${e}</text>
    <text x="${v(i)}" y="${v(p+a.height+18)}">features d = ${n}</text>`}var B={top:22,height:201},O={top:269,height:168},dt=O.top+O.height;function Rt(t,e){let{length:n,border:s,chosen:o,window:r,horizon:a,features:c}=t,i=$=>`${+(100*$/n).toFixed(3)}%`,p=B.height/c,d=($,f,m)=>l`<rect x="${i($)}" y="${B.top}" width="${i(f)}" height="${O.top-B.top}" class="${m}"/>`;return l`<svg class="u-figure" width="100%" height="${dt+4}" role="img" aria-label="The series, its split and its windows">
    <defs>${Z(`${e}-leak`)}</defs>
    <rect x="${i(s)}" y="0" width="${i(n-s)}" height="${dt}" class="u-fill-panel"/>
    ${o&&[d(o.start,r,"u-band-input"),d(o.start+r,a,"u-band-output")]}
    ${t.names.map(($,f)=>ye(t,f,B.top+f*p,p,i))}
    ${we(n,i)}
    ${o?[ve(t,i),t.cut.map(($,f)=>ke(t,f,i,e)),_e(t,i)]:Se(t,i,e)}
    <line x1="${i(s)}" x2="${i(s)}" y1="0" y2="${dt}" class="u-split"/>
    <text x="0" y="12" class="u-strong">train: ${T(s,"value")}</text>
    ${s<n&&l`<text x="100%" y="12" class="u-strong" text-anchor="end">test: ${n-s}</text>`}
  </svg>`}function ye({series:t,names:e,units:n,chosen:s,window:o,length:r},a,c,i,p){let d=t.map(S=>S[a]),$=Math.min(...d),f=Math.max(...d),m=S=>+(f===$?.5:(f-S)/(f-$)).toFixed(4),x=c+21,u=i-30,g=(S,L,j)=>{let F=d.slice(S,L).map((h,w)=>`${S+w+.5},${m(h)}`);return l`<polyline points="${F.join(" ")}" class="${j}" vector-effect="non-scaling-stroke"/>`},b=(S,L,j)=>d.slice(S,L).map((F,h)=>l`<circle cx="${p(S+h+.5)}" cy="${+(x+m(F)*u).toFixed(2)}" r="2.6" class="${j}"/>`),y=s&&s.start+o,k=s&&a===0;return l`<text x="0" y="${c+13}" class="u-halo">${e[a]} <tspan class="u-soft">${Ct($)} to ${Ct(f)} ${n[a]}</tspan></text>
    <svg x="0" y="${x}" width="100%" height="${u}" viewBox="0 0 ${r} 1" preserveAspectRatio="none" overflow="visible">
      ${g(0,r,"u-line")}
      ${s&&g(s.start,y,"u-line-input")}
      ${k&&g(y-1,s.end,"u-line-output")}
    </svg>
    ${s&&b(s.start,y,"u-dot-input")}
    ${k&&b(y,s.end,"u-dot-output")}`}var Ct=t=>String(Math.abs(t)<1e3?+t.toPrecision(4):Math.round(t)).replace("-","−");function we(t,e){let n=[1,5,10,20,25,50].find(o=>t/o<=6),s=B.top+B.height;return Array.from({length:Math.ceil(t/n)},(o,r)=>r*n).map(o=>l`<line x1="${e(o+.5)}" x2="${e(o+.5)}" y1="${s}" y2="${s+4}" class="u-tick"/>
      <text x="${o?e(o+.5):0}" y="${s+17}" text-anchor="${o?"middle":"start"}" class="u-soft">${o||"t = 0"}</text>`)}function ve({selected:t,chosen:e,window:n,length:s},o){let r=Math.min(Math.max(e.start+n,.14*s),.86*s);return l`<text x="${o(r)}" dx="-5" y="${O.top-8}" text-anchor="end" class="u-strong u-ink-input">X[${t}]</text>
    <text x="${o(r)}" dx="5" y="${O.top-8}" class="u-strong u-ink-output">y[${t}]</text>`}function ke({cut:t,n:e,selected:n,window:s,horizon:o,border:r,length:a},c,i,p){let{start:d,end:$,leaks:f}=t[c],m=Math.min(21,O.height/e),x=+(O.top+c*m).toFixed(2),u=+(m-(m>6?4:m/4)).toFixed(2),g=Math.max(d,r),b=$<.76*a?{x:i($),dx:6,"text-anchor":"start"}:{x:i(d),dx:-6,"text-anchor":"end"},y=Object.entries(b).map(([k,S])=>l` ${k}="${S}"`);return l`<g class="u-bar${m<8&&" u-thin"}${c===n&&" u-selected"}${c>1&&" veil-count"}">
    <rect x="${i(d)}" y="${x}" width="${i(s)}" height="${u}" class="u-bar-input"/>
    <rect x="${i(d+s)}" y="${x}" width="${i(o)}" height="${u}" class="u-bar-output"/>
    ${f&&l`<rect x="${i(g)}" y="${x}" width="${i($-g)}" height="${u}" fill="url(#${p}-leak)" class="u-bar-leak veil-leak"/>`}
    ${m>=12&&l`<text${y} y="${+(x+u/2+4).toFixed(2)}">${c}${f&&l`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${x}" width="100%" height="${+m.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${c}"/>
  </g>`}function _e({cut:t,n:e},n){let s=O.top+2*Math.min(21,O.height/e)+14;return e>2&&l`<text x="${n(t[2].start)}" y="${s.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`}function Se({length:t,window:e,horizon:n},s,o){return l`<rect x="0" y="${O.top}" width="${s(Math.min(e,t))}" height="20" class="u-bar-input"/>
    ${e<t&&l`<rect x="${s(e)}" y="${O.top}" width="${s(t-e)}" height="20" fill="url(#${o}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${O.top+42}" class="u-strong u-ink-gradient">needs ${e+n} values and does not fit</text>`}var Te={"window first":"window, then split","split first":"split, then window"};function Me(t){let{rows:e,length:n,window:s,stride:o,horizon:r,features:a,train:c,order:i,limits:p}=t,d=Math.min(c,n),$=e.map(y=>y.slice(0,a)),f=ot(t),m=f.length,x=Math.min(t.selected,Math.max(0,m-1)),u=f[x]??null,g=u&&u.start+s,b=y=>f.filter(y).length;return{series:$,length:n,window:s,stride:o,horizon:r,features:a,train:c,order:i,limits:p,border:d,cut:f,n:m,selected:x,chosen:u,names:t.names.slice(0,a),units:t.units.slice(0,a),X:u?$.slice(u.start,g):[],y:u?$.slice(g,u.end).map(y=>y[0]):[],nTrain:b(({part:y})=>y==="train"),nTest:b(({part:y})=>y==="test"),nLeak:b(({leaks:y})=>y),firstLeak:f.findIndex(({leaks:y})=>y),notes:Ae(t,d)}}function Ae({length:t,window:e,horizon:n,order:s},o){let r=s==="split first"?{"train part":o,"test part":t-o}:{series:t};return Object.entries(r).filter(([,c])=>c<e+n).map(([c,i])=>`window ${e} + horizon ${n} needs at least ${e+n} values; the ${c} has ${i}`)}function Vt({length:t,window:e,stride:n,horizon:s,features:o,train:r,limits:a,selected:c,n:i}){return{length:N(a.length,t,T(t,"value")),window:N(a.window,e,T(e,"step")),horizon:N(a.horizon,s,T(s,"step")),stride:N(a.stride,n,T(n,"step")),features:N(a.features,o,T(o,"feature")),train:N(a.train,r,T(r,"value")),selected:N([0,i-1],c,i?`X[${c}]`:"none")}}function Xe(t,e,n){let s=Vt(t),o=(r,a)=>Y(e,r,a,s[r]);return l`<div class="u-controls">
    ${o("length",l`series <i>N</i>`)}
    ${o("window",l`window <i class="role-input">T</i>`)}
    ${o("horizon",l`horizon <i class="role-output">H</i>`)}
    ${o("stride",l`stride <i>s</i>`)}
    ${o("features",l`features <i>d</i>`)}
    ${o("train","train part")}
    ${W(e,"order","order",Te,t.order)}
  </div>
  <div data-slot="series">${n.series}</div>
  <p class="u-key"><b class="role-input">X, dashed:</b> what the network reads. <b class="role-output">y, dotted:</b> what it must predict, ${t.names[0]}.
    <b class="role-gradient">Hatched:</b> a leak.</p>
  <div class="u-formula" data-slot="formula">${n.formula}</div>
  <div class="u-pair">
    <div data-slot="box">${n.box}</div>
    <div class="u-slice">
      ${o("selected","window shown")}
      <div class="u-scroll" role="group" aria-label="Numbers of the window shown" tabindex="0" data-slot="slice">${n.slice}</div>
    </div>
  </div>`}var qe=(t,e)=>({series:Rt(t,e),formula:Ee(t),box:Wt(t,e),slice:Oe(t)});function Ee({length:t,border:e,window:n,horizon:s,stride:o,features:r,order:a,n:c,nTrain:i,nTest:p,nLeak:d,notes:$}){let f=(g,b)=>l`<tr><th scope="row">${g}</th><td>${b}</td></tr>`,m=(g,b,y,k)=>f(g,b<n+s?l`${q(y,k)} <span class="u-soft">windows: too short</span>`:l`⌊(${b} − ${n} − ${s}) / ${o}⌋ + 1 = ${K("count",l`<b>${q(y,k)}</b>`)}`),x=l`${q("n_train",i)} train, <span class="${d>0&&"u-alarm"}">${q("n_leak",d)} of them
    ${d===1?"leaks":"leak"}</span>; ${q("n_test",p)} test`,u=g=>`(${g}, ${n}, ${r})`;return l`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${a==="split first"?[m("train",e,"n_train",i),m("test",t-e,"n_test",p)]:[m("all",t,"n",c),f("split",K("leak",x))]}${f("shapes",K("leak",l`X_train <b>${u(i)}</b>, X_test <b>${u(p)}</b>`))}</tbody></table>
    ${$.length>0&&l`<p class="u-note" role="note">Nothing to cut: ${$.join("; ")}.</p>`}`}var Ut=t=>_(t,Math.abs(t)<1e4?1:0);function Oe({names:t,units:e,X:n,y:s,window:o,features:r,horizon:a,selected:c,chosen:i}){if(!i)return l`<p class="u-soft">No window, so nothing to show.</p>`;let p=i.start+o;return l`<table class="u-table">
    <caption>X[${c}] has shape (${o}, ${r}), y[${c}] has shape (${a},)</caption>
    <thead><tr><th scope="col">t</th>${t.map((d,$)=>l`<th scope="col">${d} <span class="u-soft">${e[$]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${n.map((d,$)=>l`<tr><th scope="row">${i.start+$}</th>${d.map((f,m)=>l`<td>${q(`X.${$}.${m}`,f,Ut(f))}</td>`)}</tr>`)}</tbody>
    <tbody class="u-targets">${s.map((d,$)=>l`<tr><th scope="row">${p+$}</th><td>${q(`y.${$}`,d,Ut(d))}</td>${r>1&&l`<td colspan="${r-1}">${$===0&&l`to predict`}</td>`}</tr>`)}</tbody>
  </table>`}function je({length:t,window:e,horizon:n,stride:s,train:o}){if(!U(t,e,n,s))return[];let r={length:t,window:e,horizon:n,stride:s};return[{key:"count",locks:!0,about:r,text:l`A series has ${t} values. Windows of ${T(e,"step")}, each followed by ${T(n,"target")}, start every
        ${s===1?"step":`${s} steps`}. <strong>How many windows fit?</strong>`,label:"windows",verdict:Fe},{key:"leak",about:{...r,train:o,order:"window first"},text:l`The windows were cut first, and those that start before value ${o} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,label:"X number",verdict:Le}]}var Ne=[[({length:t,window:e,horizon:n,stride:s})=>Math.floor((t-e-n)/s),"The + 1 is missing: the window that starts at 0 counts too."],[({length:t,window:e,stride:n})=>U(t,e,0,n),"That leaves no room for the targets of the last window."],[({length:t,stride:e})=>Math.floor(t/e),"That counts every start, even where the window would run over the end."],[({length:t,window:e})=>Math.floor(t/e),"That lays the windows side by side; with a stride below the window they overlap."],[({length:t,window:e,horizon:n})=>U(t,e,n),"That is the count for stride 1."]];function Fe({answer:t,about:e}){let{length:n,window:s,horizon:o,stride:r}=e,a=U(n,s,o,r),c=(a-1)*r,i=`The last start that still fits is ${c}: its ${s+o} values end at ${c+s+o-1}, and the series ends at ${n-1}. With starts 0, ${r}, …, ${c} that makes ${c} / ${r} + 1 = ${a}.`;if(t===null)return`${T(a,"window")}. ${i}`;if(t===a)return`You said ${t}, and ${t} it is. ${i}`;let p=Ne.find(([d])=>d(e)===t)?.[1]??"";return`You said ${t}; it is ${a}. ${p} ${i}`}function Le({answer:t,about:e}){let n=ot(e),s=n.flatMap(({leaks:p},d)=>p?[d]:[]),o=Math.min(e.train,e.length),r=t===null?"":`You said X[${t}]. `,a="Split first and window each part on its own, and no window can leak.";if(!s.length)return`${r}In this setting no training window reaches value ${o}, where the test part begins.`;let[c]=s,i=`X[${c}] and its targets cover values ${n[c].start} to ${n[c].end-1}; the test part begins at ${o}. ${T(s.length,"training window")} ${s.length===1?"leaks":"leak"}. ${a}`;return t===null?`It is X[${c}]. ${i}`:t===c?`You said X[${t}], and that is it. ${i}`:`${r}${Pe(n,t,c,o)} It is X[${c}]. ${i}`}function Pe(t,e,n,s){let o=t[e];return o?o.part==="test"?"That one starts in the test part, where it may be.":e>n?"That one leaks too, but not first.":`That one ends at value ${o.end-1}, before ${s}.`:`There are only X[0] to X[${t.length-1}].`}function We({length:t,features:e,window:n,stride:s,horizon:o,n:r,nLeak:a,nTrain:c,nTest:i,order:p,selected:d,chosen:$,notes:f},m){let x=`A series of ${t} timesteps and ${T(e,"feature")}`;if(!r)return`${x}, too short to cut: ${f.join("; ")}.`;let u=`windows of ${T(n,"timestep")} that start every ${s===1?"step":`${s} steps`}, each with its next ${T(o,"value")} as target`;if(m==="count")return`${x}, to be cut into ${u}.`;let g=p==="split first"?`split and then cut into ${c} training and ${i} test`:`cut into ${r}`,b=m==="leak"?"":a?` ${a} of the ${T(c,"training window")} ${a===1?"reaches":"reach"} into the test part.`:" No training window reaches into the test part.";return`${x}, ${g} ${u}. X[${d}] starts at timestep ${$.start}.${b}`}function He({cut:t,window:e,horizon:n}){let s=(o,r)=>r===1?String(o):`${o} to ${o+r-1}`;return l`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${t.map(({start:o,part:r,leaks:a},c)=>l`<tr><th scope="row">X[${c}]</th><td>${s(o,e)}</td><td>${s(o+e,n)}</td><td>${r}</td><td>${a?"yes":"no"}</td></tr>`)}</tbody>
  </table>`}var It={windows:pt,padding:it},C=t=>It[t.mode],ut={kind:"SequenceTensor",title:"Sequence tensor",lead:"A batch is a box, windows overlap, and padding must not count.",traits:["series","names","units","limits","initial","predictions","mode","length","window","stride","horizon","features","train","order","selected","pad_to","where","mask","sequence"],modes:{windows:"Windows",padding:"Padding and mask"},compute(t){return{...It[t.mode].compute({...t,rows:Ce(t)}),mode:t.mode,state:t}},body:(t,e,n)=>C(t).body(t,e,n),slots:(t,e)=>C(t).slots(t,e),controls:t=>C(t).controls(t),questions:t=>C(t).questions(t),describe:(t,e)=>C(t).describe(t,e),numbers:t=>C(t).numbers(t),python:t=>C(t).python(t)};function Ce({series:t,names:e,length:n}){let s=e.length,o=(r,a)=>t.getFloat64(8*(r*s+a),!0);return Array.from({length:n},(r,a)=>e.map((c,i)=>o(a,i)))}var Re=["fill","fill-opacity","stroke","stroke-opacity","stroke-width","stroke-dasharray","stroke-linejoin","stroke-linecap","vector-effect","opacity","font-family","font-size","font-style","font-weight","text-anchor","paint-order"],z=20;function Bt(t,e,n){let s=getComputedStyle(t),o=`font-family="${R(s.fontFamily)}" fill="${s.color}"`,r=z+24,a=0,c=[...t.querySelectorAll("svg.u-figure")].map(i=>{let p=i.getBoundingClientRect(),d=Ue(i),$={x:z,y:r,width:p.width,height:p.height,overflow:"visible"};for(let[f,m]of Object.entries($))d.setAttribute(f,m);return r+=p.height+z,a=Math.max(a,p.width),new XMLSerializer().serializeToString(d)});return a+=2*z,`<svg xmlns="http://www.w3.org/2000/svg" width="${a}" height="${r}" viewBox="0 0 ${a} ${r}">
<title>${R(e)}</title><desc>${R(n)}</desc>
<rect width="100%" height="100%" fill="${s.backgroundColor}"/>
<text x="${z}" y="${z+8}" font-size="16" font-weight="600" ${o}>${R(e)}</text>
${c.join(`
`)}
</svg>`}function Ue(t){let e=t.cloneNode(!0),n=[t,...t.querySelectorAll("*")];return[e,...e.querySelectorAll("*")].forEach((s,o)=>{let r=getComputedStyle(n[o]);(r.visibility==="hidden"||r.display==="none")&&s.setAttribute("display","none");for(let a of Re)s.setAttribute(a,r.getPropertyValue(a));s.removeAttribute("class")}),e}function zt(t,e){let n=URL.createObjectURL(new Blob([e],{type:"image/svg+xml"}));Object.assign(document.createElement("a"),{href:n,download:t}).click(),URL.revokeObjectURL(n)}var Gt={numbers:"Show numbers",python:"Copy Python",svg:"Save SVG",reset:"Reset"};function Dt(t,e,n="u"){let s=t.compute(e);return Yt(t,e,s,ht(t,e,s,n),n).toString()}function ht(t,e,n,s){let o=t.questions(n),r=Q(o,e.predictions);return{locked:!!r?.locks,veil:o.filter(({key:a})=>!(a in e.predictions)).map(({key:a})=>a).join(" "),slots:{ask:Nt(s,o,e.predictions),caption:l`${t.describe(n,r?.key)}`,...t.slots(n,s)}}}function Yt(t,e,n,{locked:s,veil:o,slots:r},a){let c=([i,p])=>l`<button type="button" data-action="${i}"${i==="numbers"&&l` aria-expanded="false" aria-controls="${a}-numbers"`}>${p}</button>`;return l`<section class="unrolled-widget" data-widget="${t.kind}" role="group"
    aria-label="${t.title}, interactive figure" data-veil="${o}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${t.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(Gt).map(c)}</div>
    </header>
    <p class="u-lead">${t.lead}</p>
    <div class="u-modes">${W(a,"mode","View",t.modes,e.mode)}</div>
    <div class="u-ask" data-slot="ask">${r.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${s&&l` disabled`}>${t.body(n,a,r)}</fieldset>
      <figcaption data-slot="caption">${r.caption}</figcaption>
    </figure>
    <div class="u-numbers" id="${a}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`}function Jt(t,{model:e,el:n}){let s=`u${Math.random().toString(36).slice(2,10)}`,o=()=>Object.fromEntries(t.traits.map(h=>[h,e.get(h)])),r=new AbortController,a=(h,w)=>x.addEventListener(h,w,{signal:r.signal}),c=o(),i=t.compute(c),p=ht(t,c,i,s),d=0,$=0,f=0,m=null;n.innerHTML=Yt(t,c,i,p,s);let x=n.firstElementChild,u=h=>x.querySelector(h);function g(){cancelAnimationFrame(d),d=0;let h=c.mode;c=o(),i=t.compute(c);let w=p.slots;p=ht(t,c,i,s);let{locked:M,veil:G,slots:$t}=p,ft=u("[data-body]");x.dataset.veil!==G&&(x.dataset.veil=G),ft.disabled=M,c.mode!==h&&(ft.innerHTML=t.body(i,s,$t));for(let[gt,xt]of Object.entries($t))w[gt]?.text!==xt.text&&(u(`[data-slot="${gt}"]`).innerHTML=xt);u("[data-slot=numbers]").hidden||(u("[data-slot=numbers]").innerHTML=t.numbers(i)),u(".u-code").hidden=!0,kt(x,t.controls(i),c);let mt=m&&u(`[data-verdict="${m}"]`);m=null,mt?.focus(),y((mt??u("[data-slot=caption]")).textContent)}function b(){d||=requestAnimationFrame(g)}function y(h){clearTimeout(f),f=setTimeout(()=>u(".u-live").textContent=h,400)}function k(h){for(let[w,M]of Object.entries(h))e.set(w,M);e.save_changes(),!$&&(g(),$=requestAnimationFrame(()=>$=0))}function S(h){let{key:w,about:M}=Q(t.questions(i),c.predictions);m=w,k({predictions:{...c.predictions,[w]:{answer:h,about:M}}})}let L={numbers(h){let w=u("[data-slot=numbers]");w.hidden=!w.hidden,w.innerHTML=w.hidden?"":t.numbers(i),h.setAttribute("aria-expanded",String(!w.hidden)),h.textContent=w.hidden?Gt.numbers:"Hide numbers"},async python(){let h=u(".u-code");h.value=t.python(i);try{await navigator.clipboard.writeText(h.value),j("python","Python copied")}catch{h.hidden=!1,h.focus(),h.select(),y("Press Ctrl+C or Command+C to copy the selected Python code")}},svg(){zt(`${t.kind}.svg`,Bt(x,t.title,u("[data-slot=caption]").textContent)),j("svg","SVG saved")},reset(){k(c.initial),j("reset","Reset done")}};function j(h,w){let M=u(`[data-action=${h}]`);M.dataset.done="",M.addEventListener("animationend",()=>delete M.dataset.done,{once:!0}),y(w)}a("input",({target:h})=>{h.dataset.trait&&k({[h.dataset.trait]:_t(h)})}),a("keydown",h=>{let{target:w,key:M}=h,G={PageUp:5,PageDown:-5}[M];w.type!=="range"||!G||(h.preventDefault(),w.value=Number(w.value)+G,w.dispatchEvent(new Event("input",{bubbles:!0})))}),a("submit",h=>{h.preventDefault(),S(h.target.querySelector("input").valueAsNumber)}),a("click",({target:h})=>{let w=h.closest("button"),M=h.closest("[data-pick]");w?.dataset.action?L[w.dataset.action](w):w?.dataset.answer?S(w.dataset.answer):w&&"skip"in w.dataset?S(null):M&&!p.locked&&k({[M.dataset.pick]:JSON.parse(M.dataset.to)})});let F=t.traits.map(h=>`change:${h}`);for(let h of F)e.on(h,b);return()=>{r.abort(),cancelAnimationFrame(d),cancelAnimationFrame($),clearTimeout(f);for(let h of F)e.off(h,b);n.replaceChildren()}}var et={[ut.kind]:ut},Ve=t=>et[t.kind].compute(t),Cs=t=>et[t.kind].python(Ve(t)),Rs=(t,e)=>Dt(et[t.kind],t,e),Us={render:({model:t,el:e})=>Jt(et[t.get("kind")],{model:t,el:e})};export{Ve as compute,Us as default,Rs as prerender,Cs as python};
